"""The end of a look: by itself, by a member, by staff, with the ticket that it was granted on, or with the member who granted
it, or their right to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from omnistock.domain.audit.operations import record
from omnistock.domain.security.operations import record as record_security
from omnistock.domain.support.models import AccessGrant, Ticket
from omnistock.domain.support.policies import POLICIES
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Membership
from omnistock.tenancy.roles import ROLES


def end_grant(*, actor: Actor, grant: AccessGrant, name: str) -> AccessGrant:
    """From now on it lets nobody in; `name` says in the trail what ended it."""
    grant.ended_at = actor.now
    save_change(grant, actor=actor, fields=["ended_at"])
    tell_access(actor, grant, name, "support_ended", after={"ended_at": actor.now})
    return grant


def end_grants_of(*, actor: Actor, ticket: Ticket) -> None:
    """A ticket that is closed lets nobody in any more, and what staff asked for on it waits for nobody."""
    _end_all(actor, AccessGrant.objects.filter(ticket=ticket))


def end_grants_by(actor: Actor, membership: Membership) -> None:
    """Who let support in and leaves, or may let nobody in any more, takes it with them, for good: coming back opens nothing
    again."""
    if membership.ended_at is None and POLICIES["grant_access"] in ROLES[membership.role]:
        return
    _end_all(actor, AccessGrant.objects.filter(granted_by=membership))


def _end_all(actor: Actor, rows: QuerySet[AccessGrant]) -> None:
    rows = rows.select_related("ticket").filter(ended_at=None, refused_at=None)
    for grant in rows.select_for_update(of=("self",)).order_by("id"):
        if grant.status_at(actor.now) in ("requested", "active"):
            end_grant(actor=actor, grant=grant, name="end_access")


def tell_access(actor: Actor, grant: AccessGrant, name: str, kind: str, **changed: Any) -> None:
    record(
        actor=actor,
        operation=f"support.{name}",
        subject_kind="access_grant",
        subject_id=grant.pk,
        subject_name=grant.ticket.number,
        **changed,
    )
    record_security(actor=actor, kind=kind, ticket=grant.ticket.number, staff=grant.staff_name)
