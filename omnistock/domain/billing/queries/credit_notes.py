"""Reading credit notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from omnistock.domain.billing.access import credit_note_rows
from omnistock.domain.billing.models import CreditNote, CreditNoteLine
from omnistock.domain.billing.views import CreditNoteView, credit_note_view
from omnistock.domain.search.queries import matching
from omnistock.kernel.currencies import currency_of
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.sums import Sums, sums_of

CREDIT_NOTE_ORDERS: Final = {"newest": ("-issued_on", "-id"), "oldest": ("issued_on", "id"), "changed": BY_CHANGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNoteFilter:
    """What a list shows; `sort` is a key of `CREDIT_NOTE_ORDERS`."""

    customer_id: UUID | None = None
    invoice_id: UUID | None = None
    issued_from: dt.date | None = None
    issued_to: dt.date | None = None
    search: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"


ALL_CREDIT_NOTES: Final = CreditNoteFilter()


def credit_notes(
    *, actor: Actor, wanted: CreditNoteFilter = ALL_CREDIT_NOTES, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[CreditNoteView]:
    """A page of the credit notes that the actor may see, without their lines, in one statement."""
    actor.require("billing:read")
    rows = changed_since(_filtered(_rows(actor), wanted), actor=actor, since=wanted.updated_since)
    found = page(rows, order=CREDIT_NOTE_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    currency = currency_of(actor.organization.currency)
    return Page([credit_note_view(row, currency=currency) for row in found.items], found.next_cursor)


def credit_note_sums(*, actor: Actor, wanted: CreditNoteFilter = ALL_CREDIT_NOTES) -> Sums | None:
    """What the credit notes come to that `credit_notes` shows page by page."""
    actor.require("billing:read")
    return sums_of(_filtered(credit_note_rows(actor=actor), wanted), total="total")


def credit_note(*, actor: Actor, credit_note_id: UUID | str) -> CreditNoteView:
    """One credit note with its lines, in two statements. Raises `NotFound`."""
    actor.require("billing:read")
    found = find(_rows(actor), credit_note_id, kind="credit note")
    lines = CreditNoteLine.objects.filter(credit_note_id=found.id).order_by("position")
    return credit_note_view(found, currency=currency_of(actor.organization.currency), lines=lines)


def _rows(actor: Actor) -> QuerySet[CreditNote]:
    return credit_note_rows(actor=actor).select_related("customer", "invoice")


def _filtered(rows: QuerySet[CreditNote], wanted: CreditNoteFilter) -> QuerySet[CreditNote]:
    exact = {
        "customer_id": wanted.customer_id,
        "invoice_id": wanted.invoice_id,
        "issued_on__gte": wanted.issued_from,
        "issued_on__lte": wanted.issued_to,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.search:
        rows = rows.filter(id__in=matching(kind="credit_note", text=wanted.search))
    return rows
