"""A posting of many lines goes to PostgreSQL in parts, as they are put together (docs/decisions/0022)."""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import Final

from omnistock.tenancy.statements import send_ahead, send_later

MANY: Final = 50


def start(lines: Sized) -> Callable[..., None]:
    """How what is written of `lines` is sent: PostgreSQL is long enough at work on many to begin while the rest is put
    together; few go along with what comes next."""
    return send_ahead if len(lines) >= MANY else send_later
