"""The books: through which day they are closed, and what closing them through another would hold fast."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from omnistock.domain.ledger.models import Period
from omnistock.domain.ledger.queries.stock import value_on_hand
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_COUNT: Final = """
SELECT count(*), count(DISTINCT m.document_id) FROM movement m
WHERE m.organization_id = %(organization)s AND m.effective_at >= %(since)s AND m.effective_at < %(until)s
"""


@dataclass(frozen=True, slots=True)
class Books:
    """`id` None: nobody closed them ever."""

    id: UUID | None
    locked_through: dt.date | None


@dataclass(frozen=True, slots=True)
class LockPreview:
    """What moves between the books' closed days and `through`, and so becomes closed, or is opened again (`opens`).
    `value` is that of the stock at the end of `through`; None for who sees no costs."""

    through: dt.date
    opens: bool
    movements: int
    documents: int
    value: Decimal | None


def books(*, actor: Actor) -> Books:
    """In one statement."""
    actor.require("stock:read")
    found = Period.objects.values_list("pk", "locked_through").first()
    return Books(*found) if found else Books(None, None)


def lock_preview(*, actor: Actor, through: dt.date) -> LockPreview:
    """What closing the books through that day would mean now."""
    actor.require("settings:write")
    locked = books(actor=actor).locked_through
    zone = ZoneInfo(actor.organization.time_zone)
    days = sorted((locked or dt.date(1900, 1, 1), through))
    since, until = (dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone) for day in days)
    statement = Statement(_COUNT, {"organization": actor.organization_id, "since": since, "until": until})
    send(statement)
    count, documents = statement.rows[0]
    end = dt.datetime.combine(through + dt.timedelta(days=1), dt.time(), zone) - dt.timedelta(microseconds=1)
    value = value_on_hand(actor=actor, as_of=end)
    return LockPreview(through, locked is not None and through < locked, count, documents, value)
