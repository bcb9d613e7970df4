"""The clock of a departure, as data: days after the request came. It begins when the request came, by mail or in the
app, whenever it was confirmed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

FREEZE_AFTER: Final = dt.timedelta(days=14)
PURGE_AFTER: Final = dt.timedelta(days=21)
WARNED_AT_LEAST: Final = dt.timedelta(hours=48)
SOONEST: Final = dt.timedelta(days=3)
BACKUP_DAYS: Final = 7
PROMISED_DAYS: Final = 30
"""Day 22 at the latest, and seven days until the last backup has rolled off, is within the thirty of the promise."""


@dataclass(frozen=True, slots=True)
class Dates:
    freeze_at: dt.datetime
    warn_at: dt.datetime
    purge_at: dt.datetime


def dates(*, came_at: dt.datetime, confirmed_at: dt.datetime, is_soon: bool) -> Dates:
    """When what happens. `is_soon`: the owner asked for as soon as can be. Confirmed late, it is made up for; 48 hours
    of warning are given in any case."""
    soonest = confirmed_at + SOONEST
    purge = soonest if is_soon else max(came_at + PURGE_AFTER, soonest)
    freeze = confirmed_at if is_soon else min(max(came_at + FREEZE_AFTER, confirmed_at), purge - WARNED_AT_LEAST)
    return Dates(freeze_at=freeze, warn_at=purge - WARNED_AT_LEAST, purge_at=purge)
