"""Notices: what the member who made the key is told of in the app."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Literal
from uuid import UUID

from django.conf import settings
from django.utils import translation
from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.notifications import queries
from omnistock.domain.notifications.kinds import page_of
from omnistock.domain.notifications.models import Notice
from omnistock.domain.notifications.notices import sentence_of
from omnistock.domain.notifications.reading import mark_one_read, mark_read
from omnistock.interfaces.api.shapes import NOTHING, AskedFlag, Body, Listed, Moment, Nothing, Paged
from omnistock.interfaces.api.writes import act, idempotency_key
from omnistock.tenancy.actor import Actor

router = Router(tags=["Notices"])
Language = Literal["en", "hi"]


class NoticeOut(Schema):
    id: UUID
    kind: str = Field(examples=["invoice_overdue"])
    about_id: UUID = Field(description="The record that it is about.")
    facts: dict[str, str] = Field(description="What the words are made of, by name.")
    text: str
    url: str = Field(description="The page that shows what it is about.")
    created_at: Moment
    read_at: Moment | None


class NoticeList(Listed[NoticeOut]):
    unread: int = Field(description="Of all of them; 100 stands for that many or more.")


class NoticeQuery(Paged):
    is_read: AskedFlag | None = None
    language: Language = Field("en", description="Of `text`.")


class ReadingIn(Body):
    until: Moment | None = Field(None, description="Those that came until then: what you have seen. All when left out.")


EVERYTHING: Final = ReadingIn(until=None)


class ReadingOut(Schema):
    read: int = Field(description="How many were unread until now.")
    unread: int = Field(description="How many still are.")


@router.get("/notices", response=NoticeList, summary="List notices")
def list_notices(request: Any, query: Query[NoticeQuery]) -> Any:
    """Those of the member who made the key, the newest first, for 90 days: of the kinds that the key's other scopes may
    know of (`invoice_overdue` needs `billing:read`), and never what is of that member's own account. 403 `key_of_nobody`
    where the operator made the key, or its maker left."""
    found = queries.notices(actor=request.actor, **query.given("language"))
    with translation.override(query.language):
        items = [_out(row) for row in found.items]
    return {"items": items, "next_cursor": found.next_cursor, "unread": queries.unread_notices(actor=request.actor)}


@router.post("/notices/reading", response=ReadingOut, summary="Mark notices as read")
def read_notices(request: Any, payload: ReadingIn = EVERYTHING) -> Any:
    """For the member themselves too. Sent again it changes nothing."""
    idempotency_key(request)  # a wrong one is told, here as everywhere; a right one is not needed
    read = mark_read(actor=request.actor, until=payload.until)
    return {"read": read, "unread": queries.unread_notices(actor=_seeing(request.actor))}


@router.get("/notices/{uuid:notice_id}", response=NoticeOut, summary="Read a notice")
def get_notice(request: Any, notice_id: UUID) -> Any:
    """It stays unread by that."""
    return _out(queries.notice(actor=request.actor, notice_id=notice_id))


@router.post("/notices/{uuid:notice_id}/reading", response=NoticeOut, summary="Mark a notice as read")
def read_notice(request: Any, notice_id: UUID, payload: Nothing = NOTHING) -> Status:
    """For the member themselves too."""
    return act(request, payload, mark_one_read, notice_id=notice_id, show=_shown)


def _shown(request: Any, notice_id: UUID) -> Any:
    return _out(queries.notice(actor=_seeing(request.actor), notice_id=notice_id))


def _seeing(actor: Actor) -> Actor:
    """Who marks notices may see that they are: of the kinds that its scopes may know of, as before."""
    return replace(actor, permissions=actor.permissions | {queries.READ})


def _out(row: Notice) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "about_id": row.about_id,
        "facts": row.facts,
        "text": sentence_of(row.kind, row.facts),
        "url": settings.BASE_URL + page_of(row.kind, row.about_id, row.facts),
        "created_at": row.created_at,
        "read_at": row.read_at,
    }
