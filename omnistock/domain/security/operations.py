"""Writing the security log. Whatever lets somebody in, keeps somebody out or changes that calls one of these.

    record(actor=actor, kind="role_changed", about_id=person_id, before="viewer", after="admin")   # inside a boundary
    record_of_account(kind="sign_in", now=now, address=address, person_id=person.pk)

What succeeds is written in the transaction of the deed. A refusal has rolled its transaction back, and may come a
thousand times a second: `later.py` keeps it for a moment and writes many at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import connection

from omnistock.domain.security.kinds import KINDS
from omnistock.domain.security.models import SecurityEvent
from omnistock.tenancy.actor import Actor, Door

FACT_LONGEST: Final = 200


def record(*, actor: Actor, kind: str, outcome: str = "done", about_id: UUID | None = None, **facts: object) -> None:
    """Append one event of the actor's workspace, within its boundary. `about_id`: the person it was done to. Raises
    `KeyError` for a kind that is none."""
    event = of_actor(actor=actor, kind=kind, outcome=outcome, about_id=about_id, **facts)
    event.save(force_insert=True)


def of_actor(
    *, actor: Actor, kind: str, outcome: str = "done", about_id: UUID | None = None, **facts: object
) -> SecurityEvent:
    """The event that `record` writes, not yet written."""
    return _event(
        kind,
        outcome,
        facts,
        at=actor.now,
        organization_reference=actor.organization_id,
        person_id=actor.person_id,
        about_id=about_id,
        api_key_id=actor.api_key_id,
        door=actor.door,
        address=actor.address,
    )


def record_of_account(
    *,
    kind: str,
    now: dt.datetime,
    address: str | None,
    person_id: UUID | None = None,
    outcome: str = "done",
    door: Door = "web",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Append one event of a person's account, or of nobody's (`person_id` None): before or beside any workspace."""
    event = of_account(
        kind=kind, now=now, address=address, person_id=person_id, outcome=outcome, door=door, facts=facts
    )
    event.save(force_insert=True)


def of_account(
    *,
    kind: str,
    now: dt.datetime,
    address: str | None,
    person_id: UUID | None = None,
    outcome: str = "done",
    door: Door = "web",
    organization_id: UUID | None = None,
    facts: Mapping[str, object] | None = None,
) -> SecurityEvent:
    """The event that `record_of_account` writes, not yet written. With `organization_id` it is that workspace's, and is to
    be written within its boundary."""
    return _event(
        kind,
        outcome,
        facts or {},
        at=now,
        organization_reference=organization_id,
        person_id=person_id,
        door=door,
        address=address,
    )


def delete_expired_events() -> int:
    """Delete what is over its time by the retention registry; answers how many. The app role deletes nothing of this
    log itself: a function of the owner's does, and only what is old enough."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT delete_expired_security_events()")
        return int(cursor.fetchone()[0])


def _event(kind: str, outcome: str, facts: Mapping[str, object], **values: Any) -> SecurityEvent:
    is_shared = KINDS[kind].reach == "members" and values["organization_reference"] is None
    kept = {name: str(value)[:FACT_LONGEST] for name, value in facts.items() if value not in (None, "")}
    return SecurityEvent(kind=kind, outcome=outcome, is_shared=is_shared, facts=kept, **values)
