"""The integrity report: the nightly proof, kept where an owner sees when it was made and what it found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from omnistock.domain.audit.operations import record
from omnistock.domain.audit.queries import newest_event
from omnistock.domain.ledger.verification import anchored, verify
from omnistock.domain.notifications.notices import About, tell
from omnistock.domain.security.operations import record as record_security
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

_OPERATION: Final = "ledger.check_integrity"
_TOLD_AT_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """When everything derived was last recomputed, and how many differences there were."""

    checked_at: dt.datetime
    differences: int


def check_integrity(*, actor: Actor) -> int:
    """Verify the organization and keep the result as an audit event; answers the number of differences.

    Nothing is ever repaired here: a difference is a bug or a hand in the database, and somebody must look. The owner has
    a notice, in the app and on Today; the operator a line of the log and, where those are switched on, an error report
    (the job's). No mail is sent of it: the published policy names none.

    In a transaction that is REPEATABLE READ: see `verify`.
    """
    found = [*verify(actor=actor), *anchored(actor=actor)]
    record(
        actor=actor,
        operation=_OPERATION,
        subject_kind="organization",
        subject_id=actor.organization_id,
        subject_name=actor.organization.name,
        after={
            "differences": len(found),
            "first": [f"{each.check} {each.subject}: expected {each.expected}" for each in found[:_TOLD_AT_MOST]],
        },
    )
    if found:
        about = About(uuid7(), {"count": str(len(found))})
        tell(actor=actor, kind="integrity_difference", abouts=[about])
        record_security(actor=actor, kind="integrity_difference", count=len(found))
    return len(found)


def last_integrity_report(*, actor: Actor) -> IntegrityReport | None:
    """The newest report, or None before the first night. One statement."""
    event = newest_event(subject_id=actor.organization_id, operation=_OPERATION)
    return (
        None if event is None else IntegrityReport(checked_at=event.at, differences=(event.after or {})["differences"])
    )
