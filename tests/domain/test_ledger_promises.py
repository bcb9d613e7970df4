"""Reserving first expired first out, picking, dispatching, and what facts do to promises."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import BatchNotUsable, InsufficientStock, ReversalBlocked
from omnistock.domain.ledger.queries import stock, stock_totals
from omnistock.domain.ledger.types import AllocatedLine, Demand, DemandLine, DocumentRef, MoveLine
from omnistock.domain.ledger.verification import verify
from omnistock.kernel.ids import uuid7
from tests.domain.shop import Counter, Shop

pytestmark = pytest.mark.django_db


class Order:
    """An order of one line, as the room above tells the ledger of it."""

    def __init__(self, asha: Counter, product: UUID, quantity: str, *, life: int = 0, promised: dt.date | None = None):
        self.asha, self.promised = asha, promised
        self.demand, self.document = Demand("sales_order", uuid7()), DocumentRef("dispatch", uuid7(), "DN-1")
        self.line = DemandLine(uuid7(), product, Decimal(quantity), asha.main(), life)

    def allocate(self) -> AllocatedLine:
        return ledger.allocate(actor=self.asha.actor, demand=self.demand, lines=[self.line], promised_on=self.promised)[
            0
        ]

    def pick(self, quantity: str | None = None) -> Any:
        return ledger.pick(actor=self.asha.actor, document=self.document, effective_at=None, **self._part(quantity))

    def dispatch(self, quantity: str | None = None) -> Any:
        return ledger.dispatch_reserved(
            actor=self.asha.actor, document=self.document, effective_at=None, **self._part(quantity)
        )

    def _part(self, quantity: str | None) -> dict[str, Any]:
        lines = None if quantity is None else [(self.line.line_id, Decimal(quantity))]
        return {"demand_id": self.demand.id, "lines": lines}


def shown(line: AllocatedLine) -> list[tuple[str, Decimal]]:
    return [(part.batch_number, part.quantity) for part in line.allocated]


def in_days(asha: Counter, days: int) -> dt.date:
    return asha.actor.today + dt.timedelta(days=days)


class TestAllocation:
    def test_first_expired_first_with_the_reason_for_each_that_was_skipped(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            for number, days in (("PAST", -1), ("SHORT", 41), ("HELD", 100), ("NEXT", 120), ("LATER", 300)):
                asha.receive(crocin, "10", batch=number, expires_on=in_days(asha, days))
            ledger.hold_batch(actor=asha.actor, batch_id=asha.batch(crocin, "HELD"), reason="smells odd")
            asha.receive(crocin, "10", batch="AWAY", expires_on=in_days(asha, 110), place=asha.place("receiving"))
            order = Order(asha, crocin, "15", life=90)
            line = order.allocate()
            assert shown(line) == [("NEXT", Decimal(10)), ("LATER", Decimal(5))]
            assert [(skip.batch_number, skip.reason) for skip in line.skipped] == [
                ("PAST", "expired"), ("SHORT", "shelf_life"), ("HELD", "on_hold"), ("AWAY", "place"),
            ]  # fmt: skip
            assert line.skipped[1].details["days_left"] == 41
            assert line.skipped[1].details["days_needed"] == 90
            stored = ledger.allocations_of(actor=asha.actor, demand_id=order.demand.id)[0]
            assert [skip.reason for skip in stored.skipped] == ["expired", "shelf_life", "on_hold", "place"]

    def test_the_expiry_date_is_the_last_usable_day(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(crocin, "10", batch="TODAY", expires_on=asha.actor.today)
            assert Order(asha, crocin, "4").allocate().short == 0
            tomorrow = asha.at(asha.actor.now + dt.timedelta(days=1))
            assert Order(tomorrow, crocin, "4").allocate().short == 4

    def test_short_is_the_backorder_and_a_second_call_tops_up(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            asha.receive(nuts, "80")
            order = Order(asha, nuts, "100")
            assert (order.allocate().reserved, order.allocate().short) == (80, 20)
            asha.receive(nuts, "50")
            line = order.allocate()
            assert (line.reserved, line.short) == (100, 0)
            assert Order(asha, nuts, "100").allocate().reserved == 30
            ledger.release(actor=asha.actor, demand_id=order.demand.id)
            assert ledger.allocations_of(actor=asha.actor, demand_id=order.demand.id) == []
            assert [(t.on_hand, t.reserved) for t in stock_totals(actor=asha.actor)] == [(130, 30)]

    def test_what_is_promised_is_not_sold_to_another(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            asha.receive(nuts, "10")
            Order(asha, nuts, "8").allocate()
            with pytest.raises(InsufficientStock, match="3 asked, 2 there"):
                asha.issue(nuts, "3")

    def test_facts_displace_promises_the_latest_first(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            asha.receive(nuts, "10")
            soon = Order(asha, nuts, "5", promised=in_days(asha, 1))
            late = Order(asha, nuts, "5", promised=in_days(asha, 9))
            soon.allocate()
            late.allocate()
            asha.issue(nuts, "3", target="loss", reason="lost")
            assert ledger.allocations_of(actor=asha.actor, demand_id=soon.demand.id)[0].reserved == 5
            assert ledger.allocations_of(actor=asha.actor, demand_id=late.demand.id)[0].reserved == 2
            with pytest.raises(InsufficientStock, match="1 asked, 0 there"):
                asha.issue(nuts, "1", target="loss", reason="gift")
            with pytest.raises(InsufficientStock, match="8 asked, 7 there"):  # what is promised can be lost, too
                asha.issue(nuts, "8", target="loss", reason="lost")
            assert verify(actor=asha.actor) == []

    def test_a_batch_held_since_is_given_up_for_another(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            for number, days in (("A", 100), ("B", 200)):
                asha.receive(crocin, "10", batch=number, expires_on=in_days(asha, days))
            order = Order(asha, crocin, "10")
            assert shown(order.allocate()) == [("A", Decimal(10))]
            ledger.hold_batch(actor=asha.actor, batch_id=asha.batch(crocin, "A"), reason="smells odd")
            with pytest.raises(BatchNotUsable):
                order.dispatch()
            assert shown(order.allocate()) == [("B", Decimal(10))]


class TestDispatch:
    def test_picked_goods_leave_first_and_a_reversal_brings_them_back(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(crocin, "10", value="100.00", batch="A", expires_on=in_days(asha, 100))
            order = Order(asha, crocin, "10")
            order.allocate()
            order.pick("4")
            assert (
                ledger.allocations_of(actor=asha.actor, demand_id=order.demand.id)[0].allocated[0].location_kind
                == "dispatch"
            )
            with pytest.raises(InsufficientStock):
                order.dispatch("11")
            sold = order.dispatch("5")
            assert [(m.quantity, m.value) for m in sold] == [(4, Decimal("40.00")), (1, Decimal("10.00"))]
            ledger.reverse(actor=asha.actor, document=order.document)
            assert order.allocate().reserved == 10
            assert [(t.on_hand, t.reserved, t.value) for t in stock_totals(actor=asha.actor)] == [
                (10, 10, Decimal("100.00"))
            ]
            assert verify(actor=asha.actor) == []


class TestReversal:
    def test_a_receipt_that_was_put_away_is_taken_from_where_it_is(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            document = DocumentRef("receipt", uuid7(), "GR-1")
            asha.receive(nuts, "10", value="50.00", document=document, place=asha.place("receiving"))
            away = MoveLine(uuid7(), nuts, asha.place("receiving"), asha.place(), Decimal(7))
            ledger.post_move(
                actor=asha.actor,
                document=DocumentRef("put_away", uuid7()),
                reason="move",
                effective_at=None,
                lines=[away],
            )
            back = ledger.reverse(actor=asha.actor, document=document)
            assert sorted(move.quantity for move in back) == [3, 7]
            assert stock(actor=asha.actor).items == []
            assert verify(actor=asha.actor) == []

    def test_partly_gone_is_refused_with_the_list(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            document = DocumentRef("receipt", uuid7(), "GR-1")
            asha.receive(nuts, "10", document=document)
            asha.issue(nuts, "4")
            Order(asha, nuts, "1").allocate()
            with pytest.raises(ReversalBlocked) as refusal:
                ledger.reverse(actor=asha.actor, document=document)
            assert [(o.asked, o.there) for o in refusal.value.obstacles] == [(10, 5)]
