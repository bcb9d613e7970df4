"""Tax registrations of the organization: a GSTIN in India."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from omnistock.domain.numbering.operations import set_number_prefix
from omnistock.domain.numbering.queries import next_numbers
from omnistock.domain.warehouses import operations, queries
from omnistock.interfaces.api.shapes import (
    AskedFlag,
    Body,
    ChangedPaged,
    Day,
    Listed,
    Moment,
    NewRecord,
    RecordOut,
    Shape,
)
from omnistock.interfaces.api.writes import create, expected_version, writer

router = Router(tags=["Registrations"])

NumberedKind = Literal["invoice", "bill_of_supply", "credit_note", "delivery_challan"]
Scheme = Literal["regular", "composition"]


class RegistrationIn(NewRecord):
    legal_name: str
    trade_name: str = ""
    gstin: str = Field("", description="In India: 15 characters; it says the State.")
    tax_number: str = Field("", description="Outside of India.")
    scheme: Scheme = "regular"
    address_lines: list[str] = []
    city: str = ""
    state_code: str = ""
    postal_code: str = ""
    valid_from: Day | None = None
    valid_to: Day | None = None


class RegistrationPatch(Body):
    external_id: str | None = None
    legal_name: str | None = None
    trade_name: str | None = None
    gstin: str | None = None
    tax_number: str | None = None
    scheme: Scheme | None = None
    address_lines: list[str] | None = None
    city: str | None = None
    state_code: str | None = None
    postal_code: str | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class RegistrationOut(RecordOut):
    legal_name: str
    trade_name: str
    gstin: str
    tax_number: str
    scheme: Scheme
    address_lines: list[str]
    city: str
    state_code: str
    postal_code: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    tax_locked_through: dt.date | None
    archived_at: Moment | None


class RegistrationQuery(ChangedPaged):
    archived: AskedFlag = False


class TaxLockIn(Body):
    through: Day | None = Field(description="The last day of the last filed period; null opens all periods.")


class NumberPrefixIn(Body):
    prefix: str = Field(description="Up to 4 letters, digits and `-`, no zero in front.", examples=["MUM"])


class NextNumberOut(Shape):
    document_kind: NumberedKind
    prefix: str
    next_number: str = Field(description="What a document of today would get.", examples=["MUM/26-27/00042"])


class NextNumberList(Shape):
    items: list[NextNumberOut]


@router.get("/registrations", response=Listed[RegistrationOut], summary="List tax registrations")
def list_registrations(request: Any, query: Query[RegistrationQuery]) -> Any:
    return queries.registration_records(actor=request.actor, **query.given())


@router.post(
    "/registrations", response={200: RegistrationOut, 201: RegistrationOut}, summary="Create a tax registration"
)
def create_registration(request: Any, payload: RegistrationIn) -> Status:
    def make(id: UUID) -> None:
        operations.create_registration(actor=request.actor, id=id, **payload.given("id"))

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/registrations/{uuid:registration_id}", response=RegistrationOut, summary="Read a tax registration")
def get_registration(request: Any, registration_id: UUID) -> Any:
    return queries.registration_record(actor=request.actor, registration_id=registration_id)


@router.patch("/registrations/{uuid:registration_id}", response=RegistrationOut, summary="Change a tax registration")
def change_registration(request: Any, registration_id: UUID, payload: RegistrationPatch) -> Any:
    """Documents that are issued keep the text that they were issued with."""
    operations.change_registration(
        actor=request.actor,
        registration_id=registration_id,
        changes=payload.changes(),
        expected_version=expected_version(request),
    )
    return _shown(request, registration_id)


@router.put("/registrations/{uuid:registration_id}/tax-lock", response=RegistrationOut, summary="Lock tax periods")
def put_tax_lock(request: Any, registration_id: UUID, payload: TaxLockIn) -> Any:
    """No tax document of the registration is dated on that day or before."""
    operations.set_tax_lock(
        actor=request.actor,
        registration_id=registration_id,
        through=payload.through,
        expected_version=expected_version(request),
    )
    return _shown(request, registration_id)


@router.get(
    "/registrations/{uuid:registration_id}/number-prefixes",
    response=NextNumberList,
    summary="What the numbers of tax documents begin with",
)
def list_number_prefixes(request: Any, registration_id: UUID) -> Any:
    return {"items": next_numbers(actor=request.actor, registration_id=registration_id)}


@router.put(
    "/registrations/{uuid:registration_id}/number-prefixes/{document_kind}",
    response=NextNumberList,
    summary="Let the numbers of a kind of tax document begin otherwise",
)
def put_number_prefix(request: Any, registration_id: UUID, document_kind: NumberedKind, payload: NumberPrefixIn) -> Any:
    """From the next number on; the count of the financial year goes on."""
    set_number_prefix(
        actor=request.actor, registration_id=registration_id, document_kind=document_kind, prefix=payload.prefix
    )
    return {"items": next_numbers(actor=writer(request.actor), registration_id=registration_id)}


def _shown(request: Any, registration_id: UUID) -> Any:
    return queries.registration_record(actor=writer(request.actor), registration_id=registration_id)
