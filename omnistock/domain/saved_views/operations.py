"""Naming what a list shows, for oneself or for everybody. One's own views need no permission and are no event of the audit
log; a shared one is both, as others find it in their lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.saved_views.models import SavedView
from omnistock.domain.saved_views.policies import POLICIES
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker, is_storable
from omnistock.tenancy.operation import operation

MOST_VIEWS: Final = 200
LONGEST_PAGE: Final = 40
LONGEST_QUERY: Final = 2000


class TooManyViews(Conflict):
    """A member keeps two hundred views at most."""

    code = "too_many_views"


def save_view(*, actor: Actor, page: str, name: str, query: str) -> SavedView:
    """Keep what the list `page` shows under a name of the actor's own; the same name again replaces it. Raises `Invalid`
    with every fault, `TooManyViews`."""
    return _save(actor, page=page, name=name, query=query, is_shared=False)


@operation(POLICIES)
def share_view(*, actor: Actor, page: str, name: str, query: str) -> SavedView:
    """The same for everybody in the workspace. Raises as `save_view` does."""
    made = _save(actor, page=page, name=name, query=query, is_shared=True)
    _tell(actor, made, operation="saved_views.share_view", after={"page": made.page, "query": made.query})
    return made


@operation(POLICIES)
def change_shared_view(*, actor: Actor, saved_view_id: UUID | str, changes: Mapping[str, str]) -> SavedView:
    """Set what `changes` names of a shared one: name, query; whoever shared it. Raises `NotFound`, `Invalid` with every
    fault."""
    row = find(SavedView.objects.select_for_update().filter(is_shared=True), saved_view_id, kind="view")
    before = {"name": row.name, "query": row.query}
    wanted = before | dict(changes)
    row.name, row.query = _checked(row.page, wanted["name"], wanted["query"])
    same = owned_by(row.membership_id).filter(page=row.page, name=row.name).exclude(pk=row.pk)
    if same.exists():
        raise Invalid.at("name", _("This list has a view of this name already."), "taken")
    row.saved_at = actor.now
    row.save(update_fields=["name", "query", "saved_at"])
    after = {"name": row.name, "query": row.query}
    _tell(actor, row, operation="saved_views.change_shared_view", before=before, after=after)
    return row


def remove_own_view(*, actor: Actor, saved_view_id: UUID | str) -> SavedView:
    """Forget one of the actor's own that is not shared. Raises `NotFound`."""
    found = find(owned_by(owner_of(actor)).filter(is_shared=False), saved_view_id, kind="view")
    SavedView.objects.filter(pk=found.pk).delete()
    return found


@operation(POLICIES)
def remove_shared_view(*, actor: Actor, saved_view_id: UUID | str) -> SavedView:
    """Take a shared one from everybody's lists, whoever shared it. Raises `NotFound`."""
    found = find(SavedView.objects.filter(is_shared=True), saved_view_id, kind="view")
    SavedView.objects.filter(pk=found.pk).delete()
    _tell(actor, found, operation="saved_views.remove_shared_view", before={"page": found.page, "query": found.query})
    return found


def owner_of(actor: Actor) -> UUID | None:
    """Whose a view is that the actor makes: a member's own, nobody's where a program shares it."""
    return actor.membership_id


def owned_by(membership_id: UUID | None) -> QuerySet[SavedView]:
    """A member's, or for None those that programs share."""
    if membership_id is None:
        return SavedView.objects.filter(membership__isnull=True)
    return SavedView.objects.filter(membership_id=membership_id)


def _save(actor: Actor, *, page: str, name: str, query: str, is_shared: bool) -> SavedView:
    name, query = _checked(page, name, query)
    own = owned_by(owner_of(actor))
    if own.count() >= MOST_VIEWS and not own.filter(page=page, name=name).exists():
        message = _("You have {count} views already; remove one that you do not use.").format(count=MOST_VIEWS)
        raise TooManyViews(message)
    row = SavedView(
        id=uuid7(),
        organization_id=actor.organization_id,
        membership_id=owner_of(actor),
        page=page,
        name=name,
        query=query,
        is_shared=is_shared,
        saved_at=actor.now,
    )
    SavedView.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["organization", "membership", "page", "name"],
        update_fields=["query", "is_shared", "saved_at"],
    )
    return own.get(page=page, name=name)


def _checked(page: str, name: str, query: str) -> tuple[str, str]:
    """The name and the query as they are kept. Raises `Invalid` with every fault."""
    check = Checker()
    name = check.text("name", name, longest=60, required=True)
    if not page or len(page) > LONGEST_PAGE or len(query) > LONGEST_QUERY or not (is_storable(page + query)):
        check.add("name", _("This list cannot be kept as it is filtered now; clear some of its filters."), "query")
    check.stop()
    return name, query


def _tell(actor: Actor, view: SavedView, *, operation: str, **what: dict[str, str]) -> None:
    record(
        actor=actor,
        operation=operation,
        subject_kind="saved_view",
        subject_id=view.pk,
        subject_name=view.name,
        **what,
    )
