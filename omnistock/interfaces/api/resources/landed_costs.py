"""Landed costs: freight, duty and the like, spread over the goods of a receipt after they came."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.purchasing import landed, operations
from omnistock.domain.purchasing.inputs import LandedCostLineInput
from omnistock.interfaces.api.shapes import (
    NO_REASON,
    Body,
    ChangedPaged,
    Day,
    Exact,
    Listed,
    Moment,
    NewRecord,
    Reason,
    RecordOut,
)
from omnistock.interfaces.api.writes import act, create, writer

router = Router(tags=["Landed costs"])

Basis = Literal["value", "weight", "quantity"]


class LandedCostLineIn(Body):
    description: str = Field(description="Freight, duty, insurance …")
    amount: Exact = Field(description="Above 0, without tax that is claimed back.")


class LandedCostIn(NewRecord):
    receipt_id: UUID
    basis: Basis = Field("value", description="By what it is spread over the receipt's lines.")
    supplier_id: UUID | None = Field(None, description="Who charges it; may be another than the goods' supplier.")
    document_number: str = ""
    document_on: Day | None = None
    notes: str = ""
    lines: list[LandedCostLineIn] = Field(min_length=1, max_length=50)


class LandedCostLineOut(Schema):
    description: str
    amount: Exact


class LandedCostShareOut(Schema):
    receipt_line_id: UUID
    product_id: UUID
    sku: str
    batch_number: str
    quantity_base: Exact
    value: Exact = Field(description="What this line bears; the shares add up to the whole.")
    gone_value: Exact = Field(description="The part of it that fell on what had left before: a cost of that day.")


class LandedCostHead(RecordOut):
    number: str
    receipt_id: UUID
    receipt_number: str
    supplier_id: UUID | None
    supplier_name: str
    document_number: str
    document_on: dt.date | None
    basis: Basis
    notes: str
    value: Exact
    gone_value: Exact
    posted_at: Moment
    reversed_at: Moment | None


class LandedCostOut(LandedCostHead):
    lines: list[LandedCostLineOut]
    shares: list[LandedCostShareOut]


class LandedCostQuery(ChangedPaged):
    receipt_id: UUID | None = None
    supplier_id: UUID | None = None
    search: str = Field("", max_length=400, description="Words of number, receipt, supplier or document.")


@router.get("/landed-costs", response=Listed[LandedCostHead], summary="List landed costs")
def list_landed_costs(request: Any, query: Query[LandedCostQuery]) -> Any:
    """Without their amounts and shares."""
    wanted = landed.LandedCostFilter(**query.given("cursor", "limit"), sort="changed")
    return landed.landed_costs(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/landed-costs", response={200: LandedCostOut, 201: LandedCostOut}, summary="Add a landed cost")
def create_landed_cost(request: Any, payload: LandedCostIn) -> Status:
    """Dated now. What of the receipt is still there is worth more from now on; what has left is a cost of today."""

    def make(id: UUID) -> None:
        lines = [LandedCostLineInput(**line.given()) for line in payload.lines]
        operations.post_landed_cost(actor=request.actor, id=id, lines=lines, **payload.given("id", "lines"))

    return create(request, payload, make=make, show=lambda id: shown(request, id))


@router.get("/landed-costs/{uuid:landed_cost_id}", response=LandedCostOut, summary="Read a landed cost")
def get_landed_cost(request: Any, landed_cost_id: UUID) -> Any:
    return landed.landed_cost(actor=request.actor, landed_cost_id=landed_cost_id)


@router.post("/landed-costs/{uuid:landed_cost_id}/reversal", response=LandedCostOut, summary="Reverse a landed cost")
def reverse_landed_cost(request: Any, landed_cost_id: UUID, payload: Reason = NO_REASON) -> Status:
    """The whole of it, dated now."""
    return act(
        request,
        payload,
        operations.reverse_landed_cost,
        landed_cost_id=landed_cost_id,
        reason=payload.reason,
        show=shown,
    )


def shown(request: Any, landed_cost_id: UUID) -> Any:
    return landed.landed_cost(actor=writer(request.actor), landed_cost_id=landed_cost_id)
