"""Locations: the bins of warehouses."""

from __future__ import annotations

from typing import Any, Literal
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
    unsent,
)
from omnistock.interfaces.api.writes import act, create, expected_version, writer

router = Router(tags=["Warehouses and locations"])

Kind = Literal["receiving", "storage", "picking", "quarantine", "dispatch", "transit"]


class LocationIn(NewRecord):
    warehouse_id: UUID
    code: str = Field(examples=["A-01-3"])
    name: str = ""
    zone: str = Field("", examples=["Cold store"])
    kind: Kind = Field(
        "storage", description="Stock is promised from storage and picking. `transit` is the product's own."
    )


class LocationSetIn(Body):
    warehouse_id: UUID
    pattern: str = Field(
        description="First and last bin; every number and single letter in which they differ runs.",
        examples=["A-01..A-40"],
    )
    kind: Kind = "storage"
    zone: str = ""


class LocationChanges(Body):
    code: str | None = None
    name: str | None = None
    zone: str | None = None
    kind: Kind | None = None


class LocationPatch(LocationChanges):
    external_id: str | None = None


class LocationFields(LocationChanges):
    warehouse_id: UUID = unsent(description="Needed for a new one; a location stays in its warehouse.")


class LocationOut(RecordOut):
    warehouse_id: UUID
    code: str
    name: str
    zone: str
    kind: Kind
    archived_at: Moment | None


class LocationQuery(ChangedPaged):
    warehouse_id: UUID | None = None
    kind: Kind | None = None
    archived: AskedFlag = False


@router.get("/locations", response=Listed[LocationOut], summary="List locations")
def list_locations(request: Any, query: Query[LocationQuery]) -> Any:
    return queries.location_records(actor=request.actor, **query.given())


@router.post("/locations", response={200: LocationOut, 201: LocationOut}, summary="Create a location")
def create_location(request: Any, payload: LocationIn) -> Status:
    def make(id: UUID) -> None:
        operations.create_location(actor=request.actor, id=id, **payload.given("id"))

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.post("/location-sets", response={201: list[LocationOut]}, summary="Create many locations by a pattern")
def create_locations(request: Any, payload: LocationSetIn) -> Status:
    """All of them or none, at most 1,000, in the order of the pattern."""
    return Status(201, operations.create_locations(actor=request.actor, **payload.given()))


@router.get("/locations/{uuid:location_id}", response=LocationOut, summary="Read a location")
def get_location(request: Any, location_id: UUID) -> Any:
    return queries.location_record(actor=request.actor, location_id=location_id)


@router.patch("/locations/{uuid:location_id}", response=LocationOut, summary="Change a location")
def change_location(request: Any, location_id: UUID, payload: LocationPatch) -> Any:
    """Another kind only while nothing lies there: the kind decides what may be promised."""
    operations.change_location(
        actor=request.actor,
        location_id=location_id,
        changes=payload.changes(),
        expected_version=expected_version(request),
    )
    return _shown(request, location_id)


@router.post("/locations/{uuid:location_id}/archival", response=LocationOut, summary="Archive an empty location")
def archive_location(request: Any, location_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.archive_location, location_id=location_id, show=_shown)


@router.post("/locations/{uuid:location_id}/restoration", response=LocationOut, summary="Restore an archived location")
def restore_location(request: Any, location_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.restore_location, location_id=location_id, show=_shown)


def _shown(request: Any, location_id: UUID) -> Any:
    return queries.location_record(actor=writer(request.actor), location_id=location_id)
