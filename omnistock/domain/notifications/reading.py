"""Reading a notice, and what both rooms keep no longer."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from omnistock.domain.notifications.models import Notice, WorkspaceMail
from omnistock.domain.notifications.queries import WRITE, own_notices
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor


def mark_read(*, actor: Actor, notice_id: UUID | None = None, until: dt.datetime | None = None) -> int:
    """One notice of the acting member is read, or (None) all are that came until then; answers how many were not yet. It
    is their own matter and tells nobody anything, so it leaves no line in the trail. A key reads for who made it."""
    _require(actor)
    rows = own_notices(actor=actor).filter(read_at__isnull=True)
    if notice_id is not None:
        rows = rows.filter(id=notice_id)
    if until is not None:
        rows = rows.filter(created_at__lte=until)
    return rows.update(read_at=actor.now)


def mark_one_read(*, actor: Actor, notice_id: UUID, expected_version: int | None = None) -> None:
    """The same for who asks by its id: a notice has no versions. Raises `NotFound`."""
    _require(actor)
    find(own_notices(actor=actor), notice_id, kind="notice")
    mark_read(actor=actor, notice_id=notice_id)


def _require(actor: Actor) -> None:
    if actor.api_key_id is not None:
        actor.require(WRITE)


def delete_old(*, actor: Actor, mails_before: dt.datetime, notices_before: dt.datetime) -> int:
    """Delete the workspace's mails and notices that were written before; answers how many."""
    mails, _ = WorkspaceMail.objects.filter(created_at__lt=mails_before).delete()
    notices, _ = Notice.objects.filter(created_at__lt=notices_before).delete()
    return mails + notices
