"""Categories of products."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from omnistock.domain.catalog import queries, vocabulary
from omnistock.interfaces.api.shapes import Body, ChangedPaged, Listed, RecordOut
from omnistock.interfaces.api.writes import create, expected_version, writer

router = Router(tags=["Units and categories"])


class CategoryIn(Body):
    id: UUID | None = None
    name: str


class CategoryPatch(Body):
    name: str


class CategoryOut(RecordOut):
    name: str


@router.get("/categories", response=Listed[CategoryOut], summary="List categories")
def list_categories(request: Any, query: Query[ChangedPaged]) -> Any:
    return queries.category_page(actor=request.actor, **query.given())


@router.post("/categories", response={200: CategoryOut, 201: CategoryOut}, summary="Create a category")
def create_category(request: Any, payload: CategoryIn) -> Status:
    def make(id: UUID) -> None:
        vocabulary.create_category(actor=request.actor, id=id, name=payload.name)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/categories/{uuid:category_id}", response=CategoryOut, summary="Read a category")
def get_category(request: Any, category_id: UUID) -> Any:
    return queries.category(actor=request.actor, category_id=category_id)


@router.patch("/categories/{uuid:category_id}", response=CategoryOut, summary="Rename a category")
def change_category(request: Any, category_id: UUID, payload: CategoryPatch) -> Any:
    vocabulary.change_category(
        actor=request.actor,
        category_id=category_id,
        name=payload.name,
        expected_version=expected_version(request),
    )
    return _shown(request, category_id)


def _shown(request: Any, category_id: UUID) -> Any:
    return queries.category(actor=writer(request.actor), category_id=category_id)
