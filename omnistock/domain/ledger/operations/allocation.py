"""Reserving: first expired first out, a whole order at once, with the reason why each batch was passed over.

Candidates are chosen without a lock, then locked in key order and looked at again: where somebody was faster,
everything is let go and chosen anew, so that two orders never hold the same unit and never wait for each other in a
ring.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from omnistock.domain.ledger.engine.flows import ZERO, Promise
from omnistock.domain.ledger.engine.locking import Locked
from omnistock.domain.ledger.engine.writing import stock_statements
from omnistock.domain.ledger.operations.ahead import lock_ahead
from omnistock.domain.ledger.operations.promises import DROP_SKIPS, Reserved, give_up, lock_parts, reserved_for, shown
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import AllocatedLine, Demand, DemandLine, Skipped
from omnistock.domain.ledger.usability import usable_on
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_CANDIDATES: Final = read("candidates")
_PASSED_OVER: Final = read("passed_over")
KEEP_SKIPS: Final = """
INSERT INTO skip (organization_id, id, demand_id, demand_line_id, batch_id, reason, details)
SELECT %(organization)s, s.id, %(demand)s, s.line_id, s.batch_id, s.reason, s.details
FROM unnest(%(ids)s::uuid[], %(lines)s::uuid[], %(batches)s::uuid[], %(reasons)s::text[], %(details)s::jsonb[])
    AS s (id, line_id, batch_id, reason, details)
ON CONFLICT (organization_id, demand_line_id, batch_id) DO NOTHING
"""
# What a person said when they chose by hand stays said, until the line gives up what it holds.
_DROP_COMPUTED: Final = DROP_SKIPS + " AND reason <> 'by_hand'"
_ATTEMPTS: Final = 6

Group = tuple[UUID, UUID, int]  # product, warehouse, days of shelf life


class SomebodyWasFaster(Exception):
    """What was chosen is not free any more: choose again."""


@dataclass(slots=True)
class Choice:
    """A part of a balance chosen for a line."""

    line_id: UUID
    product_id: UUID
    location_id: UUID
    layer_id: UUID
    batch_id: UUID
    quantity: Decimal


@dataclass(slots=True)
class _Chosen:
    choices: list[Choice] = field(default_factory=list)
    short: dict[UUID, Decimal] = field(default_factory=dict)


def allocate(
    *, actor: Actor, demand: Demand, lines: Sequence[DemandLine], promised_on: dt.date | None
) -> list[AllocatedLine]:
    """Reserve for a whole order at once, first expired first out, all that there is; `short` is the backorder.

    What is reserved already counts, so calling it again tops up; what is reserved of a batch that has become unusable
    is given up first. The order's row must be locked by the caller. Stores why batches were passed over.
    """
    day = max(promised_on or actor.today, actor.today)
    held, unusable = _reservations(actor=actor, demand=demand, lines=lines, day=day)
    missing = {line.line_id: max(line.quantity - held[line.line_id], ZERO) for line in lines}
    for attempt in range(_ATTEMPTS + 1):
        # After the last attempt nothing is chosen: others were faster every time.
        chosen = (
            _choose(actor=actor, lines=lines, missing=missing, day=day)
            if attempt < _ATTEMPTS
            else _Chosen(short=missing)
        )
        if not chosen.choices and not unusable:
            break
        try:
            reserve_instead(
                actor=actor, demand=demand, parts=unusable, choices=chosen.choices, day=day, promised_on=promised_on
            )
            break
        except SomebodyWasFaster:
            continue
    return _answer(actor=actor, demand=demand, lines=lines, short=chosen.short, day=day)


def _reservations(
    *, actor: Actor, demand: Demand, lines: Sequence[DemandLine], day: dt.date
) -> tuple[dict[UUID, Decimal], list[Reserved]]:
    """What each line holds already, and what of it can no longer be sent."""
    parts = reserved_for(actor=actor, demand_id=demand.id)
    held: dict[UUID, Decimal] = defaultdict(Decimal)
    if not parts:
        return held, []
    statuses = Statement(
        "SELECT id, status FROM batch WHERE organization_id = %(organization)s AND id = ANY(%(batches)s::uuid[])",
        {"organization": actor.organization_id, "batches": list({part.batch_id for part in parts})},
    )
    send(statuses)
    status = dict(statuses.rows)
    rules = {line.line_id: line.minimum_shelf_life_days for line in lines}
    unusable = []
    for part in parts:
        last_day = day + dt.timedelta(days=rules.get(part.line_id, 0))
        if part.line_id in rules and not usable_on(
            status=status[part.batch_id], expires_on=part.expires_on, day=last_day
        ):
            unusable.append(part)
        else:
            held[part.line_id] += part.quantity
    return held, unusable


def _choose(*, actor: Actor, lines: Sequence[DemandLine], missing: dict[UUID, Decimal], day: dt.date) -> _Chosen:
    """Fill the lines in order from the candidates; what stays missing is short."""
    free = _free_parts(actor=actor, lines=lines, missing=missing, day=day)
    left: dict[tuple[UUID, UUID], Decimal] = {}
    chosen = _Chosen()
    for line in lines:
        wanted = missing[line.line_id]
        for product_id, location_id, layer_id, batch_id, quantity in free[_group(line)]:
            there = left.setdefault((location_id, layer_id), quantity)
            taken = min(wanted, there)
            if taken > 0:
                left[location_id, layer_id] -= taken
                wanted -= taken
                chosen.choices.append(Choice(line.line_id, product_id, location_id, layer_id, batch_id, taken))
        chosen.short[line.line_id] = wanted
    return chosen


def _free_parts(
    *, actor: Actor, lines: Sequence[DemandLine], missing: dict[UUID, Decimal], day: dt.date
) -> dict[Group, list[tuple[Any, ...]]]:
    """The candidates by group. A group needs what all lines of its product in its warehouse need, whatever their rule:
    another group may take the same goods first."""
    needs: dict[tuple[UUID, UUID], Decimal] = defaultdict(Decimal)
    for line in lines:
        needs[line.product_id, line.warehouse_id] += missing[line.line_id]
    groups = sorted({_group(line) for line in lines if missing[line.line_id] > 0})
    found: dict[Group, list[tuple[Any, ...]]] = defaultdict(list)
    if not groups:
        return found
    statement = Statement(
        _CANDIDATES,
        {**_group_values(actor, groups, day), "quantities": [needs[group[0], group[1]] for group in groups]},
    )
    send(statement)
    for row in statement.rows:
        found[row[0], row[1], row[2]].append((row[0], *row[3:]))
    return found


def _group(line: DemandLine) -> Group:
    return line.product_id, line.warehouse_id, line.minimum_shelf_life_days


def _group_values(actor: Actor, groups: Sequence[Group], day: dt.date) -> dict[str, Any]:
    return {
        "organization": actor.organization_id,
        "products": [group[0] for group in groups],
        "warehouses": [group[1] for group in groups],
        "shelf_lives": [group[2] for group in groups],
        "promised_on": day,
    }


def reserve_instead(
    *,
    actor: Actor,
    demand: Demand,
    parts: Sequence[Reserved],
    choices: Sequence[Choice],
    day: dt.date,
    promised_on: dt.date | None,
) -> None:
    """Give up `parts` and reserve `choices`, or neither. Raises `SomebodyWasFaster` where some of it is not free any
    more."""
    with transaction.atomic():
        if parts and choices:
            # Giving up changes totals, so what is reserved afterwards is locked before it.
            keys = {(part.location_id, part.layer_id) for part in parts}
            keys |= {(choice.location_id, choice.layer_id) for choice in choices}
            lock_ahead(actor=actor, keys=keys)
        if parts:
            give_up(actor=actor, parts=parts)
        if choices:
            _reserve(actor=actor, demand=demand, choices=choices, day=day, promised_on=promised_on)


def _reserve(
    *, actor: Actor, demand: Demand, choices: Sequence[Choice], day: dt.date, promised_on: dt.date | None
) -> None:
    """Lock what was chosen and reserve it."""
    locked = lock_parts(actor=actor, parts=[_as_part(choice) for choice in choices])
    for choice in choices:
        _promise(locked, demand, choice, day=day, promised_on=promised_on)
    send(*stock_statements(actor=actor, locked=locked, day=actor.today))


def _as_part(choice: Choice) -> Reserved:
    return Reserved(
        line_id=choice.line_id,
        quantity=choice.quantity,
        product_id=choice.product_id,
        location_id=choice.location_id,
        layer_id=choice.layer_id,
        batch_id=choice.batch_id,
        batch_number="",
        expires_on=None,
        expiry_precision="day",
        location_code="",
        location_kind="",
        dispatch_location_id=None,
    )


def _promise(locked: Locked, demand: Demand, choice: Choice, *, day: dt.date, promised_on: dt.date | None) -> None:
    account, batch = locked.accounts[choice.location_id, choice.layer_id], locked.batches[choice.batch_id]
    is_usable = usable_on(status=batch.status, expires_on=batch.expires_on, day=day) and not batch.is_merged
    if account.free < choice.quantity or not is_usable:
        raise SomebodyWasFaster
    account.change(reserved=choice.quantity)
    key = (choice.line_id, choice.location_id, choice.layer_id)
    fresh = Promise(demand.kind, demand.id, *key, ZERO, promised_on)
    locked.promises.setdefault(key, fresh).change(choice.quantity)


def _answer(
    *, actor: Actor, demand: Demand, lines: Sequence[DemandLine], short: dict[UUID, Decimal], day: dt.date
) -> list[AllocatedLine]:
    """What every line holds now, with what was passed over for it; the latter is stored."""
    passed = Statement(_PASSED_OVER, _group_values(actor, sorted({_group(line) for line in lines}), day))
    reserved = Statement(read("reserved_for"), {"organization": actor.organization_id, "demand": demand.id})
    send(passed, reserved)
    parts: dict[UUID, list[Reserved]] = defaultdict(list)
    for row in reserved.rows:
        parts[row[0]].append(Reserved(*row))
    answer = []
    for line in lines:
        missing = short.get(line.line_id, ZERO)
        candidates = [row for row in passed.rows if (row[0], row[1], row[2]) == _group(line)]
        skipped = _skipped(line, parts[line.line_id], candidates, is_short=missing > 0)
        answer.append(AllocatedLine(line.line_id, tuple(shown(part) for part in parts[line.line_id]), skipped, missing))
    _store_skips(actor=actor, demand=demand, answer=answer)
    return answer


def _skipped(
    line: DemandLine, parts: Sequence[Reserved], rows: Sequence[tuple[Any, ...]], *, is_short: bool
) -> tuple[Skipped, ...]:
    """Those that would have left before the last one chosen; all of them where the line is short."""
    chosen = {part.batch_id for part in parts}
    last = max((part.expires_on or dt.date.max for part in parts), default=dt.date.max)
    found = []
    for _product, _warehouse, _rule, batch_id, number, expires_on, reason, location_code, days_left in rows:
        if batch_id in chosen or not (is_short or (expires_on or dt.date.max) <= last):
            continue
        details: dict[str, Any] = {"expires_on": expires_on.isoformat() if expires_on else None}
        if reason == "shelf_life":
            details |= {"days_left": days_left, "days_needed": line.minimum_shelf_life_days}
        if reason == "place":
            details |= {"location_code": location_code}
        found.append(Skipped(batch_id, number, reason, details))
    return tuple(found)


def _store_skips(*, actor: Actor, demand: Demand, answer: Sequence[AllocatedLine]) -> None:
    rows = [(line.line_id, skip) for line in answer for skip in line.skipped]
    fixed = {"organization": actor.organization_id, "demand": demand.id}
    drop = Statement(_DROP_COMPUTED, {**fixed, "lines": [line.line_id for line in answer]})
    keep = Statement(
        KEEP_SKIPS,
        {
            **fixed,
            "ids": [uuid7() for _row in rows],
            "lines": [line_id for line_id, _skip in rows],
            "batches": [skip.batch_id for _line_id, skip in rows],
            "reasons": [skip.reason for _line_id, skip in rows],
            "details": [Jsonb(dict(skip.details)) for _line_id, skip in rows],
        },
    )
    send(drop, keep)
