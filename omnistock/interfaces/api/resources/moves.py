"""Moves: goods from bin to bin inside one warehouse; a put-away is a move of what a receipt brought."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.purchasing.operations import put_away_receipt
from omnistock.domain.purchasing.putting_away import shelving_of
from omnistock.domain.stocktaking import moves as queries
from omnistock.domain.stocktaking import operations
from omnistock.domain.stocktaking.inputs import MoveLineInput
from omnistock.interfaces.api.resources.reversals import offer_reversal
from omnistock.interfaces.api.shapes import (
    MOST_LINES,
    Body,
    ChangedPaged,
    Exact,
    Listed,
    Moment,
    NewRecord,
    RecordOut,
)
from omnistock.interfaces.api.writes import create, writer

router = Router(tags=["Moves"])


class MoveLineIn(Body):
    product_id: UUID
    quantity: Exact
    unit: str | None = Field(None, description="One of the product's units; its base unit when left out.")
    batch_id: UUID | None = Field(None, description="Goods that are tracked need it.")
    from_location_id: UUID
    to_location_id: UUID


_Lines = Field(min_length=1, max_length=MOST_LINES, description="Posted in one transaction: all or none.")


class MoveIn(NewRecord):
    warehouse_id: UUID
    notes: str = ""
    lines: list[MoveLineIn] = _Lines


class PutAwayIn(NewRecord):
    notes: str = ""
    lines: list[MoveLineIn] = _Lines


class MoveLineOut(Schema):
    id: UUID
    product_id: UUID
    sku: str
    batch_id: UUID | None
    batch_number: str
    expires_on: dt.date | None
    from_location_id: UUID
    from_location_code: str
    to_location_id: UUID
    to_location_code: str
    unit: str = Field(validation_alias="unit_code")
    quantity: Exact
    quantity_base: Exact


class MoveHead(RecordOut):
    number: str
    kind: Literal["move", "put_away"]
    warehouse_id: UUID
    receipt_id: UUID | None
    notes: str
    moved_at: Moment
    reversed_at: Moment | None


class MoveOut(MoveHead):
    lines: list[MoveLineOut]


class MoveQuery(ChangedPaged):
    warehouse_id: UUID | None = None
    kind: Literal["move", "put_away"] | None = None
    receipt_id: UUID | None = None


class PutAwayPartOut(Schema):
    line_id: UUID | None = Field(description="The receipt's.")
    product_id: UUID
    batch_id: UUID
    location_id: UUID
    location_code: str
    quantity: Exact = Field(description="What lies there of the receipt, in the base unit.")
    is_usable: bool
    is_waiting: bool = Field(description="In the receiving place still, or where a better bin is known.")
    suggested_code: str = Field(validation_alias="home_code", description="Empty where it lies well.")


class ShelvedPartOut(Schema):
    line_id: UUID | None = Field(description="The receipt's.")
    batch_id: UUID
    from_location_code: str = Field(validation_alias="from_code")
    location_id: UUID
    location_code: str
    quantity: Exact = Field(description="In the base unit.")
    move_id: UUID
    at: Moment
    by: str


class PutAwayOut(Schema):
    items: list[PutAwayPartOut]
    done: list[ShelvedPartOut] = Field(
        description="What was put where, by which move, when and by whom, the oldest first."
    )


@router.get("/moves", response=Listed[MoveHead], summary="List moves")
def list_moves(request: Any, query: Query[MoveQuery]) -> Any:
    """Without their lines."""
    asked = query.given("cursor", "limit", "kind")
    wanted = queries.MoveFilter(**asked, kind=query.kind or "", sort="changed")
    return queries.moves(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/moves", response={200: MoveOut, 201: MoveOut}, summary="Move goods between bins")
def create_move(request: Any, payload: MoveIn) -> Status:
    """What is promised goes along with its promise, to storage and picking; to quarantine it goes without."""

    def make(id: UUID) -> None:
        lines = [MoveLineInput(**line.given()) for line in payload.lines]
        operations.post_move(actor=request.actor, id=id, lines=lines, **payload.given("id", "lines"))

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/moves/{uuid:move_id}", response=MoveOut, summary="Read a move")
def get_move(request: Any, move_id: UUID) -> Any:
    return queries.move(actor=request.actor, move_id=move_id)


@router.get("/receipts/{uuid:receipt_id}/put-away", response=PutAwayOut, summary="Where a receipt had best be put")
def suggest_put_away(request: Any, receipt_id: UUID) -> Any:
    """Where what it brought lies now, with a bin for each part (where the product already is, else an empty one), and what
    of it was put away before."""
    request.actor.require("purchasing:read")
    found = shelving_of(actor=request.actor, receipt_id=receipt_id)
    return {"items": found.lying, "done": found.done}


@router.post(
    "/receipts/{uuid:receipt_id}/put-away", response={200: MoveOut, 201: MoveOut}, summary="Put a receipt away"
)
def put_away(request: Any, receipt_id: UUID, payload: PutAwayIn) -> Status:
    """A move of what the receipt brought."""

    def make(id: UUID) -> None:
        lines = [MoveLineInput(**line.given()) for line in payload.lines]
        given = payload.given("id", "lines")
        put_away_receipt(actor=request.actor, receipt_id=receipt_id, id=id, lines=lines, **given)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


def _shown(request: Any, move_id: UUID) -> Any:
    return queries.move(actor=writer(request.actor), move_id=move_id)


offer_reversal(
    router,
    plural="moves",
    kind="move",
    response=MoveOut,
    reverse=operations.reverse_move,
    show=_shown,
    does="The whole move, dated now.",
)
