"""Batches: their list, their page, and what expires."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from omnistock.domain.ledger.engine.run import unit_cost
from omnistock.domain.ledger.models import Batch
from omnistock.domain.ledger.queries.levels import levels
from omnistock.domain.ledger.queries.mass_balance import MassBalance, mass_balances
from omnistock.domain.ledger.queries.naming import standing_batches
from omnistock.domain.ledger.queries.stock import StockItem, stock
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.usability import State, state_on
from omnistock.kernel.batch_number import fold_batch_number
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, MOST, Page, changed_since, page
from omnistock.tenancy.records import RecordView
from omnistock.tenancy.statements import Statement, send

_LAYERS: Final = read("batch_layers")
_PROMISES: Final = read("batch_promises")
_EXPIRING: Final = read("expiring")
_ZERO: Final = Decimal(0)
BATCH_ORDERS: Final = {
    "changed": BY_CHANGE,
    "expires": ("expires_on", "id"),
    "number": ("number_key", "id"),
    "-number": ("-number_key", "-id"),
}


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A cost layer with what of it is in the actor's warehouses. Costs are None for who sees none."""

    batch_id: UUID
    id: UUID
    supplier_id: UUID | None
    supplier_name: str | None
    document_kind: str
    document_id: UUID
    received_on: dt.date
    quantity: Decimal
    free_quantity: Decimal
    value: Decimal | None
    mrp: Decimal | None
    on_hand: Decimal
    reserved: Decimal
    value_on_hand: Decimal | None

    @property
    def unit_cost(self) -> Decimal | None:
        return None if self.value is None else unit_cost(value=self.value, quantity=self.quantity)


@dataclass(frozen=True, slots=True)
class BatchRow(RecordView):
    """A batch with its layers. `unit_cost` is weighted over what is on hand, else over all that was received."""

    product_id: UUID
    sku: str
    product_name: str
    unit_code: str
    number: str
    expires_on: dt.date | None
    expiry_precision: str
    manufactured_on: dt.date | None
    status: str
    status_reason: str
    state: State
    is_serial: bool
    layers: tuple[LayerRow, ...]

    @property
    def on_hand(self) -> Decimal:
        return sum((layer.on_hand for layer in self.layers), _ZERO)

    @property
    def reserved(self) -> Decimal:
        return sum((layer.reserved for layer in self.layers), _ZERO)

    @property
    def unit_cost(self) -> Decimal | None:
        if any(layer.value is None for layer in self.layers):
            return None
        if on_hand := self.on_hand:
            return unit_cost(
                value=sum((layer.value_on_hand or _ZERO for layer in self.layers), _ZERO), quantity=on_hand
            )
        received = sum((layer.quantity for layer in self.layers), _ZERO)
        return unit_cost(value=sum((layer.value or _ZERO for layer in self.layers), _ZERO), quantity=received)


@dataclass(frozen=True, slots=True)
class BatchPromise:
    """What of the batch is reserved for a line of an order."""

    demand_kind: str
    demand_id: UUID
    demand_line_id: UUID
    quantity: Decimal
    promised_on: dt.date | None


@dataclass(frozen=True, slots=True)
class BatchPage:
    batch: BatchRow
    places: tuple[StockItem, ...]
    promises: tuple[BatchPromise, ...]
    balance: MassBalance


@dataclass(frozen=True, slots=True)
class ExpiringBatch:
    id: UUID
    product_id: UUID
    sku: str
    product_name: str
    unit_code: str
    number: str
    expires_on: dt.date
    expiry_precision: str
    status: str
    on_hand: Decimal
    reserved: Decimal
    value: Decimal | None
    days_left: int


def batches(
    *,
    actor: Actor,
    product_id: UUID | None = None,
    number: str | None = None,
    status: str | None = None,
    expires_from: dt.date | None = None,
    expires_before: dt.date | None = None,
    updated_since: dt.datetime | None = None,
    order: str = "changed",
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[BatchRow]:
    """Batches with a number, and their layers, in two statements, or three: `number` finds those that begin with it, folded,
    and those into which one that does was merged, since papers and labels still show it."""
    rows = Batch.objects.exclude(number_key="").filter(merged_into__isnull=True).select_related("product__unit")
    if product_id is not None:
        rows = rows.filter(product_id=product_id)
    if number:
        rows = rows.filter(_named(fold_batch_number(number)))
    if status:
        rows = rows.filter(status=status)
    if expires_from is not None:
        rows = rows.filter(expires_on__gte=expires_from)
    if expires_before is not None:
        rows = rows.filter(expires_on__lt=expires_before)
    found = page(
        changed_since(rows, actor=actor, since=updated_since), order=BATCH_ORDERS[order], cursor=cursor, limit=limit
    )
    return Page(_rows(found.items, actor), found.next_cursor)


def _named(key: str) -> Q:
    begins = Q(number_key__gte=key, number_key__lt=key + "\U0010ffff")
    gone = Batch.objects.filter(begins, merged_into__isnull=False).values_list("merged_into_id", flat=True)
    # Looked up first: nearly always there is none, and then the index of numbers is all that is needed.
    return begins | Q(pk__in=list(gone)) if gone else begins


def batch_of(*, actor: Actor, batch_id: UUID) -> BatchRow:
    """One batch with its layers; for one that was merged, the batch that has its goods now. Raises `NotFound`."""
    rows = Batch.objects.select_related("product__unit")
    found = find(rows, batch_id, kind="batch")
    if found.merged_into_id is not None:
        found = rows.get(pk=standing_batches(actor=actor, batch_ids=[found.pk])[found.pk])
    return _rows([found], actor)[0]


def batch_rows(*, actor: Actor) -> QuerySet[Batch]:
    """For a room that hangs something on a batch: a batch is in no warehouse, so there is nothing to leave out."""
    return Batch.objects.all()


def merged_batch_ids(*, actor: Actor, batch_id: UUID) -> list[UUID]:
    """The batches that were merged into this one: their trail is part of its own."""
    return list(Batch.objects.filter(merged_into_id=batch_id).order_by("id").values_list("id", flat=True))


def batches_by_ids(*, actor: Actor, batch_ids: Collection[UUID]) -> dict[UUID, BatchRow]:
    """These batches with their layers, in two statements; what is not there is left out."""
    found = _rows(Batch.objects.filter(pk__in=batch_ids).select_related("product__unit"), actor)
    return {row.id: row for row in found}


def batch_page(*, actor: Actor, batch_id: UUID) -> BatchPage:
    """All that a recall asks of a batch: where it lies, for whom it is reserved, and the mass balance. Raises
    `NotFound`."""
    batch = batch_of(actor=actor, batch_id=batch_id)
    promises = Statement(_PROMISES, {"organization": actor.organization_id, "batch": batch.id})
    send(promises)
    return BatchPage(
        batch=batch,
        places=tuple(stock(actor=actor, batch_id=batch.id, limit=MOST).items),
        promises=tuple(BatchPromise(*row) for row in promises.rows),
        balance=mass_balances(actor=actor, batch_ids=[batch.id])[batch.id],
    )


def expiring(
    *, actor: Actor, within_days: int, expired: bool = True, warehouse_id: UUID | None = None, limit: int = MOST
) -> list[ExpiringBatch]:
    """Batches with goods whose last usable day is at most `within_days` away, the soonest first; the expired ones too,
    or not."""
    _head, values = levels(actor=actor, warehouse_id=warehouse_id)
    days = {
        "through": actor.today + dt.timedelta(days=min(within_days, 36_500)),
        "since": dt.date(1900, 1, 1) if expired else actor.today,
        "limit": limit,
    }
    statement = Statement(_EXPIRING, {**values, **days})
    send(statement)
    return [_expiring(row, actor) for row in statement.rows]


def _expiring(row: tuple[Any, ...], actor: Actor) -> ExpiringBatch:
    columns = (*row[:11], row[11] if actor.sees_costs else None, (row[6] - actor.today).days)
    return ExpiringBatch(*columns)


def _rows(found: Collection[Batch], actor: Actor) -> list[BatchRow]:
    _head, values = levels(actor=actor)
    statement = Statement(_LAYERS, {**values, "batches": [batch.pk for batch in found]})
    send(statement)
    layers: dict[UUID, list[LayerRow]] = defaultdict(list)
    for row in statement.rows:
        layers[row[0]].append(_layer(row, actor))
    return [_row(batch, tuple(layers[batch.pk]), actor) for batch in found]


def _layer(row: tuple[Any, ...], actor: Actor) -> LayerRow:
    columns = row if actor.sees_costs else (*row[:9], None, *row[10:13], None)
    return LayerRow(*columns)


def _row(batch: Batch, layers: tuple[LayerRow, ...], actor: Actor) -> BatchRow:
    return BatchRow(
        id=batch.pk,
        external_id=batch.external_id,
        version=batch.version,
        created_at=batch.created_at,
        updated_at=batch.updated_at,
        product_id=batch.product_id,
        sku=batch.product.sku,
        product_name=batch.product.name,
        unit_code=batch.product.unit.code,
        number=batch.number,
        expires_on=batch.expires_on,
        expiry_precision=batch.expiry_precision,
        manufactured_on=batch.manufactured_on,
        status=batch.status,
        status_reason=batch.status_reason,
        state=state_on(status=batch.status, expires_on=batch.expires_on, day=actor.today),
        is_serial=batch.is_serial,
        layers=layers,
    )
