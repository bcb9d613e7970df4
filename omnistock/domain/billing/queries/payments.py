"""Reading payments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from omnistock.domain.billing.access import day_of_issue, payment_rows, refund_rows
from omnistock.domain.billing.models import Payment, PaymentAllocation
from omnistock.domain.billing.views import AllocationView, PaymentView, payment_view, refund_view
from omnistock.domain.search.queries import matching
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.money import round_amount
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.sums import Sums, sums_of

ADVANCE: Final = F("amount") - F("allocated") - F("refunded")
PAYMENT_ORDERS: Final = {"newest": ("-paid_on", "-id"), "oldest": ("paid_on", "id"), "changed": BY_CHANGE}


# As the condition of the index `payment_advance`.
HAS_ADVANCE: Final = Q(reversed_at__isnull=True, amount__gt=F("allocated") + F("refunded"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFilter:
    """What a list shows. `is_advance`: something of it is neither allocated nor refunded. `sort` is a key of `PAYMENT_ORDERS`."""

    customer_id: UUID | None = None
    method: str = ""
    is_advance: bool = False
    paid_from: dt.date | None = None
    paid_to: dt.date | None = None
    search: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"


ALL_PAYMENTS: Final = PaymentFilter()


def payments(
    *, actor: Actor, wanted: PaymentFilter = ALL_PAYMENTS, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[PaymentView]:
    """A page of the payments that the actor may see, reversed ones too, in one statement."""
    actor.require("payments:read")
    rows = changed_since(_filtered(_rows(actor), wanted), actor=actor, since=wanted.updated_since)
    found = page(rows, order=PAYMENT_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    currency = currency_of(actor.organization.currency)
    return Page([payment_view(row, currency=currency) for row in found.items], found.next_cursor)


def payment_sums(*, actor: Actor, wanted: PaymentFilter = ALL_PAYMENTS) -> Sums | None:
    """What the payments come to that `payments` shows page by page; reversed ones are not in it."""
    actor.require("payments:read")
    standing = _filtered(payment_rows(actor=actor), wanted).filter(reversed_at__isnull=True)
    return sums_of(standing, amount="amount", advance=ADVANCE)


def payment(*, actor: Actor, payment_id: UUID | str) -> PaymentView:
    """One payment with the invoices that it pays and its refunds, in three statements. Raises `NotFound`."""
    actor.require("payments:read")
    found = find(_rows(actor), payment_id, kind="payment")
    currency = currency_of(actor.organization.currency)
    rows = PaymentAllocation.objects.filter(payment_id=found.id).select_related("invoice")
    allocations = [
        AllocationView(
            invoice_id=row.invoice_id,
            invoice_number=row.invoice.number,
            issued_on=day_of_issue(row.invoice),
            amount=round_amount(row.amount, currency=currency),
        )
        for row in rows.order_by("invoice__issued_on", "invoice__number")
    ]
    back = refund_rows(actor=actor).filter(payment_id=found.id).select_related("payment", "customer")
    refunds = [refund_view(row, currency=currency) for row in back.order_by("refunded_on", "id")]
    return payment_view(found, currency=currency, allocations=allocations, refunds=refunds)


def _rows(actor: Actor) -> QuerySet[Payment]:
    return payment_rows(actor=actor).select_related("customer")


def _filtered(rows: QuerySet[Payment], wanted: PaymentFilter) -> QuerySet[Payment]:
    exact = {
        "customer_id": wanted.customer_id,
        "method": wanted.method or None,
        "paid_on__gte": wanted.paid_from,
        "paid_on__lte": wanted.paid_to,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.is_advance:
        rows = rows.filter(HAS_ADVANCE)
    if wanted.search:
        rows = rows.filter(id__in=matching(kind="payment", text=wanted.search))
    return rows
