"""How long goods last and how long they lie: expiry by window, slow and dead stock, ageing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.reporting.asking import begins, names_of, warehouses_asked
from omnistock.domain.reporting.kept import send_or_keep
from omnistock.domain.reporting.sql import read
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

# The first day of each window, counted from today; what lies before the first has expired.
EXPIRY_BOUNDS: Final = (0, 31, 61, 91, 181)
EXPIRY_WITHIN: Final = 365
# The first day of each bucket of age.
AGE_BOUNDS: Final = (31, 61, 91, 181, 366)
MOST_ROWS: Final = 500
_BATCHES: Final = read("expiring_batches")
_WINDOWS: Final = read("expiry_windows")
_SLOW: Final = read("slow_stock")
_AGES: Final = read("stock_ages")
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class ExpiringBatch:
    """`value` None for who sees no costs. A batch in two warehouses is two rows."""

    batch_id: UUID
    batch_number: str
    expires_on: dt.date
    expiry_precision: str
    manufactured_on: dt.date | None
    shelf_life_days: int | None
    status: str
    product_id: UUID
    sku: str
    product_name: str
    unit_code: str
    warehouse_name: str
    on_hand: Decimal
    free: Decimal
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class ExpiryWindow:
    """From `first_days` to `last_days` from today, both in it; `first_days` None: has expired."""

    first_days: int | None
    last_days: int
    batches: int
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Expiry:
    """`read_at` is the moment of the windows (see `kept`); the rows are of now."""

    windows: Sequence[ExpiryWindow]
    rows: Sequence[ExpiringBatch]
    read_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SlowProduct:
    """`idle_days` since the last was sold or consumed, else since the newest of it was received."""

    product_id: UUID
    sku: str
    name: str
    unit_code: str
    on_hand: Decimal
    value: Decimal | None
    last_out_on: dt.date | None
    received_on: dt.date
    idle_days: int


@dataclass(frozen=True, slots=True)
class AgedProduct:
    """`buckets` by `AGE_BOUNDS`: values, or for who sees no costs base units."""

    product_id: UUID
    name: str
    sku: str
    unit_code: str
    on_hand: Decimal
    value: Decimal | None
    buckets: Sequence[Decimal]


def expiry(
    *,
    actor: Actor,
    warehouse_id: UUID | None = None,
    first_days: int | None = None,
    last_days: int = EXPIRY_WITHIN,
    limit: int = MOST_ROWS,
) -> Expiry:
    """The windows of the year ahead, and the batches that end from `first_days` (None: those that have, too) to
    `last_days` from today, the soonest first; in two round trips."""
    actor.require("reports:read")
    today = actor.today
    values = {
        "organization": actor.organization_id,
        "warehouses": warehouses_asked(actor, warehouse_id),
        "today": today,
        "bounds": list(EXPIRY_BOUNDS),
        "limit": limit,
    }
    first = dt.date(1, 1, 1) if first_days is None else today + dt.timedelta(days=first_days)
    last = today + dt.timedelta(days=last_days)
    batches = Statement(_BATCHES, values | {"first": first, "last": last})
    windows = Statement(_WINDOWS, values | {"last": today + dt.timedelta(days=EXPIRY_WITHIN)})
    send(batches, plan_anew=True)
    read_at = send_or_keep(windows, actor=actor)
    found = {at: (count, value) for at, count, value in windows.rows}
    ends = [-1, *(bound - 1 for bound in EXPIRY_BOUNDS[1:]), EXPIRY_WITHIN]
    shown = []
    for at, end in enumerate(ends):
        count, value = found.get(at, (0, _ZERO))
        begin = None if at == 0 else EXPIRY_BOUNDS[at - 1]
        shown.append(ExpiryWindow(begin, end, count, value if actor.sees_costs else None))
    return Expiry(
        shown, [ExpiringBatch(*(row if actor.sees_costs else (*row[:-1], None))) for row in batches.rows], read_at
    )


def slow_stock(*, actor: Actor, days: int = 90, warehouse_id: UUID | None = None) -> list[SlowProduct]:
    """Products in stock of which nothing was sold or consumed, and nothing received, for `days`; the dearest first."""
    actor.require("reports:read")
    day = actor.today - dt.timedelta(days=days)
    values = {
        "organization": actor.organization_id,
        "warehouses": warehouses_asked(actor, warehouse_id),
        "since": begins(actor, day),
        "since_day": day,
    }
    statement = Statement(_SLOW, values)
    send(statement, plan_anew=True)
    found = []
    for product_id, sku, name, unit_code, on_hand, value, last_out_at, received_on in statement.rows:
        last_out_on = actor.organization.day_of(last_out_at) if last_out_at else None
        idle = (actor.today - max(last_out_on or received_on, received_on)).days
        worth = value if actor.sees_costs else None
        found.append(SlowProduct(product_id, sku, name, unit_code, on_hand, worth, last_out_on, received_on, idle))
    return found


def stock_ages(*, actor: Actor, warehouse_id: UUID | None = None) -> list[AgedProduct]:
    """What is on hand by how long ago it was received, the products with the oldest goods first."""
    actor.require("reports:read")
    values = {
        "organization": actor.organization_id,
        "warehouses": warehouses_asked(actor, warehouse_id),
        "today": actor.today,
        "bounds": list(AGE_BOUNDS),
    }
    statement = Statement(_AGES, values)
    send(statement, plan_anew=True)
    quantities: dict[UUID, list[Decimal]] = defaultdict(lambda: [_ZERO] * (len(AGE_BOUNDS) + 1))
    amounts: dict[UUID, list[Decimal]] = defaultdict(lambda: [_ZERO] * (len(AGE_BOUNDS) + 1))
    for product_id, at, quantity, value in statement.rows:
        quantities[product_id][at] += quantity
        amounts[product_id][at] += value
    names = names_of(actor, "product", {*quantities})
    rows = []
    for key, parts in quantities.items():
        value = sum(amounts[key], _ZERO) if actor.sees_costs else None
        rows.append(
            AgedProduct(key, *names[key], sum(parts, _ZERO), value, amounts[key] if actor.sees_costs else parts)
        )
    return sorted(rows, key=lambda row: ([-part for part in reversed(row.buckets)], row.name.casefold()))
