"""Sums over all stock, kept for a minute where there is much of it.

What stock is worth by the day until which it can be used is in no total: which month is near, and which batch is held,
changes without a posting. Adding it up takes 5 ms for a shop and most of a second for 200,000 batches, and Today is the
page that everybody opens. So an organization with more than `MANY` stock totals is shown figures of up to a minute ago,
with their time on the page; a smaller one always those of now. Each process keeps its own; the key is the whole question
with the organization and its warehouses in it, so nobody is shown what another may see (docs/decisions/0010).
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

MANY: Final = 5_000
KEPT: Final = dt.timedelta(seconds=60)
MOST_KEPT: Final = 256
_SIZE: Final = """
SELECT EXISTS (SELECT FROM stock_total WHERE organization_id = %(organization)s OFFSET %(many)s)
"""


@dataclass(frozen=True, slots=True)
class _Answer:
    read_at: dt.datetime
    rows: list[list[tuple[Any, ...]]]


_answers: OrderedDict[tuple[Any, ...], _Answer] = OrderedDict()  # the oldest first
_lock: Final = threading.Lock()


def send_or_keep(*statements: Statement, actor: Actor) -> dt.datetime:
    """Fill the `rows` of reports, in one round trip or none; says of which moment they are."""
    key = (actor.organization_id, *((each.sql, repr(sorted(dict(each.values).items()))) for each in statements))
    with _lock:
        found = _answers.get(key)
    if found is not None and dt.timedelta(0) <= actor.now - found.read_at < KEPT:
        for statement, rows in zip(statements, found.rows, strict=True):
            statement.rows = rows
        return found.read_at
    size = Statement(_SIZE, {"organization": actor.organization_id, "many": MANY})
    send(*statements, size, plan_anew=True)
    if size.rows[0][0]:
        _keep(key, _Answer(actor.now, [each.rows for each in statements]))
    return actor.now


def forget() -> None:
    """Add everything up anew the next time."""
    with _lock:
        _answers.clear()


def _keep(key: tuple[Any, ...], answer: _Answer) -> None:
    with _lock:
        _answers[key] = answer
        _answers.move_to_end(key)
        while len(_answers) > MOST_KEPT:
            _answers.popitem(last=False)
