"""Undoing: a whole document (reversal), and a part of what a movement took out (a customer's return)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omnistock.domain.ledger.engine.flows import ZERO, Flow
from omnistock.domain.ledger.engine.run import run
from omnistock.domain.ledger.errors import AlreadyReversed, InsufficientStock, ReversalBlocked
from omnistock.domain.ledger.models import Reversal
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import DocumentRef, Obstacle, Posted, ReturnLine
from omnistock.domain.ledger.usability import Use
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Fault, Invalid
from omnistock.kernel.money import share
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_DOCUMENT: Final = read("document_movements")
_LAYERS: Final = read("layer_balances")
# Two returns of one movement at once must see each other: its layer's row is locked before what came back is summed.
_LOCK_LAYERS: Final = """
SELECT l.id FROM layer l
WHERE l.organization_id = %(organization)s
    AND l.id IN (SELECT layer_id FROM movement
        WHERE organization_id = %(organization)s AND id = ANY(%(movements)s::uuid[]))
ORDER BY l.id FOR NO KEY UPDATE
"""
_NAMES: Final = """
SELECT t.id, t.number, p.name, p.sku FROM batch t
JOIN product p ON p.organization_id = t.organization_id AND p.id = t.product_id
WHERE t.organization_id = %(organization)s AND t.id = ANY(%(batches)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class _Done:
    """A movement of the document. `home_id` is where goods go back to: what left from a dispatch place goes to the
    warehouse's default location, from where it can be promised again."""

    id: UUID
    product_id: UUID
    layer_id: UUID
    batch_id: UUID
    line_id: UUID | None
    quantity: Decimal
    value: Decimal
    from_id: UUID
    from_kind: str
    from_warehouse_id: UUID | None
    home_id: UUID
    to_id: UUID
    to_kind: str
    to_warehouse_id: UUID | None
    back_quantity: Decimal
    back_value: Decimal


@dataclass(slots=True)
class _Way:
    """How a document would be undone, and what is missing for it."""

    flows: list[Flow] = field(default_factory=list)
    asked: dict[tuple[UUID, UUID], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    missing: dict[tuple[UUID, UUID], Decimal] = field(default_factory=lambda: defaultdict(Decimal))


def reversal_obstacles(*, actor: Actor, document: DocumentRef) -> list[Obstacle]:
    """What would stop `reverse`, for the preview."""
    return _obstacles(actor, _way(actor=actor, document=document))


def way_back(*, actor: Actor, document: DocumentRef) -> tuple[list[Flow], list[Obstacle]]:
    """The flows that `reverse` would post as things are now, and what would stop it; nothing is locked."""
    way = _way(actor=actor, document=document)
    return way.flows, _obstacles(actor, way)


def reverse(*, actor: Actor, document: DocumentRef) -> list[Posted]:
    """Undo a whole document, dated now, once. Goods put away since are taken from where they are in that warehouse.

    Raises `AlreadyReversed`, or `ReversalBlocked` with the list of what is gone or promised.
    """
    _claim(actor=actor, document=document)
    way = _way(actor=actor, document=document)
    if obstacles := _obstacles(actor, way):
        raise _blocked(document, obstacles)
    try:
        with transaction.atomic():
            return run(actor=actor, document=document, reason="reversal", effective_at=None, flows=way.flows)
    except InsufficientStock:  # somebody took of it between the look and the lock
        raise _blocked(document, reversal_obstacles(actor=actor, document=document)) from None


def _claim(*, actor: Actor, document: DocumentRef) -> None:
    try:
        with transaction.atomic():
            Reversal.objects.create(
                document_kind=document.kind, document_id=document.id, reversed_at=actor.now, actor_name=actor.name[:120]
            )
    except IntegrityError:
        raise AlreadyReversed(
            _("%(number)s was reversed before; a document is reversed once.") % {"number": document.number}
        ) from None


def _blocked(document: DocumentRef, obstacles: Sequence[Obstacle]) -> ReversalBlocked:
    message = _("%(number)s cannot be reversed: part of what it brought is gone or promised.") % {
        "number": document.number
    }
    return ReversalBlocked(message, obstacles=obstacles)


def _movements(*, actor: Actor, document_id: UUID | None, movement_ids: Sequence[UUID] = ()) -> list[_Done]:
    values = {"organization": actor.organization_id, "document": document_id, "movements": list(movement_ids)}
    statement = Statement(_DOCUMENT, values)
    send(statement)
    return [_Done(*row) for row in statement.rows]


def _way(*, actor: Actor, document: DocumentRef) -> _Way:
    """The movements backwards, last first, each from where its goods are now."""
    done = _movements(actor=actor, document_id=document.id)
    layers = Statement(
        _LAYERS, {"organization": actor.organization_id, "layers": list({move.layer_id for move in done})}
    )
    send(layers)
    own = _on_the_way(done)
    free: dict[tuple[UUID, UUID], dict[UUID, Decimal]] = defaultdict(dict)
    for warehouse_id, layer_id, location_id, quantity, is_transit in layers.rows:
        there = min(quantity, own[location_id, layer_id]) if is_transit else quantity
        free[warehouse_id, layer_id][location_id] = there
    way = _Way()
    for move in done:
        _undo(move, free, way)
    return way


def _on_the_way(done: Sequence[_Done]) -> dict[tuple[UUID, UUID], Decimal]:
    """What of each layer the document itself has at each place. In transit every other transfer's goods lie beside its own,
    and are not to be taken for them."""
    own: dict[tuple[UUID, UUID], Decimal] = defaultdict(Decimal)
    for move in done:
        own[move.to_id, move.layer_id] += move.quantity
        own[move.from_id, move.layer_id] -= move.quantity
    return own


def _undo(move: _Done, free: dict[tuple[UUID, UUID], dict[UUID, Decimal]], way: _Way) -> None:
    key = (move.product_id, move.batch_id)
    # What goes on from transit is the same goods once more: what lacks of them lacks for the movement into transit too.
    is_counted = move.from_kind != "transit"
    way.asked[key] += move.quantity if is_counted else ZERO
    left = move.quantity - move.back_quantity
    if move.back_quantity > 0:
        way.missing[key] += move.back_quantity
    elif move.to_warehouse_id is None:
        way.flows.append(_back(move, origin=move.to_kind, quantity=left, value=move.value))
        left = ZERO
    else:
        # From where it went first, then from elsewhere in that warehouse; what is at home already needs no movement.
        places = free[move.to_warehouse_id, move.layer_id]
        for location_id in sorted(places, key=lambda place: (place == move.home_id, place != move.to_id)):
            taken = min(left, places[location_id])
            places[location_id] -= taken
            left -= taken
            if taken > 0 and location_id != move.home_id:
                way.flows.append(_back(move, origin=location_id, quantity=taken, value=None))
        way.missing[key] += left if is_counted else ZERO
    if move.from_warehouse_id is not None:
        home = free[move.from_warehouse_id, move.layer_id]
        home[move.home_id] = home.get(move.home_id, ZERO) + move.quantity - left


def _back(move: _Done, *, origin: UUID | str, quantity: Decimal, value: Decimal | None) -> Flow:
    return Flow(
        line_id=move.line_id,
        product_id=move.product_id,
        use=Use.REVERSE,
        origin=origin,
        destination=move.home_id if move.from_warehouse_id else move.from_kind,
        quantity=quantity,
        batch_id=move.batch_id,
        layer_id=move.layer_id,
        value=value,
        reverses_id=move.id,
    )


def _obstacles(actor: Actor, way: _Way) -> list[Obstacle]:
    short = {key: quantity for key, quantity in way.missing.items() if quantity > 0}
    if not short:
        return []
    names = Statement(
        _NAMES, {"organization": actor.organization_id, "batches": [batch_id for _product, batch_id in short]}
    )
    send(names)
    named = {row[0]: row[1:] for row in names.rows}
    return [_obstacle(key, named[key[1]], asked=way.asked[key], there=way.asked[key] - short[key]) for key in short]


def _obstacle(key: tuple[UUID, UUID], names: tuple[str, str, str], *, asked: Decimal, there: Decimal) -> Obstacle:
    number, product, sku = names
    said = {"product": f"{product} ({sku})", "batch": number, "asked": plain(asked), "there": plain(there)}
    if number:
        sentence = _("%(product)s, batch %(batch)s: %(asked)s to take back, %(there)s there and free.") % said
    else:
        sentence = _("%(product)s: %(asked)s to take back, %(there)s there and free.") % said
    return Obstacle(product_id=key[0], batch_id=key[1], asked=asked, there=there, sentence=sentence)


def return_to_stock(
    *, actor: Actor, document: DocumentRef, reason: str, effective_at: dt.datetime | None, lines: Sequence[ReturnLine]
) -> list[Posted]:
    """Goods that a movement took out come back to the layer they left, at the value they left with: the last unit
    brings the remainder. Raises `Invalid` `more_than_left` where more would come back than went, `BatchNotUsable` where
    an unusable batch would lie anywhere but in quarantine."""
    ids = [line.movement_id for line in lines]
    send(Statement(_LOCK_LAYERS, {"organization": actor.organization_id, "movements": ids}))
    gone = {move.id: move for move in _movements(actor=actor, document_id=None, movement_ids=ids)}
    currency = currency_of(actor.organization.currency)
    open_parts = {move.id: (move.quantity - move.back_quantity, move.value - move.back_value) for move in gone.values()}
    flows, faults = [], []
    for line in lines:
        quantity, value = open_parts.get(line.movement_id, (ZERO, ZERO))
        if not 0 < line.quantity <= quantity:
            faults.append(_too_much(line, quantity))
            continue
        part = share(value=value, quantity=line.quantity, total=quantity, currency=currency)
        open_parts[line.movement_id] = (quantity - line.quantity, value - part)
        flows.append(_return_flow(line, gone[line.movement_id], part))
    if faults:
        raise Invalid.of(faults)
    return run(actor=actor, document=document, reason=reason, effective_at=effective_at, flows=flows)


def _too_much(line: ReturnLine, left: Decimal) -> Fault:
    message = _("%(asked)s cannot come back: of what left, %(left)s is still out.") % {
        "asked": plain(line.quantity),
        "left": plain(left),
    }
    return Fault(f"{line.pointer}/quantity".lstrip("/"), message, "more_than_left", {"left": plain(left)})


def _return_flow(line: ReturnLine, move: _Done, value: Decimal) -> Flow:
    return Flow(
        line_id=line.line_id,
        product_id=move.product_id,
        use=Use.TAKE_BACK,
        origin=move.to_kind,
        destination=line.location_id,
        quantity=line.quantity,
        batch_id=move.batch_id,
        layer_id=move.layer_id,
        value=value,
        reverses_id=move.id,
        pointer=line.pointer,
    )
