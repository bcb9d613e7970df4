"""Reading dispatches. Each function takes the same number of statements whatever there is to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from omnistock.domain.fulfilment.access import dispatch_rows
from omnistock.domain.fulfilment.models import Dispatch, DispatchLine
from omnistock.domain.search.queries import matching
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.records import RecordView

DISPATCH_ORDERS: Final = {
    "newest": ("-dispatched_at", "-id"),
    "dispatched": ("dispatched_at", "id"),
    "-dispatched": ("-dispatched_at", "-id"),
    "changed": BY_CHANGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchLineView:
    """What left of one batch from one location; quantities are in the base unit `unit`."""

    id: UUID
    position: int
    sales_order_line_id: UUID
    product_id: UUID
    description: str
    batch_id: UUID | None
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    location_id: UUID
    location_code: str
    mrp: Decimal | None
    unit: str
    quantity_base: Decimal
    free_quantity_base: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchView(RecordView):
    """A dispatch. `invoice_status` is draft, issued or cancelled; "" where there is no invoice."""

    number: str
    sales_order_id: UUID
    sales_order_number: str
    warehouse_id: UUID
    warehouse_name: str
    customer_id: UUID
    customer_name: str
    invoice_id: UUID | None
    invoice_number: str
    invoice_status: str
    dispatched_at: dt.datetime
    ship_to: Mapping[str, Any]
    carrier: str
    vehicle_number: str
    tracking_number: str
    boxes: int | None
    weight_kg: Decimal | None
    notes: str
    reversed_at: dt.datetime | None
    reversed_reason: str
    lines: Sequence[DispatchLineView] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchFilter:
    """What a list shows; `is_reversed` None shows both. `sort` is a key of `DISPATCH_ORDERS`."""

    sales_order_id: UUID | None = None
    customer_id: UUID | None = None
    warehouse_id: UUID | None = None
    invoice_id: UUID | None = None
    is_reversed: bool | None = None
    search: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"


ALL_DISPATCHES: Final = DispatchFilter()

_PLAIN: Final = (
    "id external_id version created_at updated_at number sales_order_id warehouse_id customer_id invoice_id "
    "dispatched_at ship_to carrier vehicle_number tracking_number boxes weight_kg notes reversed_at reversed_reason"
).split()
_PLAIN_OF_LINE: Final = (
    "id position sales_order_line_id product_id description batch_id batch_number expires_on expiry_precision "
    "location_id mrp quantity_base free_quantity_base"
).split()


def dispatches(
    *, actor: Actor, wanted: DispatchFilter = ALL_DISPATCHES, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[DispatchView]:
    """A page of the dispatches that the actor may see, without their lines, in one statement."""
    actor.require("sales:read")
    rows = changed_since(_filtered(_rows(actor), wanted), actor=actor, since=wanted.updated_since)
    found = page(rows, order=DISPATCH_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    return Page([_view(row) for row in found.items], found.next_cursor)


def dispatch(*, actor: Actor, dispatch_id: UUID | str) -> DispatchView:
    """One dispatch with its lines, in two statements. Raises `NotFound`."""
    actor.require("sales:read")
    found = find(_rows(actor), dispatch_id, kind="dispatch")
    lines = DispatchLine.objects.filter(dispatch_id=found.id).select_related("location").order_by("position")
    return _view(found, lines)


def dispatches_of_order(*, actor: Actor, sales_order_id: UUID) -> list[DispatchView]:
    """All dispatches of an order with their lines, the oldest first, in two statements."""
    actor.require("sales:read")
    found = list(_rows(actor).filter(sales_order_id=sales_order_id).order_by("dispatched_at", "id"))
    lines: dict[UUID, list[DispatchLine]] = {row.id: [] for row in found}
    for line in DispatchLine.objects.filter(dispatch_id__in=lines).select_related("location").order_by("position"):
        lines[line.dispatch_id].append(line)
    return [_view(row, lines[row.id]) for row in found]


def _rows(actor: Actor) -> QuerySet[Dispatch]:
    return dispatch_rows(actor=actor).select_related("sales_order", "warehouse", "customer", "invoice")


def _filtered(rows: QuerySet[Dispatch], wanted: DispatchFilter) -> QuerySet[Dispatch]:
    exact = {
        "sales_order_id": wanted.sales_order_id,
        "customer_id": wanted.customer_id,
        "warehouse_id": wanted.warehouse_id,
        "invoice_id": wanted.invoice_id,
        "reversed_at__isnull": None if wanted.is_reversed is None else not wanted.is_reversed,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.search:
        rows = rows.filter(id__in=matching(kind="dispatch", text=wanted.search))
    return rows


def _view(row: Dispatch, lines: Iterable[DispatchLine] = ()) -> DispatchView:
    return DispatchView(
        **{name: getattr(row, name) for name in _PLAIN},
        sales_order_number=row.sales_order.number,
        warehouse_name=row.warehouse.name,
        customer_name=row.customer.name,
        invoice_number=row.invoice.number if row.invoice else "",
        invoice_status=row.invoice.status if row.invoice else "",
        lines=tuple(_line_view(line) for line in lines),
    )


def _line_view(line: DispatchLine) -> DispatchLineView:
    return DispatchLineView(
        **{name: getattr(line, name) for name in _PLAIN_OF_LINE},
        unit=line.unit_code,
        location_code=line.location.code,
    )
