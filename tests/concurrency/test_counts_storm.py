"""Many count at once, and trade goes on: nothing is posted twice, nobody waits in a ring, the books add up."""

from __future__ import annotations

import random

import pytest

from omnistock.domain.ledger.queries.counting import book_of
from omnistock.domain.stocktaking.counting_inputs import CountedInput
from omnistock.domain.stocktaking.counting_rows import CountNotAtThatPoint, lock_lines
from omnistock.domain.stocktaking.models import StockCountEntry, StockCountLine
from omnistock.domain.stocktaking.operations import approve_stock_count, record_counts
from tests import make
from tests.concurrency.test_ledger_storm import at_once
from tests.domain.counting import Shelves, in_days
from tests.personas import ASHA, MAYA, RAVI
from tests.support import environment

pytestmark = pytest.mark.usefixtures("live_db")


@pytest.fixture
def shelves(live_db: None) -> Shelves:
    found = Shelves(make.organization())
    found.company.join(RAVI)
    found.company.join(MAYA)
    return found


def test_two_counters_on_one_line_are_both_kept(shelves: Shelves) -> None:
    count_id = shelves.plan()

    def count(n: int) -> str:
        shelves.count(count_id, str(38 + n % 2), by=RAVI if n % 2 else ASHA)
        return "done"

    assert at_once(8, count, threads=8) == {"done": 8}
    line = shelves.line(count_id)
    with shelves.company.acting(ASHA):
        assert StockCountEntry.objects.filter(line_id=line.pk).count() == 8
    assert line.is_disputed


def test_two_who_find_the_same_unknown_batch_make_one_line(shelves: Shelves) -> None:
    count_id = shelves.plan()

    def count(n: int) -> str:
        with shelves.company.acting(RAVI if n % 2 else ASHA) as actor:
            line = CountedInput(
                location_id=shelves.first,
                product_id=shelves.product.pk,
                quantity="3",
                batch_number="N9",
                expires_on=in_days(actor, 900),
            )
            record_counts(actor=actor, count_id=count_id, lines=[line])
        return "done"

    assert at_once(8, count, threads=8) == {"done": 8}
    with shelves.company.acting(ASHA):
        found = StockCountLine.objects.get(count_id=count_id, batch__number="N9")
    assert not found.is_disputed


def test_approved_twice_at_once_is_posted_once(shelves: Shelves) -> None:
    count_id = shelves.counted(first="30")

    def approve(_n: int) -> str:
        try:
            with shelves.company.acting(MAYA) as maya:
                approve_stock_count(actor=maya, count_id=count_id)
        except CountNotAtThatPoint as refusal:
            return refusal.code
        return "done"

    assert at_once(6, approve, threads=6) == {"done": 1, "wrong_status": 5}
    assert shelves.on_hand() == 30
    assert shelves.differences() == []


def test_counting_while_goods_come_and_go(shelves: Shelves) -> None:
    """Each entry is true for its own moment: whoever counts what is really there finds no difference, whatever moves
    before, between and after."""
    count_id = shelves.plan()
    chance = random.Random(environment.seed())
    choices = [chance.random() < 0.5 for _n in range(40)]
    batches = [chance.choice(["B2301", "B2307"]) for _n in range(40)]

    def work(n: int) -> str:
        if choices[n]:
            shelves.lose("1", batch=batches[n])
            return "moved"
        with shelves.company.acting(ASHA if n % 2 else RAVI) as actor:
            # Hold what lies there and read it, as an eye does that nobody takes anything from meanwhile.
            shelf = (shelves.first, shelves.product.pk, shelves.batch["B2301"])
            lock_lines(actor=actor, shelves=[shelf])
            there = book_of(actor=actor, shelves=[shelf], is_locked=True)[0]
            line = CountedInput(
                location_id=shelves.first,
                product_id=shelves.product.pk,
                batch_id=shelf[2],
                quantity=str(int(there.on_hand)),
            )
            record_counts(actor=actor, count_id=count_id, lines=[line])
        return "counted"

    done = at_once(40, work, threads=12)
    assert done["moved"] == sum(choices)
    line = shelves.line(count_id)
    assert line.difference_base == 0
    assert not line.is_disputed
    shelves.count(count_id, "10", batch="B2307")
    shelves.finish(count_id, rest=True)
    shelves.approve(count_id)
    assert shelves.on_hand("B2307") == 10
    assert shelves.differences() == []
