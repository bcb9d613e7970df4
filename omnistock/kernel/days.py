"""Days as people type them: expiry dates, file dates, financial years, and how far away a day is."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from omnistock.kernel.errors import Invalid
from omnistock.kernel.numbers import excerpt
from omnistock.kernel.words import gettext as _

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2200, 12, 31)

_MONTHS: Final = {
    name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_FULL_MONTHS: Final = "january february march april may june july august september october november december".split()
_MONTHS_BY_NAME: Final = {
    **_MONTHS,
    "sept": 9,
    **{name: at for at, name in enumerate(_FULL_MONTHS, start=1)},
}
_PARTS: Final = re.compile(r"[\s/.\-,]+")
_MONTH_GLUED: Final = re.compile(r"(\d*)([a-z]+)(\d*)")


class Precision(StrEnum):
    """How much of the date stands on the pack. A month means its last day."""

    DAY = "day"
    MONTH = "month"


class DayOrder(StrEnum):
    """How a file writes a day with slashes."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def month_end(*, year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def parse_expiry(typed: str) -> tuple[date, Precision]:
    """The expiry date as printed on a pack or typed in a hurry, and how precise it is.

    Takes 0327, 032027, 3/27, 03/2027, mar 27, mar-27, March 2027, 2027-03 (a month: its last day), and 31-03-27,
    31/03/2027, 31 mar 27, 2027-03-31 (a day; the day comes first, as it is written in India). A year of two
    digits is in this century: no pack expires in 19xx. Raises `Invalid` `not_a_date`, `date_impossible`
    or `date_implausible`.
    """
    parts = _date_parts(typed)
    if len(parts) == 1:
        parts = _split_digits(parts[0])
    match parts:
        case [year, month] if len(year) == 4:
            return _month(year=year, month=month, typed=typed), Precision.MONTH
        case [month, year]:
            return _month(year=year, month=month, typed=typed), Precision.MONTH
        case [year, month, day] if len(year) == 4:
            return _day(year=year, month=month, day=day, typed=typed), Precision.DAY
        case [day, month, year]:
            return _day(year=year, month=month, day=day, typed=typed), Precision.DAY
    raise _not_a_date(typed)


def _date_parts(typed: str) -> list[str]:
    """The digits and month names of `typed`, in order, the month names as numbers."""
    text = typed.strip().casefold()
    if len(text) > 40 or not text.isascii():
        raise _not_a_date(typed)
    parts: list[str] = []
    for part in _PARTS.split(text):
        glued = _MONTH_GLUED.fullmatch(part)
        if glued is None:
            parts.append(part)
        elif glued[2] in _MONTHS_BY_NAME:
            parts += [piece for piece in (glued[1], str(_MONTHS_BY_NAME[glued[2]]), glued[3]) if piece]
        else:
            raise _not_a_date(typed)
    if not all(part.isdigit() for part in parts):
        raise _not_a_date(typed)
    return parts


def _split_digits(digits: str) -> list[str]:
    """0327 and 032027 are month and year, 20270331 is a whole day; anything else is left to be refused."""
    if len(digits) in (4, 6):
        return [digits[:2], digits[2:]]
    if len(digits) == 8 and digits.startswith("20"):
        return [digits[:4], digits[4:6], digits[6:]]
    return [digits]


def _month(*, year: str, month: str, typed: str) -> date:
    if len(month) > 2 or not 1 <= int(month) <= 12:
        raise _impossible(typed, _("“{text}” is not a date: there is no month {month}."), month=excerpt(month))
    return month_end(year=_year(year, typed=typed), month=int(month))


def _day(*, year: str, month: str, day: str, typed: str) -> date:
    last = _month(year=year, month=month, typed=typed)
    if len(day) > 2 or not 1 <= int(day) <= last.day:
        raise _impossible(typed, _("“{text}” is not a date: that month has {days} days."), days=last.day)
    return last.replace(day=int(day))


def _year(year: str, *, typed: str) -> int:
    if len(year) == 2:
        return 2000 + int(year)
    if len(year) != 4:
        raise _not_a_date(typed)
    if not EARLIEST.year <= int(year) <= LATEST.year:
        message = _("“{text}” is not plausible: a year lies between {earliest} and {latest}.")
        message = message.format(text=excerpt(typed), earliest=EARLIEST.year, latest=LATEST.year)
        raise Invalid.at("", message, "date_implausible")
    return int(year)


def day_order_of(values: Iterable[str]) -> DayOrder | None:
    """How a whole column of a file writes its days, decided by the values that can only be read one way.

    None where no value decides it (every day is at most 12): then the organization's own custom holds. A column where
    some values can only be day first and others only month first is refused: `Invalid` `date_order_mixed`, naming one
    of each.
    """
    seen: dict[DayOrder, str] = {}
    for value in values:
        order = _only_order(value)
        if order is not None:
            seen.setdefault(order, value)
        if len(seen) == 2:
            message = _(
                "The dates of this column are written in two ways: “{one}” and “{other}”. Write them all as 2027-03-31."
            )
            one, other = (excerpt(text) for text in seen.values())
            raise Invalid.at("", message.format(one=one, other=other), "date_order_mixed")
    return next(iter(seen), None)


def _only_order(value: str) -> DayOrder | None:
    numbers = re.fullmatch(r"\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](?:\d{2}|\d{4})\b.*", value)
    if numbers is None:
        return None
    first, second = int(numbers[1]), int(numbers[2])
    if first > 12 >= second:
        return DayOrder.DAY_FIRST
    if second > 12 >= first:
        return DayOrder.MONTH_FIRST
    return None


def parse_day(typed: str, *, order: DayOrder = DayOrder.DAY_FIRST) -> date:
    """A whole day from a file or a form: 2027-03-31, 31/03/2027 (by `order`), 31 Mar 27; a time behind it is dropped.

    Raises `Invalid` `not_a_date`, `date_impossible` or `date_implausible`; a month alone is `not_a_date` here.
    """
    text = re.sub(r"[ T]\d{1,2}:\d{2}.*$", "", typed.strip()) if len(typed) <= 80 else typed
    parts = _date_parts(text)
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    if len(parts) != 3:
        raise _not_a_date(typed)
    if len(parts[0]) == 4:
        return _day(year=parts[0], month=parts[1], day=parts[2], typed=typed)
    by_name = re.search(r"[a-z]", text.casefold()) is not None
    first_is_month = text[:1].isalpha() if by_name else order is DayOrder.MONTH_FIRST
    day, month = (parts[1], parts[0]) if first_is_month else (parts[0], parts[1])
    return _day(year=parts[2], month=month, day=day, typed=typed)


def _not_a_date(typed: str) -> Invalid:
    shown = excerpt(typed.strip())
    missing = _("The date is missing; write it as 03/27, mar 27, 31-03-2027 or 2027-03-31.")
    message = _("“{text}” is not a date; write it as 03/27, mar 27, 31-03-2027 or 2027-03-31.") if shown else missing
    return Invalid.at("", message.format(text=shown), "not_a_date")


def _impossible(typed: str, message: str, **values: object) -> Invalid:
    return Invalid.at("", message.format(text=excerpt(typed), **values), "date_impossible")


def format_month(day: date) -> str:
    """MM/YY, as expiry is printed on packs and invoices."""
    return f"{day.month:02d}/{day.year % 100:02d}"


def financial_year(day: date, *, first_month: int = 4) -> str:
    """The financial year of `day`: "26-27" for 1 Apr 2026 to 31 Mar 2027; "26" where it is the calendar year.

    `day` is the document's date in the organization's own time zone; `first_month` is 4 in India (facts: CGST Act
    s.2(106) with the Income-tax Act).
    """
    start = day.year if day.month >= first_month else day.year - 1
    return f"{start % 100:02d}" if first_month == 1 else f"{start % 100:02d}-{(start + 1) % 100:02d}"


def financial_year_start(day: date, *, first_month: int = 4) -> date:
    """The first day of the financial year that `day` lies in."""
    return date(day.year if day.month >= first_month else day.year - 1, first_month, 1)
