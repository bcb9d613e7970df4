"""The views that somebody finds in a list: their own and the shared ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from omnistock.domain.saved_views.models import SavedView
from omnistock.domain.saved_views.operations import MOST_VIEWS, owned_by, owner_of
from omnistock.domain.saved_views.policies import SHARE
from omnistock.tenancy.access import find, not_found
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page
from omnistock.tenancy.paging import page as page_of

_MOST: Final = 5 * MOST_VIEWS


@dataclass(frozen=True, slots=True)
class SavedViewView:
    """`may_remove`: it is the actor's own, or shared and they may say what is."""

    id: UUID
    page: str
    name: str
    query: str
    is_shared: bool
    may_remove: bool


def shared_views(
    *, actor: Actor, page: str = "", cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[SavedView]:
    """A page of the shared ones, for a program that keeps them."""
    actor.require(SHARE)
    rows = SavedView.objects.filter(is_shared=True)
    return page_of(rows.filter(page=page) if page else rows, order=("id",), cursor=cursor, limit=limit)


def shared_view(*, actor: Actor, saved_view_id: UUID) -> SavedView:
    """One of them. Raises `NotFound`."""
    actor.require(SHARE)
    return find(SavedView.objects.filter(is_shared=True), saved_view_id, kind="view")


def shared_view_named(*, actor: Actor, page: str, name: str) -> SavedView:
    """The one of a name that a program shared. Raises `NotFound`."""
    actor.require(SHARE)
    found = owned_by(None).filter(page=page, name=name).first()
    if found is None:
        raise not_found(name, kind="view")
    return found


def saved_views(*, actor: Actor, page: str = "") -> list[SavedViewView]:
    """Those of one list, or of all, by name; in one statement."""
    rows = SavedView.objects.filter(Q(membership_id=owner_of(actor)) | Q(is_shared=True))
    if page:
        rows = rows.filter(page=page)
    return [
        SavedViewView(
            id=row.pk,
            page=row.page,
            name=row.name,
            query=row.query,
            is_shared=row.is_shared,
            may_remove=actor.may(SHARE) if row.is_shared else True,
        )
        for row in rows.order_by("page", "name", "id")[:_MOST]
    ]
