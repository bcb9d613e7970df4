"""Many at once, with real commits: nothing is sold twice, nobody waits in a ring, and everything still adds up."""

from __future__ import annotations

import random
import threading
from collections import Counter as Tally
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import BatchNotUsable, InsufficientStock
from omnistock.domain.ledger.operations.batches import SameStatus
from omnistock.domain.ledger.queries import stock, stock_totals
from omnistock.domain.ledger.types import Demand, DemandLine, DocumentRef, MoveLine, OutLine
from omnistock.domain.ledger.verification import verify
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from omnistock.kernel.ids import uuid7
from tests.domain.shop import Counter, Shop, make_shop
from tests.support.environment import seed
from tests.support.soak import rounds

pytestmark = pytest.mark.usefixtures("live_db")
EXPECTED = (InsufficientStock, BatchNotUsable, SameStatus)


def at_once(count: int, work: Callable[[int], str], *, threads: int = 40) -> Tally[str]:
    """`work(n)` for each n, on `threads` threads that start together; what each answered, or the name of its
    refusal."""
    barrier = threading.Barrier(min(threads, count), timeout=60)
    first = threading.local()

    def run(n: int) -> str:
        if not getattr(first, "started", False):
            first.started = True
            barrier.wait()
        try:
            return work(n)
        except EXPECTED as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(min(threads, count)) as pool:
        return Tally(pool.map(run, range(count)))


def differences(shop: Shop) -> list:
    with shop.open() as asha:
        return verify(actor=asha.actor)


def test_80_issues_of_50_end_with_50_done_and_30_refused() -> None:
    shop = make_shop()
    with shop.open() as asha:
        crocin = asha.product("CROCIN")
        asha.receive(crocin, "50", value="125.00", batch="B1")
        batch, main = asha.batch(crocin, "B1"), asha.main()

    def issue(_n: int) -> str:
        with shop.open() as asha:
            line = AdjustmentLineInput(product_id=crocin, quantity=Decimal(-1), batch_id=batch)
            post_adjustment(actor=asha.actor, warehouse_id=main, reason="free_sample", lines=[line])
        return "done"

    assert at_once(80, issue) == {"done": 50, "insufficient_stock": 30}
    with shop.open() as asha:
        assert stock(actor=asha.actor).items == []
        assert [(t.on_hand, t.value) for t in stock_totals(actor=asha.actor)] == [(0, 0)]
    assert differences(shop) == []


def test_two_orders_never_reserve_the_same_unit() -> None:
    shop = make_shop()
    with shop.open() as asha:
        products = [asha.product(f"P{n}") for n in range(4)]
        for product in products:
            for number in range(5):
                asha.receive(product, "10", batch=f"B{number}")
        main = asha.main()

    def order(n: int) -> str:
        chosen = random.Random(n).sample(products, 3)
        with shop.open() as asha:
            lines = [DemandLine(uuid7(), product, Decimal(7), main) for product in chosen]
            found = ledger.allocate(
                actor=asha.actor, demand=Demand("sales_order", uuid7()), lines=lines, promised_on=None
            )
            assert all(line.reserved + line.short == 7 for line in found)
            return "short" if any(line.short for line in found) else "whole"

    done = at_once(40, order, threads=16)
    assert sum(done.values()) == 40
    with shop.open() as asha:
        assert {total.reserved for total in stock_totals(actor=asha.actor)} == {Decimal(50)}, (
            "all was promised, no more"
        )
    assert differences(shop) == []


class Storm:
    """Random postings of several lines over few products, batches and places, so that everybody meets everybody."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        with shop.open() as asha:
            self.main = asha.main()
            self.products = [asha.product(f"P{n}") for n in range(4)]
            self.batches = [(p, asha.batch(p, f"B{n}")) for p in self.products for n in range(3)]
            self.places = [asha.place(kind) for kind in ("storage", "receiving", "quarantine")]
            self.holdable = self.batches[2::3]  # were any batch held, a storm might end with nothing left to move
            for n, (product, _batch) in enumerate(self.batches):
                for place in self.places:
                    asha.receive(product, "20", value="50.00", batch=f"B{n % 3}", place=place)

    def work(self, n: int) -> str:
        dice = random.Random(n)
        does = dice.choices((self.receive, self.issue, self.move, self.promise, self.hold), (3, 4, 3, 3, 2))[0]
        with self.shop.open() as asha:
            does(asha, dice)
        return does.__name__

    def receive(self, asha: Counter, dice: random.Random) -> None:
        for product in dice.sample(self.products, 1):
            asha.receive(
                product, str(dice.randint(1, 30)), value=f"{dice.randint(0, 9_999) / 100:.2f}",
                batch=f"B{dice.randint(0, 2)}", place=dice.choice(self.places),
            )  # fmt: skip

    def issue(self, asha: Counter, dice: random.Random) -> None:
        lines = [
            OutLine(uuid7(), product, dice.choice(self.places), Decimal(dice.randint(1, 6)), batch_id=batch)
            for product, batch in dice.sample(self.batches, dice.randint(1, 5))
        ]
        reason, target = dice.choice((("sale", "customer"), ("lost", "loss")))
        ledger.post_out(
            actor=asha.actor, document=self._document(), reason=reason, target=target, effective_at=None, lines=lines
        )

    def move(self, asha: Counter, dice: random.Random) -> None:
        lines = []
        for product, batch in dice.sample(self.batches, dice.randint(1, 5)):
            origin, destination = dice.sample(self.places, 2)
            lines.append(MoveLine(uuid7(), product, origin, destination, Decimal(dice.randint(1, 6)), batch_id=batch))
        ledger.post_move(actor=asha.actor, document=self._document(), reason="move", effective_at=None, lines=lines)

    def promise(self, asha: Counter, dice: random.Random) -> None:
        demand = Demand("sales_order", uuid7())
        lines = [
            DemandLine(uuid7(), product, Decimal(dice.randint(1, 12)), self.main)
            for product in dice.sample(self.products, dice.randint(1, 3))
        ]
        ledger.allocate(actor=asha.actor, demand=demand, lines=lines, promised_on=None)
        document = self._document()
        end = dice.random()
        if end < 0.3:
            ledger.release(actor=asha.actor, demand_id=demand.id)
        elif end < 0.6:
            ledger.pick(actor=asha.actor, document=document, demand_id=demand.id, lines=None, effective_at=None)
        elif end < 0.9:
            ledger.dispatch_reserved(
                actor=asha.actor, document=document, demand_id=demand.id, lines=None, effective_at=None
            )

    def hold(self, asha: Counter, dice: random.Random) -> None:
        _product, batch = dice.choice(self.holdable)
        act = dice.choice((ledger.hold_batch, ledger.release_batch))
        act(actor=asha.actor, batch_id=batch, reason="a storm")

    def _document(self) -> DocumentRef:
        return DocumentRef("storm", uuid7(), "S-1")


def _storm(count: int, chosen: int) -> None:
    print("seed", chosen)  # noqa: T201
    storm = Storm(make_shop())
    done = at_once(count, lambda n: storm.work(chosen * 1_000_000 + n), threads=8)
    assert sum(done.values()) == count
    assert not {"hold", "receive", "issue", "move", "promise"} - set(done), done
    assert differences(storm.shop) == []


def test_a_storm_of_random_postings_adds_up() -> None:
    _storm(200, seed())


@pytest.mark.soak
def test_a_long_storm() -> None:
    for chosen in rounds("storm of postings", seconds=30):
        _storm(1_000, chosen)


def test_one_deadlock_free_order_of_locks(  # the moves of two go opposite ways, line by line
) -> None:
    shop = make_shop()
    with shop.open() as asha:
        nuts: list[UUID] = [asha.product(f"N{n}", tracking="none") for n in range(6)]
        places = [asha.place("storage"), asha.place("receiving")]
        for product in nuts:
            for place in places:
                asha.receive(product, "500", place=place)

    def swing(n: int) -> str:
        origin, destination = places if n % 2 else reversed(places)
        order = nuts if n % 3 else list(reversed(nuts))
        with shop.open() as asha:
            lines = [MoveLine(uuid7(), product, origin, destination, Decimal(1)) for product in order]
            ledger.post_move(
                actor=asha.actor, document=DocumentRef("swing", uuid7()), reason="move", effective_at=None, lines=lines
            )
        return "done"

    assert at_once(80, swing, threads=8) == {"done": 80}
    assert differences(shop) == []
