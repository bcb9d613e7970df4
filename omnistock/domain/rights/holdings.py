"""What a workspace's books hold of a customer or supplier, and must keep though the person is erased: each with how many
and which. The reasons in words stand with the pages; here is what the law asks for.

`invoices`, `credit_notes`  CGST Act 2017 s. 36, with s. 35 and rule 56; Companies Act 2013 s. 128(5)
`dispatches`                CGST Rules 56(5)(b): names and addresses of whom goods were supplied to
`receipts`                  CGST Rules 56(5)(a): names and addresses of whom goods came from; they name the supplier, so it
                            keeps its identity
`orders`, `payments`,       the books; they name whom by the overwritten record alone
`refunds`
`recalls`                   who got what of a recalled batch, and what they answered
`attachments`               papers with their documents: what is in a file no program can tell
`imports`                   files as they were uploaded
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import F, Max

from omnistock.domain.billing.models import CreditNote, Invoice, Payment, Refund
from omnistock.domain.billing.queries.payments import HAS_ADVANCE
from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.parties.kinds import CUSTOMER, PartyKind
from omnistock.domain.purchasing.models import PurchaseOrder, Receipt
from omnistock.domain.recalls.models import RecallContact
from omnistock.domain.sales.models import SalesOrder
from omnistock.kernel.days import financial_year_start
from omnistock.tenancy.actor import Actor

NUMBERS_SHOWN: Final = 20
_BY_CUSTOMER: Final[tuple[Any, ...]] = (SalesOrder, Dispatch, Invoice, CreditNote, Payment, Refund)
_BY_SUPPLIER: Final[tuple[Any, ...]] = (PurchaseOrder, Receipt)
_OPEN_ORDERS: Final = ("draft", "confirmed", "reserved", "picked", "partly_dispatched")
_OPEN_PURCHASES: Final = ("draft", "confirmed", "partly_received")
# The annual return falls due on 31 December after the year; 72 months later the records may go (CGST Act s. 36, s. 44).
_YEARS_AFTER_START: Final = 1 + 6


@dataclass(frozen=True, slots=True)
class Held:
    """`until`: the last day on which the tax law asks for the newest of them, where it does."""

    what: str
    count: int
    numbers: tuple[str, ...] = ()
    until: dt.date | None = None

    def as_json(self) -> dict[str, Any]:
        until = self.until.isoformat() if self.until else None
        return {"what": self.what, "count": self.count, "numbers": list(self.numbers), "until": until}


def held_of_customers(*, actor: Actor, ids: Collection[UUID]) -> Iterator[Held]:
    """What stays of these customers."""
    theirs = {"customer_id__in": list(ids)}
    invoices = Invoice.objects.filter(**theirs).exclude(status="draft")
    notes = CreditNote.objects.filter(**theirs).exclude(status="draft")
    yield from _held(actor, "invoices", invoices, "issued_on")
    yield from _held(actor, "credit_notes", notes, "issued_on")
    yield from _held(actor, "dispatches", Dispatch.objects.filter(**theirs), "dispatched_at")
    yield from _held(actor, "orders", SalesOrder.objects.filter(**theirs))
    yield from _held(actor, "payments", Payment.objects.filter(**theirs))
    yield from _held(actor, "refunds", Refund.objects.filter(**theirs))
    if count := RecallContact.objects.filter(**theirs).count():
        yield Held("recalls", count)
    yield from _imports("customers")


def held_of_suppliers(*, actor: Actor, ids: Collection[UUID]) -> Iterator[Held]:
    """What stays of these suppliers; `receipts` among it means that they keep their identity."""
    theirs = {"supplier_id__in": list(ids)}
    yield from _held(actor, "receipts", Receipt.objects.filter(**theirs), "effective_at")
    yield from _held(actor, "orders", PurchaseOrder.objects.filter(**theirs))
    yield from _imports("suppliers")


def dealings_of_customer(*, customer_id: UUID) -> list[str]:
    """Numbers of what is not over yet: open orders, drafts, invoices that are not paid, advances not used."""
    orders = SalesOrder.objects.filter(customer_id=customer_id, status__in=_OPEN_ORDERS)
    unpaid = Invoice.objects.filter(customer_id=customer_id, status="issued", total__gt=F("paid") + F("credited"))
    drafts = Invoice.objects.filter(customer_id=customer_id, status="draft")
    advances = Payment.objects.filter(HAS_ADVANCE, customer_id=customer_id)
    return _numbers(orders) + _numbers(unpaid) + ["draft invoice"] * drafts.count() + _numbers(advances)


def dealings_of_supplier(*, supplier_id: UUID) -> list[str]:
    """Numbers of orders that are not over yet."""
    return _numbers(PurchaseOrder.objects.filter(supplier_id=supplier_id, status__in=_OPEN_PURCHASES))


def documents_of(kind: PartyKind, *, ids: Collection[UUID]) -> list[UUID]:
    """Ids of the documents that are found by the name of these parties."""
    named = _BY_CUSTOMER if kind is CUSTOMER else _BY_SUPPLIER
    rows = (model.objects.filter(**{f"{kind.noun}_id__in": list(ids)}) for model in named)
    return [found for each in rows for found in each.values_list("id", flat=True)]


def kept_until(actor: Actor, day: dt.date) -> dt.date | None:
    """The last day on which Indian tax law asks for a document of `day`; None elsewhere."""
    if not actor.organization.is_indian:
        return None
    return dt.date(financial_year_start(day).year + _YEARS_AFTER_START, 12, 31)


def _held(actor: Actor, what: str, rows: Any, dated: str = "") -> Iterator[Held]:
    count = rows.count()
    if not count:
        return
    newest = rows.aggregate(newest=Max(dated))["newest"] if dated else None
    day = actor.organization.day_of(newest) if isinstance(newest, dt.datetime) else newest
    yield Held(what, count, tuple(_numbers(rows)), kept_until(actor, day) if day else None)


def _numbers(rows: Any) -> list[str]:
    return list(rows.order_by("-id").values_list("number", flat=True)[:NUMBERS_SHOWN])


def _imports(kind: str) -> Iterator[Held]:
    """Asked of the table itself, since the room of imports lies to the right of this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM import WHERE kind = %s", [kind])
        count = int(cursor.fetchone()[0])
    if count:
        yield Held("imports", count)
