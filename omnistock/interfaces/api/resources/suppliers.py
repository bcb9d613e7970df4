"""Suppliers, with their addresses and contacts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from omnistock.domain.parties import operations, queries
from omnistock.interfaces.api.resources.parties import PartyFields, PartyOut, PartyQuery
from omnistock.interfaces.api.shapes import NOTHING, Listed, NewRecord, Nothing, Whole
from omnistock.interfaces.api.writes import act, create, expected_version, writer

router = Router(tags=["Suppliers"])


class SupplierFields(PartyFields):
    lead_time_days: Whole | None = None


class SupplierIn(SupplierFields, NewRecord):
    name: str = Field(examples=["Demo Labs"])


class SupplierPatch(SupplierFields):
    external_id: str | None = None


class SupplierOut(PartyOut):
    lead_time_days: int | None


@router.get("/suppliers", response=Listed[SupplierOut], summary="List suppliers")
def list_suppliers(request: Any, query: Query[PartyQuery]) -> Any:
    asked = query.given()
    paging = {"cursor": asked.pop("cursor"), "limit": asked.pop("limit")}
    return queries.suppliers(actor=request.actor, wanted=queries.PartyFilter(**asked, sort="changed"), **paging)


@router.post("/suppliers", response={200: SupplierOut, 201: SupplierOut}, summary="Create a supplier")
def create_supplier(request: Any, payload: SupplierIn) -> Status:
    def make(id: UUID) -> None:
        operations.create_supplier(actor=request.actor, values=payload.values(), id=id)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/suppliers/{uuid:supplier_id}", response=SupplierOut, summary="Read a supplier")
def get_supplier(request: Any, supplier_id: UUID) -> Any:
    return queries.supplier(actor=request.actor, supplier_id=supplier_id)


@router.patch("/suppliers/{uuid:supplier_id}", response=SupplierOut, summary="Change a supplier")
def change_supplier(request: Any, supplier_id: UUID, payload: SupplierPatch) -> Any:
    operations.change_supplier(
        actor=request.actor,
        supplier_id=supplier_id,
        changes=payload.values(),
        expected_version=expected_version(request),
    )
    return _shown(request, supplier_id)


@router.post("/suppliers/{uuid:supplier_id}/archival", response=SupplierOut, summary="Archive a supplier")
def archive_supplier(request: Any, supplier_id: UUID, payload: Nothing = NOTHING) -> Status:
    """No new document offers it; its history stays."""
    return act(request, payload, operations.archive_supplier, supplier_id=supplier_id, show=_shown)


@router.post("/suppliers/{uuid:supplier_id}/restoration", response=SupplierOut, summary="Restore an archived supplier")
def restore_supplier(request: Any, supplier_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.restore_supplier, supplier_id=supplier_id, show=_shown)


def _shown(request: Any, supplier_id: UUID) -> queries.PartyView:
    return queries.supplier(actor=writer(request.actor), supplier_id=supplier_id)
