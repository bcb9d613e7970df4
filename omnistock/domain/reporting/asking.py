"""What every report is asked: of which warehouses, and of which days or moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from omnistock.domain.ledger.queries.levels import levels
from omnistock.domain.reporting.sql import read
from omnistock.domain.warehouses.models import Warehouse
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.said import day_said
from omnistock.tenancy.statements import Statement, send

By = Literal["product", "warehouse", "category"]
_NAMES: Final[Mapping[By, str]] = {
    "product": read("names_of_product"),
    "warehouse": read("names_of_warehouse"),
    "category": read("names_of_category"),
}
_INSTANT: Final = dt.timedelta(microseconds=1)
LONGEST_DAYS: Final = 3_660

# (name, code, unit)
Named = tuple[str, str, str]


def warehouses_asked(actor: Actor, warehouse_id: UUID | None, registration_id: UUID | None = None) -> list[UUID] | None:
    """The warehouses that count: those asked for that are the actor's; None for every one."""
    _head, values = levels(actor=actor, warehouse_id=warehouse_id)
    found: list[UUID] | None = values["warehouses"]
    if registration_id is None:
        return found
    own = Warehouse.objects.filter(registration_id=registration_id).values_list("pk", flat=True)
    return [each for each in own if found is None or each in found]


def level_head(actor: Actor, warehouses: list[UUID] | None, as_of: dt.datetime | None) -> tuple[str, dict[str, Any]]:
    """The CTE `level` of the ledger, of these warehouses."""
    head, values = levels(actor=actor, as_of=as_of)
    return head, values | {"warehouses": warehouses}


def begins(actor: Actor, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(actor.organization.time_zone))


def ends(actor: Actor, day: dt.date) -> dt.datetime:
    """The last instant of a day."""
    return begins(actor, day + dt.timedelta(days=1)) - _INSTANT


def before(moment: dt.datetime) -> dt.datetime:
    return moment - _INSTANT


def check_period(actor: Actor, first: dt.date, last: dt.date) -> None:
    """Raises `Invalid` for a period that ends before it begins, begins after today, or is longer than ten years."""
    if last < first:
        message = _("A period ends on or after the day on which it begins (%(first)s).") % {"first": day_said(first)}
        raise Invalid.at("last", message, "out_of_range")
    if first > actor.today or last > actor.today + dt.timedelta(days=LONGEST_DAYS) or first.year < 1900:
        message = _("Choose days up to today (%(today)s).") % {"today": day_said(actor.today)}
        raise Invalid.at("first", message, "out_of_range")
    if (last - first).days > LONGEST_DAYS:
        raise Invalid.at("first", _("A report covers ten years at most."), "out_of_range")


def names_of(actor: Actor, by: By, ids: set[UUID | None]) -> dict[UUID | None, Named]:
    """The name, code and unit of each; what has no category is named so."""
    statement = Statement(_NAMES[by], {"organization": actor.organization_id, "ids": [each for each in ids if each]})
    send(statement)
    found: dict[UUID | None, Named] = {row[0]: (row[1], row[2], row[3]) for row in statement.rows}
    if None in ids:
        found[None] = (_("No category"), "", "")
    return found
