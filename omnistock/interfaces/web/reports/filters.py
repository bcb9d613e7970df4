"""The filters that reports share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.interfaces.web.reports.shape import Asked, Filter

BY: Final = (
    ("product", gettext_lazy("By product")),
    ("warehouse", gettext_lazy("By warehouse")),
    ("category", gettext_lazy("By category")),
)


def choice(asked: Asked, name: str, label: str, options: Sequence[tuple[str, Any]]) -> Filter:
    return Filter(name, label, asked.choice(name, options), options)


def warehouse(asked: Asked) -> list[Filter]:
    """Nothing where there is but one."""
    if len(asked.places) < 2:
        return []
    options = [("", _("Every warehouse")), *((str(place.id), place.name) for place in asked.places)]
    return [Filter("warehouse", _("Warehouse"), str(asked.warehouse_id or ""), options)]


def day(asked: Asked, name: str, label: str, value: dt.date | None) -> Filter:
    return Filter(name, label, value.isoformat() if value else "", latest=asked.actor.today.isoformat())


def period(asked: Asked, first: dt.date, last: dt.date) -> list[Filter]:
    return [day(asked, "first", _("From"), first), day(asked, "last", _("To"), last)]
