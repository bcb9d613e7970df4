"""The one rule, through the operations that people use: what is expired, held or recalled is never allocated, picked, sold
or given, and can always come back, arrive, be written off. The day after its expiry goods leave what is free by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from omnistock.domain.billing.inputs import CreditLineInput
from omnistock.domain.billing.models import InvoiceLine
from omnistock.domain.fulfilment.operations import credit_invoice, dispatch_order
from omnistock.domain.ledger.errors import BatchNotUsable
from omnistock.domain.ledger.operations import hold_batch, quarantine_batches
from omnistock.domain.ledger.queries import batches, stock, stock_totals
from omnistock.domain.ledger.usability import State
from omnistock.domain.recalls.operations import open_recall
from omnistock.domain.reporting.queries import stock_value
from omnistock.domain.sales.models import SalesOrder
from omnistock.domain.sales.operations import allocate_sales_order, pick_sales_order
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput, TransferLineInput
from omnistock.domain.stocktaking.operations import (
    arrive_transfer,
    create_transfer,
    dispatch_transfer,
    post_adjustment,
)
from omnistock.tenancy.actor import Actor
from tests import make
from tests.domain.market import NOW, TODAY, Market, Trader, came, sold

pytestmark = pytest.mark.django_db


class Shelf:
    """100 of B1, good through today: 10 sold, 10 reserved, 10 on their way to another warehouse; then its state changes."""

    def __init__(self, trader: Trader) -> None:
        self.trader, self.actor = trader, trader.actor
        self.product = trader.product("SYRUP", tax_rate=Decimal(5))
        trader.receive(came(self.product, "100", "B1", life=0))
        self.batch_id: UUID = batches(actor=self.actor).items[0].id
        self.customer = trader.customer()
        first = trader.sell(sold(self.product, "10"), customer_id=self.customer)
        self.sent = dispatch_order(actor=self.actor, sales_order_id=first.pk)
        self.order = trader.sell(sold(self.product, "10"), customer_id=self.customer)
        self.depot = make.warehouse(actor=self.actor)
        self.transfer = self.send("10")

    def send(self, quantity: str) -> Any:
        line = TransferLineInput(product_id=self.product, quantity=Decimal(quantity), batch_id=self.batch_id)
        made = create_transfer(
            actor=self.actor, from_warehouse_id=self.trader.main, to_warehouse_id=self.depot.pk, lines=[line]
        )
        return dispatch_transfer(actor=self.actor, transfer_id=made.pk)

    def bring_into(self, state: State) -> None:
        if state is State.EXPIRED:
            self.actor = self.actor.at(NOW + dt.timedelta(days=1))
        elif state is State.ON_HOLD:
            hold_batch(actor=self.actor, batch_id=self.batch_id, reason="Seal found loose")
        elif state is State.RECALLED:
            open_recall(actor=self.actor, batch_ids=[self.batch_id], reason="Sour smell")

    def adjust(self, reason: str, quantity: str) -> None:
        line = AdjustmentLineInput(product_id=self.product, quantity=Decimal(quantity), batch_id=self.batch_id)
        post_adjustment(actor=self.actor, warehouse_id=self.trader.main, reason=reason, lines=[line])

    # What is never done with goods that may not be used.
    def allocate(self) -> None:
        trader = Trader(self.actor)
        order = trader.sell(sold(self.product, "1"), customer_id=self.customer)
        if order.status != "reserved":
            raise BatchNotUsable("nothing usable was there to promise")

    def pick(self) -> None:
        picked = pick_sales_order(actor=self.actor, sales_order_id=self.order.pk)
        if picked.status != "picked":  # a recall has taken it out of the order already
            raise BatchNotUsable("nothing was there to pick")

    def sell(self) -> None:
        dispatch_order(actor=self.actor, sales_order_id=self.order.pk)

    def give(self) -> None:
        self.adjust("free_sample", "-1")

    def transfer_on(self) -> None:
        self.send("1")

    # What can always be done.
    def come_back(self) -> None:
        line = InvoiceLine.objects.get(invoice_id=self.sent.invoice_id)
        back = [CreditLineInput(invoice_line_id=line.pk, quantity=Decimal(1))]
        credit_invoice(
            actor=self.actor, invoice_id=self.sent.invoice_id, reason="Back", lines=back, goods_to="quarantine"
        )

    def arrive(self) -> None:
        arrive_transfer(actor=self.actor, transfer_id=self.transfer.pk)

    def quarantine(self) -> None:
        if not quarantine_batches(actor=self.actor, batch_ids=[self.batch_id]):
            raise AssertionError

    def lose(self) -> None:
        self.adjust("lost", "-1")

    def destroy(self) -> None:
        self.adjust("destroyed", "-1")


NEVER: list[Callable[[Shelf], None]] = [Shelf.allocate, Shelf.pick, Shelf.sell, Shelf.give, Shelf.transfer_on]
ALWAYS: list[Callable[[Shelf], None]] = [Shelf.come_back, Shelf.arrive, Shelf.lose, Shelf.destroy]


@pytest.mark.parametrize("state", list(State))
def test_every_operation_asks_the_one_rule(market: Market, state: State) -> None:
    with market.open() as trader:
        shelf = Shelf(trader)
        shelf.bring_into(state)
        for does in (*NEVER, *ALWAYS):
            with transaction.atomic():
                if does in ALWAYS or state is State.USABLE:
                    does(shelf)
                else:
                    with pytest.raises(Exception) as refusal, transaction.atomic():  # noqa: PT011 (two of the ledger's)
                        does(shelf)
                    assert refusal.value.code in ("batch_not_usable", "nothing_reserved"), (does, refusal.value)
                transaction.set_rollback(True)
        if state is not State.USABLE:
            shelf.quarantine()


class TestDays:
    def test_allocating_asks_for_the_promised_day(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("SYRUP")
            trader.receive(came(product, "10", "B1", life=3))
            soon = trader.sell(sold(product, "1"), promised_on=TODAY + dt.timedelta(days=3))
            late = trader.sell(sold(product, "1"), promised_on=TODAY + dt.timedelta(days=4))
            assert (soon.status, late.status) == ("reserved", "confirmed")

    def test_picking_and_dispatching_ask_for_the_real_day(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("SYRUP", tax_rate=Decimal(5))
            trader.receive(came(product, "10", "B1", life=3))
            order = trader.sell(sold(product, "4"), promised_on=TODAY + dt.timedelta(days=3))
            last, after = (trader.actor.at(NOW + dt.timedelta(days=days)) for days in (3, 4))
            for act in (pick_sales_order, dispatch_order):
                with pytest.raises(BatchNotUsable, match="could be used through"), transaction.atomic():
                    act(actor=after, sales_order_id=order.pk)
            pick_sales_order(actor=last, sales_order_id=order.pk)
            with pytest.raises(BatchNotUsable), transaction.atomic():
                dispatch_order(actor=after, sales_order_id=order.pk)  # picked in time, and still too late to leave
            dispatch_order(actor=last, sales_order_id=order.pk)

    def test_reserving_again_gives_up_what_has_expired_meanwhile(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("SYRUP")
            trader.receive(came(product, "10", "B1", life=3), came(product, "10", "B2", life=30))
            order = trader.sell(sold(product, "4"), promised_on=TODAY + dt.timedelta(days=3))
            allocate_sales_order(actor=trader.actor.at(NOW + dt.timedelta(days=4)), sales_order_id=order.pk)
            held = {item.batch_number: item.reserved for item in stock(actor=trader.actor).items}
            assert held == {"B1": 0, "B2": 4}


class TestFree:
    def free(self, actor: Actor) -> tuple[Decimal, Decimal, Decimal | None]:
        """As the list of stock, the products' totals and Today say it."""
        items = sum((item.available or Decimal(0) for item in stock(actor=actor).items), Decimal(0))
        return items, sum((t.available for t in stock_totals(actor=actor)), Decimal(0)), stock_value(actor=actor).free

    def test_the_day_after_its_expiry_it_is_free_no_more(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("SYRUP")
            trader.receive(came(product, "10", "B1", life=0), came(product, "5", "B2", life=9))
            trader.sell(sold(product, "2"))
            midnight = dt.datetime(2026, 11, 23, 18, 30, tzinfo=dt.UTC)  # in Kolkata
            before, after = trader.actor.at(midnight - dt.timedelta(seconds=1)), trader.actor.at(midnight)
            assert self.free(before) == (13, 13, Decimal(130))
            assert self.free(after) == (5, 5, Decimal(50))
            assert sorted(item.reserved or 0 for item in stock(actor=after).items) == [
                0,
                2,
            ]
            assert stock_value(actor=after).expired_batches == 1

    @pytest.mark.parametrize("state", [State.ON_HOLD, State.RECALLED])
    def test_what_is_held_or_recalled_is_not_free(self, market: Market, state: State) -> None:
        with market.open() as trader:
            trader.receive(came(trader.product("SYRUP"), "10", "B1"))
            batch_id = batches(actor=trader.actor).items[0].id
            if state is State.ON_HOLD:
                hold_batch(actor=trader.actor, batch_id=batch_id, reason="Seal")
            else:
                open_recall(actor=trader.actor, batch_ids=[batch_id], reason="Sour smell")
            assert self.free(trader.actor) == (0, 0, 0)

    def test_quarantined_goods_of_a_promise_are_named_to_the_order(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("SYRUP")
            trader.receive(came(product, "10", "B1", life=0))
            order = trader.sell(sold(product, "4"))
            moved = quarantine_batches(actor=trader.actor.at(NOW + dt.timedelta(days=1)))
            assert sum(each.quantity for each in moved) == 10
            assert [item.reserved for item in stock(actor=trader.actor).items] == [0]
            assert SalesOrder.objects.filter(pk=order.pk).exists()

    def test_what_is_on_its_way_is_not_proposed_for_quarantine(self, market: Market) -> None:
        """It arrives there by itself: Today would go on asking for what nobody can do."""
        with market.open() as trader:
            shelf = Shelf(trader)
            shelf.bring_into(State.EXPIRED)
            shelf.quarantine()
            assert stock_value(actor=shelf.actor).expired_batches == 0
