"""Units of measure."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from omnistock.domain.catalog import queries, vocabulary
from omnistock.interfaces.api.shapes import Body, ChangedPaged, Listed, RecordOut, Whole
from omnistock.interfaces.api.writes import create, expected_version, writer

router = Router(tags=["Units and categories"])


class UnitIn(Body):
    id: UUID | None = None
    code: str = Field(examples=["strip"])
    name: str = ""
    decimals: Whole = Field(0, description="How finely it is counted: 0 for pieces, 3 for kg; 4 at most.")
    uqc_code: str = Field("OTH", description="The tax portal's unit quantity code.")


class UnitPatch(Body):
    code: str | None = None
    name: str | None = None
    decimals: Whole | None = None
    uqc_code: str | None = None


class UnitOut(RecordOut):
    code: str
    name: str
    decimals: int
    uqc_code: str


@router.get("/units", response=Listed[UnitOut], summary="List units of measure")
def list_units(request: Any, query: Query[ChangedPaged]) -> Any:
    return queries.unit_page(actor=request.actor, **query.given())


@router.post("/units", response={200: UnitOut, 201: UnitOut}, summary="Create a unit of measure")
def create_unit(request: Any, payload: UnitIn) -> Status:
    def make(id: UUID) -> None:
        vocabulary.create_unit(actor=request.actor, id=id, **payload.given("id"))

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/units/{uuid:unit_id}", response=UnitOut, summary="Read a unit of measure")
def get_unit(request: Any, unit_id: UUID) -> Any:
    return queries.unit(actor=request.actor, unit_id=unit_id)


@router.patch("/units/{uuid:unit_id}", response=UnitOut, summary="Change a unit of measure")
def change_unit(request: Any, unit_id: UUID, payload: UnitPatch) -> Any:
    vocabulary.change_unit(
        actor=request.actor, unit_id=unit_id, changes=payload.changes(), expected_version=expected_version(request)
    )
    return _shown(request, unit_id)


def _shown(request: Any, unit_id: UUID) -> Any:
    return queries.unit(actor=writer(request.actor), unit_id=unit_id)
