"""Reading outboxes and notices."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from omnistock.domain.notifications.models import Mail, Notice, WorkspaceMail
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, page

SHOWN = 50
COUNTED_AT_MOST = 100
_NEWEST = ("-created_at", "-id")


def newest_mails() -> list[Mail]:
    """The newest account mails, newest first: for the machine itself, where no provider sends them."""
    return list(Mail.objects.order_by(*_NEWEST)[:SHOWN])


def kinds_of_mails() -> set[str]:
    """The kinds of all account mails that stand in the outbox."""
    return set(Mail.objects.order_by().values_list("kind", flat=True).distinct())


def kinds_of_workspace_mails() -> set[str]:
    """The kinds of all mails of the workspace whose boundary is open."""
    return set(WorkspaceMail.objects.order_by().values_list("kind", flat=True).distinct())


def workspace_mails(
    *,
    actor: Actor,
    status: str = "",
    kind: str = "",
    text: str = "",
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[WorkspaceMail]:
    """What was mailed in the workspace's name, the newest first. One statement."""
    actor.require("settings:write")
    rows = WorkspaceMail.objects.all()
    if status:
        rows = rows.filter(status=status)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(recipient__icontains=text)
    return page(rows, order=_NEWEST, cursor=cursor, limit=limit)


def oldest_mail_at() -> dt.datetime | None:
    """When the oldest account mail was written."""
    return Mail.objects.order_by("created_at").values_list("created_at", flat=True).first()


def own_notices(*, actor: Actor) -> QuerySet[Notice]:
    """What the acting member was told of in the app: nothing for a key or a job."""
    if actor.membership_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(membership_id=actor.membership_id, is_shown=True)


def notices(*, actor: Actor, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[Notice]:
    """What the acting member was told of in the app, the newest first. One statement."""
    return page(own_notices(actor=actor), order=_NEWEST, cursor=cursor, limit=limit)


def unread_notices(*, actor: Actor) -> int:
    """How many of them are unread; beyond `COUNTED_AT_MOST` it counts no further."""
    return own_notices(actor=actor).filter(read_at__isnull=True)[:COUNTED_AT_MOST].count()


def notice_of(*, actor: Actor, notice_id: UUID) -> Notice | None:
    """One notice of the acting member, or None."""
    return own_notices(actor=actor).filter(id=notice_id).first()
