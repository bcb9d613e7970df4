"""Reading outboxes and notices."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from omnistock.domain.notifications.kinds import NOTICE_KINDS
from omnistock.domain.notifications.models import Mail, Notice, WorkspaceMail
from omnistock.kernel.errors import PermissionMissing
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import ApiKey, Membership
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, page
from omnistock.tenancy.statements import Statement

SHOWN = 50
COUNTED_AT_MOST = 100
_NEWEST = ("-created_at", "-id")
READ, WRITE = "notices:read", "notices:write"
_UNREAD = """
SELECT count(*) FROM (
    SELECT FROM notice
    WHERE organization_id = %s AND membership_id = %s AND is_shown AND read_at IS NULL LIMIT %s
) AS counted
"""


class KeyOfNobody(PermissionMissing):
    """Notices are told to people, and the key's maker is none here: the operator made it, or they left."""

    code = "key_of_nobody"


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


def own_notices(*, actor: Actor) -> QuerySet[Notice]:
    """What the acting member was told of in the app; a key has what its maker was told, as far as the key's scopes may
    know of it, and never what is of their own account. Nothing for a job. Raises `KeyOfNobody`."""
    shown = Notice.objects.filter(is_shown=True)
    if actor.membership_id is not None:
        return shown.filter(membership_id=actor.membership_id)
    if actor.api_key_id is None:
        return shown.none()
    known = [kind.name for kind in NOTICE_KINDS.values() if kind.permission and actor.may(kind.permission)]
    return shown.filter(membership_id=_maker(actor), kind__in=known)


def _to_read(actor: Actor) -> QuerySet[Notice]:
    if actor.api_key_id is not None:
        actor.require(READ)
    return own_notices(actor=actor)


def _maker(actor: Actor) -> UUID:
    """The membership of who made the acting key. One statement."""
    assert actor.api_key_id is not None
    made = ApiKey.objects.filter(id=actor.api_key_id).values("created_by_id")
    found = Membership.objects.filter(ended_at=None, person__is_active=True, person_id__in=made)
    if (membership_id := found.values_list("id", flat=True).first()) is None:
        message = _(
            "This key reads the notices of the member who made it, and there is none: the operator made it, or they "
            "left. Make a key under Set-up › API keys."
        )
        raise KeyOfNobody(message)
    return membership_id


def notices(
    *, actor: Actor, is_read: bool | None = None, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[Notice]:
    """What the acting member was told of in the app, the newest first. One statement, for a key two."""
    rows = _to_read(actor)
    if is_read is not None:
        rows = rows.filter(read_at__isnull=not is_read)
    return page(rows, order=_NEWEST, cursor=cursor, limit=limit)


def unread_notices(*, actor: Actor) -> int:
    """How many of them are unread; beyond `COUNTED_AT_MOST` it counts no further."""
    return _to_read(actor).filter(read_at__isnull=True)[:COUNTED_AT_MOST].count()


def unread_lookup(*, actor: Actor) -> Statement:
    """The statement that counts them for a member, to be sent along with another."""
    return Statement(_UNREAD, [actor.organization_id, actor.membership_id, COUNTED_AT_MOST])


def notice_of(*, actor: Actor, notice_id: UUID) -> Notice | None:
    """One notice of the acting member, or None."""
    return own_notices(actor=actor).filter(id=notice_id).first()


def notice(*, actor: Actor, notice_id: UUID) -> Notice:
    """The same for who asks by its id. Raises `NotFound`."""
    return find(_to_read(actor), notice_id, kind="notice")
