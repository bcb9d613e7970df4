"""The clocks of a request (promise P16): acknowledged in 7 business days, resolved in 30 days.

Holidays are data: the file names its source, and the operator adds what it lacks. A year that neither has counts the
three national holidays alone, which makes the time limit earlier, never later.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from omnistock.domain.rights.models import Holiday
from omnistock.kernel.business_days import business_day_after

ACKNOWLEDGE_IN_BUSINESS_DAYS: Final = 7
RESOLVE_IN_DAYS: Final = 30
INDIA: Final = ZoneInfo("Asia/Kolkata")
_FILE: Final = Path(__file__).parent / "data" / "holidays.json"


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_text())
    return found


def source() -> str:
    """Where the file's holidays are from."""
    return str(_data()["source"])


def holidays_of(year: int) -> dict[dt.date, str]:
    """The holidays of a year: the national ones, the file's and the operator's. One statement."""
    data = _data()
    days = {dt.date.fromisoformat(f"{year}-{day}"): name for day, name in data["every_year"].items()}
    days |= {dt.date.fromisoformat(day): name for day, name in data["years"].get(str(year), {}).items()}
    return days | dict(Holiday.objects.filter(day__year=year).values_list("day", "name"))


def is_known(year: int) -> bool:
    """Whether the year's own list is on file, or the operator added to it."""
    return str(year) in _data()["years"] or Holiday.objects.filter(day__year=year).exists()


def day_in_india(moment: dt.datetime) -> dt.date:
    return moment.astimezone(INDIA).date()


def clocks(received_at: dt.datetime) -> tuple[dt.date, dt.date]:
    """The last day to acknowledge and the last day to resolve what came at this moment."""
    day = day_in_india(received_at)
    holidays = {**holidays_of(day.year), **holidays_of(day.year + 1)}
    acknowledge_by = business_day_after(day, count=ACKNOWLEDGE_IN_BUSINESS_DAYS, holidays=holidays)
    return acknowledge_by, day + dt.timedelta(days=RESOLVE_IN_DAYS)


def add_holiday(*, day: dt.date, name: str, source: str, now: dt.datetime) -> None:
    """Write down a holiday, or its new name. Requests that are there keep their clocks."""
    Holiday.objects.update_or_create(day=day, defaults={"name": name[:80], "source": source[:200], "added_at": now})
