"""As of any moment, written months, batches on file, the audit chain."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from omnistock.domain.audit.models import AuditLink
from omnistock.domain.audit.sealing import broken_links, seal
from omnistock.domain.catalog.units import product_facts
from omnistock.domain.identity.operations.workspaces import change_workspace
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import BatchDiffers, BatchRequired
from omnistock.domain.ledger.models import DayValue, MonthChange
from omnistock.domain.ledger.operations.periods import MonthNotWritable
from omnistock.domain.ledger.queries import batch_page, expiring, movements, stock, value_on_hand
from omnistock.domain.ledger.queries.levels import levels
from omnistock.domain.ledger.types import BatchInput
from omnistock.domain.ledger.verification import verify
from omnistock.kernel.errors import Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.statements import Statement, send
from tests.domain.shop import NOW, Counter, Shop

pytestmark = pytest.mark.django_db
MARCH = dt.date(2027, 3, 31)


def day(month: int, number: int) -> dt.datetime:
    return dt.datetime(2026, month, number, 6, tzinfo=dt.UTC)


def was(asha: Counter, moment: dt.datetime) -> tuple[Decimal, Decimal | None]:
    items = stock(actor=asha.actor, as_of=moment).items
    assert all(item.reserved is None for item in items)
    return sum((item.on_hand for item in items), Decimal(0)), value_on_hand(actor=asha.actor, as_of=moment)


class TestAsOf:
    def test_the_answer_is_the_same_before_and_after_months_are_written(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            asha.receive(nuts, "100", value="50.00", effective_at=day(7, 5))
            asha.issue(nuts, "30", effective_at=day(8, 5))
            asha.issue(nuts, "20", effective_at=day(10, 20))
            moments = [day(6, 1), day(7, 4), day(7, 6), day(8, 31), day(9, 15), day(10, 19), day(10, 21), NOW]
            before = [was(asha, moment) for moment in moments]
            assert [quantity for quantity, _value in before] == [0, 0, 100, 70, 70, 70, 50, 50]
            assert before[3] == (70, Decimal("35.00"))
            assert ledger.write_ended_months(actor=asha.actor) == 4
            assert [was(asha, moment) for moment in moments] == before
            ledger.write_ended_days(actor=asha.actor)
            assert [was(asha, moment) for moment in moments] == before
            assert verify(actor=asha.actor) == []

    def test_a_posting_into_a_written_month_alters_that_month_alone(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            layer = asha.receive(nuts, "100", value="50.00", effective_at=day(7, 5)).layer_id
            ledger.write_ended_months(actor=asha.actor)
            asha.issue(nuts, "10", effective_at=day(9, 5))
            asha.issue(nuts, "4", effective_at=day(9, 5))
            rows = MonthChange.objects.filter(layer_id=layer).order_by("month")
            assert [(row.month.month, row.quantity) for row in rows] == [(7, 100), (9, -14)]
            days = DayValue.objects.order_by("day").values_list("day", "value")
            assert list(days) == [(dt.date(2026, 7, 5), 50), (dt.date(2026, 9, 5), -7)]
            assert (was(asha, day(9, 4)), was(asha, day(9, 6))) == ((100, 50), (86, 43))
            between = day(9, 5) - dt.timedelta(hours=3)
            assert (was(asha, between), was(asha, day(9, 5))) == ((100, 50), (86, 43))  # inside a written day
            DayValue.objects.filter(day=dt.date(2026, 9, 5)).update(value=-6)
            assert [each.check for each in verify(actor=asha.actor)] == ["day_value"]
            DayValue.objects.filter(day=dt.date(2026, 9, 5)).update(value=-7)
            assert verify(actor=asha.actor) == []

    def test_a_day_is_written_before_its_month(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            asha.receive(nuts, "100", value="50.00", effective_at=day(7, 5))
            ledger.write_ended_days(actor=asha.actor)
            yesterday = NOW - dt.timedelta(days=1)
            asha.issue(nuts, "10", effective_at=yesterday)
            asha.issue(nuts, "10")
            days = DayValue.objects.order_by("day").values_list("day", "value")
            assert list(days) == [(dt.date(2026, 7, 5), 50), (asha.actor.organization.day_of(yesterday), -5)]
            assert not MonthChange.objects.exists()
            assert was(asha, day(8, 1)) == (100, 50)
            assert verify(actor=asha.actor) == []
            assert ledger.write_ended_months(actor=asha.actor) > 0
            assert len(days.all()) == 2, "what was written is not written again"
            assert verify(actor=asha.actor) == []

    def test_days_that_begin_at_another_hour_are_written_anew(self, shop: Shop) -> None:
        """20:00 UTC on the last of a month is the next month in Kolkata, and the same one in Los Angeles."""
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            for quantity, moment in (
                ("5", day(9, 10)),
                ("7", day(9, 30).replace(hour=20)),
                ("11", day(10, 31).replace(hour=20)),
            ):
                asha.receive(nuts, quantity, value=quantity, effective_at=moment)
            assert ledger.write_ended_months(actor=asha.actor) == 2
            moments = [day(9, 20), day(10, 1), day(10, 5), day(11, 1)]
            before = [was(asha, moment) for moment in moments]
            change_workspace(actor=asha.actor, changes={"time_zone": "America/Los_Angeles"})
        with shop.open() as asha:
            assert [was(asha, moment) for moment in moments] == before
            assert ledger.write_ended_months(actor=asha.actor) == 2
            assert [was(asha, moment) for moment in moments] == before
            assert verify(actor=asha.actor) == []

    def test_a_job_that_began_before_the_change_writes_the_new_days(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            asha.receive(nuts, "7", value="7", effective_at=day(9, 30).replace(hour=20))
            change_workspace(actor=asha.actor, changes={"time_zone": "America/Los_Angeles"})
            assert asha.actor.organization.time_zone == "Asia/Kolkata"
            assert ledger.write_ended_months(actor=asha.actor) == 2, "September and October"
            ledger.write_ended_days(actor=asha.actor)
        with shop.open() as asha:
            assert verify(actor=asha.actor) == []

    def test_who_reads_while_the_zone_changes_reads_what_was(self, shop: Shop) -> None:
        """That a month is written is read by one statement, and what it changed by the next one."""
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            for quantity, moment in (("5", day(8, 10)), ("7", day(9, 10))):
                asha.receive(nuts, quantity, value=quantity, effective_at=moment)
            assert ledger.write_ended_months(actor=asha.actor) > 1
            head, values = levels(actor=asha.actor, as_of=day(8, 20))
            change_workspace(actor=asha.actor, changes={"time_zone": "America/Los_Angeles"})
            reading = Statement(head + "SELECT on_hand FROM level", values)
            send(reading)
            assert reading.rows == [(5,)]

    def test_months_are_written_when_they_ended_and_without_a_gap(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            asha.receive(nuts, "100", effective_at=day(9, 5))
            for month in (dt.date(2026, 11, 1), dt.date(2026, 10, 1)):
                with pytest.raises(MonthNotWritable):
                    ledger.write_month(actor=asha.actor, month=month)
            assert ledger.write_month(actor=asha.actor, month=dt.date(2026, 9, 1))
            assert not ledger.write_month(actor=asha.actor, month=dt.date(2026, 9, 1))


class TestBatches:
    def test_a_number_is_one_batch_however_it_is_typed(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            assert asha.batch(crocin, "ab 01", MARCH) == asha.batch(crocin, " AB 01 ")
            assert asha.batch(crocin, "ab 1", MARCH) != asha.batch(crocin, "AB 01")

    def test_every_fault_is_told_at_once_and_what_is_on_file(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, nuts = asha.product("CROCIN"), asha.product("NUT", tracking="none")
            asha.batch(crocin, "B1", MARCH)
            with pytest.raises(BatchDiffers, match="on file with the expiry 31 Mar 2027, not 30 Apr 2027"):
                asha.batch(crocin, "b1", dt.date(2027, 4, 30))
            with pytest.raises(BatchRequired):
                asha.batch(crocin)
            facts = product_facts(actor=asha.actor, ids=[nuts, crocin])
            wrong = [
                BatchInput(facts[nuts], "B1", pointer="lines/0"),
                BatchInput(facts[crocin], "x" * 51, pointer="lines/1"),
            ]
            with pytest.raises(Invalid) as refusal:
                ledger.identify_batches(actor=asha.actor, lines=wrong)
            assert [fault.code for fault in refusal.value.faults] == ["batch_not_tracked", "batch_number_too_long"]

    def test_the_page_gives_the_mass_balance(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(crocin, "10", value="30.00", batch="B1", expires_on=MARCH)
            batch = asha.batch(crocin, "B1")
            asha.issue(crocin, "3", batch=batch)
            asha.issue(crocin, "2", batch=batch, target="loss", reason="lost")
            page = batch_page(actor=asha.actor, batch_id=batch)
            assert (page.balance.received, page.balance.sold, page.balance.lost) == (10, 3, 2)
            assert (page.batch.on_hand, page.batch.unit_cost) == (5, Decimal("3.0000"))
            assert [row.reason for row in movements(actor=asha.actor, batch_id=batch).items] == [
                "lost",
                "sale",
                "receipt",
            ]
            assert [row.number for row in expiring(actor=asha.actor, within_days=365)] == ["B1"]
            assert expiring(actor=asha.actor, within_days=90) == []


class TestPages:
    def test_a_list_by_cursor_gives_each_row_once(self, shop: Shop) -> None:
        with shop.open() as asha:
            for n in range(5):
                product = asha.product(f"P{n}")
                asha.receive(product, "1", batch="A")
                asha.receive(product, "1", batch="B")
            for by in ("batch", "layer"):
                seen, cursor = [], None
                while True:
                    page = stock(actor=asha.actor, by=by, limit=3, cursor=cursor)
                    seen += [(item.sku, item.batch_number) for item in page.items]
                    cursor = page.next_cursor
                    if cursor is None:
                        break
                assert sorted(seen) == [(f"P{n}", batch) for n in range(5) for batch in "AB"]
            with pytest.raises(Invalid):
                stock(actor=asha.actor, cursor="nonsense")


class TestAuditChain:
    def test_sealed_events_stand_in_a_chain(self, shop: Shop) -> None:
        with shop.open() as asha:
            asha.product("CROCIN")
            count = seal(actor=asha.actor)
            assert count >= 2
            asha.product("NUT")
            assert seal(actor=asha.actor) == 1
            assert seal(actor=asha.actor) == 0
            assert list(broken_links(actor=asha.actor)) == []

    def test_a_link_that_does_not_follow_is_found(self, shop: Shop) -> None:
        with shop.open() as asha:
            seal(actor=asha.actor)
            seq = AuditLink.objects.count() + 1
            AuditLink.objects.create(seq=seq, event_id=uuid7(), hash=bytes(32))
            assert any("is gone" in problem for problem in broken_links(actor=asha.actor))
            assert [d.check for d in verify(actor=asha.actor)] == ["audit_chain"]

    def test_what_is_not_sealed_in_time_is_found(self, shop: Shop) -> None:
        with shop.open() as asha:
            asha.product("CROCIN")
            late = asha.at(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=6))
            assert any("in no link" in problem for problem in broken_links(actor=late.actor))
