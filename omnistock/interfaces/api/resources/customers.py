"""Customers, with their addresses and contacts."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from omnistock.domain.parties import operations, queries
from omnistock.interfaces.api.resources.parties import PartyFields, PartyOut, PartyQuery
from omnistock.interfaces.api.shapes import NOTHING, Exact, Listed, NewRecord, Nothing, Whole
from omnistock.interfaces.api.writes import act, create, expected_version, writer

router = Router(tags=["Customers"])


class CustomerFields(PartyFields):
    credit_limit: Exact | None = Field(None, description="Null: no limit.")
    minimum_shelf_life_days: Whole | None = Field(None, description="Left on the day of delivery, over the product's.")
    owner_membership_id: UUID | None = Field(None, description="The member whose customer it is.")
    language: Literal["en", "hi", ""] | None = Field(
        None, description="Of mails to them; null or empty: the organization's."
    )


class CustomerIn(CustomerFields, NewRecord):
    name: str = Field(examples=["City Chemist"])


class CustomerPatch(CustomerFields):
    external_id: str | None = None


class CustomerOut(PartyOut):
    credit_limit: Exact | None
    minimum_shelf_life_days: int | None
    owner_membership_id: UUID | None
    language: str


@router.get("/customers", response=Listed[CustomerOut], summary="List customers")
def list_customers(request: Any, query: Query[PartyQuery]) -> Any:
    asked = query.given()
    paging = {"cursor": asked.pop("cursor"), "limit": asked.pop("limit")}
    return queries.customers(actor=request.actor, wanted=queries.PartyFilter(**asked, sort="changed"), **paging)


@router.post("/customers", response={200: CustomerOut, 201: CustomerOut}, summary="Create a customer")
def create_customer(request: Any, payload: CustomerIn) -> Status:
    def make(id: UUID) -> None:
        operations.create_customer(actor=request.actor, values=payload.values(), id=id)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/customers/{uuid:customer_id}", response=CustomerOut, summary="Read a customer")
def get_customer(request: Any, customer_id: UUID) -> Any:
    return queries.customer(actor=request.actor, customer_id=customer_id)


@router.patch("/customers/{uuid:customer_id}", response=CustomerOut, summary="Change a customer")
def change_customer(request: Any, customer_id: UUID, payload: CustomerPatch) -> Any:
    operations.change_customer(
        actor=request.actor,
        customer_id=customer_id,
        changes=payload.values(),
        expected_version=expected_version(request),
    )
    return _shown(request, customer_id)


@router.post("/customers/{uuid:customer_id}/archival", response=CustomerOut, summary="Archive a customer")
def archive_customer(request: Any, customer_id: UUID, payload: Nothing = NOTHING) -> Status:
    """No new document offers it; its history stays."""
    return act(request, payload, operations.archive_customer, customer_id=customer_id, show=_shown)


@router.post("/customers/{uuid:customer_id}/restoration", response=CustomerOut, summary="Restore an archived customer")
def restore_customer(request: Any, customer_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.restore_customer, customer_id=customer_id, show=_shown)


def _shown(request: Any, customer_id: UUID) -> queries.PartyView:
    return queries.customer(actor=writer(request.actor), customer_id=customer_id)
