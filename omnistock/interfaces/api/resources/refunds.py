"""Refunds: what of a payment went back to the customer."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from omnistock.domain.billing import operations, queries
from omnistock.domain.billing.inputs import RefundInput
from omnistock.interfaces.api.resources.payments import Method
from omnistock.interfaces.api.resources.reversals import offer_reversal
from omnistock.interfaces.api.shapes import ChangedPaged, Day, Exact, Listed, Moment, NewRecord, RecordOut
from omnistock.interfaces.api.writes import create, writer

router = Router(tags=["Payments"])


class RefundIn(NewRecord):
    payment_id: UUID
    amount: Exact = Field(description="At most what is `unallocated` of the payment.")
    method: Method
    refunded_on: Day | None = Field(None, description="Today when left out; not before the payment.")
    reference: str = ""
    notes: str = ""


class RefundOut(RecordOut):
    number: str
    payment_id: UUID
    payment_number: str
    customer_id: UUID
    customer_name: str
    amount: Exact
    method: Method
    reference: str
    refunded_on: dt.date
    notes: str
    reversed_at: Moment | None
    reversed_reason: str


class RefundQuery(ChangedPaged):
    customer_id: UUID | None = None
    payment_id: UUID | None = None
    method: Method | None = None
    refunded_from: Day | None = None
    refunded_to: Day | None = None
    search: str = Field("", max_length=400, description="Words of number, reference, payment or customer.")


@router.get("/refunds", response=Listed[RefundOut], summary="List refunds")
def list_refunds(request: Any, query: Query[RefundQuery]) -> Any:
    """Reversed ones too."""
    asked = query.given("cursor", "limit", "method")
    wanted = queries.RefundFilter(**asked, method=query.method or "", sort="changed")
    return queries.refunds(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/refunds", response={200: RefundOut, 201: RefundOut}, summary="Refund an advance")
def create_refund(request: Any, payload: RefundIn) -> Status:
    """What of a payment pays no invoice goes back to the customer, or a part of it. To give back more, take the payment
    off an invoice first, or credit the invoice."""

    def make(id: UUID) -> None:
        operations.refund_payment(
            actor=request.actor,
            payment_id=payload.payment_id,
            id=id,
            external_id=payload.external_id,
            refund=RefundInput(**payload.given("id", "external_id", "payment_id")),
        )

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/refunds/{uuid:refund_id}", response=RefundOut, summary="Read a refund")
def get_refund(request: Any, refund_id: UUID) -> Any:
    return queries.refund(actor=request.actor, refund_id=refund_id)


def _shown(request: Any, refund_id: UUID) -> Any:
    return queries.refund(actor=writer(request.actor), refund_id=refund_id)


offer_reversal(
    router,
    plural="refunds",
    kind="refund",
    response=RefundOut,
    reverse=operations.reverse_refund,
    show=_shown,
    does="Its payment has it as an advance again; its number stays.",
)
