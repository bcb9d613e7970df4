"""Batches with their cost layers; freezing and freeing them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.ledger import operations, queries
from omnistock.domain.ledger.queries.batches import BatchRow, LayerRow
from omnistock.interfaces.api.shapes import (
    Body,
    ChangedPaged,
    Day,
    Exact,
    Expiry,
    Listed,
    RecordOut,
    expiry_of,
)
from omnistock.interfaces.api.writes import act, expected_version

router = Router(tags=["Stock"])

BatchStatus = Literal["usable", "on_hold", "recalled"]


class LayerOut(Schema):
    """What one receipt line brought of the batch. Quantities are in the base unit."""

    id: UUID
    supplier_id: UUID | None
    receipt_id: UUID | None
    received_on: dt.date
    quantity: Exact
    free_quantity: Exact
    unit_cost: Exact | None
    mrp: Exact | None
    on_hand: Exact
    reserved: Exact

    @staticmethod
    def resolve_receipt_id(layer: LayerRow) -> UUID | None:
        return layer.document_id if layer.document_kind == "receipt" else None


class BatchOut(RecordOut):
    product_id: UUID
    sku: str
    number: str
    expires_on: dt.date | None = Field(description="The last day on which it may be used.")
    expiry_precision: Literal["day", "month"]
    manufactured_on: dt.date | None
    status: BatchStatus
    status_reason: str
    unit_cost: Exact | None = Field(description="Weighted over what is on hand.")
    on_hand: Exact
    reserved: Exact
    layers: list[LayerOut]


class BatchPatch(Body):
    """Corrects what was typed from the pack."""

    expires_on: Expiry | None = None
    manufactured_on: Day | None = None

    def corrected(self) -> dict[str, Any]:
        sent = self.changes()
        if "expires_on" in sent:
            sent["expires_on"], sent["expiry_precision"] = expiry_of(self.expires_on)
        return sent


class Why(Body):
    reason: str = Field(description="In one line of up to 300 characters.", examples=["Leaking seals"])


class Rename(Body):
    """The number as it stands on the pack."""

    number: str = Field(max_length=60)
    keep_dates_of: Literal["this", "other"] | None = Field(
        None, description="Whose dates are right, where the number is on file with others (`batch_differs`)."
    )


class Quarantining(Body):
    batch_ids: list[UUID] | None = Field(
        None, max_length=500, description="Every batch that has expired when left out."
    )


EVERY_EXPIRED: Final = Quarantining(batch_ids=None)


class Quarantined(Schema):
    batch_id: UUID
    from_location_id: UUID
    to_location_id: UUID
    quantity: Exact


class QuarantinedOut(Schema):
    moved: list[Quarantined]


class BatchQuery(ChangedPaged):
    product_id: UUID | None = None
    number: str | None = Field(None, max_length=60, description="Begins with this.")
    status: BatchStatus | None = None


@router.get("/batches", response=Listed[BatchOut], summary="List batches")
def list_batches(request: Any, query: Query[BatchQuery]) -> Any:
    request.actor.require("stock:read")
    return queries.batches(actor=request.actor, **query.given())


@router.get("/batches/{uuid:batch_id}", response=BatchOut, summary="Read a batch")
def get_batch(request: Any, batch_id: UUID) -> Any:
    request.actor.require("stock:read")
    return queries.batch_of(actor=request.actor, batch_id=batch_id)


@router.patch("/batches/{uuid:batch_id}", response=BatchOut, summary="Correct a batch's dates")
def correct_batch(request: Any, batch_id: UUID, payload: BatchPatch) -> Any:
    """Documents keep what they printed."""
    operations.correct_batch(
        actor=request.actor,
        batch_id=batch_id,
        changes=payload.corrected(),
        expected_version=expected_version(request),
    )
    return _shown(request, batch_id)


@router.post("/batches/{uuid:batch_id}/hold", response=BatchOut, summary="Freeze a batch")
def hold_batch(request: Any, batch_id: UUID, payload: Why) -> Status:
    """It is not promised, picked or sold any more, and moves only to quarantine."""
    return act(request, payload, operations.hold_batch, batch_id=batch_id, reason=payload.reason, show=_shown)


@router.post("/batches/{uuid:batch_id}/release", response=BatchOut, summary="Free a frozen batch")
def release_batch(request: Any, batch_id: UUID, payload: Why) -> Status:
    return act(request, payload, operations.release_batch, batch_id=batch_id, reason=payload.reason, show=_shown)


@router.post("/batches/{uuid:batch_id}/rename", response=BatchOut, summary="Rename a mistyped batch")
def rename_batch(request: Any, batch_id: UUID, payload: Rename) -> Status:
    """Where the product has a batch of that number, the two become one: the answer has the goods of both. Documents keep
    what they printed."""
    return act(request, payload, operations.rename_batch, batch_id=batch_id, **payload.given(), show=_shown)


@router.post("/batches/quarantine", response=QuarantinedOut, summary="Move unusable goods to quarantine")
def quarantine_batches(request: Any, payload: Quarantining = EVERY_EXPIRED) -> Any:
    """What is expired, held or recalled and lies among other goods, in the warehouses of the key; reserved goods too."""
    return {"moved": operations.quarantine_batches(actor=request.actor, batch_ids=payload.batch_ids)}


def _shown(request: Any, batch_id: UUID) -> BatchRow:
    return queries.batch_of(actor=request.actor, batch_id=batch_id)
