"""Sharing what a page shows (promise P2): exactly the text that was seen, sent once, and taken back at will."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.support.models import Share, Ticket
from omnistock.domain.support.operations.tickets import SUBJECT_LONGEST, made_ticket, say
from omnistock.domain.support.policies import POLICIES
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find, find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

CONTENT_LONGEST: Final = 200_000


class AlreadyWithdrawn(Conflict):
    """It was taken back already."""

    code = "already_withdrawn"


@operation(POLICIES)
def share_report(*, actor: Actor, title: str, content: str, ticket_id: UUID | None = None) -> Share:
    """Send `content`, the text that the person saw and nothing else, with a ticket: the given one, or a new one of its
    own. Raises `Invalid`, `NotFound`."""
    check = Checker()
    named = check.text("title", title, longest=SUBJECT_LONGEST, required=True)
    shown = check.text("content", content, longest=CONTENT_LONGEST, required=True, lines=True)
    check.stop()
    if ticket_id is None:
        ticket = made_ticket(actor=actor, subject=named)
        say(actor=actor, ticket=ticket, text=_("Shared from a page: {title}").format(title=named))
    else:
        ticket = find(Ticket.objects.all(), ticket_id, kind="ticket")
    share = Share(
        organization_id=actor.organization_id,
        id=uuid7(),
        ticket=ticket,
        title=named,
        content=shown,
        shared_by=actor.name,
        shared_at=actor.now,
    )
    share.save(force_insert=True)
    _tell(actor, share, "share_report", after={"ticket": ticket.number, "characters": len(shown)})
    return share


@operation(POLICIES)
def withdraw_share(*, actor: Actor, share_id: UUID) -> Share:
    """Take it back: its text is gone from that moment on; that it was shared stays in the list."""
    rows = Share.objects.select_related("ticket")
    share = find_for_change(rows, share_id, kind="shared report")
    if share.withdrawn_at is not None:
        raise AlreadyWithdrawn(_("It was taken back already."))
    share.content, share.withdrawn_at = "", actor.now
    share.save(update_fields=["content", "withdrawn_at"])
    _tell(actor, share, "withdraw_share", after={"ticket": share.ticket.number})
    return share


def _tell(actor: Actor, share: Share, name: str, **changed: object) -> None:
    record(
        actor=actor,
        operation=f"support.{name}",
        subject_kind="share",
        subject_id=share.pk,
        subject_name=share.title,
        **changed,  # type: ignore[arg-type]
    )
