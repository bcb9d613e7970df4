"""Reserving batches that a person chose by hand, for one line of a demand, with the reason why earlier ones are passed over."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from omnistock.domain.ledger.engine.flows import ZERO
from omnistock.domain.ledger.errors import BatchNotUsable, InsufficientStock
from omnistock.domain.ledger.operations.allocation import KEEP_SKIPS, Choice, SomebodyWasFaster, reserve_instead
from omnistock.domain.ledger.operations.promises import Reserved, reserved_for
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import Demand, DemandLine
from omnistock.domain.ledger.usability import usable_on
from omnistock.kernel.errors import Fault
from omnistock.kernel.ids import uuid7
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.said import day_said
from omnistock.tenancy.statements import Statement, send

BY_HAND: Final = "by_hand"
_CHOSEN: Final = read("chosen")
_ATTEMPTS: Final = 6


@dataclass(frozen=True, slots=True)
class Chosen:
    """So much of a batch, in the base unit; `pointer` is where in the request it stands."""

    batch_id: UUID
    quantity: Decimal
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Choosable:
    """A batch that lies where stock is promised from. `held` is what the line has reserved of it and has not picked yet:
    choosing anew gives that back first. `days_left` on the day of the promise; None where it does not expire."""

    batch_id: UUID
    number: str
    expires_on: dt.date | None
    expiry_precision: str
    status: str
    is_usable: bool
    days_left: int | None
    free: Decimal
    held: Decimal
    places: str


def choosable_batches(
    *, actor: Actor, demand_id: UUID, line: DemandLine, promised_on: dt.date | None
) -> list[Choosable]:
    """The batches that a line could be given by hand, first expired first, in two statements."""
    day = max(promised_on or actor.today, actor.today)
    held: dict[UUID, Decimal] = defaultdict(Decimal)
    for part in reserved_for(actor=actor, demand_id=demand_id):
        if part.line_id == line.line_id and not part.is_picked:
            held[part.batch_id] += part.quantity
    rows: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for row in _rows(actor, line):
        rows[row[0]].append(row)
    return [_choosable(found, held[batch_id], day) for batch_id, found in rows.items()]


def _choosable(rows: Sequence[tuple[Any, ...]], held: Decimal, day: dt.date) -> Choosable:
    batch_id, _location, _layer, _free, number, expires_on, precision, status, *_rest = rows[0]
    return Choosable(
        batch_id=batch_id,
        number=number,
        expires_on=expires_on,
        expiry_precision=precision,
        status=status,
        is_usable=usable_on(status=status, expires_on=expires_on, day=day),
        days_left=None if expires_on is None else (expires_on - day).days,
        free=sum((row[3] for row in rows), ZERO),
        held=held,
        places=", ".join(dict.fromkeys(row[9] for row in rows)),
    )


def reserve_chosen(
    *,
    actor: Actor,
    demand: Demand,
    line: DemandLine,
    chosen: Sequence[Chosen],
    promised_on: dt.date | None,
    reason: str,
) -> None:
    """Give up what the line holds and has not picked, and reserve exactly `chosen` for it. The demand's row must be locked.

    `line.quantity` is not looked at: the caller has. Earlier usable batches that were passed over are kept as skipped
    `by_hand` with `reason`. Raises `BatchNotUsable` and `InsufficientStock`, with every fault.
    """
    day = max(promised_on or actor.today, actor.today)
    for attempt in range(_ATTEMPTS):
        mine = [part for part in reserved_for(actor=actor, demand_id=demand.id) if part.line_id == line.line_id]
        waiting = [part for part in mine if not part.is_picked]
        rows = _rows(actor, line, given_up=waiting)
        choices = _choices(line, chosen, rows, day)
        try:
            reserve_instead(
                actor=actor, demand=demand, parts=waiting, choices=choices, day=day, promised_on=promised_on
            )
            break
        except SomebodyWasFaster:
            if attempt == _ATTEMPTS - 1:
                raise InsufficientStock(_("Others are taking of these batches right now. Press it again.")) from None
    _keep_skips(actor, demand, line, chosen, rows, day, reason)


def _rows(actor: Actor, line: DemandLine, *, given_up: Sequence[Reserved] = ()) -> list[tuple[Any, ...]]:
    """What of the product is free in the warehouse, by layer and place, as it will be when `given_up` is."""
    values = {"organization": actor.organization_id, "product": line.product_id, "warehouse": line.warehouse_id}
    statement = Statement(_CHOSEN, values)
    send(statement)
    back: dict[tuple[UUID, UUID], Decimal] = defaultdict(Decimal)
    for part in given_up:
        back[part.location_id, part.layer_id] += part.quantity
    return [(*row[:3], row[3] + back[row[1], row[2]], *row[4:]) for row in statement.rows]


def _choices(line: DemandLine, chosen: Sequence[Chosen], rows: Sequence[tuple[Any, ...]], day: dt.date) -> list[Choice]:
    """The layers and places of each chosen batch, oldest first. Raises with every fault at once."""
    by_batch: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        by_batch[row[0]].append(row)
    choices: list[Choice] = []
    short: list[Fault] = []
    unusable: list[Fault] = []
    for each in chosen:
        wanted, found = each.quantity, by_batch[each.batch_id]
        if found and not usable_on(status=found[0][7], expires_on=found[0][5], day=day):
            message = _("{batch} may not be promised for {day}: it is expired then, held or recalled.")
            said = message.format(batch=found[0][4], day=day_said(day))
            unusable.append(Fault(each.pointer, said, BatchNotUsable.code, {"batch_id": each.batch_id}))
        for _batch, location_id, layer_id, free, *_rest in found:
            taken = min(wanted, free)
            if taken > 0:
                wanted -= taken
                choices.append(Choice(line.line_id, line.product_id, location_id, layer_id, each.batch_id, taken))
        if wanted > 0:
            short.append(_shortage(each, found, there=each.quantity - wanted))
    if unusable:
        raise BatchNotUsable(unusable[0].message, faults=unusable)
    if short:
        raise InsufficientStock(short[0].message, faults=short)
    return choices


def _shortage(each: Chosen, found: Sequence[tuple[Any, ...]], *, there: Decimal) -> Fault:
    said = {"asked": plain(each.quantity), "there": plain(there)}
    if found:
        message = _("{batch}: {asked} asked, {there} free where it is sold from.").format(batch=found[0][4], **said)
    else:
        message = _("Nothing of this batch lies where it is sold from in this warehouse.")
    return Fault(
        f"{each.pointer}/quantity".lstrip("/"), message, InsufficientStock.code, {"batch_id": each.batch_id, **said}
    )


def _keep_skips(
    actor: Actor,
    demand: Demand,
    line: DemandLine,
    chosen: Sequence[Chosen],
    rows: Sequence[tuple[Any, ...]],
    day: dt.date,
    reason: str,
) -> None:
    """The usable batches that would have left before the last one chosen."""
    taken = {each.batch_id for each in chosen}
    last = max((row[5] or dt.date.max for row in rows if row[0] in taken), default=dt.date.min)
    passed = {
        row[0]: row
        for row in rows
        if row[0] not in taken
        and row[3] > 0
        and (row[5] or dt.date.max) < last
        and usable_on(status=row[7], expires_on=row[5], day=day)
    }
    details = [{"expires_on": row[5].isoformat() if row[5] else None, "why": reason} for row in passed.values()]
    values = {
        "organization": actor.organization_id,
        "demand": demand.id,
        "ids": [uuid7() for _row in passed],
        "lines": [line.line_id for _row in passed],
        "batches": list(passed),
        "reasons": [BY_HAND for _row in passed],
        "details": [Jsonb(each) for each in details],
    }
    send(
        Statement(
            "DELETE FROM skip WHERE organization_id = %(organization)s AND demand_line_id = %(line)s",
            {"organization": actor.organization_id, "line": line.line_id},
        ),
        Statement(KEEP_SKIPS, values),
    )
