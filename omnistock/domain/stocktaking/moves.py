"""Reading moves. Each function takes the same number of statements whatever there is to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.stocktaking.access import move_rows
from omnistock.domain.stocktaking.models import Move, MoveLine
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.records import RecordView

MOVE_ORDERS: Final = {"newest": ("-id",), "changed": BY_CHANGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLineView:
    """`quantity` is in `unit_code`, `quantity_base` in `base_unit_code`."""

    id: UUID
    position: int
    product_id: UUID
    sku: str
    product_name: str
    base_unit_code: str
    batch_id: UUID | None
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    from_location_id: UUID
    from_location_code: str
    to_location_id: UUID
    to_location_code: str
    unit_code: str
    quantity: Decimal
    quantity_base: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView(RecordView):
    """A move; `lines` are empty in a list."""

    number: str
    kind: str
    warehouse_id: UUID
    warehouse_name: str
    receipt_id: UUID | None
    notes: str
    moved_at: dt.datetime
    reversed_at: dt.datetime | None
    lines: tuple[MoveLineView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFilter:
    """What a list shows; an empty choice shows all. `sort` is a key of `MOVE_ORDERS`."""

    warehouse_id: UUID | None = None
    kind: str = ""
    receipt_id: UUID | None = None
    updated_since: dt.datetime | None = None
    sort: str = "newest"
    with_lines: bool = False


ALL_MOVES: Final = MoveFilter()
_MOVE: Final = (
    "id external_id version created_at updated_at number kind warehouse_id receipt_id notes moved_at reversed_at"
).split()
_LINE: Final = (
    "id position product_id batch_id from_location_id to_location_id unit_code quantity quantity_base"
).split()


def moves(
    *, actor: Actor, wanted: MoveFilter = ALL_MOVES, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[MoveView]:
    """A page of the moves in the actor's warehouses; in one statement, with their lines in two."""
    actor.require("stock:read")
    rows = move_rows(actor=actor).select_related("warehouse")
    if wanted.warehouse_id is not None:
        rows = rows.filter(warehouse_id=wanted.warehouse_id)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.receipt_id is not None:
        rows = rows.filter(receipt_id=wanted.receipt_id)
    rows = changed_since(rows, actor=actor, since=wanted.updated_since)
    found = page(rows, order=MOVE_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    lines = _lines_of([row.pk for row in found.items]) if wanted.with_lines else {}
    return Page([_move(row, lines.get(row.pk, ())) for row in found.items], found.next_cursor)


def move(*, actor: Actor, move_id: UUID | str) -> MoveView:
    """One move with its lines, in two statements. Raises `NotFound`."""
    actor.require("stock:read")
    found = find(move_rows(actor=actor).select_related("warehouse"), move_id, kind="move")
    return _move(found, _lines_of([found.pk]).get(found.pk, ()))


def _lines_of(move_ids: list[UUID]) -> dict[UUID, list[MoveLineView]]:
    rows = MoveLine.objects.filter(move_id__in=move_ids).order_by("move_id", "position")
    found: dict[UUID, list[MoveLineView]] = {}
    for line in rows.select_related("product__unit", "batch", "from_location", "to_location"):
        found.setdefault(line.move_id, []).append(_line(line))
    return found


def _move(row: Move, lines: Iterable[MoveLineView]) -> MoveView:
    return MoveView(
        **{name: getattr(row, name) for name in _MOVE}, warehouse_name=row.warehouse.name, lines=tuple(lines)
    )


def _line(line: MoveLine) -> MoveLineView:
    return MoveLineView(
        **{name: getattr(line, name) for name in _LINE},
        sku=line.product.sku,
        product_name=line.product.name,
        base_unit_code=line.product.unit.code,
        batch_number=line.batch.number if line.batch else "",
        expires_on=line.batch.expires_on if line.batch else None,
        expiry_precision=line.batch.expiry_precision if line.batch else "day",
        from_location_code=line.from_location.code,
        to_location_code=line.to_location.code,
    )
