"""Step 5: movements, balances, totals, reservations and written months, in one round trip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from omnistock.domain.ledger.engine.flows import ZERO, Account, Move, Promise
from omnistock.domain.ledger.engine.locking import Locked
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import DocumentRef
from omnistock.kernel.ids import uuid7s
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement

WRITE_MOVEMENTS = read("write_movements")
PLACE_BALANCES = read("place_balances")
CHANGE_BALANCES = read("change_balances")
ADD_TOTALS = read("add_totals")
MAKE_TOTALS = read("make_totals")
LOCK_TOTALS = read("lock_totals")
CHANGE_TOTALS = read("change_totals")
CHANGE_MONTHS = read("change_months")
CHANGE_DAYS = read("change_days")
KEEP_RESERVATIONS = read("keep_reservations")
DROP_RESERVATIONS = read("drop_reservations")


def movement_statement(
    *, actor: Actor, document: DocumentRef, reason: str, effective_at: dt.datetime, moves: Sequence[Move]
) -> Statement:
    values = {
        "organization": actor.organization_id,
        "ids": [move.id for move in moves],
        "products": [move.flow.product_id for move in moves],
        "layers": [move.layer_id for move in moves],
        "from_locations": [move.from_location_id for move in moves],
        "to_locations": [move.to_location_id for move in moves],
        "quantities": [move.quantity for move in moves],
        "values": [move.value for move in moves],
        "lines": [move.flow.line_id for move in moves],
        "reverses": [move.flow.reverses_id for move in moves],
        "reasons": [move.flow.reason or reason for move in moves],
        "document_kind": document.kind,
        "document_id": document.id,
        "effective_at": effective_at,
        "now": actor.now,
        "person": actor.person_id,
        "actor_name": actor.name[:120],
    }
    return Statement(WRITE_MOVEMENTS, values)


def stock_statements(*, actor: Actor, locked: Locked, day: dt.date) -> list[Statement]:
    """What the plan changed of balances, totals and promises, and of the month and the day that are written already,
    where a backdated posting falls on such a `day`."""
    accounts = locked.accounts.values()
    changed = [a for a in accounts if a.is_new or a.on_hand_change or a.reserved_change or a.value_change]
    statements = [*_balances(actor, locked, changed), *_totals(actor, changed)]
    if locked.written_through is not None and day <= locked.written_through:
        statements.append(_months(actor, changed, day.replace(day=1)))
    if locked.days_written_through is not None and day <= locked.days_written_through:
        statements += _days(actor, changed, day)
    return statements + _promises(actor, [promise for promise in locked.promises.values() if promise.is_changed])


def _balances(actor: Actor, locked: Locked, changed: Sequence[Account]) -> list[Statement]:
    """What leaves is written before what is new: a serial that was found elsewhere is in one place after each
    statement."""
    statements = []
    if old := [account for account in changed if not account.is_new]:
        statements.append(Statement(CHANGE_BALANCES, _changes(actor, old)))
    if new := [account for account in changed if account.is_new]:
        values = {
            "ids": uuid7s(len(new)),
            "batches": [account.batch_id for account in new],
            "products": [account.product_id for account in new],
            "warehouses": [account.warehouse_id for account in new],
            "serial": [locked.batches[account.batch_id].is_serial for account in new],
        }
        statements.append(Statement(PLACE_BALANCES, {**_changes(actor, new), **values}))
    return statements


def _changes(actor: Actor, changed: Sequence[Account]) -> dict[str, Any]:
    return {
        "organization": actor.organization_id,
        "locations": [account.location_id for account in changed],
        "layers": [account.layer_id for account in changed],
        "on_hand": [account.on_hand_change for account in changed],
        "reserved": [account.reserved_change for account in changed],
        "value": [account.value_change for account in changed],
    }


def _totals(actor: Actor, changed: Sequence[Account]) -> list[Statement]:
    """A row is made where it may be missing: where goods were before, it is there. Then all are locked in key order,
    since an UPDATE alone locks in any order; one row has none."""
    sums: dict[tuple[UUID, UUID], list[Decimal]] = {}
    there: set[tuple[UUID, UUID]] = set()
    for account in changed:
        key = account.warehouse_id, account.product_id
        total = sums.setdefault(key, [ZERO, ZERO, ZERO])
        total[0] += account.on_hand_change
        total[1] += account.reserved_change
        total[2] += account.value_change
        if account.on_hand > account.on_hand_change:
            there.add(key)
    # What only changes its place inside a warehouse leaves the total as it is, and need not wait for it.
    sums = {key: total for key, total in sums.items() if any(total)}
    if not sums:
        return []
    values: dict[str, Any] = {
        **_keys(actor, list(sums)),
        "on_hand": [total[0] for total in sums.values()],
        "reserved": [total[1] for total in sums.values()],
        "value": [total[2] for total in sums.values()],
    }
    if not there and all(0 <= reserved <= on_hand for on_hand, reserved, _value in sums.values()):
        # Nothing but new goods: each delta could stand as a row by itself, so one statement makes, locks and adds.
        return [Statement(ADD_TOTALS, {**values, "ids": uuid7s(len(sums))})]
    statements = []
    if missing := [key for key in sums if key not in there]:
        statements.append(Statement(MAKE_TOTALS, {**_keys(actor, missing), "ids": uuid7s(len(missing))}))
    if len(sums) > 1:
        statements.append(Statement(LOCK_TOTALS, values))
    return [*statements, Statement(CHANGE_TOTALS, values)]


def _keys(actor: Actor, keys: Sequence[tuple[UUID, UUID]]) -> dict[str, Any]:
    return {
        "organization": actor.organization_id,
        "warehouses": [warehouse_id for warehouse_id, _product_id in keys],
        "products": [product_id for _warehouse_id, product_id in keys],
    }


def _months(actor: Actor, changed: Sequence[Account], month: dt.date) -> Statement:
    values = {**_changes(actor, changed), "ids": uuid7s(len(changed)), "month": month}
    return Statement(CHANGE_MONTHS, values)


def _days(actor: Actor, changed: Sequence[Account], day: dt.date) -> list[Statement]:
    sums: dict[UUID, Decimal] = {}
    for account in changed:
        sums[account.warehouse_id] = sums.get(account.warehouse_id, ZERO) + account.value_change
    grown = {warehouse_id: value for warehouse_id, value in sums.items() if value}
    if not grown:
        return []
    values = {
        "organization": actor.organization_id,
        "day": day,
        "ids": uuid7s(len(grown)),
        "warehouses": list(grown),
        "value": list(grown.values()),
    }
    return [Statement(CHANGE_DAYS, values)]


def _promises(actor: Actor, changed: Sequence[Promise]) -> list[Statement]:
    kept = [promise for promise in changed if promise.quantity > 0]
    gone = [promise for promise in changed if promise.quantity == 0]
    statements = []
    if gone:
        values = {
            "organization": actor.organization_id,
            "lines": [promise.line_id for promise in gone],
            "locations": [promise.location_id for promise in gone],
            "layers": [promise.layer_id for promise in gone],
        }
        statements.append(Statement(DROP_RESERVATIONS, values))
    if kept:
        values = {
            "organization": actor.organization_id,
            "ids": uuid7s(len(kept)),
            "kinds": [promise.demand_kind for promise in kept],
            "demands": [promise.demand_id for promise in kept],
            "lines": [promise.line_id for promise in kept],
            "locations": [promise.location_id for promise in kept],
            "layers": [promise.layer_id for promise in kept],
            "quantities": [promise.quantity for promise in kept],
            "promised": [promise.promised_on for promise in kept],
        }
        statements.append(Statement(KEEP_RESERVATIONS, values))
    return statements
