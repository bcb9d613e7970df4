"""Choosing a workspace to work in: the moment at which a person's session becomes a member's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.notifications.notices import About, tell_own
from omnistock.domain.security.operations import record as record_security
from omnistock.kernel.errors import NotFound
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actors import actor_for_person
from omnistock.tenancy.boundary import tenant_boundary


def enter_workspace(
    *,
    person_id: UUID,
    organization_id: UUID,
    now: dt.datetime,
    address: str | None,
    new_sign_in: Mapping[str, str] | None = None,
) -> None:
    """Note in the workspace's security log that the member came in; `new_sign_in` says from where and with what, if the
    session began in a place that is new, which the member is told of wherever else they work. It opens the boundary
    itself: call it outside of any.

    Raises `NotFound` for who is no member.
    """
    with tenant_boundary(organization_id):
        actor = actor_for_person(
            organization_id=organization_id, person_id=person_id, door="web", now=now, address=address
        )
        if actor is None:
            raise NotFound(_("You have no such workspace; choose one from the list."))
        record_security(actor=actor, kind="workspace_entered", role=actor.role)
        if new_sign_in:
            tell_own(actor=actor, kind="new_sign_in", about=About(uuid7(), new_sign_in))
