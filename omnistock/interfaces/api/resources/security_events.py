"""The security log: who came in, who was kept out, and what was changed about that."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from omnistock.domain.security import queries
from omnistock.interfaces.api.shapes import Listed, Moment, Paged

router = Router(tags=["Audit trail"])


class SecurityEventOut(Schema):
    id: UUID
    at: Moment
    kind: str = Field(examples=["role_changed"], description="sign_in_failed, export, api_key_made and so on.")
    outcome: Literal["done", "refused"]
    person_id: UUID | None = Field(description="Who did it, where that was a person.")
    about_id: UUID | None = Field(description="The person it was done to, where that is another.")
    api_key_id: UUID | None
    who: str = Field(description="The name of the person or key; in words where there is none any more.")
    door: str = Field(description="Where it came in: web, api, job, cli, scan.")
    address: str | None = Field(description="IP address; null for what the product did by itself.")
    facts: dict[str, str] = Field(description="A few short texts, by name.")


class SecurityEventQuery(Paged):
    kind: str | None = Field(None, max_length=40)
    outcome: Literal["done", "refused"] | None = None
    person_id: UUID | None = None
    since: Moment | None = None
    until: Moment | None = None


@router.get("/security-events", response=Listed[SecurityEventOut], summary="List security events")
def list_security_events(request: Any, query: Query[SecurityEventQuery]) -> Any:
    """In the order in which things happened: of the workspace, and what bears on the accounts of its members."""
    return queries.security_log(actor=request.actor, oldest_first=True, **query.given())
