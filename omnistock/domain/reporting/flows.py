"""Movements in a period, cost of goods sold, the stock register: all from one reading of what came in and went out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from omnistock.domain.reporting.asking import (
    By,
    before,
    begins,
    check_period,
    ends,
    level_head,
    names_of,
    warehouses_asked,
)
from omnistock.domain.reporting.sql import read
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

# CGST Rule 56(2) wants these told apart.
LOSSES: Final = ("lost", "stolen", "destroyed", "written_off", "gift", "free_sample", "wastage")
INS: Final = ("opening_stock", "received", "returned", "found", "produced", "transferred_in", "landed_cost")
OUTS: Final = ("sold", "sent_back", "consumed", "transferred_out", *LOSSES, "corrected")
_HEAD: Final = read("stock_flows")
_FLOWS: Final[Mapping[By, str]] = {
    "product": _HEAD + read("flows_by_product"),
    "warehouse": _HEAD + read("flows_by_warehouse"),
    "category": _HEAD + read("flows_by_category"),
}
_MONTHS: Final = _HEAD + read("flows_by_month")
LEVELS: Final[Mapping[By, str]] = {
    "product": read("levels_by_product"),
    "warehouse": read("levels_by_warehouse"),
    "category": read("levels_by_category"),
}
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Amount:
    """Base units and what they cost; `value` is None for who sees no costs."""

    quantity: Decimal
    value: Decimal | None


NOTHING: Final = Amount(_ZERO, _ZERO)


@dataclass(frozen=True, slots=True)
class FlowRow:
    """opening + the kinds of `INS` - those of `OUTS` = closing. Opening and closing are the ledger's own answers as of
    those moments, so that the row proves something; `difference` is 0, or the ledger is wrong. A kind that did not
    happen is not in `kinds`."""

    id: UUID | None
    name: str
    code: str
    unit_code: str
    opening: Amount
    kinds: Mapping[str, Amount]
    closing: Amount

    def of(self, kind: str) -> Amount:
        return self.kinds.get(kind, NOTHING)

    def sum_of(self, kinds: tuple[str, ...]) -> Amount:
        found = [self.kinds[kind] for kind in kinds if kind in self.kinds]
        return Amount(
            sum((each.quantity for each in found), _ZERO), sum((each.value or _ZERO for each in found), _ZERO)
        )

    @property
    def difference(self) -> Amount:
        came, went = self.sum_of(INS), self.sum_of(OUTS)
        value = (self.opening.value or _ZERO) + (came.value or _ZERO) - (went.value or _ZERO)
        return Amount(
            self.opening.quantity + came.quantity - went.quantity - self.closing.quantity,
            value - (self.closing.value or _ZERO),
        )


@dataclass(frozen=True, slots=True)
class CostRow:
    """What was sold of a product, less what customers returned, at the cost of its batches."""

    product_id: UUID
    name: str
    sku: str
    unit_code: str
    quantity: Decimal
    value: Decimal
    by_month: Mapping[dt.date, Decimal]


def stock_flows(
    *,
    actor: Actor,
    first: dt.date,
    last: dt.date,
    by: By = "product",
    warehouse_id: UUID | None = None,
    registration_id: UUID | None = None,
) -> list[FlowRow]:
    """Every product, warehouse or category that had anything in the period (both days in it), by name; in the same
    number of statements for any period. Raises `Invalid`."""
    actor.require("reports:read")
    check_period(actor, first, last)
    warehouses = warehouses_asked(actor, warehouse_id, registration_id)
    since, until = begins(actor, first), ends(actor, last)
    flows = Statement(_FLOWS[by], _asked(actor, warehouses, since, until, apart=by == "warehouse"))
    opening_head, opening_values = level_head(actor, warehouses, before(since))
    closing_head, closing_values = level_head(actor, warehouses, until)
    opening = Statement(opening_head + LEVELS[by], opening_values)
    closing = Statement(closing_head + LEVELS[by], closing_values)
    send(flows, opening, closing, plan_anew=True)
    kinds: dict[UUID | None, dict[str, Amount]] = defaultdict(dict)
    for key, kind, quantity, value in flows.rows:
        if quantity or value:
            kinds[key][kind] = _amount(actor, quantity, value)
    opened = {key: _amount(actor, quantity, value) for key, quantity, value in opening.rows}
    closed = {key: _amount(actor, quantity, value) for key, quantity, value in closing.rows}
    keys: set[UUID | None] = {*kinds, *opened, *closed}
    names = names_of(actor, by, keys)
    nothing = _amount(actor, _ZERO, _ZERO)
    rows = [
        FlowRow(key, *names[key], opened.get(key, nothing), kinds.get(key, {}), closed.get(key, nothing))
        for key in keys
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.code))


def total_of(rows: list[FlowRow]) -> FlowRow:
    """The sum of rows. Quantities of different units make no sum that means anything: the caller shows values."""
    kinds = {kind: _sum(row.kinds[kind] for row in rows if kind in row.kinds) for kind in (*INS, *OUTS)}
    return FlowRow(None, "", "", "", _sum(row.opening for row in rows), kinds, _sum(row.closing for row in rows))


def cost_of_goods_sold(
    *, actor: Actor, first: dt.date, last: dt.date, warehouse_id: UUID | None = None
) -> list[CostRow]:
    """By product, the dearest first, with the months of the period; nothing for who sees no costs. Raises
    `Invalid`."""
    actor.require("reports:read")
    check_period(actor, first, last)
    if not actor.sees_costs:
        return []
    warehouses = warehouses_asked(actor, warehouse_id)
    asked = _asked(actor, warehouses, begins(actor, first), ends(actor, last), apart=False)
    statement = Statement(_MONTHS, asked | {"time_zone": actor.organization.time_zone})
    send(statement, plan_anew=True)
    months: dict[UUID, dict[dt.date, Decimal]] = defaultdict(dict)
    quantities: dict[UUID, Decimal] = defaultdict(Decimal)
    for product_id, month, quantity, value in statement.rows:
        months[product_id][month] = value
        quantities[product_id] += quantity
    names = names_of(actor, "product", {*months})
    rows = [
        CostRow(key, *names[key], quantities[key], sum(by_month.values(), _ZERO), by_month)
        for key, by_month in months.items()
    ]
    return sorted(rows, key=lambda row: (-row.value, row.name.casefold()))


def _asked(
    actor: Actor, warehouses: list[UUID] | None, since: dt.datetime, until: dt.datetime, *, apart: bool
) -> dict[str, Any]:
    return {
        "organization": actor.organization_id,
        "warehouses": warehouses,
        "since": since,
        "until": until,
        "apart": apart,
        "losses": list(LOSSES),
    }


def _amount(actor: Actor, quantity: Decimal, value: Decimal) -> Amount:
    return Amount(quantity, value if actor.sees_costs else None)


def _sum(amounts: Any) -> Amount:
    found = list(amounts)
    return Amount(sum((each.quantity for each in found), _ZERO), sum((each.value or _ZERO for each in found), _ZERO))
