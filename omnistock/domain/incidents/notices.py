"""What a workspace was told of incidents, as its own people read it; and the proofs, as the operator's console does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connections
from django.db.models import Count, QuerySet

from omnistock.domain.incidents.models import IncidentNotice, IncidentPerson, IncidentReceipt
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import Person
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, page

READ: Final = "security:read"
# On the console's own connection, since the tenant manager knows one workspace alone.
_PROOFS: Final = """
SELECT o.name, n.organization_id, n.audience, r.membership_id, r.told_at, r.is_mailed, r.seen_at
FROM incident_receipt r JOIN incident_notice n ON n.organization_id = r.organization_id AND n.id = r.notice_id
JOIN organization o ON o.id = n.organization_id
WHERE n.incident_reference = %s ORDER BY lower(o.name), n.organization_id, n.audience, r.told_at, r.id LIMIT %s
"""
_NAMES: Final = "SELECT id, name FROM organization WHERE id = ANY(%s)"
PROOFS_SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice; `told` and `seen` count people."""

    notice: IncidentNotice
    told: int
    seen: int


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """That one person of the workspace was told."""

    name: str
    role: str
    told_at: dt.datetime
    is_mailed: bool
    seen_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Proof:
    """That one person was told: a member by id, since the console knows no names of people."""

    workspace: str
    organization_id: UUID
    audience: str
    membership_id: UUID
    told_at: dt.datetime
    is_mailed: bool
    seen_at: dt.datetime | None


def notices(*, actor: Actor, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[NoticeRow]:
    """What the workspace was told, the newest first. Two statements. Raises `PermissionMissing` without security:read."""
    actor.require(READ)
    found = page(IncidentNotice.objects.all(), order=("-sent_at", "-id"), cursor=cursor, limit=limit)
    counts = _counts(IncidentReceipt.objects.filter(notice__in=[each.pk for each in found.items]))
    return Page([NoticeRow(each, *counts.get(each.pk, (0, 0))) for each in found.items], found.next_cursor)


def notice(*, actor: Actor, notice_id: UUID) -> NoticeRow:
    """One, for who may read them all and for whom it was sent to. Raises `NotFound`."""
    rows = IncidentNotice.objects.all()
    if not actor.may(READ):
        rows = rows.filter(pk__in=_own(actor).values("notice_id"))
    found = find(rows, notice_id, kind="notice")
    counts = _counts(IncidentReceipt.objects.filter(notice=found))
    return NoticeRow(found, *counts.get(found.pk, (0, 0)))


def receipts(*, actor: Actor, notice_id: UUID) -> list[ReceiptRow]:
    """Whom of the workspace a notice reached, the first told at the top. Two statements. Raises `PermissionMissing` without
    security:read, `NotFound`."""
    actor.require(READ)
    found = find(IncidentNotice.objects.all(), notice_id, kind="notice")
    rows = IncidentReceipt.objects.filter(notice=found).select_related("membership__person").order_by("told_at", "id")
    return [
        ReceiptRow(each.membership.person.name, each.membership.role, each.told_at, each.is_mailed, each.seen_at)
        for each in rows
    ]


def proofs(*, incident_id: UUID, using: str, limit: int | None = PROOFS_SHOWN) -> list[Proof]:
    """Whom we told, when, and when they saw it; `limit` None: all of them. One statement, as the console's role."""
    with connections[using].cursor() as cursor:
        cursor.execute(_PROOFS, [incident_id, limit])
        return [Proof(*row) for row in cursor.fetchall()]


def workspace_names(*, organization_ids: Sequence[UUID], using: str) -> dict[UUID, str]:
    """Names of those that are still there. One statement, as the console's role."""
    with connections[using].cursor() as cursor:
        cursor.execute(_NAMES, [list(organization_ids)])
        return dict(cursor.fetchall())


def unreached(*, incident_id: UUID) -> list[str]:
    """The addresses of affected people whom no notice reached in the app, for the staffed mailbox. One boundary for each
    affected workspace; not for a page."""
    listed: dict[UUID | None, set[UUID]] = {}
    for each in IncidentPerson.objects.filter(incident_id=incident_id):
        listed.setdefault(each.organization_reference, set()).add(each.person_reference)
    left = {person for people in listed.values() for person in people}
    for place in (each for each in listed if each is not None):
        with tenant_boundary(place):
            told = IncidentReceipt.objects.filter(notice__incident_reference=incident_id)
            left -= set(told.values_list("membership__person_id", flat=True))
    return sorted(Person.objects.filter(pk__in=left).values_list("email", flat=True))


def _own(actor: Actor) -> QuerySet[IncidentReceipt]:
    """What was sent to the acting member; nothing to a key or a job."""
    if actor.membership_id is None:
        return IncidentReceipt.objects.none()
    return IncidentReceipt.objects.filter(membership_id=actor.membership_id)


def _counts(rows: QuerySet[IncidentReceipt]) -> dict[Any, tuple[int, int]]:
    counted = rows.values("notice_id").annotate(told=Count("id"), seen=Count("seen_at"))
    return {row["notice_id"]: (row["told"], row["seen"]) for row in counted}
