"""Value on hand, now or as of a moment, by product, warehouse or category."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.reporting.asking import By, level_head, names_of, warehouses_asked
from omnistock.domain.reporting.flows import LEVELS
from omnistock.domain.reporting.sql import read
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_TOTALS: Final[Mapping[By, str]] = {
    "product": read("totals_by_product"),
    "warehouse": read("totals_by_warehouse"),
    "category": read("totals_by_category"),
}


@dataclass(frozen=True, slots=True)
class ValueRow:
    """`on_hand` in base units, which means something for a product alone. `value` None for who sees no costs."""

    id: UUID | None
    name: str
    code: str
    unit_code: str
    on_hand: Decimal
    value: Decimal | None


def value_on_hand_by(
    *, actor: Actor, by: By = "product", warehouse_id: UUID | None = None, as_of: dt.datetime | None = None
) -> list[ValueRow]:
    """The dearest first. Now it reads the totals that every posting keeps; as of a moment, the ledger's months."""
    actor.require("reports:read")
    warehouses = warehouses_asked(actor, warehouse_id)
    if as_of is None:
        statement = Statement(_TOTALS[by], {"organization": actor.organization_id, "warehouses": warehouses})
    else:
        head, values = level_head(actor, warehouses, as_of)
        statement = Statement(head + LEVELS[by], values)
    send(statement, plan_anew=True)
    names = names_of(actor, by, {row[0] for row in statement.rows})
    found = sorted(statement.rows, key=lambda row: (-row[2], names[row[0]]))
    return [ValueRow(key, *names[key], on_hand, value if actor.sees_costs else None) for key, on_hand, value in found]
