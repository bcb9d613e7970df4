"""Reading adjustments and transfers. Each function takes the same number of statements whatever there is to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from omnistock.domain.ledger.queries.carried import CarriedBatch, carried_batches
from omnistock.domain.stocktaking.access import adjustment_rows, transfer_rows
from omnistock.domain.stocktaking.challans import paper_of
from omnistock.domain.stocktaking.models import Adjustment, AdjustmentLine, Transfer, TransferLine
from omnistock.domain.stocktaking.sql import read
from omnistock.tenancy.access import find, find_by_external_id, not_found
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.records import RecordView
from omnistock.tenancy.statements import Statement, send
from omnistock.tenancy.sums import only_one

ADJUSTMENT_ORDERS: Final = {"newest": ("-id",), "changed": BY_CHANGE}
TRANSFER_ORDERS: Final = {"newest": ("-id",), "changed": BY_CHANGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentLineView:
    """`quantity` is signed and in `unit_code`, `quantity_base` in `base_unit_code`. `unit_cost` is None where none was
    said, and for who sees no costs."""

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
    location_id: UUID
    location_code: str
    unit_code: str
    quantity: Decimal
    quantity_base: Decimal
    unit_cost: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentView(RecordView):
    """An adjustment; `lines` are empty in a list."""

    number: str
    warehouse_id: UUID
    warehouse_name: str
    reason: str
    notes: str
    effective_at: dt.datetime
    reversed_at: dt.datetime | None
    status: str
    value: Decimal | None
    author_id: UUID | None
    decided_at: dt.datetime | None
    decided_by: str
    decision_reason: str
    lines: tuple[AdjustmentLineView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLineView:
    """`quantity` is in `unit_code`, those that end in `_base` in `base_unit_code`. `arrived_quantity_base` is None
    until something has arrived; `short_reason` says why less did. `sent` are the batches that left; none in a list, and
    before the goods have."""

    id: UUID
    position: int
    product_id: UUID
    sku: str
    product_name: str
    base_unit_code: str
    batch_id: UUID | None
    batch_number: str
    unit_code: str
    quantity: Decimal
    quantity_base: Decimal
    expires_on: dt.date | None
    expiry_precision: str
    arrived_quantity_base: Decimal | None
    written_off_quantity_base: Decimal
    short_reason: str
    sent: tuple[CarriedBatch, ...] = ()

    @property
    def missing_base(self) -> Decimal | None:
        """What of an arrival was neither taken in nor written off; None before anything arrived."""
        if self.arrived_quantity_base is None:
            return None
        return self.quantity_base - self.arrived_quantity_base - self.written_off_quantity_base


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferView(RecordView):
    """A transfer; `lines` are empty in a list."""

    number: str
    status: str
    from_warehouse_id: UUID
    from_warehouse_name: str
    to_warehouse_id: UUID
    to_warehouse_name: str
    to_location_id: UUID
    notes: str
    dispatched_at: dt.datetime | None
    arrived_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    reversed_at: dt.datetime | None
    paper: str
    challan_number: str
    invoice_note: str
    carrier: str
    vehicle_number: str
    lines: tuple[TransferLineView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentFilter:
    """What a list shows; an empty choice shows all. `sort` is a key of `ADJUSTMENT_ORDERS`."""

    warehouse_id: UUID | None = None
    reason: str = ""
    is_reversed: bool | None = None
    status: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"
    with_lines: bool = False


@dataclass(frozen=True, slots=True)
class MovingToDo:
    """What waits between the warehouses: transfers to take in, transfers that arrived short, and adjustments of others
    that the actor may approve. The transfers each with the one, where it is one alone."""

    arriving: int
    arriving_id: UUID | None
    missing: int
    missing_id: UUID | None
    to_approve: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFilter:
    """What a list shows; an empty choice shows all. `warehouse_id`: from it or to it. `is_missing`: arrived, and part of
    it is still to be found or written off. `is_arriving`: to a warehouse of the actor's."""

    warehouse_id: UUID | None = None
    status: str = ""
    is_missing: bool = False
    is_arriving: bool = False
    updated_since: dt.datetime | None = None
    sort: str = "newest"
    with_lines: bool = False


ALL_ADJUSTMENTS: Final = AdjustmentFilter()
ALL_TRANSFERS: Final = TransferFilter()

_RECORD: Final = "id external_id version created_at updated_at number notes reversed_at".split()
_ADJUSTMENT: Final = [
    *_RECORD,
    *"warehouse_id reason effective_at status author_id decided_at decided_by decision_reason".split(),
]
_TRANSFER: Final = [
    *_RECORD,
    *"status from_warehouse_id to_warehouse_id to_location_id dispatched_at arrived_at cancelled_at".split(),
    *"challan_number invoice_note carrier vehicle_number".split(),
]
_LINE: Final = "id position product_id batch_id unit_code quantity quantity_base".split()


_READ_ADJUSTMENT: Final = read("read_adjustment")
_LINE_VIEW: Final = tuple(field.name for field in fields(AdjustmentLineView))
_ADJUSTMENT_VIEW: Final = tuple(field.name for field in fields(AdjustmentView) if field.name != "lines")
_HEAD: Final = len(_ADJUSTMENT_VIEW)


def adjustments(
    *, actor: Actor, wanted: AdjustmentFilter = ALL_ADJUSTMENTS, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[AdjustmentView]:
    """A page of the adjustments that the actor may see, without their lines, in one statement."""
    actor.require("stock:read")
    rows = _adjustments(actor)
    if wanted.warehouse_id is not None:
        rows = rows.filter(warehouse_id=wanted.warehouse_id)
    if wanted.reason:
        rows = rows.filter(reason=wanted.reason)
    if wanted.is_reversed is not None:
        rows = rows.filter(reversed_at__isnull=not wanted.is_reversed)
    rows = changed_since(rows, actor=actor, since=wanted.updated_since)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    found = page(rows, order=ADJUSTMENT_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    lines = _adjustment_lines_of([row.pk for row in found.items], actor=actor) if wanted.with_lines else {}
    return Page([_adjustment(row, lines.get(row.pk, ()), actor=actor) for row in found.items], found.next_cursor)


def adjustment(*, actor: Actor, adjustment_id: UUID) -> AdjustmentView:
    """One adjustment with its lines, in one statement that is written out: the answer to a single issue waits for it,
    and putting it together anew takes longer than running it. Raises `NotFound`."""
    actor.require("stock:read")
    values = {
        "organization": actor.organization_id,
        "id": adjustment_id,
        "warehouses": None if actor.warehouse_ids is None else list(actor.warehouse_ids),
        "sees_costs": actor.sees_costs,
    }
    reading = Statement(_READ_ADJUSTMENT, values)
    send(reading)
    if not reading.rows:  # what was posted has lines
        raise not_found(adjustment_id, kind="adjustment")
    lines = tuple(AdjustmentLineView(**dict(zip(_LINE_VIEW, row[_HEAD:], strict=True))) for row in reading.rows)
    return AdjustmentView(**dict(zip(_ADJUSTMENT_VIEW, reading.rows[0], strict=False)), lines=lines)


def adjustment_by_external_id(*, actor: Actor, external_id: str) -> AdjustmentView:
    """The same by the integrator's own id. Raises `NotFound`."""
    actor.require("stock:read")
    found = find_by_external_id(adjustment_rows(actor=actor), external_id, kind="adjustment")
    return adjustment(actor=actor, adjustment_id=found.pk)


def transfers(
    *, actor: Actor, wanted: TransferFilter = ALL_TRANSFERS, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[TransferView]:
    """A page of the transfers that the actor may see, without their lines, in one statement."""
    actor.require("stock:read")
    rows = _transfers(actor)
    if wanted.warehouse_id is not None:
        rows = rows.filter(from_warehouse_id=wanted.warehouse_id) | rows.filter(to_warehouse_id=wanted.warehouse_id)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    rows = changed_since(rows, actor=actor, since=wanted.updated_since)
    if wanted.is_arriving:
        rows = _arriving(rows, actor=actor)
    if wanted.is_missing:
        rows = rows.filter(_is_missing())
    found = page(rows, order=TRANSFER_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    lines = _transfer_lines_of([row.pk for row in found.items]) if wanted.with_lines else {}
    return Page([_transfer(row, lines.get(row.pk, ())) for row in found.items], found.next_cursor)


def transfer(*, actor: Actor, transfer_id: UUID | str) -> TransferView:
    """One transfer with its lines and the batches that left, in three statements. Raises `NotFound`."""
    actor.require("stock:read")
    found = find(_transfers(actor), transfer_id, kind="transfer")
    sent = carried_batches(actor=actor, document_id=found.pk) if found.dispatched_at else {}
    lines = _transfer_lines_of([found.pk]).get(found.pk, ())
    return _transfer(found, [replace(line, sent=tuple(sent.get(line.id, ()))) for line in lines])


def transfer_by_external_id(*, actor: Actor, external_id: str) -> TransferView:
    """The same by the integrator's own id. Raises `NotFound`."""
    actor.require("stock:read")
    found = find_by_external_id(transfer_rows(actor=actor), external_id, kind="transfer")
    return transfer(actor=actor, transfer_id=found.pk)


def moving_to_do(*, actor: Actor) -> MovingToDo:
    """For Today, in at most two statements."""
    actor.require("stock:read")
    is_arriving, is_missing = Q(status="in_transit"), _is_missing()
    counts = _arriving(transfer_rows(actor=actor), actor=actor).aggregate(
        arriving=Count("id", filter=is_arriving),
        arriving_id=only_one(is_arriving),
        missing=Count("id", filter=is_missing),
        missing_id=only_one(is_missing),
    )
    waiting = 0
    if actor.may("stock:approve"):
        rows = adjustment_rows(actor=actor).filter(status="awaiting_approval")
        waiting = rows.exclude(author_id=actor.person_id).count()
    return MovingToDo(**counts, to_approve=waiting)


def _arriving(rows: QuerySet[Transfer], *, actor: Actor) -> QuerySet[Transfer]:
    """Those that come to a warehouse of the actor."""
    return rows if actor.warehouse_ids is None else rows.filter(to_warehouse_id__in=actor.warehouse_ids)


def _is_missing() -> Q:
    """Arrived, and part of it still to be found or written off."""
    gone = F("quantity_base") - F("written_off_quantity_base")
    lines_short = TransferLine.objects.filter(transfer_id=OuterRef("pk"), arrived_quantity_base__lt=gone)
    return Q(Exists(lines_short), status="arrived")


def _adjustments(actor: Actor) -> QuerySet[Adjustment]:
    return adjustment_rows(actor=actor).select_related("warehouse")


def _transfers(actor: Actor) -> QuerySet[Transfer]:
    return transfer_rows(actor=actor).select_related("from_warehouse__registration", "to_warehouse__registration")


def _adjustment_lines_of(ids: list[UUID], *, actor: Actor) -> dict[UUID, list[AdjustmentLineView]]:
    found: dict[UUID, list[AdjustmentLineView]] = {}
    rows = AdjustmentLine.objects.filter(adjustment_id__in=ids).select_related("product__unit", "batch", "location")
    for line in rows.order_by("adjustment_id", "position"):
        found.setdefault(line.adjustment_id, []).append(_adjustment_line(line, sees_costs=actor.sees_costs))
    return found


def _transfer_lines_of(ids: list[UUID]) -> dict[UUID, list[TransferLineView]]:
    found: dict[UUID, list[TransferLineView]] = {}
    rows = TransferLine.objects.filter(transfer_id__in=ids).select_related("product__unit", "batch")
    for line in rows.order_by("transfer_id", "position"):
        found.setdefault(line.transfer_id, []).append(_transfer_line(line))
    return found


def _adjustment(row: Adjustment, lines: Iterable[AdjustmentLineView], *, actor: Actor) -> AdjustmentView:
    return AdjustmentView(
        **{name: getattr(row, name) for name in _ADJUSTMENT},
        warehouse_name=row.warehouse.name,
        value=row.value if actor.sees_costs else None,
        lines=tuple(lines),
    )


def _transfer(row: Transfer, lines: Iterable[TransferLineView] = ()) -> TransferView:
    return TransferView(
        **{name: getattr(row, name) for name in _TRANSFER},
        paper=paper_of(row.from_warehouse, row.to_warehouse),
        from_warehouse_name=row.from_warehouse.name,
        to_warehouse_name=row.to_warehouse.name,
        lines=tuple(lines),
    )


def _adjustment_line(line: AdjustmentLine, *, sees_costs: bool) -> AdjustmentLineView:
    return AdjustmentLineView(
        **_shared(line),
        expires_on=line.batch.expires_on if line.batch else None,
        expiry_precision=line.batch.expiry_precision if line.batch else "day",
        location_id=line.location_id,
        location_code=line.location.code,
        unit_cost=line.unit_cost if sees_costs else None,
    )


def _transfer_line(line: TransferLine) -> TransferLineView:
    return TransferLineView(
        **_shared(line),
        expires_on=line.batch.expires_on if line.batch else None,
        expiry_precision=line.batch.expiry_precision if line.batch else "day",
        arrived_quantity_base=line.arrived_quantity_base,
        written_off_quantity_base=line.written_off_quantity_base,
        short_reason=line.short_reason,
    )


def _shared(line: AdjustmentLine | TransferLine) -> dict[str, Any]:
    return {
        **{name: getattr(line, name) for name in _LINE},
        "sku": line.product.sku,
        "product_name": line.product.name,
        "base_unit_code": line.product.unit.code,
        "batch_number": line.batch.number if line.batch else "",
    }
