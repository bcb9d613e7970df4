"""Which goods a document without batches would take, and what of a document is on the way."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import InTransit, ProposalLine, ProposedPart
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_PROPOSALS: Final = read("proposals")
_IN_TRANSIT: Final = read("in_transit")
_DEFAULTS: Final = """
SELECT id, default_location_id FROM warehouse
WHERE organization_id = %(organization)s AND id = ANY(%(warehouses)s::uuid[])
"""


def propose(*, actor: Actor, lines: Sequence[ProposalLine]) -> list[ProposedPart]:
    """First expired first out from what is free, without a lock. What is not there comes as a part at the warehouse's
    default location without a layer, so that posting it names the shortage."""
    values = {
        "organization": actor.organization_id,
        "today": actor.today,
        "products": list({line.product_id for line in lines}),
        "warehouses": list({line.warehouse_id for line in lines}),
    }
    found, defaults = Statement(_PROPOSALS, values), Statement(_DEFAULTS, values)
    send(found, defaults)
    shelves = dict(defaults.rows)
    free: dict[tuple[UUID, UUID], Decimal] = {(row[2], row[4]): row[5] for row in found.rows}
    parts: list[ProposedPart] = []
    for line in lines:
        left = line.quantity
        for product_id, warehouse_id, location_id, batch_id, layer_id, _free, is_proposed in found.rows:
            if (product_id, warehouse_id) != (line.product_id, line.warehouse_id):
                continue
            if not (is_proposed if line.batch_id is None else batch_id == line.batch_id):
                continue
            taken = min(left, free[location_id, layer_id])
            if taken > 0:
                free[location_id, layer_id] -= taken
                left -= taken
                parts.append(
                    ProposedPart(line.line_id, product_id, location_id, batch_id, layer_id, taken, line.pointer)
                )
        if left > 0:
            batch_id = line.batch_id or next((part.batch_id for part in parts if part.line_id == line.line_id), None)
            parts.append(
                ProposedPart(
                    line.line_id, line.product_id, shelves[line.warehouse_id], batch_id, None, left, line.pointer
                )
            )
    return parts


def in_transit(*, actor: Actor, document_id: UUID) -> list[InTransit]:
    """What of the document's goods has left and not arrived, in one statement."""
    values = {"organization": actor.organization_id, "document": document_id, "today": actor.today}
    statement = Statement(_IN_TRANSIT, values)
    send(statement)
    return [InTransit(*row) for row in statement.rows]
