"""Batches chosen by hand for a line: what is reserved, what is said of those passed over, and who may accept less life."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from omnistock.domain.ledger.errors import BatchNotUsable, InsufficientStock
from omnistock.domain.ledger.operations import hold_batch
from omnistock.domain.ledger.queries import batches
from omnistock.domain.ledger.verification import verify
from omnistock.domain.sales.inputs import ChosenBatchInput
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations import allocate_sales_order, choose_batches, pick_sales_order
from omnistock.domain.sales.operations.choosing import choosable_line
from omnistock.domain.sales.queries import sales_order
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from tests.domain.market import Market, Trader, came, make_market, sold
from tests.personas import MEENA, OTTO, VIDYA

pytestmark = pytest.mark.django_db


class Order:
    """10 of a product for a customer who needs 90 days: 20 of B1 (30 days left), B2 (100 days) and B3 (200 days)."""

    def __init__(self, trader: Trader) -> None:
        self.trader = trader
        product = trader.product("SYRUP")
        for number, life in (("B1", 30), ("B2", 100), ("B3", 200)):
            trader.receive(came(product, "20", number, life=life))
        customer = trader.customer(minimum_shelf_life_days=90)
        self.id = trader.sell(sold(product, "10"), customer_id=customer).pk
        self.line_id: UUID = SalesOrderLine.objects.get(sales_order_id=self.id).pk
        self.ids = {each.number: each.id for each in batches(actor=trader.actor).items}

    def choose(self, reason: str = "They asked for it", *, actor: Any = None, **quantities: str) -> SalesOrder:
        chosen = [ChosenBatchInput(batch_id=self.ids[n], quantity=Decimal(q)) for n, q in quantities.items()]
        return choose_batches(
            actor=actor or self.trader.actor,
            sales_order_id=self.id,
            line_id=self.line_id,
            batches=chosen,
            reason=reason,
        )

    def held(self) -> dict[str, Decimal]:
        (line,) = sales_order(actor=self.trader.actor, sales_order_id=self.id).lines
        return {part.batch_number: part.quantity for part in line.allocated}

    def skipped(self) -> dict[str, tuple[str, Any]]:
        (line,) = sales_order(actor=self.trader.actor, sales_order_id=self.id).lines
        return {each.batch_number: (each.reason, each.details.get("why")) for each in line.skipped}


class TestChoosing:
    def test_exactly_what_was_chosen_is_reserved(self, market: Market) -> None:
        with market.open() as trader:
            order = Order(trader)
            assert (order.held(), order.skipped()) == ({"B2": 10}, {"B1": ("shelf_life", None)})
            assert order.choose(B3="7", B2="3").status == "reserved"
            assert order.held() == {"B2": 3, "B3": 7}
            order.choose("Fresher ones", B3="10")
            assert order.held() == {"B3": 10}
            assert order.skipped()["B2"] == ("by_hand", "Fresher ones")
            assert verify(actor=trader.actor) == []

    def test_less_than_the_line_waits_for_leaves_a_backorder(self, market: Market) -> None:
        with market.open() as trader:
            order = Order(trader)
            assert order.choose(B3="4").status == "confirmed"
            allocate_sales_order(actor=trader.actor, sales_order_id=order.id)  # tops up, and keeps what was chosen
            assert order.held() == {"B2": 6, "B3": 4}

    def test_what_is_picked_stays(self, market: Market) -> None:
        with market.open() as trader:
            order = Order(trader)
            pick_sales_order(actor=trader.actor, sales_order_id=order.id)
            with pytest.raises(Invalid, match="waits for 0"):
                order.choose(B3="1")
            assert order.held() == {"B2": 10}

    def test_the_page_says_what_may_be_chosen(self, market: Market) -> None:
        with market.open() as trader:
            order = Order(trader)
            line = choosable_line(actor=trader.actor, sales_order_id=order.id, line_id=order.line_id)
            assert (line.needed, line.days_needed) == (10, 90)
            found = [(each.number, each.days_left, each.free, each.held) for each in line.batches]
            assert found == [("B1", 30, 20, 0), ("B2", 100, 10, 10), ("B3", 200, 20, 0)]


class TestOverriding:
    def test_less_life_needs_the_permission_and_is_kept(self, market: Market) -> None:
        with market.open() as trader:
            order = Order(trader)
        with market.open(MEENA) as meena, pytest.raises(PermissionMissing, match="30 days of life are left, and 90"):
            order.choose(actor=meena.actor, B1="10")
        with market.open() as trader:
            order.trader = trader
            assert order.held() == {"B2": 10}
            order.choose("They use it this week", B1="10")
            line = SalesOrderLine.objects.get(pk=order.line_id)
            assert (line.shelf_life_days, line.shelf_life_reason) == (30, "They use it this week")
            allocate_sales_order(actor=trader.actor, sales_order_id=order.id)  # does not give it up again
            assert order.held() == {"B1": 10}

    def test_whoever_may_not_override_may_still_choose_among_the_others(self, market: Market) -> None:
        with market.open() as trader:
            order = Order(trader)
        with market.open(MEENA) as meena:
            order.choose(actor=meena.actor, B3="10")
        with market.open() as trader:
            order.trader = trader
            assert order.held() == {"B3": 10}

    def test_nobody_overrides_a_hold_or_an_expiry(self, market: Market) -> None:
        with market.open() as trader:
            order = Order(trader)
            hold_batch(actor=trader.actor, batch_id=order.ids["B3"], reason="Seal")
            with pytest.raises(BatchNotUsable), transaction.atomic():
                order.choose(B3="1")
            late = trader.actor.at(trader.actor.now + dt.timedelta(days=31))
            with pytest.raises(BatchNotUsable), transaction.atomic():
                order.choose(actor=late, B1="1")
            assert order.held() == {"B2": 10}

    @pytest.mark.parametrize(
        ("reason", "quantities", "error"),
        [
            ("", {"B3": "1"}, Invalid),
            ("x", {}, Invalid),
            ("x", {"B3": "11"}, Invalid),
            ("x", {"B3": "0"}, Invalid),
            ("x" * 301, {"B3": "1"}, Invalid),
        ],
    )
    def test_it_refuses_and_changes_nothing(
        self, market: Market, reason: str, quantities: dict[str, str], error: type[Exception]
    ) -> None:
        with market.open() as trader:
            order = Order(trader)
            with pytest.raises(error), transaction.atomic():
                order.choose(reason, **quantities)
            assert order.held() == {"B2": 10}

    def test_more_than_is_free_is_named(self, market: Market) -> None:
        with market.open() as trader:
            order = Order(trader)
            product = SalesOrderLine.objects.get(pk=order.line_id).product_id
            trader.sell(sold(product, "15"))  # first expired first out: of B1
            with pytest.raises(InsufficientStock, match="B1: 10 asked, 5 free"), transaction.atomic():
                order.choose(B1="10")
            assert order.held() == {"B2": 10}

    def test_others_may_not(self, market: Market) -> None:
        with market.open() as trader:
            order = Order(trader)
        with market.open(VIDYA) as vidya, pytest.raises(PermissionMissing):
            order.choose(actor=vidya.actor, B3="1")
        with make_market(owner=OTTO, gstin="").open(OTTO) as otto, pytest.raises(NotFound):
            order.choose(actor=otto.actor, B3="1")
