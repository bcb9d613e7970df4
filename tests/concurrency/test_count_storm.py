"""Stock is counted and approved again and again while everybody trades on the same batches: nobody waits in a ring, and
everything adds up."""

from __future__ import annotations

import random
from collections import Counter as Tally
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.kernel.errors import DomainError
from tests import make
from tests.domain.counting import Shelves
from tests.personas import ASHA, MAYA, RAVI
from tests.support.environment import seed

pytestmark = pytest.mark.usefixtures("live_db")
TRADERS = 6


class CountedStorm(Shelves):
    """The shelves, with everybody at them at once."""

    def deed(self, number: int, chosen: int) -> str:
        """Every seventh person counts; the others receive, lose and promise. What was done, or why it was refused."""
        dice = random.Random(chosen * 1_000_000 + number)
        does = self.take_stock if number % 7 == 0 else dice.choice((self.receive, self.give_away, self.promise))
        try:
            does(dice)
        except DomainError as refusal:
            return f"{does.__name__}: {refusal.code}"
        finally:
            connection.close()
        return does.__name__

    def take_stock(self, dice: random.Random) -> None:
        place = dice.choice((self.first, self.second))
        count_id = self.plan(ids=[place])  # refused while somebody else is at that bin
        for batch in ("B2301", "B2307"):
            self.count(count_id, str(dice.randint(0, 60)), batch=batch, place=place)
        self.finish(count_id, place, rest=True)
        self.approve(count_id)

    def receive(self, dice: random.Random) -> None:
        with self.company.acting(ASHA) as asha:
            batch = dice.choice(("B2301", "B2307"))
            place = dice.choice((self.first, self.second))
            quantity = str(dice.randint(1, 20))
            make.received(actor=asha, product=self.product, quantity=quantity, batch=batch, location_id=place)

    def give_away(self, dice: random.Random) -> None:
        self.lose(str(dice.randint(1, 5)), batch=dice.choice(("B2301", "B2307")), place=self.first)

    def promise(self, dice: random.Random) -> None:
        with self.company.acting(ASHA) as asha:
            line = SalesOrderLineInput(product_id=self.product.pk, quantity=Decimal(dice.randint(1, 8)))
            make.sales_order(actor=asha, lines=[line])


@pytest.mark.parametrize("deeds", [84, pytest.param(600, marks=pytest.mark.soak)])
def test_counts_go_on_under_trade(deeds: int) -> None:
    company = make.organization()
    company.join(MAYA)
    company.join(RAVI)
    storm, chosen = CountedStorm(company), seed()
    with ThreadPoolExecutor(TRADERS) as people:
        done = Tally(people.map(lambda number: storm.deed(number, chosen), range(deeds)))
    print(f"seed {chosen}: {dict(done.most_common())}")  # noqa: T201
    assert {words.partition(":")[0] for words in done} == {"receive", "give_away", "promise", "take_stock"}, done
    assert storm.differences() == []
