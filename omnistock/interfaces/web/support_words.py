"""The chips of tickets and grants."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.utils.functional import Promise

from omnistock.domain.support.scopes import SCOPES

TICKET: Final = {"open": "with_support", "answered": "answered", "closed": "closed"}
GRANT: Final = {
    "requested": "asks_for_access",
    "active": "active",
    "refused": "refused",
    "ended": "revoked",
    "expired": "over",
}


def grant_chip(grant: Any, now: dt.datetime) -> str:
    return GRANT[grant.status_at(now)]


def scope_words(names: list[str]) -> list[str | Promise]:
    return [SCOPES[name].label for name in names if name in SCOPES]
