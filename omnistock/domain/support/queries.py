"""Reading tickets, shares and grants, as a member of the workspace does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from omnistock.domain.support.models import AccessGrant, Share, Ticket, TicketAttachment, TicketMessage
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.statements import Statement

_IS_LOOKED_AT = """
SELECT EXISTS (
    SELECT FROM access_grant
    WHERE organization_id = %s AND expires_at > %s AND ended_at IS NULL AND refused_at IS NULL
)
"""


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message with its files (their names and sizes)."""

    message: TicketMessage
    attachments: Sequence[TicketAttachment]


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket with all that its page shows."""

    ticket: Ticket
    messages: Sequence[MessageView]
    shares: Sequence[Share]
    grants: Sequence[AccessGrant]


def tickets(
    *,
    actor: Actor,
    status: str = "",
    updated_since: dt.datetime | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[Ticket]:
    """The workspace's tickets in one statement, the newest first, or by change where `updated_since` asks."""
    actor.require("support:read")
    rows = Ticket.objects.filter(status=status) if status else Ticket.objects.all()
    order = ("-id",) if updated_since is None else BY_CHANGE
    rows = changed_since(rows, actor=actor, since=updated_since)
    return page(rows, order=order, cursor=cursor, limit=limit)


def ticket(*, actor: Actor, ticket_id: UUID) -> TicketView:
    """One ticket with everything in it. Five statements. Raises `NotFound`."""
    actor.require("support:read")
    found = find(Ticket.objects.all(), ticket_id, kind="ticket")
    messages = list(TicketMessage.objects.filter(ticket=found).order_by("at", "id"))
    files = TicketAttachment.objects.defer("content").filter(message__in=messages).order_by("id")
    by_message: dict[UUID, list[TicketAttachment]] = {}
    for each in files:
        by_message.setdefault(each.message_id, []).append(each)
    return TicketView(
        ticket=found,
        messages=[MessageView(each, by_message.get(each.pk, ())) for each in messages],
        shares=list(Share.objects.filter(ticket=found).order_by("shared_at", "id")),
        grants=list(AccessGrant.objects.filter(ticket=found).order_by("-requested_at", "-id")),
    )


def attachment(*, actor: Actor, ticket_id: UUID, ticket_attachment_id: UUID) -> TicketAttachment:
    """A file with its bytes. Raises `NotFound`."""
    actor.require("support:read")
    rows = TicketAttachment.objects.filter(message__ticket_id=ticket_id)
    return find(rows, ticket_attachment_id, kind="file")


def shares(*, actor: Actor, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[Share]:
    """What was shown to us, the newest first. One statement."""
    actor.require("support:read")
    return page(Share.objects.select_related("ticket"), order=("-id",), cursor=cursor, limit=limit)


def grants(*, actor: Actor, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[AccessGrant]:
    """Every question for access and what became of it, the newest first. One statement."""
    actor.require("support:read")
    return page(AccessGrant.objects.select_related("ticket"), order=("-id",), cursor=cursor, limit=limit)


def grant(*, actor: Actor, access_grant_id: UUID) -> AccessGrant:
    """One question for access. Raises `NotFound`."""
    actor.require("support:read")
    return find(AccessGrant.objects.select_related("ticket"), access_grant_id, kind="request for access")


def active_grants(*, actor: Actor) -> list[AccessGrant]:
    """Who of our staff may look at this moment: for the banner that every member sees. One statement."""
    rows = AccessGrant.objects.filter(expires_at__gt=actor.now, ended_at=None, refused_at=None)
    return list(rows.select_related("ticket").order_by("expires_at"))


def is_looked_at_lookup(*, actor: Actor) -> Statement:
    """The statement that says whether there is one of them, as there hardly ever is: to be sent along with another."""
    return Statement(_IS_LOOKED_AT, [actor.organization_id, actor.now])


def usable_grant(*, actor: Actor, access_grant_id: UUID) -> AccessGrant | None:
    """The grant, where it lets this very person in at this moment; else None. One statement."""
    found = AccessGrant.objects.select_related("ticket").filter(pk=access_grant_id).first()
    is_theirs = found is not None and found.staff_reference == actor.person_id
    return found if found is not None and is_theirs and found.status_at(actor.now) == "active" else None
