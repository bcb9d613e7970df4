"""Checks of what pages answer (promises P9, P10): the running product is asked, in this process, as a stranger is."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.conf import settings
from django.test import Client

from omnistock.domain.privacy.checks.outcome import Outcome, judged
from omnistock.domain.privacy.cookies import COOKIES

# Of these, the ones whose views may be told to the analytics (promise P11); "/" stands for them.
COUNTED: Final = ("/",)
PAGES: Final = (*COUNTED, "/accounts/login/", "/accounts/signup/", "/privacy", "/app/")
OWN_SOURCES: Final = {"'self'", "'none'", "data:"}
NEEDED: Final = {"default-src", "script-src", "connect-src"}


def first_party_only(now: dt.datetime) -> Outcome:
    """P9: the content security policy of every page names our own origin alone; a page for strangers may also tell its
    views to the host of the analytics, where a key is set."""
    faults = [fault for page, answer in _answers() for fault in _foreign(page, answer)]
    also = f", and {settings.POSTHOG_HOST} on the pages for strangers" if settings.POSTHOG_KEY else ""
    return judged(
        faults, otherwise=f"{len(PAGES)} pages were asked for: their policy names our own origin alone{also}."
    )


def two_cookies(now: dt.datetime) -> Outcome:
    """P10: no page sets a cookie that the register does not name, and nothing else keeps things in cookies."""
    known = {cookie.name for cookie in COOKIES}
    faults = [
        f"{page} sets the cookie {name}, which the policy does not name."
        for page, answer in _answers()
        for name in sorted(set(answer.cookies) - known)
    ]
    if settings.SESSION_COOKIE_NAME != "authjs.session-token":
        faults.append(f"The session cookie is called {settings.SESSION_COOKIE_NAME}.")
    if not settings.MESSAGE_STORAGE.endswith(".SessionStorage"):
        faults.append("Messages are kept in a cookie.")
    return judged(faults, otherwise=f"{len(PAGES)} pages were asked for; cookies: {', '.join(sorted(known))}.")


def _answers() -> list[tuple[str, Any]]:
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    return [(page, client.get(page, secure=settings.IS_SECURE)) for page in PAGES]


def _foreign(page: str, answer: Any) -> list[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    directives = {name: set(sources) for name, *sources in (part.split() for part in policy.split(";") if part.strip())}
    faults = [f"{page} has no {name} in its policy." for name in sorted(NEEDED - set(directives))]
    for name, sources in directives.items():
        if other := sources - OWN_SOURCES - _told(page, name):
            faults.append(f"{page} may load from {', '.join(sorted(other))} ({name}).")
    return faults


def _told(page: str, directive: str) -> set[str]:
    """Where else the page may speak to."""
    return {settings.POSTHOG_HOST} if settings.POSTHOG_KEY and page in COUNTED and directive == "connect-src" else set()
