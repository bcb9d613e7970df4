"""The integrity report: the nightly proof, kept where an owner sees when it was made and what it found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from omnistock.domain.audit.operations import record
from omnistock.domain.audit.queries import newest_event
from omnistock.domain.ledger.verification import anchored, verify
from omnistock.domain.notifications.notices import About, tell
from omnistock.domain.security.operations import record as record_security
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

_OPERATION: Final = "ledger.check_integrity"
_TOLD_AT_MOST: Final = 20
# The checks of `verify` and `anchored` that look at the audit log.
_TRAIL: Final = "audit_"


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """When everything derived was last recomputed, and how many differences there were; `is_trail_whole`: none of them in
    the audit log's chain."""

    checked_at: dt.datetime
    differences: int
    is_trail_whole: bool = True


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
            "checks": sorted({each.check for each in found}),
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
    return integrity_report_of(actor.organization_id)


def integrity_report_of(organization_id: UUID) -> IntegrityReport | None:
    """The same, within the boundary of the organization."""
    event = newest_event(subject_id=organization_id, operation=_OPERATION)
    if event is None:
        return None
    found = event.after or {}
    is_trail_whole = not any(check.startswith(_TRAIL) for check in found.get("checks", ()))
    return IntegrityReport(checked_at=event.at, differences=found["differences"], is_trail_whole=is_trail_whole)
