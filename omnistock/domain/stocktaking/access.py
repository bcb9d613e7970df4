"""The documents that an actor may see: those of warehouses that they may use."""

from __future__ import annotations

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


def stock_count_rows(*, actor: Actor) -> QuerySet[StockCount]:
    rows = StockCount.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)


def count_plan_rows(*, actor: Actor) -> QuerySet[CountPlan]:
    rows = CountPlan.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)


def move_rows(*, actor: Actor) -> QuerySet[Move]:
    rows = Move.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)
