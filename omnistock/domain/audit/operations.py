"""Writing down what was done. Every write path of the domain calls `record` in its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from omnistock.domain.audit.models import AuditEvent
from omnistock.tenancy.access import save_change
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


def save_changed(
    *, actor: Actor, row: Any, values: Mapping[str, Any], operation: str, subject_kind: str, subject_name: str = ""
) -> bool:
    """Write those of `values` (by attribute) in which `row` differs, as its next version, with one event of just these.

    Answers whether anything differed: a change to what is already so writes nothing and leaves the version alone.
    """
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not before:
        return False
    after = {name: values[name] for name in before}
    for name, value in after.items():
        setattr(row, name, value)
    save_change(row, actor=actor, fields=list(after))
    record(
        actor=actor,
        operation=operation,
        subject_kind=subject_kind,
        subject_id=row.pk,
        subject_name=subject_name or str(getattr(row, "name", "")),
        before=before,
        after=after,
    )
    return True


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain_value(each) for each in value]
    return value if isinstance(value, (bool, int, type(None), dict)) else str(value)
