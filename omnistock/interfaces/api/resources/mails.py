"""What was mailed in the workspace's name, and what became of each mail."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from omnistock.domain.notifications.queries import workspace_mails
from omnistock.interfaces.api.shapes import Listed, Moment, Paged

router = Router(tags=["Mail"])
State = Literal["queued", "kept", "suppressed", "sent", "failed", "delivered", "bounced", "complained"]


class MailOut(Schema):
    id: UUID
    kind: str = Field(examples=["dispatch_alert"], description="One of the kinds that the privacy policy names.")
    recipient: str
    subject: str
    status: State = Field(description="kept: no provider is set; suppressed: not handed over, `error` says why.")
    attempts: int
    error: str = Field(description="What went wrong, in words; empty where nothing did.")
    created_at: Moment
    sent_at: Moment | None


class MailQuery(Paged):
    status: State | None = None
    kind: str | None = Field(None, max_length=40)


@router.get("/mails", response=Listed[MailOut], summary="List mails")
def list_mails(request: Any, query: Query[MailQuery]) -> Any:
    """The newest first, for 90 days. Needs the scope `settings:write`. The text of a mail is not kept."""
    return workspace_mails(actor=request.actor, **query.given())
