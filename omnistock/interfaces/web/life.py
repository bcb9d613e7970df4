"""The life bar: how much of a batch's life is left, as a width, a tone and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Final, Literal, ParamSpec

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from omnistock.interfaces.web.words import day_words
from omnistock.kernel.days import format_month

Facts = ParamSpec("Facts")
LifeTone = Literal["fresh", "watch", "near", "urgent", "expired", "none"]

# Stands in for a life that neither the batch nor its product tells: two years, as most packs carry.
UNKNOWN_LIFE_DAYS: Final = 730


@dataclass(frozen=True, slots=True)
class Life:
    """`percent` is what is left, 0 to 100; `printed` the date as on the pack, `full_day` the last usable day."""

    tone: LifeTone
    percent: int
    printed: str
    full_day: str
    distance: str


def _kept(make: Callable[Facts, Life]) -> Callable[Facts, Life]:
    """Most rows of a list were seen a minute ago, in it or in another: what was made is kept, for each language."""

    @lru_cache(maxsize=4096)
    def made(_language: str | None, *args: Facts.args, **facts: Facts.kwargs) -> Life:
        return make(*args, **facts)

    @wraps(make)
    def known(*args: Facts.args, **facts: Facts.kwargs) -> Life:
        return made(get_language(), *args, **facts)  # type: ignore[arg-type]  # dates, numbers, texts: all hashable

    return known


@_kept
def life_of(
    *,
    expires_on: dt.date | None,
    is_month: bool,
    manufactured_on: dt.date | None,
    shelf_life_days: int | None,
    today: dt.date,
    limits: tuple[int, int, int],
) -> Life:
    """The life of a batch on `today`. `limits` (a workspace's own): the days left at which it is watched, near, urgent.

    The expiry date is the last usable day: on it the batch still counts as usable, the day after as expired.
    """
    if expires_on is None:
        return Life(tone="none", percent=0, printed="", full_day="", distance=_("no expiry"))
    left = (expires_on - today).days
    whole = (expires_on - manufactured_on).days if manufactured_on else shelf_life_days or UNKNOWN_LIFE_DAYS
    percent = max(0, min(100, round(100 * left / whole))) if whole > 0 else 0
    full_day = day_words(expires_on)
    printed = format_month(expires_on) if is_month else full_day
    return Life(tone=_tone(left, limits), percent=percent, printed=printed, full_day=full_day, distance=_distance(left))


def _tone(left: int, limits: tuple[int, int, int]) -> LifeTone:
    watch, near, urgent = limits
    if left < 0:
        return "expired"
    if left <= urgent:
        return "urgent"
    if left <= near:
        return "near"
    return "watch" if left <= watch else "fresh"


def _distance(left: int) -> str:
    if left == 0:
        return _("last day today")
    if left > 0:
        return ngettext("in %(days)d day", "in %(days)d days", left) % {"days": left}
    return ngettext("expired %(days)d day ago", "expired %(days)d days ago", -left) % {"days": -left}
