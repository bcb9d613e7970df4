"""Reading refunds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from omnistock.domain.billing.access import refund_rows
from omnistock.domain.billing.models import Refund
from omnistock.domain.billing.views import RefundView, refund_view
from omnistock.domain.search.queries import matching
from omnistock.kernel.currencies import currency_of
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.sums import Sums, sums_of

REFUND_ORDERS: Final = {"newest": ("-refunded_on", "-id"), "oldest": ("refunded_on", "id"), "changed": BY_CHANGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFilter:
    """What a list shows; `sort` is a key of `REFUND_ORDERS`."""

    customer_id: UUID | None = None
    payment_id: UUID | None = None
    method: str = ""
    refunded_from: dt.date | None = None
    refunded_to: dt.date | None = None
    search: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"


ALL_REFUNDS: Final = RefundFilter()


def refunds(
    *, actor: Actor, wanted: RefundFilter = ALL_REFUNDS, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[RefundView]:
    """A page of the refunds that the actor may see, reversed ones too, in one statement."""
    actor.require("payments:read")
    rows = changed_since(_filtered(_rows(actor), wanted), actor=actor, since=wanted.updated_since)
    found = page(rows, order=REFUND_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    currency = currency_of(actor.organization.currency)
    return Page([refund_view(row, currency=currency) for row in found.items], found.next_cursor)


def refund_sums(*, actor: Actor, wanted: RefundFilter = ALL_REFUNDS) -> Sums | None:
    """What the refunds come to that `refunds` shows page by page; reversed ones are not in it."""
    actor.require("payments:read")
    standing = _filtered(refund_rows(actor=actor), wanted).filter(reversed_at__isnull=True)
    return sums_of(standing, amount="amount")


def refund(*, actor: Actor, refund_id: UUID | str) -> RefundView:
    """One refund, in one statement. Raises `NotFound`."""
    actor.require("payments:read")
    found = find(_rows(actor), refund_id, kind="refund")
    return refund_view(found, currency=currency_of(actor.organization.currency))


def _rows(actor: Actor) -> QuerySet[Refund]:
    return refund_rows(actor=actor).select_related("payment", "customer")


def _filtered(rows: QuerySet[Refund], wanted: RefundFilter) -> QuerySet[Refund]:
    exact = {
        "customer_id": wanted.customer_id,
        "payment_id": wanted.payment_id,
        "method": wanted.method or None,
        "refunded_on__gte": wanted.refunded_from,
        "refunded_on__lte": wanted.refunded_to,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.search:
        rows = rows.filter(id__in=matching(kind="refund", text=wanted.search))
    return rows
