"""Costs are told while the goods that they are of go from bin to bin. Nothing ever leaves, so nothing of any cost may be
said to be of goods that are gone."""

from __future__ import annotations

import random
import threading
from collections import Counter as Tally
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.queries import stock, value_on_hand
from omnistock.domain.ledger.types import DocumentRef, MoveLine
from omnistock.domain.ledger.verification import verify
from omnistock.domain.warehouses.models import Warehouse
from omnistock.kernel.errors import DomainError
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.boundary import again_after_race
from tests import make
from tests.domain.shop import make_shop
from tests.support.environment import seed

pytestmark = pytest.mark.usefixtures("live_db")
MOVERS = 5


class CostStorm:
    """Twelve pieces of one layer, and more bins than anybody can fill: nearly every move is to a new balance."""

    def __init__(self, costs: int) -> None:
        self.shop = make_shop()
        with self.shop.open() as asha:
            self.product = asha.product("P", tracking="none")
            main = Warehouse.objects.get(code="MAIN")
            self.warehouse = main.pk
            self.bins = [make.location(actor=asha.actor, warehouse=main).pk for _n in range(160)]
            posted = asha.receive(self.product, "12", value="120.00", place=self.bins[0])
            self.layer = posted.layer_id
        self.costs, self.over = costs, threading.Event()
        self.gone: list[Decimal] = []

    def move(self, dice: random.Random) -> Tally[str]:
        """All of a bin goes to another one, again and again."""
        told: Tally[str] = Tally()
        while not self.over.is_set():
            try:
                again_after_race(lambda: self._move_once(dice))
                told["moved"] += 1
            except DomainError as refusal:
                told[refusal.code] += 1
        connection.close()
        return told

    def _move_once(self, dice: random.Random) -> None:
        with self.shop.open() as asha:
            lies = [row for row in stock(actor=asha.actor, limit=500).items if row.location_id in self.bins]
            row = dice.choice(lies)
            to: UUID = dice.choice([each for each in self.bins if each != row.location_id])
            quantity = row.on_hand if dice.random() < 0.9 else Decimal(1)
            line = MoveLine(uuid7(), self.product, row.location_id, to, quantity)
            ledger.post_move(
                actor=asha.actor, document=DocumentRef("move", uuid7()), reason="move", effective_at=None, lines=[line]
            )

    def tell(self) -> None:
        def once() -> Decimal:
            with self.shop.open() as asha:
                revision = ledger.Revision(uuid7(), self.layer, self.warehouse, Decimal("0.12"))
                document = DocumentRef("landed_cost", uuid7())
                return ledger.revise_value(actor=asha.actor, document=document, revisions=[revision])[0].gone

        for _n in range(self.costs):
            self.gone.append(again_after_race(once))
        self.over.set()
        connection.close()


@pytest.mark.parametrize("costs", [40, pytest.param(500, marks=pytest.mark.soak)])
def test_no_cost_is_of_goods_that_are_still_here(costs: int) -> None:
    storm, dice = CostStorm(costs), random.Random(chosen := seed())
    with ThreadPoolExecutor(MOVERS + 1) as people:
        moving = [people.submit(storm.move, random.Random(dice.random())) for _n in range(MOVERS)]
        try:
            people.submit(storm.tell).result()
        finally:
            storm.over.set()
        told = sum((each.result() for each in moving), Tally())
    print(f"seed {chosen}: {dict(told)}")  # noqa: T201
    assert Tally(storm.gone) == {Decimal(0): costs}
    with storm.shop.open() as asha:
        assert value_on_hand(actor=asha.actor) == Decimal("120.00") + costs * Decimal("0.12")
        assert verify(actor=asha.actor) == []
