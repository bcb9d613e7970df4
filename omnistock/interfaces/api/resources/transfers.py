"""Transfers between warehouses: one document, dispatched here, arrived there."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.stocktaking import operations, queries
from omnistock.domain.stocktaking.challans import challan_pdf
from omnistock.domain.stocktaking.inputs import ArrivalLineInput, TransferLineInput, WriteOffLineInput
from omnistock.interfaces.api.papers import PDF, pdf
from omnistock.interfaces.api.resources.reversals import offer_reversal
from omnistock.interfaces.api.shapes import (
    MOST_LINES,
    NOTHING,
    AskedFlag,
    Body,
    ChangedPaged,
    Exact,
    Flag,
    Listed,
    Moment,
    NewRecord,
    Nothing,
    RecordOut,
    unsent,
)
from omnistock.interfaces.api.writes import act, create, expected_version, writer

router = Router(tags=["Adjustments and transfers"])

TransferStatus = Literal["draft", "in_transit", "arrived", "cancelled", "reversed"]


class TransferLineIn(Body):
    product_id: UUID
    quantity: Exact
    unit: str | None = Field(None, description="One of the product's units; its base unit when left out.")
    batch_id: UUID | None = Field(None, description="First expired first out when left out.")


def lines_of(lines: list[TransferLineIn]) -> list[TransferLineInput]:
    return [TransferLineInput(**line.given()) for line in lines]


class TransferIn(NewRecord):
    from_warehouse_id: UUID
    to_warehouse_id: UUID
    to_quarantine: Flag = Field(False, description="The only way for goods that are frozen or expired.")
    notes: str = ""
    lines: list[TransferLineIn] = Field(
        min_length=1, max_length=MOST_LINES, description="In the order of the document."
    )


class ArrivalLineIn(Body):
    line_id: UUID
    quantity: Exact = Field(description="In the base unit.")
    reason: str = Field("", description="Why less arrived than was sent.")
    batch_id: UUID | None = Field(
        None, description="Of a line that left in several batches, which; what expires first when left out."
    )


class ArrivalIn(Body):
    lines: list[ArrivalLineIn] | None = Field(
        default=None, description="All that was sent when left out. A line or batch that is not named arrived whole."
    )


_ALL_OF_IT = ArrivalIn()


class TransferPatch(Body):
    notes: str | None = None
    lines: list[TransferLineIn] = unsent(
        min_length=1, max_length=MOST_LINES, description="In place of those it has, which stay when left out."
    )

    def changes(self) -> dict[str, Any]:
        said = super().changes()
        return said | ({"lines": lines_of(self.lines)} if "lines" in said else {})


class TransferFields(TransferPatch):
    from_warehouse_id: UUID = unsent()
    to_warehouse_id: UUID = unsent()
    to_quarantine: Flag = unsent(description="The only way for goods that are frozen or expired.")


class DispatchIn(Body):
    to_quarantine: Flag = Field(False, description="The only way for goods that are frozen or expired.")
    invoice_note: str = Field("", description="The tax invoice; needed between two registrations.")
    carrier: str = ""
    vehicle_number: str = ""


class WriteOffLineIn(Body):
    line_id: UUID
    quantity: Exact = Field(description="In the base unit.")


class WriteOffIn(Body):
    reason: Literal["lost", "stolen", "destroyed", "written_off"]
    notes: str = ""
    lines: list[WriteOffLineIn] | None = Field(default=None, description="All that is missing when left out.")


_AS_IT_IS = DispatchIn(to_quarantine=False, invoice_note="")


class SentBatchOut(Schema):
    batch_id: UUID
    batch_number: str
    expires_on: dt.date | None
    quantity: Exact = Field(description="In the base unit.")
    in_transit: Exact = Field(description="What of it was neither taken in nor written off.")


class TransferLineOut(Schema):
    id: UUID
    product_id: UUID
    sku: str
    batch_id: UUID | None
    batch_number: str
    unit: str = Field(validation_alias="unit_code")
    quantity: Exact
    quantity_base: Exact
    arrived_quantity_base: Exact | None
    written_off_quantity_base: Exact
    missing_base: Exact | None = Field(description="Neither taken in nor written off; null before an arrival.")
    short_reason: str
    sent: list[SentBatchOut] = Field(description="The batches that left; empty while it is a draft.")


class TransferHead(RecordOut):
    number: str
    status: TransferStatus
    from_warehouse_id: UUID
    to_warehouse_id: UUID
    to_location_id: UUID
    notes: str
    dispatched_at: Moment | None
    arrived_at: Moment | None
    cancelled_at: Moment | None
    reversed_at: Moment | None
    paper: Literal["challan", "invoice", "none"] = Field(description="What has to go along with the goods.")
    challan_number: str
    invoice_note: str
    carrier: str
    vehicle_number: str


class TransferOut(TransferHead):
    lines: list[TransferLineOut]


class TransferQuery(ChangedPaged):
    warehouse_id: UUID | None = Field(None, description="From it or to it.")
    status: TransferStatus | None = None
    is_missing: AskedFlag = Field(False, description="Arrived, and part of it still to be found or written off.")


@router.get("/transfers", response=Listed[TransferHead], summary="List transfers")
def list_transfers(request: Any, query: Query[TransferQuery]) -> Any:
    """Without their lines."""
    asked = query.given("cursor", "limit", "status")
    wanted = queries.TransferFilter(**asked, status=query.status or "", sort="changed")
    return queries.transfers(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/transfers", response={200: TransferOut, 201: TransferOut}, summary="Create a transfer")
def create_transfer(request: Any, payload: TransferIn) -> Status:
    """A draft; nothing moves until it is dispatched."""

    def make(id: UUID) -> None:
        given = payload.given("id", "lines")
        operations.create_transfer(actor=request.actor, id=id, lines=lines_of(payload.lines), **given)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/transfers/{uuid:transfer_id}", response=TransferOut, summary="Read a transfer")
def get_transfer(request: Any, transfer_id: UUID) -> Any:
    return queries.transfer(actor=request.actor, transfer_id=transfer_id)


@router.patch("/transfers/{uuid:transfer_id}", response=TransferOut, summary="Change a draft transfer")
def change_transfer(request: Any, transfer_id: UUID, payload: TransferPatch) -> Any:
    """Other lines in place of those it has, batches chosen by hand among them."""
    changes = payload.changes()
    operations.change_transfer(
        actor=request.actor,
        transfer_id=transfer_id,
        lines=changes.get("lines"),
        notes=changes.get("notes"),
        expected_version=expected_version(request),
    )
    return _shown(request, transfer_id)


@router.get("/transfers/{uuid:transfer_id}.pdf", openapi_extra=PDF, summary="The delivery challan as PDF")
def get_challan(request: Any, transfer_id: UUID) -> HttpResponse:
    """In three copies, from the moment that the goods left."""
    return pdf(challan_pdf(actor=request.actor, transfer_id=transfer_id), name="delivery-challan")


@router.post("/transfers/{uuid:transfer_id}/write-off", response=TransferOut, summary="Write off what never arrived")
def write_off_transfer(request: Any, transfer_id: UUID, payload: WriteOffIn) -> Status:
    """It leaves the stock for good, by one of the classes of CGST Rule 56."""
    lines = None if payload.lines is None else [WriteOffLineInput(**line.given()) for line in payload.lines]
    given = {"reason": payload.reason, "notes": payload.notes, "lines": lines}
    return act(request, payload, operations.write_off_missing, transfer_id=transfer_id, show=_shown, **given)


@router.post("/transfers/{uuid:transfer_id}/dispatch", response=TransferOut, summary="Send a transfer")
def dispatch_transfer(request: Any, transfer_id: UUID, payload: DispatchIn = _AS_IT_IS) -> Status:
    """The goods are in transit from now on. Inside one registration a delivery challan is numbered; between two,
    `invoice_note` names the tax invoice."""
    given = payload.given()
    return act(request, payload, operations.dispatch_transfer, transfer_id=transfer_id, show=_shown, **given)


@router.post("/transfers/{uuid:transfer_id}/arrival", response=TransferOut, summary="Take in a transfer")
def arrive_transfer(request: Any, transfer_id: UUID, payload: ArrivalIn = _ALL_OF_IT) -> Status:
    """Less than was sent needs a reason, and the rest stays in transit."""
    lines = None if payload.lines is None else [ArrivalLineInput(**line.given()) for line in payload.lines]
    return act(request, payload, operations.arrive_transfer, transfer_id=transfer_id, lines=lines, show=_shown)


@router.post("/transfers/{uuid:transfer_id}/cancellation", response=TransferOut, summary="Cancel a draft transfer")
def cancel_transfer(request: Any, transfer_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.cancel_transfer, transfer_id=transfer_id, show=_shown)


def _shown(request: Any, transfer_id: UUID) -> Any:
    return queries.transfer(actor=writer(request.actor), transfer_id=transfer_id)


offer_reversal(
    router,
    plural="transfers",
    kind="transfer",
    response=TransferOut,
    reverse=operations.reverse_transfer,
    show=_shown,
    does="Brings everything back to where it came from, dated now, whether it has arrived or not.",
)
