"""The audit trail: who did what, when, with what before and after."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from omnistock.domain.audit import queries
from omnistock.interfaces.api.shapes import Listed, Moment, Paged

router = Router(tags=["Audit trail"])


class AuditEventOut(Schema):
    id: UUID
    at: Moment
    operation: str = Field(examples=["purchasing.post_receipt"])
    subject_kind: str
    subject_id: UUID
    subject_name: str
    person_id: UUID | None
    api_key_id: UUID | None
    actor_name: str
    door: str = Field(description="Where it came in: web, api, job, cli, scan.")
    request_id: UUID
    before: dict[str, Any] | None = Field(
        description="Its values, and those of `after`, are null for who does not see costs."
    )
    after: dict[str, Any] | None


class AuditEventQuery(Paged):
    subject_id: UUID | None = None
    subject_kind: str | None = Field(None, max_length=40)
    operation: str | None = Field(None, max_length=80)
    since: Moment | None = None
    until: Moment | None = None


@router.get("/audit-events", response=Listed[AuditEventOut], summary="List audit events")
def list_audit_events(request: Any, query: Query[AuditEventQuery]) -> Any:
    """In the order in which things were done."""
    return queries.event_page(actor=request.actor, **query.given())
