"""Reports over stock: they add up to the paisa, and hide what is not to be seen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.queries import abc_classes, stock, value_on_hand
from omnistock.domain.ledger.types import DocumentRef, MoveLine, ReturnLine
from omnistock.domain.reporting.ages import expiry, slow_stock, stock_ages
from omnistock.domain.reporting.asking import By
from omnistock.domain.reporting.flows import NOTHING, cost_of_goods_sold, stock_flows, total_of
from omnistock.domain.reporting.valuation import value_on_hand_by
from omnistock.kernel.errors import Invalid, PermissionMissing
from omnistock.kernel.ids import uuid7
from tests.domain.shop import Shop
from tests.personas import RAVI, VIDYA

pytestmark = pytest.mark.django_db


def day(month: int, number: int) -> dt.datetime:
    return dt.datetime(2026, month, number, 6, tzinfo=dt.UTC)


class TestAbc:
    def test_the_few_that_most_value_goes_through_are_a(self, shop: Shop) -> None:
        with shop.open() as asha:
            for sku, value in (("BIG", "850.00"), ("MID", "100.00"), ("SMALL", "50.00"), ("IDLE", "900.00")):
                product = asha.product(sku, tracking="none")
                asha.receive(product, "10", value=value, effective_at=day(9, 1))
                if sku != "IDLE":
                    asha.issue(product, "10", effective_at=day(10, 1))
            found = abc_classes(actor=asha.actor)
            assert [(row.sku, row.abc_class, row.value) for row in found] == [
                ("BIG", "A", Decimal("850.00")),
                ("MID", "B", Decimal("100.00")),
                ("SMALL", "C", Decimal("50.00")),
                ("IDLE", "C", Decimal("0")),
            ]
            assert [row.running_share for row in found] == [
                Decimal("85.0"),
                Decimal("95.0"),
                Decimal(100),
                Decimal(100),
            ]
            assert [row.sku for row in abc_classes(actor=asha.actor, basis="stock")] == ["IDLE", "BIG", "MID", "SMALL"]
            assert [row.sku for row in abc_classes(actor=asha.actor, days=1)] == ["IDLE"]


class TestPeriod:
    """A shop with everything that stock can do, before, in and after October."""

    @pytest.fixture
    def busy(self, shop: Shop) -> Shop:
        with shop.open() as asha:
            rice, salt = asha.product("RICE", tracking="none"), asha.product("SALT", tracking="none")
            asha.receive(rice, "7", value="10.00", effective_at=day(9, 1))
            asha.receive(salt, "9", value="20.00", effective_at=day(9, 2))
            asha.issue(rice, "2", effective_at=day(9, 20))
            asha.receive(rice, "11", value="12.34", effective_at=day(10, 3))
            sold = asha.issue(rice, "5", effective_at=day(10, 9))
            asha.issue(rice, "1", target="loss", reason="stolen", effective_at=day(10, 10))
            asha.issue(salt, "2", target="loss", reason="free_sample", effective_at=day(10, 11))
            asha.issue(salt, "1", target="supplier", reason="supplier_return", effective_at=day(10, 12))
            back = ReturnLine(uuid7(), sold[0].movement_id, asha.place(), Decimal(1))
            ledger.return_to_stock(
                actor=asha.actor,
                document=DocumentRef("credit_note", uuid7(), "CN-1"),
                reason="return",
                effective_at=day(10, 13),
                lines=[back],
            )
            asha.issue(salt, "3", effective_at=day(11, 2))
            ledger.write_ended_months(actor=asha.actor)
            asha.receive(salt, "4", value="3.33", effective_at=day(10, 30))
        return shop

    @pytest.mark.parametrize("by", ["product", "warehouse", "category"])
    def test_opening_and_in_less_out_is_closing(self, busy: Shop, by: By) -> None:
        with busy.open() as asha:
            rows = stock_flows(actor=asha.actor, first=dt.date(2026, 10, 1), last=dt.date(2026, 10, 31), by=by)
            assert rows
            assert all(row.difference == NOTHING for row in rows)
            total = total_of(rows)
            assert total.opening.value == value_on_hand(actor=asha.actor, as_of=day(10, 1))
            assert total.closing.value == value_on_hand(actor=asha.actor, as_of=day(10, 31))
            assert total.of("stolen").quantity == 1
            assert total.of("free_sample").quantity == 2
            assert total.of("sent_back").quantity == 1
            assert total.of("returned").quantity == 1
            assert total.of("received").value == Decimal("15.67")

    def test_a_period_until_now_closes_with_the_value_on_hand(self, busy: Shop) -> None:
        with busy.open() as asha:
            today = asha.actor.today
            total = total_of(stock_flows(actor=asha.actor, first=dt.date(2026, 1, 1), last=today))
            assert total.opening == NOTHING
            assert total.closing.value == value_on_hand(actor=asha.actor)
            costs = cost_of_goods_sold(actor=asha.actor, first=dt.date(2026, 1, 1), last=today)
            sold = (total.of("sold").value or 0) - (total.of("returned").value or 0)
            assert sum(row.value for row in costs) == sold

    def test_what_was_reversed_counts_against_its_own_kind(self, shop: Shop) -> None:
        with shop.open() as asha:
            salt = asha.product("SALT", tracking="none")
            asha.receive(salt, "9", value="20.00", effective_at=day(9, 2))
            paper = DocumentRef("adjustment", uuid7(), "AD-1")
            asha.issue(salt, "2", target="loss", reason="stolen", effective_at=day(10, 11), document=paper)
            ledger.reverse(actor=asha.actor, document=paper)
            (row,) = stock_flows(actor=asha.actor, first=dt.date(2026, 9, 1), last=asha.actor.today)
            assert row.of("stolen") == NOTHING
            assert row.difference == NOTHING

    def test_warehouses_are_told_apart(self, shop: Shop) -> None:
        with shop.open() as asha:
            salt, other = asha.product("SALT", tracking="none"), asha.warehouse("TWO")
            asha.receive(salt, "9", value="20.00", effective_at=day(9, 2))
            move = MoveLine(uuid7(), salt, asha.place(), asha.place(warehouse=other), Decimal(4))
            paper = DocumentRef("transfer", uuid7(), "TR-1")
            ledger.post_move(actor=asha.actor, document=paper, reason="transfer", effective_at=day(10, 2), lines=[move])
            period = {"first": dt.date(2026, 10, 1), "last": dt.date(2026, 10, 31)}
            by = {row.code: row for row in stock_flows(actor=asha.actor, by="warehouse", **period)}
            assert by["MAIN"].of("transferred_out") == by["TWO"].of("transferred_in")
            assert by["TWO"].closing.quantity == 4
            assert all(row.difference == NOTHING for row in by.values())
            (row,) = stock_flows(actor=asha.actor, **period)
            assert not row.kinds
            (row,) = stock_flows(actor=asha.actor, warehouse_id=other, **period)
            assert row.of("transferred_in").quantity == 4
            assert row.difference == NOTHING

    def test_a_period_that_ends_before_it_begins_is_refused(self, shop: Shop) -> None:
        with shop.open() as asha, pytest.raises(Invalid):
            stock_flows(actor=asha.actor, first=dt.date(2026, 10, 2), last=dt.date(2026, 10, 1))

    def test_who_sees_no_costs_sees_quantities(self, busy: Shop) -> None:
        with busy.company.acting(VIDYA, at=busy.now) as vidya:
            period = {"first": dt.date(2026, 10, 1), "last": dt.date(2026, 10, 31)}
            rows = stock_flows(actor=vidya, **period)
            assert {row.closing.value for row in rows} == {None}
            assert cost_of_goods_sold(actor=vidya, **period) == []
            assert {row.value for row in value_on_hand_by(actor=vidya)} == {None}

    def test_who_may_see_no_reports_is_refused(self, busy: Shop) -> None:
        with busy.company.acting(RAVI, at=busy.now) as ravi, pytest.raises(PermissionMissing):
            value_on_hand_by(actor=ravi)


class TestValueOnHand:
    def test_as_of_now_is_now_and_a_late_entry_alters_the_past(self, shop: Shop) -> None:
        with shop.open() as asha:
            rice = asha.product("RICE", tracking="none")
            asha.receive(rice, "7", value="10.00", effective_at=day(9, 1))
            asha.issue(rice, "3", effective_at=day(10, 1))
            now = asha.actor.now
            assert value_on_hand_by(actor=asha.actor) == value_on_hand_by(actor=asha.actor, as_of=now)
            assert stock(actor=asha.actor).items[0].on_hand == stock(actor=asha.actor, as_of=now).items[0].on_hand
            before = value_on_hand_by(actor=asha.actor, as_of=day(9, 15))
            asha.receive(rice, "1", value="5.00", effective_at=day(9, 10))
            (after,) = value_on_hand_by(actor=asha.actor, as_of=day(9, 15))
            assert (before[0].value, after.value) == (Decimal("10.00"), Decimal("15.00"))


class TestAges:
    def test_goods_are_old_slow_and_about_to_expire(self, shop: Shop) -> None:
        with shop.open() as asha:
            today = asha.actor.today
            pill = asha.product("PILL")
            asha.receive(
                pill, "4", value="8.00", batch="OLD", expires_on=today + dt.timedelta(days=20), effective_at=day(3, 1)
            )
            quick = asha.product("QUICK", tracking="none")
            asha.receive(quick, "4", value="1.00", effective_at=day(3, 1))
            asha.issue(quick, "1", effective_at=day(11, 20))
            found = expiry(actor=asha.actor)
            assert [(row.batch_number, row.value) for row in found.rows] == [("OLD", Decimal("8.00"))]
            assert [window.value for window in found.windows] == [0, Decimal("8.00"), 0, 0, 0, 0]
            assert expiry(actor=asha.actor, first_days=30).rows == []
            (slow,) = slow_stock(actor=asha.actor, days=90)
            assert (slow.sku, slow.idle_days, slow.last_out_on) == ("PILL", 267, None)
            ages = {row.sku: row for row in stock_ages(actor=asha.actor)}
            assert ages["PILL"].buckets == [0, 0, 0, 0, Decimal("8.00"), 0]
            assert sum(row.value or 0 for row in ages.values()) == value_on_hand(actor=asha.actor)
