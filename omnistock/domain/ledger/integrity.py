"""The integrity report: the nightly proof, kept where an owner sees when it was made and what it found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from omnistock.domain.audit.operations import record
from omnistock.domain.audit.queries import newest_event
from omnistock.domain.ledger.types import Difference
from omnistock.domain.ledger.verification import verify
from omnistock.domain.notifications.operations import send_mail
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

    Nothing is ever repaired here: a difference is a bug or a hand in the database, and somebody must look. The operator
    has a mail where an address for it is configured, the owner a notice on Today.

    In a transaction that is REPEATABLE READ: see `verify`.
    """
    found = verify(actor=actor)
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
        _tell_operator(actor, found)
    return len(found)


def _tell_operator(actor: Actor, found: list[Difference]) -> None:
    """The organization's id and the checks that failed: no name and no figure of a customer's leaves it."""
    address = settings.OPERATOR["SECURITY_EMAIL"] or settings.OPERATOR["CONTACT_EMAIL"]
    if not address:
        return
    checks = ", ".join(sorted({each.check for each in found}))
    send_mail(
        kind="integrity_alert",
        recipient=address,
        subject=f"OmniStock: {len(found)} differences in the stock of an organization",
        text=(
            f"The nightly proof of organization {actor.organization_id} found {len(found)} differences ({checks}).\n"
            f"Nothing was repaired. What they are: omnistock verify --organization {actor.organization_id}\n"
        ),
        organization_id=actor.organization_id,
    )


def last_integrity_report(*, actor: Actor) -> IntegrityReport | None:
    """The newest report, or None before the first night. One statement."""
    event = newest_event(subject_id=actor.organization_id, operation=_OPERATION)
    return (
        None if event is None else IntegrityReport(checked_at=event.at, differences=(event.after or {})["differences"])
    )
