"""What the operator does for an account that its person cannot get into, or that somebody else did. Each is in the security
log; whoever runs the installation has made sure who asks."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from allauth.mfa.models import Authenticator

from omnistock.domain.identity.sessions import sessions_of
from omnistock.domain.security.operations import record_of_account
from omnistock.tenancy.models import Person


def end_all_sessions(*, person_id: UUID, now: dt.datetime, why: str) -> int:
    """Sign somebody out everywhere; answers how many sessions there were."""
    found = sessions_of(person=Person.objects.get(pk=person_id))
    for session in found:
        session.end()
    record_of_account(
        kind="session_ended",
        now=now,
        address=None,
        person_id=person_id,
        door="cli",
        facts={"why": why, "by": "operator"},
    )
    return len(found)


def forget_factors(*, person_id: UUID, now: dt.datetime, why: str) -> int:
    """Take away all second factors, and with them every session that they opened: the password signs in again, and a
    workspace that asks for a factor asks for a new one. Answers how many there were."""
    factors = Authenticator.objects.filter(user_id=person_id)
    for factor in list(factors):
        record_of_account(
            kind="factor_removed",
            now=now,
            address=None,
            person_id=person_id,
            door="cli",
            facts={"factor": factor.type, "why": why, "by": "operator"},
        )
    count, _by_table = factors.delete()
    end_all_sessions(person_id=person_id, now=now, why=why)
    return count
