"""Batches are merged and recalled while everybody works with them: nothing is lost, and nobody waits in a ring."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.fulfilment.operations.dispatching import NothingToDispatch
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import BatchMerged
from omnistock.domain.ledger.operations.holding import GoodsBusy
from omnistock.domain.ledger.operations.quarantining import NothingToQuarantine
from omnistock.domain.ledger.operations.renaming import SameNumber
from omnistock.domain.ledger.queries import batches, stock_totals
from omnistock.domain.ledger.verification import verify
from omnistock.domain.recalls.operations import open_recall, quarantine_recall, release_recall
from omnistock.domain.recalls.operations.opening import AlreadyRecalled, TooMuchGoingOn
from omnistock.domain.recalls.queries import trace
from omnistock.domain.sales.operations.statuses import SalesOrderStatus
from omnistock.kernel.errors import NotFound
from tests.concurrency import test_ledger_storm
from tests.concurrency.test_ledger_storm import Storm, at_once, differences
from tests.domain.market import Trader, came, make_market, sold
from tests.domain.shop import Counter, make_shop
from tests.support.environment import seed

pytestmark = pytest.mark.usefixtures("live_db")


class MergeStorm(Storm):
    """The storm of postings, and one in eight merges two of the batches that the others are using."""

    def work(self, n: int) -> str:
        dice = random.Random(n)
        does = dice.choices(
            (self.receive, self.issue, self.move, self.promise, self.hold, self.merge), (4, 4, 3, 4, 1, 2)
        )[0]
        with self.shop.open() as asha:
            does(asha, dice)
        return does.__name__

    def merge(self, asha: Counter, dice: random.Random) -> None:
        product = dice.choice(self.products)
        found = batches(actor=asha.actor, product_id=product).items
        this = dice.choice(found)
        ledger.rename_batch(actor=asha.actor, batch_id=this.id, number=f"B{dice.randint(0, 2)}", keep_dates_of="other")


def test_batches_are_merged_under_their_users(monkeypatch: pytest.MonkeyPatch) -> None:
    more = (BatchMerged, GoodsBusy, SameNumber, NotFound)
    monkeypatch.setattr(test_ledger_storm, "EXPECTED", test_ledger_storm.EXPECTED + more)
    chosen = seed()
    print("seed", chosen)  # noqa: T201
    storm = MergeStorm(make_shop())
    done = at_once(250, lambda n: storm.work(chosen * 1_000_000 + n), threads=8)
    assert done["merge"] > 0, done
    assert differences(storm.shop) == []


class RecallStorm:
    """Orders are taken, sent and released while the batches that they stand on are recalled, moved and set free."""

    def __init__(self) -> None:
        self.market = make_market()
        with self.market.open() as trader:
            self.products = [trader.product(f"P{n}", tax_rate=Decimal(5)) for n in range(3)]
            self.customer = trader.customer()
            for product in self.products:
                trader.receive(*(came(product, "200", f"B{n}", life=300 + n) for n in range(3)))
            self.batches = [each.id for each in batches(actor=trader.actor).items]

    def work(self, n: int) -> str:
        dice = random.Random(n)
        does = dice.choices((self.order, self.recall), (5, 2))[0]
        with self.market.open() as trader:
            does(trader, dice)
        return does.__name__

    def order(self, trader: Trader, dice: random.Random) -> None:
        lines = [sold(p, str(dice.randint(1, 9))) for p in dice.sample(self.products, dice.randint(1, 3))]
        made = trader.sell(*lines, customer_id=self.customer)
        if dice.random() < 0.4:
            dispatch_order(actor=trader.actor, sales_order_id=made.pk)

    def recall(self, trader: Trader, dice: random.Random) -> None:
        wanted = dice.sample(self.batches, dice.randint(1, 3))
        made = open_recall(actor=trader.actor, batch_ids=wanted, reason="A storm")
        if dice.random() < 0.3:
            quarantine_recall(actor=trader.actor, recall_id=made.pk)
        else:
            release_recall(actor=trader.actor, recall_id=made.pk, reason="It is over")


def test_recalls_reach_into_open_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    more = (AlreadyRecalled, TooMuchGoingOn, NothingToDispatch, NothingToQuarantine, SalesOrderStatus)
    monkeypatch.setattr(test_ledger_storm, "EXPECTED", test_ledger_storm.EXPECTED + more)
    chosen = seed()
    print("seed", chosen)  # noqa: T201
    storm = RecallStorm()
    done: Any = at_once(120, lambda n: storm.work(chosen * 1_000_000 + n), threads=8)
    assert done["recall"] > 0, done
    with storm.market.open() as trader:
        assert verify(actor=trader.actor) == []
        wanted: list[UUID] = storm.batches
        balances = trace(actor=trader.actor, batch_ids=wanted).balances
        assert {balance.difference for balance in balances.values()} == {0}
        assert {balance.received for balance in balances.values()} == {Decimal(200)}
        assert all(total.reserved <= total.on_hand for total in stock_totals(actor=trader.actor))
