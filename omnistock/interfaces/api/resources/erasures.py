"""Erasing a person in the workspace's records, and what each erasure overwrote and kept."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.rights import operations, queries
from omnistock.domain.rights.operations import Subjects
from omnistock.interfaces.api.shapes import Body, Listed, Moment, Paged
from omnistock.interfaces.api.writes import create

router = Router(tags=["Erasures"])
MOST = 100


class OverwrittenOut(Schema):
    what: str = Field(examples=["customer", "customer_contacts", "supplier_reach"])
    count: int
    id: UUID | None = Field(description="The customer or supplier.")


class KeptOut(Schema):
    what: str = Field(examples=["invoices", "dispatches", "receipts"])
    count: int
    numbers: list[str] = Field(description="The newest twenty.")
    until: dt.date | None = Field(description="The day until which Indian tax law asks for the newest of them.")


class ErasureOut(Schema):
    id: UUID
    principal_request_id: UUID | None
    at: Moment
    actor_name: str
    overwritten: list[OverwrittenOut]
    kept: list[KeptOut]


class ErasureIn(Body):
    """Contacts are of the party as it stands: their ids change when a party's contacts are sent anew."""

    id: UUID | None = None
    customer_contacts: list[UUID] = Field([], max_length=MOST)
    supplier_contacts: list[UUID] = Field([], max_length=MOST)
    customers: list[UUID] = Field([], max_length=MOST, description="Each is a person: overwritten as a whole.")
    suppliers: list[UUID] = Field([], max_length=MOST, description="Each is a person; see `kept` for what stays.")
    attachments: list[UUID] = Field(
        [],
        max_length=200,
        description="Files with their documents that go too (`GET /attachments?customer_id=`). What is left of them is told "
        "in `kept`: what is in a file nobody but a person can judge.",
    )
    principal_request_id: UUID | None = None


class ErasureQuery(Paged):
    principal_request_id: UUID | None = None


@router.get("/erasures", response=Listed[ErasureOut], summary="List erasures")
def list_erasures(request: Any, query: Query[ErasureQuery]) -> Any:
    """The newest first."""
    return queries.erasures(actor=request.actor, **query.given())


@router.get("/erasures/{uuid:erasure_id}", response=ErasureOut, summary="Read an erasure")
def read_erasure(request: Any, erasure_id: UUID) -> Any:
    return queries.erasure(actor=request.actor, erasure_id=erasure_id)


@router.post("/erasures", response={200: ErasureOut, 201: ErasureOut}, summary="Erase a person")
def create_erasure(request: Any, payload: ErasureIn) -> Status:
    """Overwrites what no law asks for, in the records and in the audit trail, and answers what was kept. Not undone."""
    given = payload.given("id")
    asked = given.pop("principal_request_id", None)

    def make(id: UUID) -> None:
        operations.erase_person(actor=request.actor, subjects=Subjects(**given), principal_request_id=asked, id=id)

    return create(request, payload, make=make, show=lambda id: queries.erasure(actor=request.actor, erasure_id=id))
