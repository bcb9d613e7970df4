"""What of a document's goods is still out, movement by movement: the ground of a customer's return."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

# As in document_movements.sql, what came back counts less what of that was undone again.
_RETURNABLE: Final = """
SELECT m.id, m.document_line_id, l.batch_id, l.mrp, m.quantity - coalesce(back.quantity, 0)
FROM movement m
JOIN layer l ON l.organization_id = m.organization_id AND l.id = m.layer_id
LEFT JOIN LATERAL (
    SELECT sum(r.quantity - coalesce(undone.quantity, 0)) AS quantity
    FROM movement r
    LEFT JOIN LATERAL (
        SELECT sum(u.quantity) AS quantity FROM movement u
        WHERE u.organization_id = r.organization_id AND u.reverses_id = r.id
    ) undone ON true
    WHERE r.organization_id = m.organization_id AND r.reverses_id = m.id
) back ON true
WHERE m.organization_id = %(organization)s AND m.document_id = %(document)s
ORDER BY m.id DESC
"""


@dataclass(frozen=True, slots=True)
class Returnable:
    """A movement of the document; `quantity` (base units) of it is still out, `mrp` is for one of them."""

    movement_id: UUID
    line_id: UUID | None
    batch_id: UUID
    mrp: Decimal | None
    quantity: Decimal


def returnable(*, actor: Actor, document_id: UUID) -> list[Returnable]:
    """The document's movements, the last first, in one statement; those that came back whole have a quantity of 0."""
    statement = Statement(_RETURNABLE, {"organization": actor.organization_id, "document": document_id})
    send(statement)
    return [Returnable(*row) for row in statement.rows]
