"""Tickets: opened and written to by the workspace, answered by staff, closed and opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.attachments.content import without_place
from omnistock.domain.audit.operations import record
from omnistock.domain.files.storing import refuse_large
from omnistock.domain.notifications.notices import About
from omnistock.domain.notifications.notices import tell as tell_in_app
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.support.models import Ticket, TicketAttachment, TicketMessage
from omnistock.domain.support.operations.ending import end_grants_of
from omnistock.domain.support.policies import POLICIES
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.models import ApiKey
from omnistock.tenancy.operation import operation

SUBJECT_LONGEST: Final = 160
TEXT_LONGEST: Final = 8000
MOST_ATTACHMENTS: Final = 5
MOST_BYTES: Final = 5 * 1024 * 1024


class TicketClosed(Conflict):
    """Nothing is written to a closed ticket until it is opened again."""

    code = "ticket_closed"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it was sent. What it is called and what it is are the sender's words: it is only ever handed out again to
    be kept. A picture is kept without where and with what it was taken."""

    name: str
    content: bytes


@operation(POLICIES)
def open_ticket(
    *,
    actor: Actor,
    subject: str,
    text: str,
    attachments: Sequence[Attachment] = (),
    id: UUID | None = None,
    external_id: str | None = None,
) -> Ticket:
    """Ask us something. Everybody of the workspace who sees tickets sees it, and our staff. Raises `Invalid`,
    `IdReused`."""
    check = Checker()
    named = check.text("subject", subject, longest=SUBJECT_LONGEST, required=True)
    said = _said(check, text, attachments)
    wanted = check_free(Ticket, id=id, external_id=external_id, checker=check)
    check.stop()
    ticket = made_ticket(actor=actor, subject=named, id=id, external_id=wanted)
    say(actor=actor, ticket=ticket, text=said, attachments=attachments)
    return ticket


def made_ticket(*, actor: Actor, subject: str, id: UUID | None = None, external_id: str | None = None) -> Ticket:
    """A ticket without a word in it yet, with its event."""
    ticket = Ticket(
        organization_id=actor.organization_id,
        id=id or uuid7(),
        external_id=external_id,
        subject=subject,
        opened_by=actor.name,
        created_at=actor.now,
        updated_at=actor.now,
        number=take_number(actor=actor, kind="ticket"),
    )
    ticket.save(force_insert=True)
    tell(actor, ticket, "open_ticket", after={"subject": subject})
    return ticket


@operation(POLICIES)
def write_message(
    *,
    actor: Actor,
    ticket_id: UUID,
    text: str,
    attachments: Sequence[Attachment] = (),
    expected_version: int | None = None,
) -> TicketMessage:
    """Write on. A ticket that was closed is open again with it. Raises `Invalid`, `NotFound`."""
    ticket = find_for_change(Ticket.objects.all(), ticket_id, kind="ticket", expected_version=expected_version)
    check = Checker()
    said = _said(check, text, attachments)
    check.stop()
    _turn(actor, ticket, "open")
    message = say(actor=actor, ticket=ticket, text=said, attachments=attachments)
    tell(actor, ticket, "write_message", after={"attachments": len(attachments)})
    return message


@operation(POLICIES)
def close_ticket(*, actor: Actor, ticket_id: UUID, expected_version: int | None = None) -> Ticket:
    """It is settled, from the workspace's side; a look that was granted on it is over."""
    ticket = find_for_change(Ticket.objects.all(), ticket_id, kind="ticket", expected_version=expected_version)
    if _turn(actor, ticket, "closed"):
        tell(actor, ticket, "close_ticket")
    return ticket


@operation(POLICIES)
def answer_ticket(*, actor: Actor, ticket_id: UUID, text: str, close: bool = False) -> TicketMessage:
    """Our answer. `close`: it is settled, as we see it, and we look no more. Raises `TicketClosed` where the workspace closed
    it meanwhile."""
    ticket = find_for_change(Ticket.objects.all(), ticket_id, kind="ticket")
    if ticket.status == "closed":
        raise TicketClosed(_("{number} is closed.").format(number=ticket.number))
    check = Checker()
    said = _said(check, text, ())
    check.stop()
    _turn(actor, ticket, "closed" if close else "answered")
    message = say(actor=actor, ticket=ticket, text=said, is_staff=True)
    tell(actor, ticket, "answer_ticket", after={"status": ticket.status})
    _tell_writers(actor, ticket, message)
    return message


def say(
    *, actor: Actor, ticket: Ticket, text: str, attachments: Sequence[Attachment] = (), is_staff: bool = False
) -> TicketMessage:
    """Append a message with its files."""
    message = TicketMessage(
        organization_id=actor.organization_id,
        ticket=ticket,
        at=actor.now,
        is_staff=is_staff,
        author_name=actor.name,
        author_reference=actor.person_id or _maker_of_key(actor),
        text=text,
    )
    message.save(force_insert=True)
    for each in attachments:
        content = without_place(each.name, each.content, pointer="attachments")
        TicketAttachment(
            organization_id=actor.organization_id,
            message=message,
            name=excerpt(each.name, length=255) or "file",
            size_bytes=len(content),
            content=content,
        ).save(force_insert=True)
    return message


def _maker_of_key(actor: Actor) -> UUID | None:
    """What a key writes, who made the key is told the answer of."""
    if actor.api_key_id is None:
        return None
    return ApiKey.objects.filter(id=actor.api_key_id).values_list("created_by_id", flat=True).first()


def tell(actor: Actor, ticket: Ticket, name: str, **changed: Any) -> None:
    record(
        actor=actor,
        operation=f"support.{name}",
        subject_kind="ticket",
        subject_id=ticket.pk,
        subject_name=ticket.number,
        **changed,
    )


def _tell_writers(actor: Actor, ticket: Ticket, message: TicketMessage) -> None:
    """Those of the workspace who wrote in the ticket have a notice of the answer."""
    wrote = TicketMessage.objects.filter(ticket=ticket, is_staff=False).values_list("author_reference", flat=True)
    writers = frozenset(each for each in wrote if each is not None)
    facts = {"number": ticket.number, "subject": ticket.subject, "ticket_id": str(ticket.pk)}
    tell_in_app(actor=actor, kind="ticket_answered", abouts=[About(message.pk, facts, person_ids=writers)])


def _said(check: Checker, text: str, attachments: Sequence[Attachment]) -> str:
    said = check.text("text", text, longest=TEXT_LONGEST, required=True, lines=True)
    if len(attachments) > MOST_ATTACHMENTS:
        message = _("At most {most} files go with a message; send the others with the next.")
        check.add("attachments", message.format(most=MOST_ATTACHMENTS), "too_many")
    for each in attachments:
        refuse_large(len(each.content), most_bytes=MOST_BYTES)
        check.text("attachments", each.name, longest=255)
    return said


def _turn(actor: Actor, ticket: Ticket, status: str) -> bool:
    if ticket.status == status:
        return False
    ticket.status = status
    save_change(ticket, actor=actor, fields=["status"])
    if status == "closed":
        end_grants_of(actor=actor, ticket=ticket)
    return True
