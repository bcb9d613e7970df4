"""Dispatches: goods that left for a customer, with their delivery note and invoice."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.fulfilment import documents, operations, queries
from omnistock.domain.fulfilment.inputs import Carriage
from omnistock.interfaces.api.papers import PDF, pdf
from omnistock.interfaces.api.resources.movements import MovementOut, movements_of
from omnistock.interfaces.api.resources.reversals import offer_reversal
from omnistock.interfaces.api.resources.sales_orders import OrderPartIn, parts_of
from omnistock.interfaces.api.shapes import (
    AskedFlag,
    ChangedPaged,
    Exact,
    Flag,
    Listed,
    Moment,
    NewRecord,
    RecordOut,
    Whole,
)
from omnistock.interfaces.api.writes import create, expected_version, writer

router = Router(tags=["Dispatches"])


class DispatchIn(NewRecord):
    lines: list[OrderPartIn] | None = Field(None, description="All that is reserved when left out.")
    issue_invoice: Flag | None = Field(
        None,
        description="Issue the invoice now, or leave a draft. Left out: where the warehouse has a tax registration.",
    )
    dispatched_at: Moment | None = Field(None, description="Now when left out.")
    carrier: str = ""
    vehicle_number: str = ""
    tracking_number: str = ""
    boxes: Whole | None = None
    weight_kg: Exact | None = None
    notes: str = ""

    def carriage(self) -> Carriage:
        return Carriage(
            carrier=self.carrier,
            vehicle_number=self.vehicle_number,
            tracking_number=self.tracking_number,
            boxes=self.boxes,
            weight_kg=self.weight_kg,
            notes=self.notes,
        )


class DispatchLineOut(Schema):
    """What left of one batch from one location; quantities in the base unit `unit`."""

    id: UUID
    sales_order_line_id: UUID
    product_id: UUID
    description: str
    batch_id: UUID | None
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: Literal["day", "month"]
    location_id: UUID
    mrp: Exact | None
    unit: str
    quantity_base: Exact
    free_quantity_base: Exact


class DispatchHead(RecordOut):
    number: str
    sales_order_id: UUID
    warehouse_id: UUID
    customer_id: UUID
    customer_name: str
    invoice_id: UUID | None
    invoice_number: str
    invoice_status: Literal["draft", "issued", "cancelled", ""]
    dispatched_at: Moment
    carrier: str
    vehicle_number: str
    tracking_number: str
    boxes: int | None
    weight_kg: Exact | None
    notes: str
    reversed_at: Moment | None
    reversed_reason: str


class DispatchOut(DispatchHead):
    lines: list[DispatchLineOut]
    movements: list[MovementOut]


class DispatchQuery(ChangedPaged):
    sales_order_id: UUID | None = None
    customer_id: UUID | None = None
    warehouse_id: UUID | None = None
    invoice_id: UUID | None = None
    is_reversed: AskedFlag | None = None
    search: str = Field("", max_length=400, description="Words of number, customer or tracking number.")


@router.get("/dispatches", response=Listed[DispatchHead], summary="List dispatches")
def list_dispatches(request: Any, query: Query[DispatchQuery]) -> Any:
    """Without their lines."""
    wanted = queries.DispatchFilter(**query.given("cursor", "limit"), sort="changed")
    return queries.dispatches(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post(
    "/sales-orders/{uuid:sales_order_id}/dispatches",
    response={200: DispatchOut, 201: DispatchOut},
    summary="Dispatch reserved goods of a sales order",
)
def create_dispatch(request: Any, sales_order_id: UUID, payload: DispatchIn) -> Status:
    """Takes out of stock what is reserved, and makes the invoice of what left: issued, or a draft."""

    def make(id: UUID) -> None:
        operations.dispatch_order(
            actor=request.actor,
            sales_order_id=sales_order_id,
            id=id,
            external_id=payload.external_id,
            lines=parts_of(payload.lines),
            issue_invoice=payload.issue_invoice,
            carriage=payload.carriage(),
            dispatched_at=payload.dispatched_at,
            expected_version=expected_version(request),
        )

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/dispatches/{uuid:dispatch_id}", response=DispatchOut, summary="Read a dispatch")
def get_dispatch(request: Any, dispatch_id: UUID) -> Any:
    return _whole(request.actor, dispatch_id)


@router.get("/dispatches/{uuid:dispatch_id}.pdf", openapi_extra=PDF, summary="The delivery note as PDF")
def get_delivery_note(request: Any, dispatch_id: UUID) -> HttpResponse:
    return pdf(documents.delivery_note_pdf(actor=request.actor, dispatch_id=dispatch_id), name="delivery-note")


def _shown(request: Any, dispatch_id: UUID) -> dict[str, Any]:
    return _whole(writer(request.actor), dispatch_id)


def _whole(actor: Any, dispatch_id: UUID) -> dict[str, Any]:
    found = queries.dispatch(actor=actor, dispatch_id=dispatch_id)
    return asdict(found) | {"movements": movements_of(actor, dispatch_id)}


offer_reversal(
    router,
    plural="dispatches",
    kind="dispatch",
    response=DispatchOut,
    reverse=operations.reverse_dispatch,
    show=_shown,
    does="The whole dispatch, dated now; a draft invoice goes with it. An issued one is cancelled or credited first.",
)
