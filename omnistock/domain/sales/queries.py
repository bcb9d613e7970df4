"""Reading sales orders. Each function takes the same number of statements whatever there is to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from omnistock.domain.ledger.operations import allocations_of
from omnistock.domain.ledger.queries.promised import promised_quantities
from omnistock.domain.sales.access import sales_order_rows
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.reserving import SALES_ORDER, reserved_of
from omnistock.domain.sales.views import SalesOrderLineView, SalesOrderView, line_view, order_view
from omnistock.domain.search.queries import matching
from omnistock.tenancy.access import find, find_by_external_id
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.sums import Sums, only_one, sums_of

SALES_ORDER_ORDERS: Final = {
    "newest": ("-id",),
    "number": ("id",),
    "-number": ("-id",),
    "ordered": ("ordered_on", "id"),
    "-ordered": ("-ordered_on", "-id"),
    "promised": ("promised_on", "id"),
    "-promised": ("-promised_on", "-id"),
    "total": ("total", "id"),
    "-total": ("-total", "-id"),
    "changed": BY_CHANGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesOrderFilter:
    """What a list shows; an empty choice shows all. `promised_by`: promised on this day or before. `sort` is a key of
    `SALES_ORDER_ORDERS`."""

    statuses: Collection[str] = ()
    customer_id: UUID | None = None
    warehouse_id: UUID | None = None
    promised_by: dt.date | None = None
    search: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"
    with_lines: bool = False


@dataclass(frozen=True, slots=True)
class SalesToDo:
    """How many orders wait for what. `to_dispatch`: wholly reserved or picked, and promised by today or without a
    day. Each with the one order, where it is one alone."""

    drafts: int
    draft_id: UUID | None
    short: int
    short_id: UUID | None
    to_dispatch: int
    to_dispatch_id: UUID | None


def sales_orders(
    *,
    actor: Actor,
    wanted: SalesOrderFilter = SalesOrderFilter(),
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[SalesOrderView]:
    """A page of the orders that the actor may see, in three statements."""
    actor.require("sales:read")
    rows = changed_since(_filtered(_rows(actor=actor), wanted), actor=actor, since=wanted.updated_since)
    found = page(rows, order=SALES_ORDER_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    lines = _lines_of(found.items, actor=actor)
    views = [order_view(order, lines[order.id], actor=actor, with_lines=wanted.with_lines) for order in found.items]
    return Page(views, found.next_cursor)


def sales_order_sums(*, actor: Actor, wanted: SalesOrderFilter = SalesOrderFilter()) -> Sums | None:
    """What the orders come to that `sales_orders` shows page by page; cancelled ones only where they are asked for."""
    actor.require("sales:read")
    rows = _filtered(sales_order_rows(actor=actor), wanted)
    return sums_of(rows if wanted.statuses else rows.exclude(status="cancelled"), total="total")


def sales_order(*, actor: Actor, sales_order_id: UUID | str) -> SalesOrderView:
    """One order with its lines, what is reserved for each, and why batches were passed over. Raises `NotFound`."""
    actor.require("sales:read")
    return _whole(find(_rows(actor=actor), sales_order_id, kind="sales order"), actor=actor)


def sales_order_by_external_id(*, actor: Actor, external_id: str) -> SalesOrderView:
    """The same by the integrator's own id. Raises `NotFound`."""
    actor.require("sales:read")
    order = find_by_external_id(_rows(actor=actor), external_id, kind="sales order")
    return _whole(order, actor=actor)


def sales_to_do(*, actor: Actor) -> SalesToDo:
    """What waits, in one statement."""
    actor.require("sales:read")
    is_due = Q(promised_on__isnull=True) | Q(promised_on__lte=actor.today)
    is_draft, is_short = Q(status="draft"), Q(status="confirmed")
    is_to_leave = Q(status__in=("reserved", "picked")) & is_due
    counts = sales_order_rows(actor=actor).aggregate(
        drafts=Count("id", filter=is_draft),
        draft_id=only_one(is_draft),
        short=Count("id", filter=is_short),
        short_id=only_one(is_short),
        to_dispatch=Count("id", filter=is_to_leave),
        to_dispatch_id=only_one(is_to_leave),
    )
    return SalesToDo(**counts)


def _rows(*, actor: Actor) -> QuerySet[SalesOrder]:
    return sales_order_rows(actor=actor).select_related("customer", "warehouse", "billing_address", "shipping_address")


def _filtered(rows: QuerySet[SalesOrder], wanted: SalesOrderFilter) -> QuerySet[SalesOrder]:
    if wanted.statuses:
        rows = rows.filter(status__in=wanted.statuses)
    if wanted.customer_id is not None:
        rows = rows.filter(customer_id=wanted.customer_id)
    if wanted.warehouse_id is not None:
        rows = rows.filter(warehouse_id=wanted.warehouse_id)
    if wanted.promised_by is not None:
        rows = rows.filter(promised_on__lte=wanted.promised_by)
    if wanted.search:
        rows = rows.filter(id__in=matching(kind=SALES_ORDER, text=wanted.search))
    return rows


def _lines_of(orders: Sequence[SalesOrder], *, actor: Actor) -> dict[UUID, list[SalesOrderLineView]]:
    """The lines of many orders, with what is reserved of them but not where."""
    ids = [order.id for order in orders]
    reserved = promised_quantities(actor=actor, demand_ids=ids)
    found: dict[UUID, list[SalesOrderLineView]] = {id: [] for id in ids}
    for line in _line_rows().filter(sales_order_id__in=ids):
        view = line_view(line, actor=actor, reserved=reserved.get(line.id, Decimal(0)))
        found[line.sales_order_id].append(view)
    return found


def _whole(order: SalesOrder, *, actor: Actor) -> SalesOrderView:
    allocated = {each.line_id: each for each in allocations_of(actor=actor, demand_id=order.id)}
    lines = []
    for line in _line_rows().filter(sales_order_id=order.id):
        its = allocated.get(line.id)
        lines.append(line_view(line, actor=actor, reserved=reserved_of(its), allocated=its))
    return order_view(order, lines, actor=actor, with_lines=True)


def _line_rows() -> QuerySet[SalesOrderLine]:
    return SalesOrderLine.objects.select_related("product__unit").order_by("sales_order_id", "position")
