"""Reading what was done."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from omnistock.domain.audit.models import AuditEvent

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
