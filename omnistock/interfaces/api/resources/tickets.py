"""Tickets: what a workspace asks the operator's staff, and what they answer. Who is let in to look is granted by people
alone, in the app."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.support import operations, queries
from omnistock.domain.support.models import AccessGrant
from omnistock.domain.support.operations import Attachment
from omnistock.interfaces.api.papers import attached, binary
from omnistock.interfaces.api.shapes import NOTHING, Body, ChangedPaged, Listed, Moment, NewRecord, Nothing, RecordOut
from omnistock.interfaces.api.writes import act, create, writer
from omnistock.kernel.errors import Fault, Invalid

router = Router(tags=["Support"])

TicketStatus = Literal["open", "answered", "closed"]
MEDIA_TYPE: Final = "application/octet-stream"


class AttachmentIn(Body):
    name: str = Field(max_length=255, examples=["screen.png"])
    content: str = Field(description="The file in base64; at most 5 MB, and 10 MB with all of the body.")


class MessageIn(Body):
    text: str = Field(description="Up to 8,000 characters; staff of the operator read it.")
    attachments: list[AttachmentIn] = Field([], max_length=5)

    def files(self) -> list[Attachment]:
        """Raises `Invalid` with every file whose content is no base64."""
        faults, found = [], []
        for at, each in enumerate(self.attachments):
            try:
                found.append(Attachment(each.name, base64.b64decode(each.content, validate=True)))
            except (binascii.Error, ValueError):
                faults.append(Fault(f"attachments/{at}/content", "Write the file in base64 (RFC 4648, section 4)."))
        if faults:
            raise Invalid.of(faults)
        return found


class TicketIn(NewRecord, MessageIn):
    subject: str = Field(description="Up to 160 characters.")


class AttachmentOut(Schema):
    id: UUID
    name: str
    size_bytes: int


class MessageOut(Schema):
    id: UUID
    at: Moment
    is_staff: bool = Field(description="Of the operator's staff.")
    author_name: str
    text: str
    attachments: list[AttachmentOut]


class ShareOut(Schema):
    id: UUID
    title: str
    shared_by: str
    shared_at: Moment
    withdrawn_at: Moment | None


class AccessGrantOut(Schema):
    id: UUID
    staff_name: str
    scopes: list[str] = Field(examples=[["sales", "stock"]], description="The parts of the workspace.")
    reason: str
    hours: int
    status: Literal["requested", "active", "refused", "ended", "expired"]
    requested_at: Moment
    granted_by_name: str
    expires_at: Moment | None


class TicketHead(RecordOut):
    number: str
    subject: str
    status: TicketStatus = Field(description="open: staff are to answer; answered: the workspace is.")
    opened_by: str


class TicketOut(TicketHead):
    messages: list[MessageOut]
    shares: list[ShareOut] = Field(description="What of a page was shown to staff.")
    access_grants: list[AccessGrantOut] = Field(description="Whether staff asked to look, and what became of it.")


class TicketQuery(ChangedPaged):
    status: TicketStatus | None = None


@router.get("/tickets", response=Listed[TicketHead], summary="List tickets")
def list_tickets(request: Any, query: Query[TicketQuery]) -> Any:
    """The newest first; without their messages."""
    return queries.tickets(actor=request.actor, status=query.status or "", **query.given("status"))


@router.post("/tickets", response={200: TicketOut, 201: TicketOut}, summary="Open a ticket")
def create_ticket(request: Any, payload: TicketIn) -> Status:
    """What you write is read by the operator's staff, and by everybody of the workspace who sees tickets. Who made the key
    is told of the answer."""
    files = payload.files()

    def make(id: UUID) -> None:
        given = payload.given("id", "attachments")
        operations.open_ticket(actor=request.actor, id=id, attachments=files, **given)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/tickets/{uuid:ticket_id}", response=TicketOut, summary="Read a ticket")
def get_ticket(request: Any, ticket_id: UUID) -> Any:
    return _out(request, queries.ticket(actor=request.actor, ticket_id=ticket_id))


@router.post("/tickets/{uuid:ticket_id}/messages", response=TicketOut, summary="Write on in a ticket")
def create_ticket_message(request: Any, ticket_id: UUID, payload: MessageIn) -> Status:
    """One that was closed is open again by it."""
    return act(
        request,
        payload,
        operations.write_message,
        ticket_id=ticket_id,
        text=payload.text,
        attachments=payload.files(),
        show=_shown,
    )


@router.post("/tickets/{uuid:ticket_id}/closure", response=TicketOut, summary="Close a ticket")
def close_ticket(request: Any, ticket_id: UUID, payload: Nothing = NOTHING) -> Status:
    """It is settled; writing on opens it again."""
    return act(request, payload, operations.close_ticket, ticket_id=ticket_id, show=_shown)


@router.get(
    "/tickets/{uuid:ticket_id}/attachments/{uuid:ticket_attachment_id}",
    openapi_extra=binary(MEDIA_TYPE),
    summary="A file of a ticket",
)
def get_ticket_attachment(request: Any, ticket_id: UUID, ticket_attachment_id: UUID) -> HttpResponse:
    """As it was sent: nobody has looked into it."""
    file = queries.attachment(actor=request.actor, ticket_id=ticket_id, ticket_attachment_id=ticket_attachment_id)
    return attached(bytes(file.content), name=file.name, media_type=MEDIA_TYPE)


def _shown(request: Any, ticket_id: UUID) -> Any:
    return _out(request, queries.ticket(actor=writer(request.actor), ticket_id=ticket_id))


def _out(request: Any, view: queries.TicketView) -> dict[str, Any]:
    row = view.ticket
    names = ("id", "external_id", "version", "created_at", "updated_at", "number", "subject", "status", "opened_by")
    return {
        **{name: getattr(row, name) for name in names},
        "messages": [_message(each) for each in view.messages],
        "shares": view.shares,
        "access_grants": [_grant(each, request) for each in view.grants],
    }


def _message(each: queries.MessageView) -> dict[str, Any]:
    names = ("id", "at", "is_staff", "author_name", "text")
    return {name: getattr(each.message, name) for name in names} | {"attachments": list(each.attachments)}


def _grant(each: AccessGrant, request: Any) -> dict[str, Any]:
    names = ("id", "staff_name", "scopes", "reason", "hours", "requested_at", "granted_by_name", "expires_at")
    return {name: getattr(each, name) for name in names} | {"status": each.status_at(request.actor.now)}
