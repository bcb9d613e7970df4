"""Payments from customers, and the invoices that they settle."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.billing import operations, queries
from omnistock.domain.billing.inputs import AllocationInput, PaymentInput
from omnistock.interfaces.api.resources.reversals import offer_reversal
from omnistock.interfaces.api.shapes import (
    AskedFlag,
    Body,
    ChangedPaged,
    Day,
    Exact,
    Listed,
    Moment,
    NewRecord,
    RecordOut,
)
from omnistock.interfaces.api.writes import act, create, writer

router = Router(tags=["Payments"])

Method = Literal["cash", "upi", "bank", "cheque", "card", "other"]


class PaymentAllocationIn(Body):
    invoice_id: UUID
    amount: Exact


class PaymentIn(NewRecord):
    customer_id: UUID
    amount: Exact
    method: Method
    paid_on: Day | None = Field(None, description="Today when left out.")
    reference: str = ""
    notes: str = ""
    allocations: list[PaymentAllocationIn] | None = Field(
        None, description="Left out: the oldest invoices first. Empty: all of it is an advance."
    )


class AllocateIn(Body):
    allocations: list[PaymentAllocationIn] | None = Field(
        default=None, description="The oldest invoices first when left out."
    )


class UnallocateIn(Body):
    invoice_id: UUID | None = Field(default=None, description="All of its invoices when left out.")


_OLDEST_FIRST, _ALL_INVOICES = AllocateIn(), UnallocateIn()


class PaymentAllocationOut(Schema):
    invoice_id: UUID
    invoice_number: str
    issued_on: dt.date
    amount: Exact


class PaymentHead(RecordOut):
    number: str
    customer_id: UUID
    customer_name: str
    amount: Exact
    allocated: Exact
    refunded: Exact = Field(description="What of it went back to the customer.")
    unallocated: Exact = Field(description="The advance that is left of it.")
    method: Method
    reference: str
    paid_on: dt.date
    notes: str
    reversed_at: Moment | None
    reversed_reason: str


class PaymentOut(PaymentHead):
    allocations: list[PaymentAllocationOut]


class PaymentQuery(ChangedPaged):
    customer_id: UUID | None = None
    method: Method | None = None
    is_advance: AskedFlag = Field(False, description="Something of it is neither allocated nor refunded.")
    paid_from: Day | None = None
    paid_to: Day | None = None
    search: str = Field("", max_length=400, description="Words of number, reference or customer.")


@router.get("/payments", response=Listed[PaymentHead], summary="List payments")
def list_payments(request: Any, query: Query[PaymentQuery]) -> Any:
    """Without their allocations; reversed ones too."""
    asked = query.given("cursor", "limit", "method")
    wanted = queries.PaymentFilter(**asked, method=query.method or "", sort="changed")
    return queries.payments(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/payments", response={200: PaymentOut, 201: PaymentOut}, summary="Record a payment")
def create_payment(request: Any, payload: PaymentIn) -> Status:
    def make(id: UUID) -> None:
        values = payload.given("id", "external_id", "allocations")
        given = PaymentInput(**values, allocations=_allocations(payload.allocations))
        operations.record_payment(actor=request.actor, id=id, external_id=payload.external_id, payment=given)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/payments/{uuid:payment_id}", response=PaymentOut, summary="Read a payment")
def get_payment(request: Any, payment_id: UUID) -> Any:
    return queries.payment(actor=request.actor, payment_id=payment_id)


@router.post("/payments/{uuid:payment_id}/allocation", response=PaymentOut, summary="Let an advance pay invoices")
def allocate_payment(request: Any, payment_id: UUID, payload: AllocateIn = _OLDEST_FIRST) -> Status:
    return act(
        request,
        payload,
        operations.allocate_payment,
        payment_id=payment_id,
        allocations=_allocations(payload.allocations),
        show=_shown,
    )


@router.post("/payments/{uuid:payment_id}/deallocation", response=PaymentOut, summary="Take a payment off its invoices")
def deallocate_payment(request: Any, payment_id: UUID, payload: UnallocateIn = _ALL_INVOICES) -> Status:
    """It becomes an advance again."""
    return act(
        request,
        payload,
        operations.unallocate_payment,
        payment_id=payment_id,
        invoice_id=payload.invoice_id,
        show=_shown,
    )


def _allocations(given: list[PaymentAllocationIn] | None) -> tuple[AllocationInput, ...] | None:
    return None if given is None else tuple(AllocationInput(**each.given()) for each in given)


def _shown(request: Any, payment_id: UUID) -> Any:
    return queries.payment(actor=writer(request.actor), payment_id=payment_id)


offer_reversal(
    router,
    plural="payments",
    kind="payment",
    response=PaymentOut,
    reverse=operations.reverse_payment,
    show=_shown,
    does="Its invoices are owed again; its number stays.",
)
