"""Goods change bins inside a warehouse, and what is promised of them goes along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.ledger.engine.flows import ZERO, Flow
from omnistock.domain.ledger.operations.posting import move_flow, run_chosen
from omnistock.domain.ledger.types import DocumentRef, MoveLine, Posted
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_PLACES: Final = """
SELECT l.id, l.kind IN ('storage', 'picking') OR l.id = w.default_location_id, l.kind = 'quarantine'
FROM location l JOIN warehouse w ON w.organization_id = l.organization_id AND w.id = l.warehouse_id
WHERE l.organization_id = %(organization)s AND l.id = ANY(%(destinations)s::uuid[])
"""
_SHELVES: Final = """
SELECT b.location_id, b.product_id, b.batch_id, p.tracking = 'none', b.layer_id, b.on_hand, b.reserved
FROM balance b
JOIN layer l ON l.organization_id = b.organization_id AND l.id = b.layer_id
JOIN product p ON p.organization_id = b.organization_id AND p.id = b.product_id
WHERE b.organization_id = %(organization)s AND b.on_hand > 0
    AND (b.product_id, b.location_id) IN (SELECT * FROM unnest(%(products)s::uuid[], %(origins)s::uuid[]))
ORDER BY l.received_on, l.id
"""
# The latest promised goes along last, as it is the first to be given up.
_PROMISES: Final = """
SELECT r.location_id, r.layer_id, r.demand_line_id, r.quantity
FROM reservation r
WHERE r.organization_id = %(organization)s AND r.location_id = ANY(%(origins)s::uuid[])
ORDER BY r.promised_on NULLS LAST, r.id
"""


@dataclass(slots=True)
class _OnShelf:
    layer_id: UUID
    on_hand: Decimal
    free: Decimal


@dataclass(slots=True)
class _Seen:
    """What lies where, read without a lock. The key of a shelf: place, product, batch (None: any, where not tracked)."""

    shelves: dict[tuple[UUID, UUID, UUID | None], list[_OnShelf]] = field(default_factory=lambda: defaultdict(list))
    promises: dict[tuple[UUID, UUID], list[tuple[UUID, Decimal]]] = field(default_factory=lambda: defaultdict(list))
    keeps: dict[UUID, bool] = field(default_factory=dict)
    displaces: dict[UUID, bool] = field(default_factory=dict)


def move_with_promises(*, actor: Actor, document: DocumentRef, reason: str, lines: Sequence[MoveLine]) -> list[Posted]:
    """Goods go from bin to bin, dated now: free ones first, then promised ones with their promise, oldest layer first.

    A promise goes along only to a place that goods are promised from. To quarantine goods go whatever was promised of
    them (facts displace promises); elsewhere only what is free. Raises `InsufficientStock` with every shortage,
    `BatchNotUsable`, `BatchRequired`, `PeriodLocked`.
    """
    return run_chosen(
        actor=actor,
        document=document,
        reason=reason,
        effective_at=None,
        choose=lambda: _flows(_seen(actor=actor, lines=lines), lines),
    )


def _seen(*, actor: Actor, lines: Sequence[MoveLine]) -> _Seen:
    shelves = sorted({(line.product_id, line.from_location_id) for line in lines})
    values = {
        "organization": actor.organization_id,
        "products": [shelf[0] for shelf in shelves],
        "origins": [shelf[1] for shelf in shelves],
        "destinations": list({line.to_location_id for line in lines}),
    }
    places, goods, promises = Statement(_PLACES, values), Statement(_SHELVES, values), Statement(_PROMISES, values)
    send(places, goods, promises)
    seen = _Seen()
    for place_id, keeps, displaces in places.rows:
        seen.keeps[place_id], seen.displaces[place_id] = keeps, displaces
    for place_id, product_id, batch_id, is_untracked, layer_id, on_hand, reserved in goods.rows:
        part = _OnShelf(layer_id, on_hand, on_hand - reserved)
        seen.shelves[place_id, product_id, batch_id].append(part)
        if is_untracked:
            seen.shelves[place_id, product_id, None].append(part)
    for place_id, layer_id, line_id, quantity in promises.rows:
        seen.promises[place_id, layer_id].append((line_id, quantity))
    return seen


def _flows(seen: _Seen, lines: Sequence[MoveLine]) -> list[Flow]:
    flows: list[Flow] = []
    for line in lines:
        flow, left = move_flow(line), line.quantity
        shelf = seen.shelves[line.from_location_id, line.product_id, line.batch_id]
        displaces = seen.displaces.get(line.to_location_id, False)
        for part in shelf:
            taken = min(left, part.on_hand if displaces else part.free)
            if taken > 0:
                part.on_hand, part.free, left = part.on_hand - taken, max(part.free - taken, ZERO), left - taken
                flows.append(flow._replace(layer_id=part.layer_id, quantity=taken, displaces=displaces))
        if seen.keeps.get(line.to_location_id):
            left = _carried(seen, shelf, flow, left, flows)
        if left > 0:
            flows.append(flow._replace(quantity=left))  # nobody has it: posting names the shortage
    return flows


def _carried(seen: _Seen, shelf: Sequence[_OnShelf], flow: Flow, left: Decimal, flows: list[Flow]) -> Decimal:
    """Takes promised goods along with their promises; answers what is still missing."""
    for part in shelf:
        assert isinstance(flow.origin, UUID)
        waiting = seen.promises[flow.origin, part.layer_id]
        while left > 0 and waiting:
            line_id, quantity = waiting.pop(0)
            taken = min(left, quantity)
            left -= taken
            part.on_hand -= taken
            if quantity > taken:
                waiting.insert(0, (line_id, quantity - taken))
            flows.append(flow._replace(layer_id=part.layer_id, quantity=taken, carries=line_id, keeps_promise=True))
    return left
