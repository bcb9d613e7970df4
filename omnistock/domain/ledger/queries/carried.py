"""Which batches a document took along, by its lines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_CARRIED: Final = """
SELECT m.document_line_id, t.id, t.number, t.expires_on, t.expiry_precision,
    sum(m.quantity) FILTER (WHERE m.to_location_id = p.id AND m.reverses_id IS NULL),
    sum(CASE WHEN m.to_location_id = p.id THEN m.quantity ELSE -m.quantity END)
FROM movement m
JOIN location p ON p.organization_id = m.organization_id AND p.id IN (m.from_location_id, m.to_location_id) AND p.kind = 'transit'
JOIN layer l ON l.organization_id = m.organization_id AND l.id = m.layer_id
JOIN batch t ON t.organization_id = l.organization_id AND t.id = l.batch_id
WHERE m.organization_id = %(organization)s AND m.document_id = %(document)s AND m.document_line_id IS NOT NULL
GROUP BY m.document_line_id, t.id, t.number, t.expires_on, t.expiry_precision
ORDER BY t.expires_on NULLS LAST, t.id
"""


@dataclass(frozen=True, slots=True)
class CarriedBatch:
    """What of a batch went into transit, and what of it is there still, in the base unit. `batch_number` is empty where goods
    have none."""

    batch_id: UUID
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    quantity: Decimal
    in_transit: Decimal


def carried_batches(*, actor: Actor, document_id: UUID) -> dict[UUID, list[CarriedBatch]]:
    """By line, what expires first at the top; in one statement."""
    statement = Statement(_CARRIED, {"organization": actor.organization_id, "document": document_id})
    send(statement)
    found: dict[UUID, list[CarriedBatch]] = {}
    for line_id, *batch in statement.rows:
        found.setdefault(line_id, []).append(CarriedBatch(*batch))
    return found
