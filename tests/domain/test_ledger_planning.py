"""A plan's work grows with its lines, not with lines by goods: ten thousand batches may lie in one bin."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal

from omnistock.domain.ledger.engine.flows import Account, Flow, Place, Promise
from omnistock.domain.ledger.engine.locking import Locked
from omnistock.domain.ledger.engine.planning import Plan, plan
from omnistock.domain.ledger.usability import Use
from omnistock.kernel.currencies import INR
from omnistock.kernel.ids import uuid7s

TEN = Decimal(10)


def counted_short(lines: int) -> tuple[Plan, int]:
    """All batches of one product in one bin, of each of which a count missed 6 of 10 with 8 promised; and how many calls
    planning it took."""
    bin_id, warehouse_id, product_id, loss_id, demand_id = uuid7s(5)
    keys = list(zip(uuid7s(lines), uuid7s(lines), uuid7s(lines), strict=True))
    day = dt.date(2026, 1, 1)
    accounts = {
        (bin_id, layer): Account(bin_id, layer, batch, product_id, warehouse_id, TEN, Decimal(8), TEN, day, None)
        for layer, batch, _line in keys
    }
    locked = Locked(
        accounts=accounts,
        batches={},
        products={},
        places={bin_id: Place(bin_id, "A-01", "storage", warehouse_id), loss_id: Place(loss_id, "loss", "loss", None)},
        outside={"loss": loss_id},
        locked_through=None,
        written_through=None,
        days_written_through=None,
        later={},
        promises={
            (line, bin_id, layer): Promise("sales_order", demand_id, line, bin_id, layer, Decimal(8), None)
            for layer, _batch, line in keys
        },
    )
    flows = [
        Flow(None, product_id, Use.COUNT, bin_id, "loss", Decimal(6), batch_id=batch, displaces=True)
        for _layer, batch, _line in keys
    ]
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        made = plan(locked=locked, flows=flows, currency=INR)
    finally:
        sys.setprofile(None)
    return made, calls


def test_four_times_the_lines_are_four_times_the_work() -> None:
    few, few_calls = counted_short(100)
    many, many_calls = counted_short(400)
    assert (few.short, many.short) == ([], [])
    assert sum(move.quantity for move in many.moves) == 400 * 6
    assert sum(each.quantity for each in many.displaced) == 400 * 4
    assert many_calls < 5 * few_calls
