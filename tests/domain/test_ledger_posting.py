"""Goods in and out, and what they are worth."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import BackdatedShortage, BatchRequired, InsufficientStock, PeriodLocked
from omnistock.domain.ledger.models import Movement
from omnistock.domain.ledger.types import DocumentRef, MoveLine, ReturnLine
from omnistock.kernel.errors import Invalid
from omnistock.kernel.ids import uuid7
from tests.domain.shop import NOW, Shop

pytestmark = pytest.mark.django_db


class TestValue:
    def test_a_batch_bought_twice_sold_across_both_and_one_returned(self, shop: Shop) -> None:
        """10 + 1 free at 10.00 are 11 for 100.00; 10 at 12.00 are 120.00. Thirteen leave: 11 for 100.00 and 2 for
        round(120.00 * 2 / 10) = 24.00, together 124.00; 8 stay, for 96.00. One of the first eleven comes back at
        round(100.00 / 11) = 9.09: 105.09 on hand, 114.91 sold."""
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(crocin, "11", value="100.00", free="1", batch="B1")
            asha.at(NOW + dt.timedelta(hours=1)).receive(crocin, "10", value="120.00", batch="B1")
            batch = asha.batch(crocin, "B1")
            sold = asha.issue(crocin, "13", batch=batch)
            assert [(move.quantity, move.value) for move in sold] == [(11, Decimal("100.00")), (2, Decimal("24.00"))]
            back = ledger.return_to_stock(
                actor=asha.actor,
                document=DocumentRef("return", uuid7(), "RET-1"),
                reason="return",
                effective_at=None,
                lines=[ReturnLine(uuid7(), sold[0].movement_id, asha.place(), Decimal(1))],
            )
            assert back[0].value == Decimal("9.09")
            assert back[0].layer_id == sold[0].layer_id
            # A third receipt, dated before the others, changes neither.
            asha.receive(crocin, "5", value="500.00", batch="B1", effective_at=NOW - dt.timedelta(days=30))
            again = asha.issue(crocin, "1", batch=batch)
            assert again[0].value == Decimal("100.00"), "the oldest layer by its day is the backdated one"

    def test_250_over_7000_pieces_comes_back_as_250(self, shop: Shop) -> None:
        with shop.open() as asha:
            screws = asha.product("SCREW", tracking="none")
            asha.receive(screws, "7000", value="250.00")
            taken = [asha.issue(screws, quantity)[0].value for quantity in ("1", "33", "2966", "1999", "2000", "1")]
            assert sum(taken) == Decimal("250.00")


class TestShortage:
    def test_it_names_product_batch_place_asked_and_there(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(crocin, "5", batch="B1")
            batch = asha.batch(crocin, "B1")
            with pytest.raises(InsufficientStock) as refusal:
                asha.issue(crocin, "6", batch=batch)
            fault = refusal.value.faults[0]
            assert fault.message == "Crocin (CROCIN), batch B1, at MAIN: 6 asked, 5 there."
            assert fault.details["product_id"] == crocin
            assert fault.details["batch_id"] == batch
            assert fault.details["location_id"] == asha.place()
            assert (fault.details["asked"], fault.details["there"]) == ("6", "5")
            assert asha.issue(crocin, "5", batch=batch)[0].quantity == 5

    def test_tracked_goods_need_their_batch(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(crocin, "5", batch="B1")
            with pytest.raises(BatchRequired):
                asha.issue(crocin, "1")


class TestTime:
    def test_the_future_is_refused_beyond_five_minutes(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            asha.receive(nuts, "5", effective_at=NOW + dt.timedelta(minutes=5))
            with pytest.raises(Invalid, match="future"):
                asha.receive(nuts, "5", effective_at=NOW + dt.timedelta(minutes=5, seconds=1))

    def test_a_backdated_issue_may_not_make_a_later_point_negative(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            day = dt.timedelta(days=1)
            asha.receive(nuts, "10", effective_at=NOW - 9 * day)
            layer = asha.issue(nuts, "8", effective_at=NOW - 5 * day)[0].layer_id
            back = ledger.post_move  # noqa: F841
            with pytest.raises(InsufficientStock):
                asha.issue(nuts, "3", effective_at=NOW - 7 * day)
            sale = asha.issue(nuts, "2", effective_at=NOW - 4 * day)[0]
            ledger.return_to_stock(
                actor=asha.actor,
                document=DocumentRef("return", uuid7(), "RET-1"),
                reason="return",
                effective_at=NOW - 2 * day,
                lines=[ReturnLine(uuid7(), sale.movement_id, asha.place(), Decimal(2))],
            )
            with pytest.raises(BackdatedShortage) as refusal:
                asha.issue(nuts, "1", effective_at=NOW - 6 * day)
            assert "19 Nov 2026" in refusal.value.message, "it names the point: four days ago nothing was there"
            assert asha.issue(nuts, "2", effective_at=NOW - day)[0].layer_id == layer

    def test_it_names_the_point_by_batch_on_the_organizations_clock(self, shop: Shop) -> None:
        """Two layers of one batch: 10 came, 8 left, and 20 of the same came later. Who looks at the shelf sees one batch."""
        with shop.open() as asha:
            crocin, day = asha.product("CROCIN"), dt.timedelta(days=1)
            asha.receive(crocin, "10", batch="B1", effective_at=NOW - 9 * day)
            batch = asha.batch(crocin, "B1")
            asha.issue(crocin, "8", batch=batch, effective_at=NOW - 5 * day)
            asha.receive(crocin, "20", batch="B1", effective_at=NOW - day)
            with pytest.raises(BackdatedShortage) as refusal:
                asha.issue(crocin, "5", batch=batch, effective_at=NOW - 7 * day)
            least_at = (NOW - 5 * day).astimezone(ZoneInfo("Asia/Kolkata"))
            assert refusal.value.message == (
                f"Crocin (CROCIN), batch B1, at MAIN had only 2 to spare on {least_at.day} {least_at:%b %Y, %H:%M}; "
                "5 cannot leave before that."
            )
            assert asha.issue(crocin, "2", batch=batch, effective_at=NOW - 7 * day)

    def test_what_leaves_now_follows_what_a_clock_ahead_has_dated_at_its_shelf(self, shop: Shop) -> None:
        """Else goods would have left before they came. Of another product the moment is its own."""
        with shop.open() as asha:
            nuts, bolts = (asha.product(sku, tracking="none") for sku in ("NUT", "BOLT"))
            ahead = NOW + dt.timedelta(minutes=4)
            asha.receive(nuts, "5", effective_at=ahead)
            asha.receive(bolts, "5")
            ids = [asha.issue(product, "5")[0].movement_id for product in (nuts, bolts)]
            assert [Movement.objects.get(pk=each).effective_at for each in ids] == [ahead, NOW]

    def test_a_closed_period_takes_nothing(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            ledger.set_lock_date(actor=asha.actor, locked_through=dt.date(2026, 10, 31))
            with pytest.raises(PeriodLocked, match="31 Oct 2026"):
                asha.receive(nuts, "5", effective_at=dt.datetime(2026, 10, 31, 18, 29, tzinfo=dt.UTC))
            asha.receive(nuts, "5", effective_at=dt.datetime(2026, 10, 31, 18, 30, tzinfo=dt.UTC))
            with pytest.raises(Invalid):
                ledger.set_lock_date(actor=asha.actor, locked_through=dt.date(2026, 11, 23))


class TestMoves:
    def test_goods_move_with_their_layers_and_value(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(crocin, "3", value="10.00", batch="B1")
            asha.at(NOW + dt.timedelta(seconds=1)).receive(crocin, "4", value="40.00", batch="B1")
            batch = asha.batch(crocin, "B1")
            line = MoveLine(
                uuid7(), crocin, asha.place(), asha.place("quarantine"), Decimal(5), batch_id=batch, pointer="lines/0"
            )
            moved = ledger.post_move(
                actor=asha.actor,
                document=DocumentRef("transfer", uuid7(), "TR-1"),
                reason="transfer",
                effective_at=None,
                lines=[line],
            )
            assert [(move.quantity, move.value) for move in moved] == [(3, Decimal("10.00")), (2, Decimal("20.00"))]
            with pytest.raises(InsufficientStock):
                asha.issue(crocin, "3", batch=batch)
