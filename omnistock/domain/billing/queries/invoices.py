"""Reading invoices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When

from omnistock.domain.billing.access import day_of_issue, invoice_rows
from omnistock.domain.billing.models import CreditNote, Invoice, InvoiceLine, PaymentAllocation
from omnistock.domain.billing.views import InvoiceView, SettlementView, invoice_view
from omnistock.domain.search.queries import matching
from omnistock.kernel.currencies import Currency, currency_of
from omnistock.kernel.money import round_amount
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.sums import Sums, only_one, sums_of

INVOICE_ORDERS: Final = {
    "newest": ("-id",),
    "issued": ("-issued_on", "-id"),
    "due": ("due_on", "id"),
    "-total": ("-total", "-id"),
    "changed": BY_CHANGE,
}
OPEN: Final = Q(status="issued", total__gt=F("paid") + F("credited"))


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFilter:
    """What a list shows; an empty choice shows all. `is_open`: something is owed; `is_overdue`: and it was due before
    today. `sort` is a key of `INVOICE_ORDERS`."""

    statuses: Collection[str] = ()
    customer_id: UUID | None = None
    warehouse_id: UUID | None = None
    sales_order_id: UUID | None = None
    is_open: bool = False
    is_overdue: bool = False
    issued_from: dt.date | None = None
    issued_to: dt.date | None = None
    search: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"


ALL_INVOICES: Final = InvoiceFilter()


@dataclass(frozen=True, slots=True)
class InvoiceToDo:
    """What waits: drafts to issue (`draft_id`: where it is one alone), and what is owed past its day."""

    drafts: int
    draft_id: UUID | None
    overdue: int
    overdue_amount: Decimal


def invoices(
    *, actor: Actor, wanted: InvoiceFilter = ALL_INVOICES, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[InvoiceView]:
    """A page of the invoices that the actor may see, without their lines, in one statement."""
    actor.require("billing:read")
    rows = changed_since(_filtered(_rows(actor), wanted, today=actor.today), actor=actor, since=wanted.updated_since)
    found = page(rows, order=INVOICE_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    currency = _currency(actor)
    return Page([invoice_view(row, today=actor.today, currency=currency) for row in found.items], found.next_cursor)


def invoice_sums(*, actor: Actor, wanted: InvoiceFilter = ALL_INVOICES) -> Sums | None:
    """What the invoices come to that `invoices` shows page by page; cancelled ones only where they are asked for."""
    actor.require("billing:read")
    rows = _filtered(invoice_rows(actor=actor), wanted, today=actor.today)
    owed = Case(When(status="issued", then=F("total") - F("paid") - F("credited")), default=Decimal(0))
    return sums_of(rows if wanted.statuses else rows.exclude(status="cancelled"), total="total", balance=owed)


def invoice(*, actor: Actor, invoice_id: UUID | str) -> InvoiceView:
    """One invoice with its lines, and with what was paid and credited on it, in four statements. Raises `NotFound`."""
    actor.require("billing:read")
    found = find(_rows(actor), invoice_id, kind="invoice")
    currency = _currency(actor)
    return invoice_view(
        found,
        today=actor.today,
        currency=currency,
        lines=InvoiceLine.objects.filter(invoice_id=found.id).order_by("position"),
        settlements=_settlements(found, currency),
    )


def invoice_to_do(*, actor: Actor) -> InvoiceToDo:
    """What waits, in one statement."""
    actor.require("billing:read")
    is_draft, is_late = Q(status="draft"), OPEN & Q(due_on__lt=actor.today)
    found = invoice_rows(actor=actor).aggregate(
        drafts=Count("id", filter=is_draft),
        draft_id=only_one(is_draft),
        overdue=Count("id", filter=is_late),
        overdue_amount=Sum(F("total") - F("paid") - F("credited"), filter=is_late),
    )
    amount = round_amount(found["overdue_amount"] or Decimal(0), currency=_currency(actor))
    return InvoiceToDo(found["drafts"], found["draft_id"], found["overdue"], amount)


def _rows(actor: Actor) -> QuerySet[Invoice]:
    return invoice_rows(actor=actor).select_related("customer")


def _currency(actor: Actor) -> Currency:
    return currency_of(actor.organization.currency)


def _filtered(rows: QuerySet[Invoice], wanted: InvoiceFilter, *, today: dt.date) -> QuerySet[Invoice]:
    exact = {
        "status__in": list(wanted.statuses) or None,
        "customer_id": wanted.customer_id,
        "warehouse_id": wanted.warehouse_id,
        "sales_order_id": wanted.sales_order_id,
        "issued_on__gte": wanted.issued_from,
        "issued_on__lte": wanted.issued_to,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.is_open or wanted.is_overdue:
        rows = rows.filter(OPEN)
    if wanted.is_overdue:
        rows = rows.filter(due_on__lt=today)
    if wanted.search:
        rows = rows.filter(id__in=matching(kind="invoice", text=wanted.search))
    return rows


def _settlements(invoice: Invoice, currency: Currency) -> list[SettlementView]:
    """Payments and credit notes, the oldest first."""
    paid = PaymentAllocation.objects.filter(invoice_id=invoice.id).select_related("payment")
    credited = CreditNote.objects.filter(invoice_id=invoice.id)
    found = [
        SettlementView(
            id=row.payment_id,
            kind="payment",
            number=row.payment.number,
            on=row.payment.paid_on,
            amount=round_amount(row.amount, currency=currency),
        )
        for row in paid
    ]
    found += [
        SettlementView(
            id=note.id,
            kind="credit_note",
            number=note.number,
            on=day_of_issue(note),
            amount=round_amount(note.total, currency=currency),
        )
        for note in credited
    ]
    return sorted(found, key=lambda row: (row.on, row.number))
