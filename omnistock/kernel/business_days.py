"""Business days: Monday to Friday, less the holidays that are handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

_SATURDAY: Final = 5
_ONE: Final = dt.timedelta(days=1)


def is_business_day(day: dt.date, *, holidays: Collection[dt.date]) -> bool:
    """Whether offices are open on `day`."""
    return day.weekday() < _SATURDAY and day not in holidays


def business_day_after(day: dt.date, *, count: int, holidays: Collection[dt.date]) -> dt.date:
    """The last of `count` business days that begin on the day after `day`: a time limit's first day is not counted
    (General Clauses Act 1897, section 9)."""
    found = day
    for _each in range(count):
        found += _ONE
        while not is_business_day(found, holidays=holidays):
            found += _ONE
    return found
