"""Recalls: batches frozen everywhere at once, whom they went to, and how far their customers are."""

from __future__ import annotations

from typing import Any, Final, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.recalls import operations
from omnistock.domain.recalls.inputs import AnswerInput
from omnistock.domain.recalls.papers import letters_pdf
from omnistock.domain.recalls.queries import RecallFilter, recall, recalls
from omnistock.domain.recalls.queries.recalls import CustomerRow, RecallPage, Share
from omnistock.interfaces.api.papers import PDF, pdf
from omnistock.interfaces.api.shapes import (
    NOTHING,
    AskedFlag,
    Body,
    ChangedPaged,
    Exact,
    Listed,
    Moment,
    NewRecord,
    Nothing,
    RecordOut,
)
from omnistock.interfaces.api.writes import act, create, writer

router = Router(tags=["Recalls"])

RecallStatus = Literal["open", "closed", "released"]


class RecallIn(NewRecord):
    batch_ids: list[UUID] = Field(min_length=1, max_length=200)
    reason: str = Field(description="In one line of up to 300 characters.", examples=["Sour smell"])
    is_drill: bool = Field(False, description="On paper only: nothing is frozen, and the time is taken.")


class RecallHead(RecordOut):
    number: str
    reason: str
    is_drill: bool
    status: RecallStatus
    batch_numbers: list[str]
    opened_at: Moment
    opened_by: str
    closed_at: Moment | None
    closing_notes: str
    unaccounted_base: Exact | None = Field(description="What was still out when it was closed.")
    released_at: Moment | None
    released_reason: str
    seconds: int = Field(description="How long it is, or was, open.")


class MassBalanceOut(Schema):
    """received + found + produced = on_hand + in_transit + sold - returned + lost + sent_back + consumed, in the base
    unit and over all warehouses."""

    batch_id: UUID
    number: str
    received: Exact
    found: Exact
    produced: Exact
    on_hand: Exact
    in_transit: Exact
    sold: Exact
    returned: Exact
    lost: Exact
    sent_back: Exact
    consumed: Exact
    difference: Exact = Field(description="0, or the ledger is wrong.")


class RecallPlaceOut(Schema):
    batch_id: UUID
    warehouse_id: UUID
    location_id: UUID
    location_code: str
    is_quarantine: bool
    on_hand: Exact


class RecallTransitOut(Schema):
    batch_id: UUID
    transfer_id: UUID
    transfer_number: str
    quantity: Exact


class RecallDocumentOut(Schema):
    batch_id: UUID
    dispatch_id: UUID
    dispatch_number: str
    invoice_id: UUID | None
    invoice_number: str
    dispatched_at: Moment
    quantity: Exact = Field(validation_alias="sent")
    returned: Exact


class RecallShareOut(Schema):
    batch_id: UUID
    sent: Exact
    returned: Exact
    destroyed: Exact
    used: Exact
    unaccounted: Exact

    @staticmethod
    def resolve_batch_id(share: Share) -> UUID:
        return share.batch.id


class RecallCustomerOut(Schema):
    customer_id: UUID = Field(validation_alias="id")
    name: str
    contact_name: str
    phone: str
    email: str
    state: Literal["to_reach", "reached", "answered", "done"]
    contacted_at: Moment | None
    answered_at: Moment | None
    notes: str
    documents: list[RecallDocumentOut]
    shares: list[RecallShareOut]


class PulledBatchOut(Schema):
    batch_id: UUID
    batch_number: str
    quantity: Exact


class PulledLineOut(Schema):
    """A line of an order that lost the batch, and what was reserved instead."""

    sales_order_id: UUID
    sales_order_number: str
    pulled: list[PulledBatchOut]
    pulled_base: Exact
    picked_base: Exact
    replaced: list[PulledBatchOut]
    short_base: Exact


class RecallOut(RecallHead, Schema):
    percent_accounted: int = Field(validation_alias="percent")
    unaccounted: Exact
    balances: list[MassBalanceOut]
    places: list[RecallPlaceOut]
    in_transit: list[RecallTransitOut]
    orders: list[PulledLineOut] = Field(validation_alias="pulled")
    customers: list[RecallCustomerOut]

    @staticmethod
    def resolve_balances(page: RecallPage) -> list[dict[str, Any]]:
        names = ("received", "found", "produced", "on_hand", "in_transit", "sold", "returned", "lost", "sent_back")
        return [
            {"batch_id": batch.id, "number": batch.number}
            | {name: getattr(balance, name) for name in (*names, "consumed", "difference")}
            for batch, balance in page.balances
        ]

    @staticmethod
    def resolve_places(page: RecallPage) -> Any:
        return page.trace.places

    @staticmethod
    def resolve_in_transit(page: RecallPage) -> Any:
        return page.trace.on_the_way


class RecallQuery(ChangedPaged):
    status: RecallStatus | None = None
    is_drill: AskedFlag | None = None
    batch_id: UUID | None = None


class Closing(Body):
    notes: str = Field("", description="What became of what is not accounted for; needed where something is not.")


class Releasing(Body):
    reason: str


class AnswerIn(Body):
    batch_id: UUID
    destroyed: Exact | None = None
    used: Exact | None = None


class ContactPatch(Body):
    """What is left out stays as it is."""

    is_contacted: bool | None = None
    is_answered: bool | None = None
    notes: str | None = None
    answers: list[AnswerIn] = Field([], max_length=200)


NO_NOTES: Final = Closing(notes="")


@router.get("/recalls", response=Listed[RecallHead], summary="List recalls")
def list_recalls(request: Any, query: Query[RecallQuery]) -> Any:
    asked = query.given("cursor", "limit", "status")
    wanted = RecallFilter(**asked, status=query.status or "", sort="changed")
    return recalls(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/recalls", response={200: RecallOut, 201: RecallOut}, summary="Freeze batches and open their recall")
def create_recall(request: Any, payload: RecallIn) -> Status:
    """In every warehouse at once. Open orders lose the batches, and get others where there are any."""

    def make(id: UUID) -> None:
        operations.open_recall(actor=request.actor, id=id, **payload.given("id"))

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/recalls/{uuid:recall_id}", response=RecallOut, summary="Read a recall")
def get_recall(request: Any, recall_id: UUID) -> Any:
    """With where its batches are now. Customers and orders need `sales:read` too."""
    return recall(actor=request.actor, recall_id=recall_id)


@router.patch(
    "/recalls/{uuid:recall_id}/customers/{uuid:customer_id}",
    response=RecallCustomerOut,
    summary="Note what a customer said",
)
def change_recall_customer(request: Any, recall_id: UUID, customer_id: UUID, payload: ContactPatch) -> Any:
    """Quantities are in the base unit. What a customer sends back is a return and needs no note."""
    answers = [AnswerInput(**answer.given()) for answer in payload.answers]
    operations.record_contact(
        actor=request.actor,
        recall_id=recall_id,
        customer_id=customer_id,
        answers=answers,
        is_contacted=payload.is_contacted,
        is_answered=payload.is_answered,
        notes=payload.notes,
    )
    return _customer(_shown(request, recall_id), customer_id)


@router.post("/recalls/{uuid:recall_id}/quarantine", response=RecallOut, summary="Move a recall's goods to quarantine")
def quarantine_recall(request: Any, recall_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.quarantine_recall, recall_id=recall_id, show=_shown)


@router.post("/recalls/{uuid:recall_id}/closure", response=RecallOut, summary="Close a recall")
def close_recall(request: Any, recall_id: UUID, payload: Closing = NO_NOTES) -> Status:
    """Its batches stay frozen."""
    return act(request, payload, operations.close_recall, recall_id=recall_id, notes=payload.notes, show=_shown)


@router.post("/recalls/{uuid:recall_id}/release", response=RecallOut, summary="Release a recall")
def release_recall(request: Any, recall_id: UUID, payload: Releasing) -> Status:
    """Its batches are what they were before."""
    return act(request, payload, operations.release_recall, recall_id=recall_id, reason=payload.reason, show=_shown)


@router.get("/recalls/{uuid:recall_id}/letters", summary="Read a recall's letters as PDF", openapi_extra=PDF)
def get_recall_letters(request: Any, recall_id: UUID, customer_id: UUID | None = None) -> Any:
    """One letter for each customer, or for one."""
    return pdf(letters_pdf(actor=request.actor, recall_id=recall_id, customer_id=customer_id), name="recall-letters")


def _shown(request: Any, recall_id: UUID) -> RecallPage:
    return recall(actor=writer(request.actor), recall_id=recall_id)


def _customer(page: RecallPage, customer_id: UUID) -> CustomerRow:
    return next(each for each in page.customers if each.id == customer_id)
