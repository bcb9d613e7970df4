"""The documents that an actor may see: those of warehouses that they may use."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.db.models import Q, QuerySet

from omnistock.domain.stocktaking.models import Adjustment, CountPlan, Move, StockCount, Transfer
from omnistock.tenancy.actor import Actor


def adjustment_rows(*, actor: Actor) -> QuerySet[Adjustment]:
    rows = Adjustment.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)


def transfer_rows(*, actor: Actor) -> QuerySet[Transfer]:
    """From or to a warehouse of the actor: both ends see it."""
    rows = Transfer.objects.all()
    if actor.warehouse_ids is None:
        return rows
    return rows.filter(Q(from_warehouse_id__in=actor.warehouse_ids) | Q(to_warehouse_id__in=actor.warehouse_ids))


class Sent(Protocol):
    @property
    def status(self) -> str: ...
    @property
    def from_warehouse_id(self) -> UUID: ...
    @property
    def to_warehouse_id(self) -> UUID: ...


def reversing_ends(transfer: Sent) -> tuple[UUID, ...]:
    """Whose goods a reversal moves: into the origin, and out of the destination where they have arrived. Who takes a transfer
    back works in all of these."""
    origin, destination = transfer.from_warehouse_id, transfer.to_warehouse_id
    return (origin, destination) if transfer.status == "arrived" else (origin,)


def stock_count_rows(*, actor: Actor) -> QuerySet[StockCount]:
    rows = StockCount.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)


def count_plan_rows(*, actor: Actor) -> QuerySet[CountPlan]:
    rows = CountPlan.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)


def move_rows(*, actor: Actor) -> QuerySet[Move]:
    rows = Move.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)


def open_work(warehouse_id: UUID) -> list[str]:
    """The first transfers, counts and adjustments that are not done with this warehouse, by their numbers. What is on its
    way there lies in its in-transit place."""
    drafts = Transfer.objects.filter(
        Q(from_warehouse_id=warehouse_id) | Q(to_warehouse_id=warehouse_id), status="draft"
    )
    counts = StockCount.objects.filter(warehouse_id=warehouse_id, status__in=("counting", "awaiting_approval"))
    adjustments = Adjustment.objects.filter(warehouse_id=warehouse_id, status="awaiting_approval")
    rows = (drafts, counts, adjustments)
    return [number for each in rows for number in each.order_by("id").values_list("number", flat=True)[:9]]
