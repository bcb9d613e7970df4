"""The end of a look: by itself, by a member, by staff, or with the ticket that it was granted on."""

from __future__ import annotations

from typing import Any

from omnistock.domain.audit.operations import record
from omnistock.domain.security.operations import record as record_security
from omnistock.domain.support.models import AccessGrant, Ticket
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor


def end_grant(*, actor: Actor, grant: AccessGrant, name: str) -> AccessGrant:
    """From now on it lets nobody in; `name` says in the trail what ended it."""
    grant.ended_at = actor.now
    save_change(grant, actor=actor, fields=["ended_at"])
    tell_access(actor, grant, name, "support_ended", after={"ended_at": actor.now})
    return grant


def end_grants_of(*, actor: Actor, ticket: Ticket) -> None:
    """A ticket that is closed lets nobody in any more, and what staff asked for on it waits for nobody."""
    rows = AccessGrant.objects.select_related("ticket").filter(ticket=ticket, ended_at=None, refused_at=None)
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
