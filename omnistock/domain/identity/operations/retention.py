"""What is deleted by itself when its time is over."""

from __future__ import annotations

from django.db import connection

from omnistock.domain.audit.operations import record
from omnistock.tenancy.actor import Actor


def delete_expired_keys(*, actor: Actor) -> int:
    """Delete the organization's idempotency keys of more than 90 days ago; answers how many there were.

    A replay of so old a write is a new write. Called by the nightly job.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT delete_expired_idempotency_keys()")
        count = int(cursor.fetchone()[0])
    if count:
        record(
            actor=actor,
            operation="identity.delete_expired_keys",
            subject_kind="organization",
            subject_id=actor.organization_id,
            subject_name=actor.organization.name,
            after={"deleted": count},
        )
    return count
