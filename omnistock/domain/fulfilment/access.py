"""The dispatches that an actor may see, and what the earlier ones of an order have charged."""

from __future__ import annotations

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from omnistock.domain.billing.models import Invoice, InvoiceLine
from omnistock.domain.catalog.models import Unit
from omnistock.domain.fulfilment.invoicing import ZERO, Before
from omnistock.domain.fulfilment.models import Dispatch, DispatchLine
from omnistock.domain.sales.models import SalesOrder
from omnistock.tenancy.actor import Actor


def dispatch_rows(*, actor: Actor) -> QuerySet[Dispatch]:
    """Dispatches, reversed ones too, of the actor's warehouses and, where that is set, of their own customers."""
    rows = Dispatch.objects.all()
    if actor.warehouse_ids is not None:
        rows = rows.filter(warehouse_id__in=actor.warehouse_ids)
    if actor.sees_only_own_customers:
        rows = rows.filter(customer__owner_membership_id=actor.membership_id)
    return rows


def charged_before(order: SalesOrder) -> Before:
    """What the dispatches of a locked order that stand have charged and given, in three statements."""
    standing = Dispatch.objects.filter(sales_order_id=order.id, reversed_at__isnull=True)
    left = DispatchLine.objects.filter(dispatch__in=standing).values_list("sales_order_line_id")
    charged = left.annotate(charged=Sum(F("quantity_base") - F("free_quantity_base")))
    invoices = Invoice.objects.filter(pk__in=standing.values("invoice_id"))
    of_lines = InvoiceLine.objects.filter(invoice__in=invoices, sales_order_line__isnull=False)
    given = of_lines.values_list("sales_order_line_id").annotate(given=Sum("discount_amount"))
    whole = invoices.aggregate(given=Coalesce(Sum("discount_amount"), ZERO))["given"]
    return Before(charged_base=dict(charged), discount=dict(given), document_discount=whole)


def uqc_codes(codes: set[str]) -> dict[str, str]:
    """The tax portal's codes of the units with these codes."""
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "uqc_code"))
