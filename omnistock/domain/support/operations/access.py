"""Letting staff in (promise P8): asked for on a ticket, granted by a member who may, read only, for a day at most, and
ended at any moment. Every view is an event of the workspace's own audit log before it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.identity.operations.members import hold_members
from omnistock.domain.notifications.notices import About, tell
from omnistock.domain.security.operations import record as record_security
from omnistock.domain.support.models import AccessGrant, Ticket
from omnistock.domain.support.operations.ending import end_grant, tell_access
from omnistock.domain.support.operations.tickets import say
from omnistock.domain.support.policies import POLICIES
from omnistock.domain.support.scopes import SCOPES
from omnistock.kernel.errors import Conflict, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Membership
from omnistock.tenancy.operation import operation

REASON_LONGEST: Final = 500
MOST_HOURS: Final = 24


class GrantNotOpen(Conflict):
    """It was decided or ended already; the sentence says so."""

    code = "grant_not_open"


@operation(POLICIES)
def request_access(
    *, actor: Actor, ticket_id: UUID, scopes: Collection[str], reason: str, hours: int | str
) -> AccessGrant:
    """Staff ask to look at these parts, for so many hours from the moment of the grant. Raises `Invalid`."""
    ticket = find_for_change(Ticket.objects.all(), ticket_id, kind="ticket")  # who closes it meanwhile ends this too
    if ticket.status == "closed":
        raise GrantNotOpen(_("{number} is closed: there is nothing to look at.").format(number=ticket.number))
    check = Checker()
    chosen = [check.choice("scopes", scope, tuple(SCOPES)) for scope in dict.fromkeys(scopes)]
    if not any(SCOPES[each].permissions for each in chosen if each):
        check.add("scopes", _("Choose at least one part to look at."), "missing")
    why = check.text("reason", reason, longest=REASON_LONGEST, required=True)
    length = check.integer("hours", hours, least=1, most=MOST_HOURS)
    if length is None and not any(fault.pointer == "hours" for fault in check.faults):
        check.add("hours", _("Say for how many hours, 1 to {most}.").format(most=MOST_HOURS), "missing")
    check.stop()
    assert actor.person_id is not None
    assert length is not None
    grant = AccessGrant(
        organization_id=actor.organization_id,
        id=uuid7(),
        ticket=ticket,
        staff_reference=actor.person_id,
        staff_name=actor.name,
        scopes=chosen,
        reason=why,
        hours=length,
        requested_at=actor.now,
        created_at=actor.now,
        updated_at=actor.now,
    )
    grant.save(force_insert=True)
    say(
        actor=actor,
        ticket=ticket,
        text=_("I ask to look at your workspace: {reason}").format(reason=why),
        is_staff=True,
    )
    tell_access(
        actor, grant, "request_access", "support_asked", after={"scopes": chosen, "hours": length, "reason": why}
    )
    facts = {"name": actor.name, "number": ticket.number, "ticket_id": str(ticket.pk)}
    tell(actor=actor, kind="support_access_asked", abouts=[About(grant.pk, facts)])
    return grant


@operation(POLICIES)
def grant_access(*, actor: Actor, access_grant_id: UUID, expected_version: int | None = None) -> AccessGrant:
    """Let the one who asked look, from now on for as long as they asked. A person's own act: no key grants. The door has
    asked once more who they are before it calls this."""
    hold_members()  # who is taken out meanwhile grants nothing, and who has granted is found by whoever takes them out
    member_id = actor.membership_id
    if member_id is None or not Membership.objects.filter(pk=member_id, ended_at=None).exists():
        raise PermissionMissing(_("Only a member can let support in."))
    grant = _open(access_grant_id, expected_version)
    grant.granted_by_id, grant.granted_by_name = member_id, actor.name
    grant.granted_at = actor.now
    grant.expires_at = actor.now + dt.timedelta(hours=grant.hours)
    save_change(grant, actor=actor, fields=["granted_by", "granted_by_name", "granted_at", "expires_at"])
    after = {"scopes": grant.scopes, "expires_at": grant.expires_at}
    tell_access(actor, grant, "grant_access", "support_granted", after=after)
    return grant


@operation(POLICIES)
def refuse_access(*, actor: Actor, access_grant_id: UUID, expected_version: int | None = None) -> AccessGrant:
    """No; support helps without looking."""
    grant = _open(access_grant_id, expected_version)
    grant.refused_at = actor.now
    save_change(grant, actor=actor, fields=["refused_at"])
    tell_access(actor, grant, "refuse_access", "support_ended", after={"refused": True})
    return grant


@operation(POLICIES)
def end_access(*, actor: Actor, access_grant_id: UUID) -> AccessGrant:
    """Take it back, at once. Raises `GrantNotOpen` where it is over already."""
    return _end(actor, access_grant_id, "end_access")


@operation(POLICIES)
def give_back_access(*, actor: Actor, access_grant_id: UUID) -> AccessGrant:
    """Staff need it no more, or take the question back."""
    return _end(actor, access_grant_id, "give_back_access")


def record_view(*, actor: Actor, grant: AccessGrant, page: str) -> None:
    """One look at a page, in the workspace's own log: to be committed before the page is read."""
    record(
        actor=actor,
        operation="support.view",
        subject_kind="ticket",
        subject_id=grant.ticket_id,
        subject_name=grant.ticket.number,
        after={"page": page[:300], "grant": str(grant.pk)},
    )
    record_security(actor=actor, kind="support_access", page=page, ticket=grant.ticket.number, staff=grant.staff_name)


def _open(access_grant_id: UUID, expected_version: int | None) -> AccessGrant:
    rows = AccessGrant.objects.select_related("ticket")
    grant = find_for_change(rows, access_grant_id, kind="request for access", expected_version=expected_version)
    if grant.granted_at or grant.refused_at or grant.ended_at:
        raise GrantNotOpen(_("This was decided already."))
    return grant


def _end(actor: Actor, access_grant_id: UUID, name: str) -> AccessGrant:
    rows = AccessGrant.objects.select_related("ticket")
    grant = find_for_change(rows, access_grant_id, kind="request for access")
    if grant.status_at(actor.now) not in ("requested", "active"):
        raise GrantNotOpen(_("It is over already."))
    return end_grant(actor=actor, grant=grant, name=name)
