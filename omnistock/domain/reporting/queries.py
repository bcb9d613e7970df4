"""What the page Today shows: figures, and the numbers behind its pictures. Of the actor's own warehouses and customers;
values are None for who sees no costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Sum

from omnistock.domain.billing.access import invoice_rows
from omnistock.domain.ledger.queries.stock import NEVER_PROMISED
from omnistock.domain.reporting.kept import send_or_keep
from omnistock.domain.reporting.sql import read
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.money import round_amount
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

HISTORY_DAYS: Final = 30
HORIZON_DAYS: Final = 90
HORIZON_MONTHS: Final = 12
_VALUE: Final = read("stock_value")
_CHANGES: Final = read("value_changes")
_EXPIRY: Final = read("expiry_months")
_LOW: Final = read("running_low")
_STEPS: Final = read("first_steps")


@dataclass(frozen=True, slots=True)
class StockValue:
    """At cost. `free` can be promised today; `expiring` has its last usable day within 90 days; `expired_batches` lie
    outside quarantine. `by_day` is the value at the end of each of the last 30 days, today last. `read_at`: see
    `kept`."""

    on_hand: Decimal | None
    free: Decimal | None
    expiring: Decimal | None
    expired: Decimal | None
    expired_batches: int
    by_day: Sequence[tuple[dt.date, Decimal]]
    read_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ExpiryMonth:
    """`month` is its first day; None stands for all that has expired already."""

    month: dt.date | None
    value: Decimal | None
    batches: int


@dataclass(frozen=True, slots=True)
class LowProduct:
    """`free` and `reorder_point` in base units; in one warehouse where the product has rules by warehouse, else in all of
    them (`warehouse_name` is empty)."""

    id: UUID
    sku: str
    name: str
    unit_code: str
    free: Decimal
    reorder_point: Decimal
    target: Decimal
    warehouse_id: UUID | None
    warehouse_name: str


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a new workspace has done of what makes it useful. Not everybody has a tax registration, so it is no step."""

    has_products: bool
    has_stock: bool
    has_sold: bool
    has_address: bool
    has_invited: bool
    has_registration: bool

    @property
    def is_done(self) -> bool:
        return all((self.has_products, self.has_stock, self.has_sold, self.has_address, self.has_invited))


def stock_value(*, actor: Actor) -> StockValue:
    """In one round trip of two statements."""
    actor.require("stock:read")
    today = actor.today
    first = today - dt.timedelta(days=HISTORY_DAYS - 1)
    since = dt.datetime.combine(first + dt.timedelta(days=1), dt.time(), ZoneInfo(actor.organization.time_zone))
    through = today + dt.timedelta(days=HORIZON_DAYS)
    now = Statement(_VALUE, _values(actor, today=today, through=through, never_promised=list(NEVER_PROMISED)))
    changes = Statement(_CHANGES, _values(actor, since=since, zone=actor.organization.time_zone))
    read_at = send_or_keep(now, changes, actor=actor)
    *amounts, expired_batches = now.rows[0]
    if not actor.sees_costs:
        return StockValue(None, None, None, None, expired_batches, (), read_at)
    on_hand, free, expiring, expired = (_money(actor, amount) for amount in amounts)
    by_day = _backwards(on_hand, dict(changes.rows), first=first, today=today)
    return StockValue(on_hand, free, expiring, expired, expired_batches, by_day, read_at)


def _backwards(
    value: Decimal, changes: dict[dt.date, Decimal], *, first: dt.date, today: dt.date
) -> list[tuple[dt.date, Decimal]]:
    """From the value now to that of each day before, the changes of the days after it taken off."""
    found = []
    value -= sum((change for day, change in changes.items() if day > today), Decimal(0))
    for back in range((today - first).days + 1):
        day = today - dt.timedelta(days=back)
        found.append((day, value))
        value -= changes.get(day, Decimal(0))
    return found[::-1]


def expiry_months(*, actor: Actor) -> list[ExpiryMonth]:
    """What has expired, then this month and the eleven after it, empty ones too; in one statement."""
    actor.require("stock:read")
    months = _months(actor.today.replace(day=1), HORIZON_MONTHS + 1)
    statement = Statement(_EXPIRY, _values(actor, today=actor.today, until=months[-1]))
    send_or_keep(statement, actor=actor)
    found = {month: (value, batches) for month, value, batches in statement.rows}

    def of(month: dt.date | None) -> ExpiryMonth:
        value, batches = found.get(month, (Decimal(0), 0))
        return ExpiryMonth(month, _money(actor, value) if actor.sees_costs else None, batches)

    return [of(None), *(of(month) for month in months[:-1])]


def _months(first: dt.date, count: int) -> list[dt.date]:
    return [
        dt.date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1) for at in range(count)
    ]


def sales_by_day(*, actor: Actor) -> list[tuple[dt.date, Decimal]]:
    """What was invoiced on each of the last 30 days, without tax, cancelled invoices left out; in one statement."""
    actor.require("billing:read")
    first = actor.today - dt.timedelta(days=HISTORY_DAYS - 1)
    rows = invoice_rows(actor=actor).filter(status="issued", issued_on__gte=first, issued_on__lte=actor.today)
    sums = dict(rows.values_list("issued_on").annotate(sum=Sum("taxable")))
    days = (first + dt.timedelta(days=at) for at in range(HISTORY_DAYS))
    return [(day, _money(actor, sums.get(day, Decimal(0)))) for day in days]


def running_low(*, actor: Actor, limit: int = 8) -> list[LowProduct]:
    """Products at or under their reorder point, the emptiest first; in one statement."""
    actor.require("stock:read")
    statement = Statement(_LOW, _values(actor, limit=limit, today=actor.today, never_promised=list(NEVER_PROMISED)))
    send_or_keep(statement, actor=actor)
    return [LowProduct(*row) for row in statement.rows]


def first_steps(*, actor: Actor) -> FirstSteps:
    """In one statement."""
    statement = Statement(_STEPS, {"organization": actor.organization_id})
    send(statement, plan_anew=True)
    return FirstSteps(*statement.rows[0])


def _values(actor: Actor, **values: Any) -> dict[str, Any]:
    limited = None if actor.warehouse_ids is None else list(actor.warehouse_ids)
    return {"organization": actor.organization_id, "warehouses": limited, **values}


def _money(actor: Actor, amount: Decimal) -> Decimal:
    return round_amount(amount, currency=currency_of(actor.organization.currency))
