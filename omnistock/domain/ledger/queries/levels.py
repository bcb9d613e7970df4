"""Stock as it is, or as it was at a moment: the head of every statement about stock, and its values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from omnistock.domain.ledger.models import Period
from omnistock.domain.ledger.operations.periods import day_ends_at, month_bounds
from omnistock.domain.ledger.sql import read
from omnistock.tenancy.actor import Actor

LEVELS_NOW: Final = read("levels_now")
LEVELS_AS_OF: Final = read("levels_as_of")
LEVELS_AS_OF_PAGE: Final = read("levels_as_of_page")


def levels(
    *,
    actor: Actor,
    as_of: dt.datetime | None = None,
    product_id: UUID | None = None,
    batch_id: UUID | None = None,
    location_id: UUID | None = None,
    warehouse_id: UUID | None = None,
    paged: bool = False,
) -> tuple[str, dict[str, Any]]:
    """The CTE `level` (location_id, layer_id, batch_id, product_id, warehouse_id, on_hand, reserved, value) and its
    values.

    Only the actor's warehouses are in it. As of a moment, `reserved` is null: promises are kept as of now only.
    `paged`: a few rows of it are wanted, not what all of it comes to.
    """
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "product": product_id,
        "batch": batch_id,
        "location": location_id,
        "warehouses": _warehouses(actor, warehouse_id),
    }
    if as_of is None:
        return LEVELS_NOW, values
    return LEVELS_AS_OF_PAGE if paged else LEVELS_AS_OF, values | _written(actor=actor, as_of=as_of)


def _warehouses(actor: Actor, warehouse_id: UUID | None) -> list[UUID] | None:
    if warehouse_id is None:
        return None if actor.warehouse_ids is None else list(actor.warehouse_ids)
    found: Collection[UUID] = [warehouse_id] if actor.may_use_warehouse(warehouse_id) else []
    return list(found)


def _written(*, actor: Actor, as_of: dt.datetime) -> dict[str, Any]:
    """Which written months and days help. Where the moment lies after them, none does, and all movements since are gone
    through."""
    periods = Period.objects.values_list("written_through", "days_written_through")
    months_through, days_through = periods.first() or (None, None)
    return _months(actor=actor, as_of=as_of, written=months_through) | _days(
        actor=actor, as_of=as_of, written=days_through
    )


def _days(*, actor: Actor, as_of: dt.datetime, written: dt.date | None) -> dict[str, Any]:
    day = actor.organization.day_of(as_of)
    if written is None or written < day:
        return {"day": day, "days_written_through": None, "day_ends_at": as_of, "days_unwritten_from": as_of}
    return {
        "day": day,
        "days_written_through": written,
        "day_ends_at": day_ends_at(actor=actor, day=day),
        "days_unwritten_from": day_ends_at(actor=actor, day=written),
    }


def _months(*, actor: Actor, as_of: dt.datetime, written: dt.date | None) -> dict[str, Any]:
    month = actor.organization.day_of(as_of).replace(day=1)
    if written is None or written < month:
        return {
            "as_of": as_of,
            "month": month,
            "written_through": None,
            "month_ends_at": as_of,
            "unwritten_from": as_of,
        }
    return {
        "as_of": as_of,
        "month": month,
        "written_through": written,
        "month_ends_at": month_bounds(actor=actor, month=month)[1],
        "unwritten_from": month_bounds(actor=actor, month=written.replace(day=1))[1],
    }
