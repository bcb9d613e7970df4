"""What is reserved for a demand: read, and given up."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.ledger.engine.flows import ZERO, Flow
from omnistock.domain.ledger.engine.locking import Locked, lock
from omnistock.domain.ledger.engine.writing import stock_statements
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import Allocated, AllocatedLine, DocumentRef, Skipped
from omnistock.domain.ledger.usability import Use
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_RESERVED_FOR: Final = read("reserved_for")
_SKIPS: Final = """
SELECT s.demand_line_id, s.batch_id, t.number, s.reason, s.details
FROM skip s JOIN batch t ON t.organization_id = s.organization_id AND t.id = s.batch_id
WHERE s.organization_id = %(organization)s AND s.demand_id = %(demand)s
ORDER BY t.expires_on NULLS LAST, t.id
"""
DROP_SKIPS: Final = (
    "DELETE FROM skip WHERE organization_id = %(organization)s AND demand_line_id = ANY(%(lines)s::uuid[])"
)
DISPATCH_KIND: Final = "dispatch"


@dataclass(frozen=True, slots=True)
class Reserved:
    """A reservation with what is shown of it. `dispatch_location_id` is where its warehouse picks to."""

    line_id: UUID
    quantity: Decimal
    product_id: UUID
    location_id: UUID
    layer_id: UUID
    batch_id: UUID
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    location_code: str
    location_kind: str
    dispatch_location_id: UUID | None

    @property
    def is_picked(self) -> bool:
        return self.location_kind == DISPATCH_KIND


def reserved_for(*, actor: Actor, demand_id: UUID) -> list[Reserved]:
    """Every reservation of the demand, picked goods first, then first expired first out."""
    statement = Statement(_RESERVED_FOR, {"organization": actor.organization_id, "demand": demand_id})
    send(statement)
    return [Reserved(*row) for row in statement.rows]


def allocations_of(*, actor: Actor, demand_id: UUID) -> list[AllocatedLine]:
    """What is reserved for each line of the demand, and what was passed over, in one round trip. `short` is None."""
    values = {"organization": actor.organization_id, "demand": demand_id}
    reserved, skips = Statement(_RESERVED_FOR, values), Statement(_SKIPS, values)
    send(reserved, skips)
    parts: dict[UUID, list[Allocated]] = defaultdict(list)
    for row in reserved.rows:
        parts[row[0]].append(shown(Reserved(*row)))
    skipped: dict[UUID, list[Skipped]] = defaultdict(list)
    for line_id, batch_id, number, reason, details in skips.rows:
        skipped[line_id].append(Skipped(batch_id, number, reason, json.loads(details)))
    return [AllocatedLine(line_id, tuple(parts[line_id]), tuple(skipped[line_id])) for line_id in {**parts, **skipped}]


def shown(part: Reserved) -> Allocated:
    return Allocated(
        batch_id=part.batch_id,
        batch_number=part.batch_number,
        expires_on=part.expires_on,
        expiry_precision=part.expiry_precision,
        layer_id=part.layer_id,
        location_id=part.location_id,
        location_code=part.location_code,
        location_kind=part.location_kind,
        quantity=part.quantity,
    )


def release(*, actor: Actor, demand_id: UUID, line_ids: Sequence[UUID] | None = None) -> None:
    """Give up what is reserved for the demand, or for some of its lines, with the reasons why batches were passed over.
    Nothing reserved is no error."""
    parts = [
        part for part in reserved_for(actor=actor, demand_id=demand_id) if line_ids is None or part.line_id in line_ids
    ]
    if parts:
        give_up(actor=actor, parts=parts)


def give_up(*, actor: Actor, parts: Sequence[Reserved]) -> None:
    locked = lock_parts(actor=actor, parts=parts)
    wanted = {(part.line_id, part.location_id, part.layer_id) for part in parts}
    for key, promise in locked.promises.items():
        if key in wanted:
            locked.accounts[promise.location_id, promise.layer_id].change(reserved=-promise.quantity)
            promise.change(-promise.quantity)
    skips = Statement(
        DROP_SKIPS, {"organization": actor.organization_id, "lines": list({part.line_id for part in parts})}
    )
    send(*stock_statements(actor=actor, locked=locked, day=actor.today), skips)


def lock_parts(*, actor: Actor, parts: Collection[Reserved]) -> Locked:
    """Lock the balances that these reservations stand on, with every promise made of them."""
    flows = [
        Flow(
            line_id=part.line_id,
            product_id=part.product_id,
            use=Use.PROMISE,
            origin=part.location_id,
            destination="customer",
            quantity=part.quantity or ZERO,
            batch_id=part.batch_id,
            layer_id=part.layer_id,
            carries=part.line_id,
        )
        for part in parts
    ]
    return lock(
        actor=actor, document=DocumentRef("", actor.organization_id), flows=flows, layers=(), effective_at=actor.now
    )
