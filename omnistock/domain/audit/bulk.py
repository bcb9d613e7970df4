"""Many events of one write: an import changes thousands of records, and each keeps its own trail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from omnistock.domain.audit.operations import event_values
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.copying import copy_rows


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
    rows = [_row(actor, subject_kind, change) for change in changes]
    if rows:
        columns = [name.removeprefix("event_") for name in rows[0]]
        copy_rows(table="audit_event", columns=columns, rows=[list(row.values()) for row in rows])


def _row(actor: Actor, subject_kind: str, change: Change) -> dict[str, Any]:
    values = event_values(
        actor=actor,
        operation=change.operation,
        subject_kind=subject_kind,
        subject_id=change.subject_id,
        before=change.before,
        after=change.after,
    )
    for name in ("event_before", "event_after"):
        values[name] = None if values[name] is None else json.dumps(values[name], ensure_ascii=False)
    return {"organization_id": actor.organization_id, "subject_name": change.subject_name[:200]} | values
