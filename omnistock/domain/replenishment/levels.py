"""What each warehouse has, expects, owes and uses of the products that run low, and the rules that say so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Any, Final
from uuid import UUID

from omnistock.domain.ledger.queries.stock import NEVER_PROMISED
from omnistock.domain.replenishment.sql import read
from omnistock.kernel.numbers import EXACT
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

# Over how many days the use may be averaged.
WINDOWS: Final = (30, 60, 90, 180, 365)
USUAL_WINDOW: Final = 90
MOST_PRODUCTS: Final = 1_000
ZERO: Final = Decimal(0)
_CENT: Final = Decimal("0.01")
_LEVELS: Final = read("levels")


@dataclass(frozen=True, slots=True)
class Source:
    """The supplier that a product is ordered from: the preferred one, else who brought it last."""

    supplier_id: UUID
    name: str
    code: str
    unit_code: str
    unit_cost: Decimal | None
    minimum_quantity: Decimal | None
    lead_days: int | None


@dataclass(slots=True)
class Level:
    """Of a product in a warehouse, in base units; `warehouse_id` None: in all of them together. `usable` is what may be
    sold today, reserved or not; `free` is what of it is not reserved; `outgoing` is on drafts of transfers to others.
    `reorder_point` and `target` are None where no rule asks."""

    warehouse_id: UUID | None
    usable: Decimal
    free: Decimal
    incoming: Decimal
    demand: Decimal
    outgoing: Decimal
    used: Decimal
    reorder_point: Decimal | None
    target: Decimal | None
    lead_days: int | None
    unit_code: str
    days: int

    @property
    def position(self) -> Decimal:
        """What there will be when all that is on its way has come and all that is owed has gone."""
        return self.usable + self.incoming - self.demand - self.outgoing

    @property
    def daily_use(self) -> Decimal:
        return EXACT.divide(self.used, Decimal(self.days)).quantize(_CENT, context=EXACT)

    @property
    def days_left(self) -> int | None:
        """How long what is usable and not owed lasts at its use; None where none is used."""
        return int(max(self.usable - self.demand, ZERO) * self.days / self.used) if self.used > 0 else None

    def through_lead(self, lead_days: int | None, step: Decimal) -> Decimal:
        """What is used until a delivery comes, rounded up to what can be counted."""
        exact = EXACT.divide(self.used * (lead_days or 0), Decimal(self.days))
        return exact.quantize(step, rounding=ROUND_CEILING, context=EXACT)


@dataclass(slots=True)
class LowProduct:
    """A product that some warehouse asks for, with its level in each."""

    id: UUID
    sku: str
    name: str
    unit_code: str
    step: Decimal
    source: Source | None
    levels: list[Level] = field(default_factory=list)


def low_products(*, actor: Actor, days: int = USUAL_WINDOW) -> list[LowProduct]:
    """By name, at most 1,000, in the actor's warehouses; in one statement. The use is that of the last `days` days, less
    what came back."""
    values = {
        "organization": actor.organization_id,
        "warehouses": None if actor.warehouse_ids is None else list(actor.warehouse_ids),
        "today": actor.today,
        "since": actor.now - dt.timedelta(days=days),
        "until": actor.now,
        "days": days,
        "never_promised": list(NEVER_PROMISED),
        "limit": MOST_PRODUCTS,
    }
    statement = Statement(_LEVELS, values)
    send(statement, plan_anew=True)
    found: dict[UUID, LowProduct] = {}
    for id, sku, name, unit_code, decimals, *rest in statement.rows:
        own: tuple[Any, ...] = (*rest[:11], days)
        supplied = rest[11:]
        if id not in found:
            source = None if supplied[0] is None else Source(*supplied)
            found[id] = LowProduct(id, sku, name, unit_code, Decimal(1).scaleb(-decimals), source)
        found[id].levels.append(Level(*own))
    return list(found.values())
