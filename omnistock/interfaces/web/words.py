"""Figures and days as a person of this organization reads them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from omnistock.kernel.currencies import currency_of
from omnistock.kernel.money import format_amount
from omnistock.kernel.numbers import Grouping, grouped
from omnistock.tenancy.actor import Actor

UNKNOWN: Final = "–"
THIN_SPACE: Final = "\N{THIN SPACE}"


def grouping_of(actor: Actor | None) -> Grouping:
    """1,00,000 in India, 100,000 elsewhere."""
    return Grouping.INDIAN if actor is None or actor.organization.is_indian else Grouping.WESTERN


def quantity_words(value: Decimal | int | None, unit: str = "", *, actor: Actor | None) -> SafeString:
    """`1,20,000 strips`: the unit muted after a thin space, a minus sign and no hyphen, `–` where it is not known."""
    if value is None:
        return SafeString(UNKNOWN)
    text = grouped(Decimal(value), grouping=grouping_of(actor))
    return format_html('{}{}<span class="unit">{}</span>', text, THIN_SPACE, unit) if unit else format_html("{}", text)


def money_words(value: Decimal | int | None, *, actor: Actor | None, with_symbol: bool = True) -> str:
    """`₹ 1,20,000.50` in the organization's currency; `with_symbol=False` for columns whose head names it."""
    if value is None:
        return UNKNOWN
    currency = currency_of(actor.organization.currency if actor else "INR")
    return format_amount(Decimal(value), currency=currency, grouping=grouping_of(actor), with_symbol=with_symbol)


def day_words(day: dt.date) -> str:
    """`12 Mar 2027`, the month in the reader's language."""
    return _day_words(day.year, day.month, day.day, get_language())


@lru_cache(maxsize=4096)
def _day_words(year: int, month: int, day: int, _language: str | None) -> str:
    return date_format(dt.date(year, month, day), "j M Y")


def moment_words(moment: dt.datetime, *, actor: Actor | None) -> str:
    """`23 Nov 2026, 10:12`, on the organization's clock."""
    zone = ZoneInfo(actor.organization.time_zone) if actor else dt.UTC
    local = moment.astimezone(zone)
    return f"{day_words(local)}, {local:%H:%M}"


def clock_words(seconds: int) -> str:
    """3,725 seconds as 1:02:05, as `frontend/src/stopwatch.ts` goes on with."""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes}:{seconds % 60:02d}"
