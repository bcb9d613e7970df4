"""Adjustments: stock found, lost, given away, written off."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from omnistock.domain.stocktaking import operations, queries
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.interfaces.api.resources.reversals import offer_reversal
from omnistock.interfaces.api.shapes import (
    MOST_LINES,
    NO_REASON,
    NOTHING,
    AskedFlag,
    Body,
    ChangedPaged,
    Day,
    Exact,
    Expiry,
    Listed,
    Moment,
    NewRecord,
    Nothing,
    Reason,
    RecordOut,
    Shape,
    expiry_of,
)
from omnistock.interfaces.api.writes import act, create, writer

router = Router(tags=["Adjustments and transfers"])

AdjustmentReason = Literal[
    "opening",
    "found",
    "lost",
    "stolen",
    "destroyed",
    "written_off",
    "gift",
    "free_sample",
    "wastage",
    "correction",
]


class AdjustmentLineIn(Body):
    product_id: UUID
    quantity: Exact = Field(description="Signed, per `unit`: less than 0 takes out.", examples=["-1"])
    unit: str | None = Field(None, description="One of the product's units; its base unit when left out.")
    batch_id: UUID | None = Field(None, description="Less of goods that are tracked needs it.")
    location_id: UUID | None = Field(None, description="The warehouse's default location when left out.")
    unit_cost: Exact | None = Field(None, description="For more; the last cost when left out.")
    mrp: Exact | None = None
    batch_number: str = ""
    expires_on: Expiry | None = None
    manufactured_on: Day | None = None

    def line(self) -> AdjustmentLineInput:
        expires_on, precision = expiry_of(self.expires_on)
        return AdjustmentLineInput(**self.given("expires_on"), expires_on=expires_on, expiry_precision=precision)


class AdjustmentPut(Body):
    warehouse_id: UUID
    reason: AdjustmentReason
    effective_at: Moment | None = Field(None, description="Now when left out.")
    notes: str = ""
    lines: list[AdjustmentLineIn] = Field(
        min_length=1, max_length=MOST_LINES, description="Posted in one transaction: all or none."
    )

    def values(self) -> dict[str, Any]:
        """What was sent, as the domain takes it."""
        return self.given("id", "lines") | {"lines": [line.line() for line in self.lines]}


class AdjustmentIn(AdjustmentPut, NewRecord):
    pass


class AdjustmentLineOut(Shape):
    id: UUID
    product_id: UUID
    sku: str
    batch_id: UUID | None
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: Literal["day", "month"]
    location_id: UUID
    unit: str = Field(validation_alias="unit_code")
    quantity: Exact
    quantity_base: Exact
    unit_cost: Exact | None


class AdjustmentHead(RecordOut):
    number: str
    warehouse_id: UUID
    reason: AdjustmentReason
    effective_at: Moment
    notes: str
    reversed_at: Moment | None
    status: Literal["posted", "awaiting_approval", "rejected"]
    value: Exact | None = Field(description="Where the workspace has a limit: what it was worth when it was made.")
    decided_at: Moment | None
    decided_by: str
    decision_reason: str


class AdjustmentOut(AdjustmentHead):
    lines: list[AdjustmentLineOut]


class AdjustmentQuery(ChangedPaged):
    warehouse_id: UUID | None = None
    reason: AdjustmentReason | None = None
    is_reversed: AskedFlag | None = None
    status: Literal["posted", "awaiting_approval", "rejected"] | None = None


@router.get("/adjustments", response=Listed[AdjustmentHead], summary="List adjustments")
def list_adjustments(request: Any, query: Query[AdjustmentQuery]) -> Any:
    """Without their lines."""
    asked = query.given("cursor", "limit", "reason", "status")
    wanted = queries.AdjustmentFilter(**asked, reason=query.reason or "", status=query.status or "", sort="changed")
    return queries.adjustments(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/adjustments", response={200: AdjustmentOut, 201: AdjustmentOut}, summary="Adjust stock")
def create_adjustment(request: Any, payload: AdjustmentIn) -> Status:
    """What is lost takes even what was promised; what is given away does not. Worth more than the workspace's limit,
    its status is `awaiting_approval` and nothing is posted."""

    def make(id: UUID) -> None:
        is_new = payload.id is None
        operations.post_adjustment(actor=request.actor, id=id, is_new_id=is_new, **payload.values())

    return create(request, payload, make=make, show=lambda id: _shown(request, id), shows_at_once=True)


@router.get("/adjustments/{uuid:adjustment_id}", response=AdjustmentOut, summary="Read an adjustment")
def get_adjustment(request: Any, adjustment_id: UUID) -> Any:
    return queries.adjustment(actor=request.actor, adjustment_id=adjustment_id)


@router.post("/adjustments/{uuid:adjustment_id}/approval", response=AdjustmentOut, summary="Approve an adjustment")
def approve_adjustment(request: Any, adjustment_id: UUID, payload: Nothing = NOTHING) -> Status:
    """Posts it. Whoever asked for it cannot approve it."""
    return act(request, payload, operations.approve_adjustment, adjustment_id=adjustment_id, show=_shown)


@router.post("/adjustments/{uuid:adjustment_id}/rejection", response=AdjustmentOut, summary="Reject an adjustment")
def reject_adjustment(request: Any, adjustment_id: UUID, payload: Reason = NO_REASON) -> Status:
    """With the reason; nothing is posted."""
    return act(
        request, payload, operations.reject_adjustment, adjustment_id=adjustment_id, reason=payload.reason, show=_shown
    )


def _shown(request: Any, adjustment_id: UUID) -> Any:
    return queries.adjustment(actor=writer(request.actor), adjustment_id=adjustment_id)


offer_reversal(
    router,
    plural="adjustments",
    kind="adjustment",
    response=AdjustmentOut,
    reverse=operations.reverse_adjustment,
    show=_shown,
    does="The whole adjustment, dated now.",
)
