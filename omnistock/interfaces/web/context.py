"""What every page gets besides its own data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from omnistock.interfaces.web.navigation import navigation_for

THEMES = ("system", "light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """`actor`, `navigation` (only within a workspace), `theme`, `language`, whether single-letter keys are on, and debug."""
    actor = getattr(request, "actor", None)
    person = getattr(request, "user", None)
    signed_in = person is not None and person.is_authenticated
    return {
        "actor": actor,
        "navigation": navigation_for(actor, path=request.path) if actor else [],
        "theme": person.theme if signed_in else "system",
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "single_keys": person.single_keys if signed_in else True,
        "debug": settings.DEBUG,
    }
