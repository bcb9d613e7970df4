"""Shared views of lists: what a list shows, under a name that everybody in the workspace finds. Members' own views are theirs,
and no program's to read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from ninja import Query, Router, Status
from pydantic import Field

from omnistock.domain.saved_views import operations, queries
from omnistock.domain.saved_views.policies import SHARE
from omnistock.interfaces.api.shapes import Body, Listed, Moment, Paged, Shape, unsent
from omnistock.interfaces.api.writes import create
from omnistock.kernel.errors import Invalid

router = Router(tags=["Organization"])
_WHAT = "The list's address after the question mark, as the screen has it."


class SavedViewIn(Body):
    page: str = Field(max_length=40, description="The list, such as `sales-orders`, `stock` or `batches`.")
    name: str = Field(examples=["Waiting for goods"])
    query: str = Field("", description=_WHAT, examples=["status=confirmed&sort=-date"])


class SavedViewPatch(Body):
    name: str = unsent()
    query: str = unsent(description=_WHAT)


class SavedViewOut(Shape):
    id: UUID
    page: str
    name: str
    query: str
    saved_at: Moment


class SavedViewQuery(Paged):
    page: str = Field("", max_length=40)


@router.get("/saved-views", response=Listed[SavedViewOut], summary="List shared views")
def list_saved_views(request: Any, query: Query[SavedViewQuery]) -> Any:
    """Needs `settings:write`, as do the others: who says what everybody finds in a list."""
    return queries.shared_views(actor=request.actor, **query.given())


@router.post("/saved-views", response={201: SavedViewOut}, summary="Share a view")
def share_view(request: Any, payload: SavedViewIn) -> Status:
    """One of a name for each list: the same name again replaces what a program shared before."""
    made: list[UUID] = []

    def make(id: UUID) -> None:
        request.actor.require(SHARE)
        _require_list(payload.page)
        made.append(operations.share_view(actor=request.actor, **payload.given()).pk)

    def show(id: UUID) -> Any:
        found = made[0] if made else None
        if found is None:  # the same key sent again: what it made goes by its name
            return queries.shared_view_named(actor=request.actor, page=payload.page, name=payload.name)
        return queries.shared_view(actor=request.actor, saved_view_id=found)

    return create(request, payload, make=make, show=show)


@router.get("/saved-views/{uuid:saved_view_id}", response=SavedViewOut, summary="Read a shared view")
def get_saved_view(request: Any, saved_view_id: UUID) -> Any:
    return queries.shared_view(actor=request.actor, saved_view_id=saved_view_id)


@router.patch("/saved-views/{uuid:saved_view_id}", response=SavedViewOut, summary="Change a shared view")
def change_saved_view(request: Any, saved_view_id: UUID, payload: SavedViewPatch) -> Any:
    return operations.change_shared_view(actor=request.actor, saved_view_id=saved_view_id, changes=payload.changes())


@router.delete("/saved-views/{uuid:saved_view_id}", response={204: None}, summary="Take a shared view away")
def remove_saved_view(request: Any, saved_view_id: UUID) -> Status:
    operations.remove_shared_view(actor=request.actor, saved_view_id=saved_view_id)
    return Status(204, None)


def _require_list(page: str) -> None:
    """A view is of a page of the product without a record in its address."""
    try:
        if page and reverse(page).startswith("/app/"):
            return
    except NoReverseMatch:
        pass
    raise Invalid.at(
        "page", "There is no such list; it is called as its address is, such as sales-orders.", "unknown_choice"
    )
