"""Warehouses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from omnistock.domain.warehouses import operations, queries
from omnistock.interfaces.api.shapes import (
    NOTHING,
    AskedFlag,
    Body,
    ChangedPaged,
    Listed,
    Moment,
    NewRecord,
    Nothing,
    RecordOut,
)
from omnistock.interfaces.api.writes import act, create, expected_version, writer

router = Router(tags=["Warehouses and locations"])


class WarehouseIn(NewRecord):
    code: str = Field(examples=["MUM"])
    name: str = Field(examples=["Mumbai"])
    registration_id: UUID | None = Field(None, description="The tax registration under which goods leave here.")
    address_lines: list[str] = []
    city: str = ""
    state_code: str = Field("", description="The GST code of the State, two digits; the registration's when left out.")
    postal_code: str = ""
    country: str = Field("", description="Two letters; the organization's when left out.")
    phone: str = ""


class WarehouseFields(Body):
    code: str | None = None
    name: str | None = None
    registration_id: UUID | None = None
    address_lines: list[str] | None = None
    city: str | None = None
    state_code: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None


class WarehousePatch(WarehouseFields):
    external_id: str | None = None
    default_location_id: UUID | None = None


class WarehouseOut(RecordOut):
    code: str
    name: str
    registration_id: UUID | None
    default_location_id: UUID | None = Field(description="Where goods go, and are promised from, when nobody says.")
    address_lines: list[str]
    city: str
    state_code: str
    postal_code: str
    country: str
    phone: str
    archived_at: Moment | None


class WarehouseQuery(ChangedPaged):
    archived: AskedFlag = False


@router.get("/warehouses", response=Listed[WarehouseOut], summary="List warehouses")
def list_warehouses(request: Any, query: Query[WarehouseQuery]) -> Any:
    return queries.warehouse_records(actor=request.actor, **query.given())


@router.post("/warehouses", response={200: WarehouseOut, 201: WarehouseOut}, summary="Create a warehouse")
def create_warehouse(request: Any, payload: WarehouseIn) -> Status:
    """With its first locations: receiving, storage (the default), quarantine, dispatch, in transit."""

    def make(id: UUID) -> None:
        operations.create_warehouse(actor=request.actor, id=id, **payload.given("id"))

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/warehouses/{uuid:warehouse_id}", response=WarehouseOut, summary="Read a warehouse")
def get_warehouse(request: Any, warehouse_id: UUID) -> Any:
    return queries.warehouse_record(actor=request.actor, warehouse_id=warehouse_id)


@router.patch("/warehouses/{uuid:warehouse_id}", response=WarehouseOut, summary="Change a warehouse")
def change_warehouse(request: Any, warehouse_id: UUID, payload: WarehousePatch) -> Any:
    operations.change_warehouse(
        actor=request.actor,
        warehouse_id=warehouse_id,
        changes=payload.changes(),
        expected_version=expected_version(request),
    )
    return _shown(request, warehouse_id)


@router.post("/warehouses/{uuid:warehouse_id}/archival", response=WarehouseOut, summary="Archive an empty warehouse")
def archive_warehouse(request: Any, warehouse_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.archive_warehouse, warehouse_id=warehouse_id, show=_shown)


@router.post(
    "/warehouses/{uuid:warehouse_id}/restoration", response=WarehouseOut, summary="Restore an archived warehouse"
)
def restore_warehouse(request: Any, warehouse_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.restore_warehouse, warehouse_id=warehouse_id, show=_shown)


def _shown(request: Any, warehouse_id: UUID) -> Any:
    return queries.warehouse_record(actor=writer(request.actor), warehouse_id=warehouse_id)
