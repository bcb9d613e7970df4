"""The mass balance of a batch: what came in is here, on its way, or went out. Both sides are summed apart: the one from the
movements, the other from the balances, so that it proves something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from omnistock.domain.ledger.sql import read
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_FLOWS: Final = read("batch_flows")
_LEVELS: Final = read("batch_levels")
_ZERO: Final = Decimal(0)
_OUTSIDE: Final = frozenset({"supplier", "customer", "loss", "found", "production"})


@dataclass(frozen=True, slots=True)
class MassBalance:
    """received + found + produced = on hand + in transit + sold - returned + lost + sent back + consumed, over all
    warehouses. What was reversed is in none of them."""

    received: Decimal = _ZERO
    found: Decimal = _ZERO
    produced: Decimal = _ZERO
    returned: Decimal = _ZERO
    sold: Decimal = _ZERO
    lost: Decimal = _ZERO
    sent_back: Decimal = _ZERO
    consumed: Decimal = _ZERO
    on_hand: Decimal = _ZERO
    in_transit: Decimal = _ZERO

    @property
    def came(self) -> Decimal:
        return self.received + self.found + self.produced

    @property
    def went(self) -> Decimal:
        """Where all of it is: here, on its way, with customers, or gone."""
        gone = self.lost + self.sent_back + self.consumed
        return self.on_hand + self.in_transit + self.outstanding + gone

    @property
    def outstanding(self) -> Decimal:
        """What customers have of it."""
        return self.sold - self.returned

    @property
    def difference(self) -> Decimal:
        """0, or the ledger is wrong: `verify` would say so too."""
        return self.came - self.went


def mass_balances(*, actor: Actor, batch_ids: Collection[UUID]) -> dict[UUID, MassBalance]:
    """Of every batch, over all warehouses, in one round trip of two statements."""
    values = {"organization": actor.organization_id, "batches": list(batch_ids)}
    flows, levels = Statement(_FLOWS, values), Statement(_LEVELS, values)
    send(flows, levels)
    by_batch: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for row in flows.rows:
        by_batch[row[0]].append(row[1:])
    here = {row[0]: (row[1], row[2]) for row in levels.rows}
    return {batch_id: _balance(by_batch[batch_id], *here.get(batch_id, (_ZERO, _ZERO))) for batch_id in batch_ids}


def _balance(flows: list[tuple[Any, ...]], on_hand: Decimal, in_transit: Decimal) -> MassBalance:
    net: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for origin, destination, is_reversal, quantity in flows:
        outside, way = (origin, "in") if origin in _OUTSIDE else (destination, "out")
        if is_reversal:
            net[outside, "out" if way == "in" else "in"] -= quantity
        else:
            net[outside, way] += quantity
    return MassBalance(
        received=net["supplier", "in"],
        found=net["found", "in"] - net["found", "out"],
        produced=net["production", "in"],
        returned=net["customer", "in"],
        sold=net["customer", "out"],
        lost=net["loss", "out"] - net["loss", "in"],
        sent_back=net["supplier", "out"],
        consumed=net["production", "out"],
        on_hand=on_hand,
        in_transit=in_transit,
    )
