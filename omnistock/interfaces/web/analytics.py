"""Counting on the pages for strangers (promise P11): PostHog's script from our own origin, without a cookie, in the European
Union, only where a key is set, and never for a browser that asks not to be followed or a person who is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from omnistock.interfaces.web.middleware import CONTENT_SECURITY_POLICY

_NOT_FOLLOWED = (("DNT", "1"), ("Sec-GPC", "1"))


@dataclass(frozen=True, slots=True)
class Analytics:
    """Where a page view is told; both stand on the script's element."""

    key: str
    host: str


def analytics_for(request: HttpRequest) -> Analytics | None:
    """What the page may load, or None."""
    if not settings.POSTHOG_KEY or request.user.is_authenticated:
        return None
    if any(request.headers.get(name) == value for name, value in _NOT_FOLLOWED):
        return None
    return Analytics(settings.POSTHOG_KEY, settings.POSTHOG_HOST)


def allow(response: HttpResponse, analytics: Analytics | None) -> HttpResponse:
    """Let the page speak to the host of its analytics, and to no other."""
    if analytics is not None:
        mine = CONTENT_SECURITY_POLICY.replace("connect-src 'self'", f"connect-src 'self' {analytics.host}")
        response.headers["Content-Security-Policy"] = mine
    response.headers["Vary"] = "Cookie, DNT, Sec-GPC, Accept-Language"
    return response
