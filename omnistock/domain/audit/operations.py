"""Writing down what was done. Every write path of the domain calls `record` in its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from omnistock.domain.audit.models import AuditEvent
from omnistock.tenancy.actor import Actor


def record(
    *,
    actor: Actor,
    operation: str,
    subject_kind: str,
    subject_id: UUID,
    subject_name: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Append one event. `operation` is room.function; `before` and `after` hold only what changed, as JSON values
    (quantities and money as strings)."""
    AuditEvent.objects.create(
        organization_id=actor.organization_id,
        at=actor.now,
        operation=operation,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_name=subject_name[:200],
        person_id=actor.person_id,
        api_key_id=actor.api_key_id,
        actor_name=actor.name,
        door=actor.door,
        request_id=actor.request_id,
        before=_plain(before),
        after=_plain(after),
    )


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: value if isinstance(value, (bool, int, type(None), list, dict)) else str(value) for name, value in values.items()}
