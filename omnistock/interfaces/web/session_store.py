"""Sessions in the database, as Django keeps them, that end a fortnight after the sign-in whatever is done in them (by itself
each write would put their end off), and after three days in which nothing was done (`docs/security.md` 7.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from omnistock.tenancy.statements import Statement, send

SIGNED_IN_AT: Final = "signed_in_at"
_SEEN_AT: Final = "seen_at"
_SEEN_EVERY_SECONDS: Final = 3600
"""A session is written once an hour for having been used: its end is that much earlier at most."""

_SESSION: Final = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseSessions):
    def load(self) -> dict[str, Any]:
        """Every page of who is signed in asks for it: Django's own way makes its statement anew each time."""
        found = Statement(_SESSION, [self.session_key, timezone.now()])
        send(found)
        if not found.rows:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found.rows[0][0])
        now = int(timezone.now().timestamp())
        if SIGNED_IN_AT in held and now - held.get(_SEEN_AT, 0) > _SEEN_EVERY_SECONDS:
            held[_SEEN_AT] = now
            self.modified = True
        return held

    def get_expiry_age(self, **kwargs: Any) -> int:
        age = int(super().get_expiry_age(**kwargs))
        signed_in_at = self.get(SIGNED_IN_AT)
        if signed_in_at is None:
            return age
        left = int(signed_in_at + settings.SESSION_COOKIE_AGE - timezone.now().timestamp())
        return min(age, left, settings.SESSION_IDLE_SECONDS)

    def get_expiry_date(self, **kwargs: Any) -> dt.datetime:
        return timezone.now() + dt.timedelta(seconds=self.get_expiry_age(**kwargs))


def _signed_in(request: Any, **_signal: Any) -> None:
    request.session[SIGNED_IN_AT] = int(timezone.now().timestamp())


def connect() -> None:
    """Called once, when the application is ready."""
    user_logged_in.connect(_signed_in)
