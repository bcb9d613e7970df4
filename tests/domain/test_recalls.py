"""A recall: frozen everywhere at once, traced both ways, worked off, closed or released."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from omnistock.domain.billing.inputs import CreditLineInput
from omnistock.domain.billing.models import InvoiceLine
from omnistock.domain.fulfilment.operations import credit_invoice, dispatch_order, reverse_dispatch
from omnistock.domain.ledger.errors import BatchNotUsable
from omnistock.domain.ledger.operations import hold_batch, release_batch
from omnistock.domain.ledger.operations.batches import BatchRecalled
from omnistock.domain.ledger.queries import batch_of, batches, stock
from omnistock.domain.ledger.verification import verify
from omnistock.domain.recalls.inputs import AnswerInput
from omnistock.domain.recalls.models import Recall
from omnistock.domain.recalls.operations import (
    close_recall,
    open_recall,
    quarantine_recall,
    record_contact,
    release_recall,
)
from omnistock.domain.recalls.operations.access import RecallNotOpen
from omnistock.domain.recalls.operations.ending import DrillOnly
from omnistock.domain.recalls.operations.opening import AlreadyRecalled
from omnistock.domain.recalls.queries import BatchSearch, RecallFilter, find_batches, recall, recalls, trace
from omnistock.domain.recalls.queries.recalls import RecallPage
from omnistock.domain.sales.models import SalesOrder
from omnistock.domain.sales.operations import pick_sales_order
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput, TransferLineInput
from omnistock.domain.stocktaking.operations import (
    arrive_transfer,
    create_transfer,
    dispatch_transfer,
    post_adjustment,
)
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from tests import make
from tests.domain.market import Market, Trader, came, make_market, sold
from tests.personas import MAYA, OTTO, RAVI

pytestmark = pytest.mark.django_db


def batch_id(trader: Trader, number: str) -> UUID:
    return batches(actor=trader.actor, number=number).items[0].id


def opened(trader: Trader, *numbers: str, **values: Any) -> RecallPage:
    wanted = [batch_id(trader, number) for number in numbers]
    made = open_recall(actor=trader.actor, batch_ids=wanted, reason="Sour smell", **values)
    return recall(actor=trader.actor, recall_id=made.pk)


class Story:
    """1,000 strips of B1: 300 here, 80 on their way, 560 with two customers of which 10 came back, 50 written off, 20 sent
    out by mistake and taken back; 100 of B2 that lasts longer."""

    def __init__(self, trader: Trader) -> None:
        self.trader, self.actor = trader, trader.actor
        self.product = trader.product("SYRUP", tax_rate=Decimal(5))
        trader.receive(came(self.product, "1000", "B1", life=300), supplier_document_number="SL-77")
        trader.receive(came(self.product, "100", "B2", life=400))
        self.clinic = trader.customer("City Clinic", phone="+91 00000 00000", email="clinic@example.com")
        self.chemist = trader.customer("Corner Chemist")
        self.first = self.send(self.clinic, "500")
        self.second = self.send(self.chemist, "60")
        line = InvoiceLine.objects.get(invoice_id=self.second.invoice_id)
        back = [CreditLineInput(invoice_line_id=line.pk, quantity=Decimal(10))]
        credit_invoice(
            actor=self.actor, invoice_id=self.second.invoice_id, reason="Torn", lines=back, goods_to="quarantine"
        )
        mistaken = self.send(self.chemist, "20", issue_invoice=False)
        reverse_dispatch(actor=self.actor, dispatch_id=mistaken.pk, reason="Wrong van")
        self.lose("50")
        self.transfer = self.move("80")

    def send(self, customer: UUID, quantity: str, **values: Any) -> Any:
        order = self.trader.sell(sold(self.product, quantity), customer_id=customer)
        return dispatch_order(actor=self.actor, sales_order_id=order.pk, **values)

    def lose(self, quantity: str) -> None:
        place = next(s for s in stock(actor=self.actor, batch_id=batch_id(self.trader, "B1")).items if s.on_hand > 100)
        line = AdjustmentLineInput(
            product_id=self.product,
            quantity=-Decimal(quantity),
            batch_id=place.batch_id,
            location_id=place.location_id,
        )
        post_adjustment(actor=self.actor, warehouse_id=self.trader.main, reason="destroyed", lines=[line])

    def move(self, quantity: str) -> Any:
        self.depot = make.warehouse(actor=self.actor, code="DEPOT")
        line = TransferLineInput(
            product_id=self.product, quantity=Decimal(quantity), batch_id=batch_id(self.trader, "B1")
        )
        made = create_transfer(
            actor=self.actor, from_warehouse_id=self.trader.main, to_warehouse_id=self.depot.pk, lines=[line]
        )
        return dispatch_transfer(actor=self.actor, transfer_id=made.pk)


class TestTrace:
    def test_the_mass_balance_is_proved(self, market: Market) -> None:
        with market.open() as trader:
            Story(trader)
            found = batch_id(trader, "B1")
            balance = trace(actor=trader.actor, batch_ids=[found]).balances[found]
            assert (balance.received, balance.sold, balance.returned, balance.lost) == (1000, 560, 10, 50)
            assert (balance.on_hand, balance.in_transit, balance.outstanding) == (320, 80, 550)
            assert balance.came == balance.went == 1000
            assert balance.difference == 0
            assert not verify(actor=trader.actor)

    def test_a_wrong_balance_is_seen(self, market: Market) -> None:
        """Both sides are summed apart: what lies here is not taken from the movements."""
        from django.db import connection

        with market.open() as trader:
            Story(trader)
            found = batch_id(trader, "B1")
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE balance SET on_hand = on_hand + 1 WHERE batch_id = %s AND on_hand > 100", [found]
                )
            assert trace(actor=trader.actor, batch_ids=[found]).balances[found].difference == -1

    def test_it_goes_both_ways(self, market: Market) -> None:
        with market.open() as trader:
            story = Story(trader)
            found = trace(actor=trader.actor, batch_ids=[batch_id(trader, "B1")])
            assert [(each.quantity, each.supplier_document_number) for each in found.sources] == [(1000, "SL-77")]
            assert [(each.transfer_number, each.quantity) for each in found.on_the_way] == [(story.transfer.number, 80)]
            went = [(each.customer_name, each.sent, each.returned) for each in found.went]
            assert went == [("City Clinic", 500, 0), ("Corner Chemist", 60, 10)]
            assert (found.went[0].phone, found.went[0].email) == ("+91 00000 00000", "clinic@example.com")
            assert found.went[0].invoice_number

    def test_who_is_limited_sees_their_own(self, market: Market) -> None:
        with market.open() as trader:
            Story(trader)
            depot = make.warehouse(actor=trader.actor, code="FAR").pk
        market.company.limit(MAYA, warehouse_ids=[depot])
        with market.open(MAYA) as maya:
            found = trace(actor=maya.actor, batch_ids=[batch_id(maya, "B1")])
            assert (found.places, found.went, found.on_the_way) == ([], [], [])
            with pytest.raises(PermissionMissing):
                open_recall(actor=maya.actor, batch_ids=[batch_id(maya, "B1")], reason="Sour smell")

    def test_search_finds_by_number_receipt_and_expiry(self, market: Market) -> None:
        with market.open() as trader:
            Story(trader)

            def numbers(**search: Any) -> list[str]:
                return [each.number for each in find_batches(actor=trader.actor, search=BatchSearch(**search))]

            assert numbers(number=" b1") == ["B1"]
            assert numbers(receipt="sl-77") == numbers(receipt="gr-00001") == ["B1"]
            day = trader.actor.today + dt.timedelta(days=300)
            assert numbers(expires_from=day, expires_through=day) == ["B1"]
            assert numbers(expires_from=day) == ["B1", "B2"]
            assert numbers() == numbers(receipt="SL-78") == []


class TestOpening:
    def test_orders_lose_it_and_get_another_batch(self, market: Market) -> None:
        with market.open() as trader:
            story = Story(trader)
            order = trader.sell(sold(story.product, "120"), customer_id=story.clinic)
            page = opened(trader, "B1")
            assert batch_of(actor=trader.actor, batch_id=page.batches[0].id).status == "recalled"
            (line,) = page.pulled
            assert (line.sales_order_number, line.pulled_base, line.short_base) == (order.number, 120, 20)
            assert [(each["batch_number"], each["quantity"]) for each in line.replaced] == [("B2", "100")]
            assert SalesOrder.objects.get(pk=order.pk).status == "confirmed"  # something of it is short
            assert not page.trace.reserved
            assert not verify(actor=trader.actor)

    def test_a_pick_under_way_stops_and_goes_to_quarantine(self, market: Market) -> None:
        with market.open() as trader:
            story = Story(trader)
            order = trader.sell(sold(story.product, "40"), customer_id=story.clinic)
            pick_sales_order(actor=trader.actor, sales_order_id=order.pk)
            page = opened(trader, "B1")
            assert page.pulled[0].picked_base == 40
            assert SalesOrder.objects.get(pk=order.pk).status == "reserved"
            assert page.trace.outside_quarantine == 310
            quarantine_recall(actor=trader.actor, recall_id=page.id)
            after = recall(actor=trader.actor, recall_id=page.id).trace
            assert after.outside_quarantine == 0
            assert sum(place.on_hand for place in after.places) == 320
            assert not verify(actor=trader.actor)

    def test_other_lines_of_the_order_are_left_alone(self, market: Market) -> None:
        with market.open() as trader:
            story = Story(trader)
            other = trader.product("TABLET")
            order = trader.sell(sold(story.product, "5"), sold(other, "5"), customer_id=story.clinic)
            trader.receive(came(other, "5", "T1"))
            opened(trader, "B1")
            order = SalesOrder.objects.get(pk=order.pk)
            assert order.status == "confirmed"  # nobody reserved the tablets that have come meanwhile

    def test_goods_in_transit_arrive_into_quarantine(self, market: Market) -> None:
        with market.open() as trader:
            story = Story(trader)
            page = opened(trader, "B1")
            arrive_transfer(actor=trader.actor, transfer_id=story.transfer.pk)
            after = recall(actor=trader.actor, recall_id=page.id).trace
            assert {p.location_kind for p in after.places if p.warehouse_id == story.depot.pk} == {"quarantine"}
            assert not after.on_the_way

    def test_it_is_sold_no_more_and_only_the_recall_frees_it(self, market: Market) -> None:
        with market.open() as trader:
            story = Story(trader)
            page = opened(trader, "B1", "B2")
            order = trader.sell(sold(story.product, "1"), customer_id=story.clinic)
            assert order.status == "confirmed"
            for change in (hold_batch, release_batch):
                with pytest.raises(BatchRecalled):
                    change(actor=trader.actor, batch_id=page.batches[0].id, reason="I like it")
            with pytest.raises(AlreadyRecalled):
                opened(trader, "B2")

    def test_a_drill_touches_nothing_and_takes_the_time(self, market: Market) -> None:
        with market.open() as trader:
            story = Story(trader)
            order = trader.sell(sold(story.product, "120"), customer_id=story.clinic)
            page = opened(trader, "B1", is_drill=True)
            assert batch_of(actor=trader.actor, batch_id=page.batches[0].id).status == "usable"
            assert (page.pulled, len(page.customers)) == ([], 2)
            assert sum(each.quantity for each in page.trace.reserved) == 120
            assert SalesOrder.objects.get(pk=order.pk).status == "reserved"
            for change in (quarantine_recall, lambda **given: release_recall(reason="Enough", **given)):
                with pytest.raises(DrillOnly):
                    change(actor=trader.actor, recall_id=page.id)
            later = trader.actor.at(trader.actor.now + dt.timedelta(minutes=7))
            close_recall(actor=later, recall_id=page.id, notes="Both would be called")
            assert recall(actor=later, recall_id=page.id).seconds == 420

    @pytest.mark.parametrize(
        ("batch_ids", "reason", "error"), [([], "x", Invalid), (None, " ", Invalid), ([UUID(int=7)], "x", NotFound)]
    )
    def test_it_refuses_and_changes_nothing(
        self, market: Market, batch_ids: list[UUID] | None, reason: str, error: type[Exception]
    ) -> None:
        with market.open() as trader:
            Story(trader)
            wanted = [batch_id(trader, "B1")] if batch_ids is None else batch_ids
            with pytest.raises(error):
                open_recall(actor=trader.actor, batch_ids=wanted, reason=reason)
            assert not Recall.objects.exists()
            assert batches(actor=trader.actor, status="recalled").items == []

    def test_another_role_and_another_organization_may_not(self, market: Market) -> None:
        with market.open() as trader:
            Story(trader)
            wanted = [batch_id(trader, "B1")]
        with market.open(RAVI) as ravi, pytest.raises(PermissionMissing):
            open_recall(actor=ravi.actor, batch_ids=wanted, reason="Sour smell")
        with make_market(owner=OTTO, gstin="").open(OTTO) as otto, pytest.raises(NotFound):
            open_recall(actor=otto.actor, batch_ids=wanted, reason="Sour smell")


class TestWork:
    def test_each_customer_is_worked_off_until_all_is_accounted_for(self, market: Market) -> None:
        with market.open() as trader:
            story = Story(trader)
            page = opened(trader, "B1")
            assert (page.sent, page.unaccounted, page.percent, page.reached) == (560, 550, 1, 0)
            b1 = page.batches[0].id
            record_contact(actor=trader.actor, recall_id=page.id, customer_id=story.clinic, is_contacted=True)
            answers = [AnswerInput(batch_id=b1, destroyed=Decimal(480), used=Decimal(20))]
            record_contact(actor=trader.actor, recall_id=page.id, customer_id=story.clinic, answers=answers)
            page = recall(actor=trader.actor, recall_id=page.id)
            assert [(each.name, each.state) for each in page.customers] == [
                ("City Clinic", "done"),
                ("Corner Chemist", "to_reach"),
            ]
            assert (page.unaccounted, page.percent, page.reached) == (50, 91, 1)
            with pytest.raises(Invalid, match="50 of what left"):
                close_recall(actor=trader.actor, recall_id=page.id)
            close_recall(actor=trader.actor, recall_id=page.id, notes="The chemist has closed down")
            closed = recall(actor=trader.actor, recall_id=page.id)
            assert (closed.status, closed.unaccounted_base) == ("closed", 50)
            assert batch_of(actor=trader.actor, batch_id=b1).status == "recalled"
            with pytest.raises(RecallNotOpen):
                record_contact(actor=trader.actor, recall_id=page.id, customer_id=story.clinic, is_contacted=False)

    def test_more_than_they_got_is_refused_with_the_rest(self, market: Market) -> None:
        with market.open() as trader:
            story = Story(trader)
            page = opened(trader, "B1")
            answers = [AnswerInput(batch_id=page.batches[0].id, destroyed=Decimal(51))]
            with pytest.raises(Invalid, match="60 of B1 and 10 came back; 50 is left"):
                record_contact(actor=trader.actor, recall_id=page.id, customer_id=story.chemist, answers=answers)
            with pytest.raises(NotFound):
                record_contact(actor=trader.actor, recall_id=page.id, customer_id=UUID(int=7), is_contacted=True)

    def test_release_makes_each_batch_what_it_was(self, market: Market) -> None:
        with market.open() as trader:
            Story(trader)
            hold_batch(actor=trader.actor, batch_id=batch_id(trader, "B2"), reason="Asked the maker")
            page = opened(trader, "B1", "B2")
            release_recall(actor=trader.actor, recall_id=page.id, reason="The maker takes it back")
            found = {each.number: (each.status, each.status_reason) for each in batches(actor=trader.actor).items}
            assert found == {"B1": ("usable", ""), "B2": ("on_hold", "Asked the maker")}
            with pytest.raises(RecallNotOpen):
                release_recall(actor=trader.actor, recall_id=page.id, reason="Again")

    def test_lists_filter_and_cost_the_same(self, market: Market) -> None:
        with market.open() as trader:
            Story(trader)
            page = opened(trader, "B1")
            drill = opened(trader, "B2", is_drill=True)

            def ids(**asked: Any) -> list[UUID]:
                return [each.id for each in recalls(actor=trader.actor, wanted=RecallFilter(**asked)).items]

            assert ids() == [drill.id, page.id]
            assert ids(is_drill=False) == ids(search="b1") == ids(batch_id=page.batches[0].id) == [page.id]
            assert ids(status="closed") == []

    def test_a_recalled_batch_is_never_picked(self, market: Market) -> None:
        """Whoever reserved before and picks after is stopped by the one rule."""
        with market.open() as trader:
            story = Story(trader)
            order = trader.sell(sold(story.product, "10"), customer_id=story.clinic)
            hold_batch(actor=trader.actor, batch_id=batch_id(trader, "B1"), reason="Wait")
            with pytest.raises(BatchNotUsable):
                pick_sales_order(actor=trader.actor, sales_order_id=order.pk)
