"""Writing down what was done. Every write path of the domain calls `record` in its own transaction."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from omnistock.domain.audit.models import AuditErasure
from omnistock.kernel.addresses import KEPT
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send_later

_RECORD: Final = """
INSERT INTO audit_event (organization_id, id, at, operation, subject_kind, subject_id, subject_name, person_id, api_key_id,
    actor_name, door, request_id, before, after, address, ticket_id)
VALUES (%(organization)s, %(event_id)s, %(event_at)s, %(event_operation)s, %(event_subject_kind)s, %(event_subject_id)s,
    %(event_subject_name)s, %(event_person_id)s, %(event_api_key_id)s, %(event_actor_name)s, %(event_door)s,
    %(event_request_id)s, %(event_before)s, %(event_after)s, %(event_address)s::inet, %(event_ticket_id)s::uuid)
"""


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
    values = event_values(
        actor=actor,
        operation=operation,
        subject_kind=subject_kind,
        subject_id=subject_id,
        before=before,
        after=after,
    )
    for name in ("event_before", "event_after"):
        values[name] = None if values[name] is None else Jsonb(values[name])
    values |= {"organization": actor.organization_id, "event_subject_name": subject_name[:200]}
    send_later(Statement(_RECORD, values))


def event_values(
    *,
    actor: Actor,
    operation: str,
    subject_kind: str,
    subject_id: UUID,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The columns of an event but its organization and `subject_name`, each with `event_` in front: for a write so hot
    that it puts its event into its own statement."""
    return {
        "event_id": uuid7(),
        "event_at": actor.now,
        "event_operation": operation,
        "event_subject_kind": subject_kind,
        "event_subject_id": subject_id,
        "event_person_id": actor.person_id,
        "event_api_key_id": actor.api_key_id,
        "event_actor_name": actor.name,
        "event_door": actor.door,
        "event_request_id": actor.request_id,
        "event_before": _plain(before),
        "event_after": _plain(after),
        "event_address": _address(actor.address),
        "event_ticket_id": getattr(actor, "ticket_id", None),
    }


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


def erase_values(*, actor: Actor, subject_id: UUID, holding: Collection[str] | None = None) -> int:
    """Erase the names and values that the trail holds of one subject; answers of how many events. That they were done,
    when and by whom stays, and the chain over them holds. `holding`: only of events that hold one of these texts, in
    letters of either case. A rule of law that asks for them to be kept is the caller's to know."""
    AuditErasure.objects.get_or_create(
        organization_id=actor.organization_id,
        subject_id=subject_id,
        defaults={"at": actor.now, "person_id": actor.person_id},
    )
    with connection.cursor() as cursor:
        if holding is None:
            cursor.execute("SELECT erase_audit_values(%s)", [subject_id])
        else:
            # As they stand within JSON.
            words = [json.dumps(word, ensure_ascii=False)[1:-1] for word in holding if word.strip()]
            cursor.execute("SELECT erase_audit_values(%s, %s)", [subject_id, words])
        return int(cursor.fetchone()[0])


@lru_cache(maxsize=KEPT)
def _address(text: str | None) -> str | None:
    """An address that is one: in a test, or behind a socket, a request comes from none."""
    try:
        return str(ipaddress.ip_address(text)) if text else None
    except ValueError:
        return None


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain_value(each) for each in value]
    return value if isinstance(value, (bool, int, type(None), dict)) else str(value)
