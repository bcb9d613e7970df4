"""How a sentence of ours says a day; what programs read of it stands in the details, as ISO 8601 has it."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format


def day_said(day: dt.date | None) -> str:
    """`12 Mar 2027`, as every page writes it; empty for none."""
    return "" if day is None else date_format(day, "j M Y")
