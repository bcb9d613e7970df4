"""Goods in, out and from place to place. Steps of the operations of the rooms above, which check the permission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from django.db import transaction

from omnistock.domain.ledger.engine.flows import Flow, NewLayer
from omnistock.domain.ledger.engine.run import run
from omnistock.domain.ledger.errors import InsufficientStock
from omnistock.domain.ledger.operations.shelves import Shelf, oldest_layers
from omnistock.domain.ledger.types import DocumentRef, InLine, MoveLine, OutLine, Posted, Source, Target
from omnistock.domain.ledger.usability import Use
from omnistock.kernel.ids import uuid7s
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement

# Reasons by which goods are given away: unlike a loss, that is a choice, so it needs usable goods and displaces no
# promise.
GIVING: Final = frozenset({"gift", "free_sample"})
_USE_OF_SOURCE: Final = {
    "supplier": Use.RECEIVE,
    "found": Use.RECEIVE,
    "production": Use.RECEIVE,
    "customer": Use.TAKE_BACK,
}
_USE_OF_TARGET: Final = {"customer": Use.PROMISE, "supplier": Use.RETURN, "production": Use.CONSUME}
_ATTEMPTS: Final = 4


def post_in(
    *,
    actor: Actor,
    document: DocumentRef,
    reason: str,
    source: Source,
    effective_at: dt.datetime | None,
    lines: Sequence[InLine],
) -> list[Posted]:
    """Goods come in from outside, each line as a new layer or back to `layer_id`. One `Posted` a line, in order.

    `effective_at` None means now. Raises `PeriodLocked`, `BatchNotUsable`, `SerialElsewhere`, `Invalid` (more than 5
    minutes ahead).
    """
    return post_both(
        actor=actor,
        document=document,
        reason=reason,
        effective_at=effective_at,
        source=source,
        target="loss",
        ins=lines,
        outs=(),
    )


def post_out(
    *,
    actor: Actor,
    document: DocumentRef,
    reason: str,
    target: Target,
    effective_at: dt.datetime | None,
    lines: Sequence[OutLine],
) -> list[Posted]:
    """Goods leave. A line gives one `Posted` a layer, in the order of the lines.

    What is reserved is not taken, but for losses (facts displace promises: the latest promised is released first).
    Raises `InsufficientStock` with every shortage, `BatchNotUsable`, `BatchRequired`, `PeriodLocked`,
    `BackdatedShortage`.
    """
    return post_both(
        actor=actor,
        document=document,
        reason=reason,
        effective_at=effective_at,
        source="found",
        target=target,
        ins=(),
        outs=lines,
    )


def post_both(
    *,
    actor: Actor,
    document: DocumentRef,
    reason: str,
    effective_at: dt.datetime | None,
    source: Source,
    target: Target,
    ins: Sequence[InLine],
    outs: Sequence[OutLine],
    along: Sequence[Statement] = (),
) -> list[Posted]:
    """`post_in` and `post_out` of one document in one posting. `along` are statements of the caller that are sent with
    the writes, after the balances are locked: a small document is written in the same round trip."""
    received = actor.organization.day_of(effective_at or actor.now)
    layers = layers_of(ins, received=received)
    flows = [_in_flow(line, layers.get(line.line_id), source) for line in ins]
    flows += [_out_flow(line, reason, target) for line in outs]
    return run(
        actor=actor,
        document=document,
        reason=reason,
        effective_at=effective_at,
        flows=flows,
        layers=list(layers.values()),
        along=along,
    )


def layers_of(ins: Sequence[InLine], *, received: dt.date) -> dict[UUID, NewLayer]:
    """The new layers of the lines that make one, by line id."""
    new = [line for line in ins if line.layer_id is None]
    return {line.line_id: _layer(id, line, received) for id, line in zip(uuid7s(len(new)), new, strict=True)}


def _layer(id: UUID, line: InLine, received: dt.date) -> NewLayer:
    return NewLayer(
        id=id,
        batch_id=line.batch_id,
        product_id=line.product_id,
        supplier_id=line.supplier_id,
        line_id=line.line_id,
        received_on=line.received_on or received,
        quantity=line.quantity,
        free_quantity=line.free_quantity,
        value=line.value,
        mrp=line.mrp,
    )


def _in_flow(line: InLine, layer: NewLayer | None, source: Source) -> Flow:
    return Flow(
        line_id=line.line_id,
        product_id=line.product_id,
        use=_USE_OF_SOURCE[source],
        origin=source,
        destination=line.location_id,
        quantity=line.quantity,
        batch_id=line.batch_id,
        layer_id=layer.id if layer else line.layer_id,
        value=line.value,
        pointer=line.pointer,
    )


def _out_flow(line: OutLine, reason: str, target: Target) -> Flow:
    is_given = reason in GIVING
    loss = Use.GIVE if is_given else Use.WRITE_OFF
    return Flow(
        line_id=line.line_id,
        product_id=line.product_id,
        use=_USE_OF_TARGET.get(target, loss),
        origin=line.location_id,
        destination=target,
        quantity=line.quantity,
        batch_id=line.batch_id,
        layer_id=line.layer_id,
        displaces=target == "loss" and not is_given,
        pointer=line.pointer,
    )


def post_move(
    *, actor: Actor, document: DocumentRef, reason: str, effective_at: dt.datetime | None, lines: Sequence[MoveLine]
) -> list[Posted]:
    """Goods change place: inside a warehouse, into transit, out of it. Raises as `post_out` does."""
    asked = [move_flow(line) for line in lines]
    if all(flow.layer_id for flow in asked):
        return run(actor=actor, document=document, reason=reason, effective_at=effective_at, flows=asked)
    return run_chosen(
        actor=actor,
        document=document,
        reason=reason,
        effective_at=effective_at,
        choose=lambda: _with_layers(actor=actor, flows=asked),
    )


def run_chosen(
    *,
    actor: Actor,
    document: DocumentRef,
    reason: str,
    effective_at: dt.datetime | None,
    choose: Callable[[], list[Flow]],
) -> list[Posted]:
    """Post what `choose` finds without a lock: a destination is locked with its layer, so layers are chosen before the
    lock. Where somebody took or promised of them meanwhile, they are chosen anew; a shortage that stays is raised."""
    for attempt in range(_ATTEMPTS):
        flows = choose()
        try:
            with transaction.atomic():
                return run(actor=actor, document=document, reason=reason, effective_at=effective_at, flows=flows)
        except InsufficientStock:
            if attempt == _ATTEMPTS - 1 or choose() == flows:
                raise
    raise AssertionError("the loop returns or raises")


def move_flow(line: MoveLine) -> Flow:
    return Flow(
        line_id=line.line_id,
        product_id=line.product_id,
        use=Use.MOVE,
        origin=line.from_location_id,
        destination=line.to_location_id,
        quantity=line.quantity,
        batch_id=line.batch_id,
        layer_id=line.layer_id,
        carries=line.carries_reservation_of,
        keeps_promise=line.carries_reservation_of is not None,
        bound_for_quarantine=line.bound_for_quarantine,
        pointer=line.pointer,
    )


def _with_layers(*, actor: Actor, flows: Sequence[Flow]) -> list[Flow]:
    """Each flow without a layer as one flow a layer, oldest first. What no layer has stays on the flow: a shortage."""
    shelves: set[Shelf] = {_shelf(flow) for flow in flows if flow.layer_id is None}
    layers = oldest_layers(actor=actor, shelves=shelves)
    chosen: list[Flow] = []
    for flow in flows:
        left = flow.quantity
        for part in layers[_shelf(flow)] if flow.layer_id is None else ():
            taken = min(left, part.free)
            if taken > 0:
                part.free -= taken
                left -= taken
                chosen.append(flow._replace(layer_id=part.layer_id, quantity=taken))
        if left > 0:
            chosen.append(flow._replace(quantity=left))
    return chosen


def _shelf(flow: Flow) -> tuple[UUID, UUID, UUID | None]:
    assert isinstance(flow.origin, UUID)
    return flow.origin, flow.product_id, flow.batch_id
