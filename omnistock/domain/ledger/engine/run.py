"""One posting from end to end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.db import IntegrityError
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.ledger.engine.ahead import start
from omnistock.domain.ledger.engine.checks import check_locked, check_moment
from omnistock.domain.ledger.engine.flows import ZERO, Flow, Move, NewLayer
from omnistock.domain.ledger.engine.locking import Locked, lock
from omnistock.domain.ledger.engine.planning import Displaced, plan
from omnistock.domain.ledger.engine.shortages import check_later_points, insufficient, there_before
from omnistock.domain.ledger.engine.writing import movement_statement, stock_statements
from omnistock.domain.ledger.errors import SerialElsewhere
from omnistock.domain.ledger.types import DocumentRef, Posted
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Fault
from omnistock.kernel.numbers import EXACT
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send, send_later

FOUR_PLACES: Final = Decimal("0.0001")


def run(
    *,
    actor: Actor,
    document: DocumentRef,
    reason: str,
    effective_at: dt.datetime | None,
    flows: Sequence[Flow],
    layers: Sequence[NewLayer] = (),
    along: Sequence[Statement] = (),
) -> list[Posted]:
    """Post `flows` as movements of `document`. `along` are statements of the caller that go in the writing round trip,
    after the balances are locked and changed. Raises what the public functions of `operations` say."""
    moment = effective_at or actor.now
    check_moment(actor=actor, effective_at=moment)
    if not flows:
        send_later(*along)
        return []
    locked = lock(actor=actor, document=document, flows=flows, layers=layers, effective_at=moment)
    check_locked(actor=actor, locked=locked, flows=flows, effective_at=moment)
    made = plan(locked=locked, flows=list(flows), currency=currency_of(actor.organization.currency))
    if made.short:
        raise insufficient(locked=locked, flows=flows, short=made.short, there=there_before(locked))
    if effective_at is None or effective_at == actor.now:
        # What is posted live happens after everything that it builds on, whatever the clocks of two requests say.
        moment = max(moment, locked.latest_at or moment)
    else:
        check_later_points(actor=actor, locked=locked)
    _write(actor, document, reason, moment, locked, made.moves, along)
    _record_displaced(actor, made.displaced)
    return [posted(move, locked) for move in made.moves]


def _write(
    actor: Actor,
    document: DocumentRef,
    reason: str,
    moment: dt.datetime,
    locked: Locked,
    moves: Sequence[Move],
    along: Sequence[Statement],
) -> None:
    day = actor.organization.day_of(moment)
    movements = movement_statement(actor=actor, document=document, reason=reason, effective_at=moment, moves=moves)
    serials = _serials_brought(locked, moves)
    if not serials:  # nothing of this is expected to fail
        start(moves)(movements)
        start(moves)(*stock_statements(actor=actor, locked=locked, day=day))
        send_later(*along)
        return
    try:
        send(movements, *stock_statements(actor=actor, locked=locked, day=day), *along)
    except IntegrityError as error:
        if "balance_serial" in str(error):
            raise _serial_elsewhere(serials, locked) from error
        raise


def _serials_brought(locked: Locked, moves: Sequence[Move]) -> list[Move]:
    serials = {batch.id for batch in locked.batches.values() if batch.is_serial}
    return [move for move in moves if move.flow.to_inside and move.batch_id in serials] if serials else []


def _serial_elsewhere(inward: Sequence[Move], locked: Locked) -> SerialElsewhere:
    """Which one it was the database does not tell under row-level security: of several all are named, and a single one
    is a fault at its own line."""
    numbers = sorted({locked.batches[m.batch_id].number for m in inward})
    if len(numbers) == 1:
        message = _("{number} is in stock already; a serial number is one piece in one place.").format(
            number=numbers[0]
        )
        pointer = f"{inward[0].flow.pointer}/batch_number".lstrip("/")
        return SerialElsewhere(message, faults=[Fault(pointer, message, SerialElsewhere.code)])
    message = _("A serial number is one piece in one place, and one of these is in stock already: %(numbers)s.") % {
        "numbers": ", ".join(numbers[:20])
    }
    return SerialElsewhere(message)


def _record_displaced(actor: Actor, displaced: Sequence[Displaced]) -> None:
    """Facts displace promises: whoever was promised these goods finds it on the order's page."""
    for promise in displaced:
        record(
            actor=actor,
            operation="ledger.displace_promise",
            subject_kind=promise.demand_kind,
            subject_id=promise.demand_id,
            after={"line_id": promise.line_id, "released": promise.quantity},
        )


def posted(move: Move, locked: Locked) -> Posted:
    batch = locked.batches[move.batch_id]
    return Posted(
        movement_id=move.id,
        line_id=move.flow.line_id,
        product_id=move.flow.product_id,
        batch_id=batch.id,
        layer_id=move.layer_id,
        from_location_id=move.from_location_id,
        to_location_id=move.to_location_id,
        to_location_code=locked.places[move.to_location_id].code,
        quantity=move.quantity,
        value=move.value,
        mrp=move.mrp,
        batch_number=batch.number,
        expires_on=batch.expires_on,
        expiry_precision=batch.expiry_precision,
        unit_cost=unit_cost(value=move.value, quantity=move.quantity),
    )


def unit_cost(*, value: Decimal, quantity: Decimal) -> Decimal:
    """Value by quantity to four decimals, for show only: what is kept is the value."""
    return EXACT.divide(value, quantity).quantize(FOUR_PLACES, context=EXACT) if quantity else ZERO
