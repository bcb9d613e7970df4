"""What the sender of a file may say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from omnistock.kernel.days import DayOrder
from omnistock.tenancy.checks import Checker


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """`warehouse`: code or name of the warehouse of rows that name none. `date_order`: "day_first" or "month_first"
    where the file's own dates do not decide it. `again`: post a file once more that was posted before."""

    warehouse: str = ""
    date_order: str = ""
    again: bool = False

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}


def read_options(values: Mapping[str, Any]) -> ImportOptions:
    """Raises `Invalid` for an option that there is not."""
    checker = Checker(prefix="options")
    known = {each.name for each in fields(ImportOptions)}
    for name in values.keys() - known:
        checker.add(str(name)[:60], _("An import has the options {known}.").format(known=", ".join(sorted(known))))
    order = str(values.get("date_order") or "")
    if order:
        checker.choice("date_order", order, [each.value for each in DayOrder])
    again = values.get("again") or False
    if not isinstance(again, bool):
        checker.add("again", _("This is true or false."))
    warehouse = checker.text("warehouse", values.get("warehouse") or "", longest=120)
    checker.stop()
    return ImportOptions(warehouse=warehouse, date_order=order, again=again)
