"""Movements: the history of stock, append only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from omnistock.domain.ledger.queries.movements import BY_ID, MovementRow, movements
from omnistock.interfaces.api.shapes import Exact, Listed, Moment, Paged
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import MOST

router = Router(tags=["Stock"])


class DocumentOut(Schema):
    """The document that moved the goods."""

    kind: str
    id: UUID
    line_id: UUID | None


class MovementOut(Schema):
    id: UUID
    product_id: UUID
    sku: str
    batch_id: UUID
    batch_number: str
    layer_id: UUID
    from_location_id: UUID
    from_kind: str
    to_location_id: UUID
    to_kind: str
    quantity: Exact = Field(description="In the base unit, more than 0.")
    unit_cost: Exact | None
    value: Exact | None
    reason: str
    document: DocumentOut
    effective_at: Moment
    recorded_at: Moment
    actor_name: str
    reverses_id: UUID | None

    @staticmethod
    def resolve_document(row: MovementRow) -> dict[str, Any]:
        return {"kind": row.document_kind, "id": row.document_id, "line_id": row.document_line_id}


class MovementQuery(Paged):
    product_id: UUID | None = None
    batch_id: UUID | None = None
    layer_id: UUID | None = None
    warehouse_id: UUID | None = Field(None, description="From it or to it.")
    location_id: UUID | None = Field(None, description="From it or to it.")
    document_id: UUID | None = None
    reason: str | None = Field(None, max_length=24)
    since: Moment | None = Field(None, description="Effective at or after.")
    until: Moment | None = Field(None, description="Effective before.")


@router.get("/movements", response=Listed[MovementOut], summary="List movements")
def list_movements(request: Any, query: Query[MovementQuery]) -> Any:
    """In the order in which they were written, so that one dated back is not missed."""
    request.actor.require("stock:read")
    return movements(actor=request.actor, order=BY_ID, **query.given())


def movements_of(actor: Actor, document_id: UUID) -> list[MovementRow]:
    """Everything that one document moved."""
    found: list[MovementRow] = []
    cursor: str | None = None
    while True:
        page = movements(actor=actor, document_id=document_id, order=BY_ID, cursor=cursor, limit=MOST)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found
