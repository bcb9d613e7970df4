"""A workspace to try things in: one's own copy of a story, made anew or gone in one press. Nothing of it is real."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.catalog.queries import has_products
from omnistock.domain.identity.operations.workspaces import create_workspace, furnish, judged_workspace
from omnistock.domain.identity.queries import workspaces_of
from omnistock.domain.practice.policies import POLICIES
from omnistock.domain.practice.stories import OPENED, Story, story_of
from omnistock.domain.security.operations import record as record_security
from omnistock.kernel.errors import Conflict
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import actor_for_person
from omnistock.tenancy.boundary import person_boundary, tenant_boundary
from omnistock.tenancy.models import Organization
from omnistock.tenancy.operation import operation
from omnistock.tenancy.queue import enqueue

FILL_TASK: Final = "fill_practice"
# What a reset leaves as it is, beside what the database has its own hand on.
_STAYS: Final = frozenset({"id", "name", "country", "currency", "plan", "is_practice", "version", "created_at"})


class NotForPractice(Conflict):
    """What is done to a practice workspace alone was asked for a real one."""

    code = "not_practice"


def start_practice(*, person_id: UUID, now: dt.datetime) -> UUID:
    """The practice workspace that the person owns; where there is none it is made, and the worker fills it.

    To be called outside of any boundary, as `create_workspace` is.
    """
    with person_boundary(person_id):
        own = next(
            (row.id for row in workspaces_of(person_id=person_id) if row.is_practice and row.role == "owner"), None
        )
    if own is not None:
        return own
    made = create_workspace(person_id=person_id, workspace=story_of().workspace, now=now - OPENED)
    with tenant_boundary(made):
        owner = actor_for_person(organization_id=made, person_id=person_id, door="web", now=now)
        assert owner is not None, "the membership was made a moment ago"
        enqueue(actor=owner, task=FILL_TASK)
    return made


@operation(POLICIES)
def reset_practice(*, actor: Actor) -> None:
    """Forget everything in it but its people and its audit trail, and have the worker tell its story anew. Raises
    `NotForPractice`."""
    organization = _own(actor)
    story = story_of(organization.name)
    _clear(is_whole=False)
    _as_new(organization, story)
    furnish(actor.at(actor.now - OPENED), story.workspace)
    _note(actor, "reset_practice")
    record_security(actor=actor, kind="practice_reset")
    enqueue(actor=actor, task=FILL_TASK)


@operation(POLICIES)
def delete_practice(*, actor: Actor) -> None:
    """Forget all of it, at once: its trail too, so that it was done is in the security log. Raises `NotForPractice`."""
    _own(actor)
    _note(actor, "delete_practice")
    record_security(actor=actor, kind="practice_deleted")
    _clear(is_whole=True)


def fill_practice(*, actor: Actor) -> None:
    """Play the story. Called by the worker; one that was filled meanwhile is left as it is."""
    organization = _own(actor)
    story = story_of(organization.name)
    if story.play is None or has_products() or actor.person_id is None:
        return
    story.play(actor.organization_id, actor.person_id, actor.now)


def is_being_filled(*, actor: Actor) -> bool:
    """Whether there is a story to come yet."""
    return story_of(actor.organization.name).play is not None and not has_products()


def _own(actor: Actor) -> Organization:
    """The workspace's row, locked: a reset waits for the worker to end, and the worker for a reset."""
    organization = Organization.objects.select_for_update(no_key=True).get(pk=actor.organization_id)
    if not organization.is_practice:
        raise NotForPractice(
            _("This is no practice workspace: what is in it is real, and is not thrown away like this.")
        )
    return organization


def _clear(*, is_whole: bool) -> None:
    """The function in the database looks for itself whether the workspace is one to practise in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clear_practice(%s)", [is_whole])


def _as_new(organization: Organization, story: Story) -> None:
    """Its settings as a new workspace has them: a story is told on these."""
    fresh = judged_workspace(story.workspace)
    names = [field.name for field in Organization._meta.fields if field.name not in _STAYS | {"updated_at"}]
    for name in names:
        setattr(organization, name, getattr(fresh, name))
    organization.version += 1
    organization.save(update_fields=[*names, "version"])


def _note(actor: Actor, what: str) -> None:
    record(
        actor=actor,
        operation=f"practice.{what}",
        subject_kind="organization",
        subject_id=actor.organization_id,
        subject_name=actor.organization.name,
    )
