"""Where a person is signed in. allauth keeps who opened which session, and from where."""

from __future__ import annotations

from uuid import UUID

from allauth.usersessions.models import UserSession

from omnistock.tenancy.models import Person


def sessions_of(*, person: Person) -> list[UserSession]:
    """The person's sessions that still open something; what has ended by itself is forgotten on the way."""
    return list(UserSession.objects.purge_and_list(person))


def other_sessions(*, person_id: UUID, session_key: str | None, session_id: int | None = None) -> list[UserSession]:
    """All of the person's sessions but the one with this key; or of them the one with this id. One statement."""
    rows = UserSession.objects.filter(user_id=person_id).exclude(session_key=session_key or "")
    return list(rows if session_id is None else rows.filter(pk=session_id))
