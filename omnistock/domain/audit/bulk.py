"""Many events of one write: an import changes thousands of records, and each keeps its own trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.audit.operations import event_values
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.copying import copy_models


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to one subject; `before` and `after` hold only what changed."""

    operation: str
    subject_id: UUID
    subject_name: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def record_many(*, actor: Actor, subject_kind: str, changes: Iterable[Change]) -> None:
    """Append an event for each change."""
    copy_models([_event(actor, subject_kind, change) for change in changes])


def _event(actor: Actor, subject_kind: str, change: Change) -> AuditEvent:
    values = event_values(
        actor=actor,
        operation=change.operation,
        subject_kind=subject_kind,
        subject_id=change.subject_id,
        before=change.before,
        after=change.after,
    )
    columns = {name.removeprefix("event_"): value for name, value in values.items()}
    return AuditEvent(organization_id=actor.organization_id, subject_name=change.subject_name[:200], **columns)
