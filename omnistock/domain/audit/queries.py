"""Reading what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from omnistock.domain.audit.models import AuditEvent
from omnistock.tenancy.actor import Actor, Door
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, page

MOST_EVENTS: Final = 50


def events_of(*, subject_ids: Collection[UUID], limit: int = MOST_EVENTS) -> list[AuditEvent]:
    """What was done to these records, the newest first, in one statement.

    Whoever may read the records may read this.
    """
    rows = AuditEvent.objects.filter(subject_id__in=subject_ids).order_by("-at", "-id")
    return list(rows[:limit])


def newest_event(*, subject_id: UUID, operation: str) -> AuditEvent | None:
    """The last time that this was done to the record, or None. One statement."""
    return AuditEvent.objects.filter(subject_id=subject_id, operation=operation).order_by("-at").first()


def events_of_run(*, request_id: UUID, at: dt.datetime) -> list[AuditEvent]:
    """Everything that one request or run did at its moment, in the order in which it was done. One statement.

    Whoever may undo the run may read this.
    """
    return list(AuditEvent.objects.filter(at=at, request_id=request_id).order_by("id"))


def events_after(
    *,
    event: AuditEvent,
    subject_ids: Collection[UUID],
    subject_kinds: Collection[str] | None = None,
    limit: int = MOST_EVENTS,
) -> list[AuditEvent]:
    """What was done to these records after `event` by others than its run, the oldest first; of `subject_kinds`, where
    one id stands for several. One statement."""
    later = Q(at__gt=event.at) | Q(at=event.at, id__gt=event.id)
    rows = AuditEvent.objects.filter(later, subject_id__in=subject_ids).exclude(request_id=event.request_id)
    if subject_kinds is not None:
        rows = rows.filter(subject_kind__in=subject_kinds)
    return list(rows.order_by("at", "id")[:limit])


def event_page(
    *,
    actor: Actor,
    subject_id: UUID | None = None,
    subject_kind: str | None = None,
    operation: str | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[AuditEvent]:
    """The trail in the order of what was done. `since` is included, `until` is not. What is beyond the
    actor's limits is left out, as `_within_limits` says."""
    actor.require("audit:read")
    exact: dict[str, Any] = {"subject_id": subject_id, "subject_kind": subject_kind, "operation": operation}
    exact |= {"at__gte": since, "at__lt": until}
    rows = AuditEvent.objects.filter(**{name: value for name, value in exact.items() if value is not None})
    return _within_limits(actor, page(rows, order=("at", "id"), cursor=cursor, limit=limit))


def audit_log(
    *, actor: Actor, text: str = "", door: Door | None = None, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[AuditEvent]:
    """The trail as a person reads it, the newest first, in one statement.

    `text` is looked for anywhere in the subject's name, where the actor sees names, and in the operation's, where
    "change product" finds `catalog.change_product`. Raises `PermissionMissing` without audit:read, `Invalid` for a cursor
    of another list.
    """
    actor.require("audit:read")
    rows = AuditEvent.objects.all()
    if text:
        found = Q(operation__icontains=text.replace(" ", "_"))
        rows = rows.filter(found | Q(subject_name__icontains=text) if _sees_names(actor) else found)
    if door is not None:
        rows = rows.filter(door=door)
    return _within_limits(actor, page(rows, order=("-at", "-id"), cursor=cursor, limit=limit))


def _within_limits(actor: Actor, found: Page[AuditEvent]) -> Page[AuditEvent]:
    """What changed holds costs, warehouses and customers, under many names: who has a limit sees that it changed, and not
    to what; and who has one of warehouses or customers, not of what name."""
    for event in () if actor.sees_all else found.items:
        event.before = event.before and dict.fromkeys(event.before)
        event.after = event.after and dict.fromkeys(event.after)
        if not _sees_names(actor):
            event.subject_name = ""
    return found


def _sees_names(actor: Actor) -> bool:
    return actor.warehouse_ids is None and not actor.sees_only_own_customers
