"""Incidents: what this workspace was told of security incidents that concern it, word for word."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import translation
from ninja import Query, Router, Schema
from pydantic import Field

from omnistock.domain.incidents import notices
from omnistock.domain.incidents.papers import notice_pdf
from omnistock.domain.privacy.operator import security_contact
from omnistock.interfaces.api.papers import PDF, pdf
from omnistock.interfaces.api.shapes import Given, Listed, Moment, Paged

router = Router(tags=["Incidents"])


class IncidentAsked(Given):
    language: Literal["en", "hi"] = Field("en", description="Of the words, where the notice was written in it.")


class IncidentQuery(Paged, IncidentAsked):
    pass


class IncidentHead(Schema):
    id: UUID
    reference: str = Field(examples=["I-7KM2XQ4C"], description="Of the incident; it may have several notices.")
    audience: Literal["admins", "people"] = Field(description="To owners and admins, or to affected people.")
    subject: str
    sent_at: Moment
    told: int = Field(description="How many people of this workspace.")
    seen: int


class ReceiptOut(Schema):
    name: str
    role: str
    told_at: Moment
    is_mailed: bool = Field(description="By mail too; in the app always.")
    seen_at: Moment | None


class IncidentOut(IncidentHead):
    text: str
    receipts: list[ReceiptOut] = Field(description="Each person who was told, and when they first saw it.")


@router.get("/incidents", response=Listed[IncidentHead], summary="List incidents")
def list_incidents(request: Any, query: Query[IncidentQuery]) -> Any:
    """Every notice of a security incident that was sent to this workspace, the newest first. Needs the scope
    `security:read`. Drills are told to nobody."""
    found = notices.notices(actor=request.actor, **query.given("language"))
    return {"items": [_head(row, query.language) for row in found.items], "next_cursor": found.next_cursor}


@router.get("/incidents/{uuid:incident_notice_id}", response=IncidentOut, summary="Read what was told of an incident")
def get_incident(request: Any, incident_notice_id: UUID, query: Query[IncidentAsked]) -> Any:
    told = notices.receipts(actor=request.actor, notice_id=incident_notice_id)
    row = notices.notice(actor=request.actor, notice_id=incident_notice_id)
    return _head(row, query.language) | {"text": row.notice.said(query.language)[1], "receipts": told}


@router.get("/incidents/{uuid:incident_notice_id}.pdf", openapi_extra=PDF, summary="The notice as PDF")
def get_incident_pdf(request: Any, incident_notice_id: UUID, query: Query[IncidentAsked]) -> HttpResponse:
    """With its receipts: for your own record of the breach."""
    with translation.override(query.language):
        made = notice_pdf(actor=request.actor, notice_id=incident_notice_id, contact=security_contact())
    return pdf(made, name="incident-notice")


def _head(row: notices.NoticeRow, language: str) -> dict[str, Any]:
    names = ("id", "reference", "audience", "sent_at")
    said = {"subject": row.notice.said(language)[0], "told": row.told, "seen": row.seen}
    return {name: getattr(row.notice, name) for name in names} | said
