"""The preview of a reversal: what it would move, what is missing for it, and who has that."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.ledger.engine.flows import ZERO, Flow
from omnistock.domain.ledger.operations.undoing import way_back
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import DocumentRef, Obstacle, ReversalEffect, Taker
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.money import share
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_TAKERS: Final = read("reversal_takers")
_NAMES: Final = """
SELECT t.id, t.number, t.expires_on, t.expiry_precision, o.name, o.sku, u.code
FROM batch t
JOIN product o ON o.organization_id = t.organization_id AND o.id = t.product_id
JOIN unit u ON u.organization_id = o.organization_id AND u.id = o.unit_id
WHERE t.organization_id = %(organization)s AND t.id = ANY(%(batches)s::uuid[])
"""
_PLACES: Final = """
SELECT l.id, l.code, l.kind, coalesce(w.name, '')
FROM location l LEFT JOIN warehouse w ON w.organization_id = l.organization_id AND w.id = l.warehouse_id
WHERE l.organization_id = %(organization)s AND l.id = ANY(%(places)s::uuid[])
"""
_WORTH: Final = """
SELECT location_id, layer_id, on_hand, value FROM balance
WHERE organization_id = %(organization)s AND layer_id = ANY(%(layers)s::uuid[]) AND on_hand > 0
"""


@dataclass(frozen=True, slots=True)
class WayBack:
    """`takers` only where there are obstacles."""

    effects: tuple[ReversalEffect, ...]
    obstacles: tuple[Obstacle, ...]
    takers: tuple[Taker, ...]


def reversal_preview(*, actor: Actor, document: DocumentRef) -> WayBack:
    """What `reverse` would do as things are now, without a lock; in five statements at most."""
    flows, obstacles = way_back(actor=actor, document=document)
    takers: tuple[Taker, ...] = ()
    if obstacles:
        statement = Statement(_TAKERS, {"organization": actor.organization_id, "document": document.id})
        send(statement)
        takers = tuple(Taker(*row) for row in statement.rows)
    return WayBack(tuple(_effects(flows, actor=actor)), tuple(obstacles), takers)


def _effects(flows: list[Flow], *, actor: Actor) -> list[ReversalEffect]:
    if not flows:
        return []
    inside = {place for flow in flows for place in (flow.origin, flow.destination) if isinstance(place, UUID)}
    names = Statement(
        _NAMES, {"organization": actor.organization_id, "batches": list({flow.batch_id for flow in flows})}
    )
    places = Statement(_PLACES, {"organization": actor.organization_id, "places": list(inside)})
    worth = Statement(
        _WORTH, {"organization": actor.organization_id, "layers": list({flow.layer_id for flow in flows})}
    )
    send(names, places, worth)
    named = {row[0]: row[1:] for row in names.rows}
    codes = {row[0]: row[1:] for row in places.rows}
    values = {(row[0], row[1]): (row[2], row[3]) for row in worth.rows}
    return [_effect(flow, named, codes, values, actor=actor) for flow in flows]


def _effect(flow: Flow, named: dict, codes: dict, values: dict, *, actor: Actor) -> ReversalEffect:
    number, expires_on, precision, name, sku, unit = named[flow.batch_id]
    ends = [codes.get(place, ("", str(place), "")) for place in (flow.origin, flow.destination)]
    return ReversalEffect(
        product_id=flow.product_id,
        product_name=name,
        sku=sku,
        unit_code=unit,
        batch_id=flow.batch_id,  # type: ignore[arg-type]
        batch_number=number,
        expires_on=expires_on,
        expiry_precision=precision,
        quantity=flow.quantity,
        from_code=ends[0][0],
        from_kind=ends[0][1],
        from_warehouse_name=ends[0][2],
        to_code=ends[1][0],
        to_kind=ends[1][1],
        to_warehouse_name=ends[1][2],
        value=_value(flow, values, actor=actor) if actor.sees_costs else None,
    )


def _value(flow: Flow, values: dict, *, actor: Actor) -> Decimal:
    """What comes in brings the value that it left with; what goes out takes its share of what lies there."""
    if not flow.from_inside:
        return flow.value or ZERO
    if flow.to_inside:
        return ZERO
    on_hand, value = values.get((flow.origin, flow.layer_id), (ZERO, ZERO))
    if not on_hand:
        return ZERO
    taken = min(flow.quantity, on_hand)
    return -share(value=value, quantity=taken, total=on_hand, currency=currency_of(actor.organization.currency))
