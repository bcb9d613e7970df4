"""The sessions of a person: where they are signed in, and ending it. allauth keeps who opened which session, from where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession

from omnistock.domain.identity import sessions
from omnistock.interfaces.web.account_events import tell
from omnistock.kernel.devices import device_of


@dataclass(frozen=True, slots=True)
class SessionRow:
    """`id` is not the session's key: that opens it, and is shown to nobody."""

    id: int
    device: str
    address: str
    began_at: dt.datetime
    is_current: bool


def sessions_of(request: Any) -> list[SessionRow]:
    """Where the signed-in person is signed in, this one first."""
    rows = [_row(request, each) for each in sessions.sessions_of(person=request.user)]
    return sorted(rows, key=lambda row: (not row.is_current, -row.began_at.timestamp()))


def end_one(request: Any, session_id: int) -> None:
    """End one of one's own other sessions; one that is not there any more has ended."""
    for each in _others(request, session_id):
        _end(request, each, "asked")


def end_others(request: Any, *, why: str) -> int:
    """End all sessions of the person but this one; answers how many there were."""
    found = _others(request)
    for each in found:
        _end(request, each, why)
    return len(found)


def _others(request: Any, session_id: int | None = None) -> list[UserSession]:
    key = request.session.session_key
    return sessions.other_sessions(person_id=request.user.pk, session_key=key, session_id=session_id)


def _end(request: Any, session: UserSession, why: str) -> None:
    device = device_of(session.user_agent)
    session.end()
    tell(request, "session_ended", person_id=request.user.pk, why=why, ended=device or session.ip)


def _row(request: Any, session: UserSession) -> SessionRow:
    return SessionRow(
        id=session.pk,
        device=device_of(session.user_agent),
        address=session.ip,
        began_at=session.created_at,
        is_current=session.session_key == request.session.session_key,
    )
