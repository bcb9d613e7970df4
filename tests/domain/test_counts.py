"""Counting stock: blind, by several people, while trading goes on; what is approved is posted, once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from omnistock.domain.ledger.models import Batch
from omnistock.domain.ledger.operations import hold_batch
from omnistock.domain.ledger.queries import movements
from omnistock.domain.notifications.models import WorkspaceMail
from omnistock.domain.notifications.notices import choose_notices
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.stocktaking.counting_inputs import CountedInput, CountScope
from omnistock.domain.stocktaking.counting_reports import count_accuracy
from omnistock.domain.stocktaking.counting_rows import CountNotAtThatPoint
from omnistock.domain.stocktaking.models import StockCountEntry, StockCountLine
from omnistock.domain.stocktaking.operations import (
    cancel_stock_count,
    choose_entry,
    record_counts,
    recount_lines,
    reverse_stock_count,
    set_causes,
    submit_stock_count,
)
from omnistock.domain.stocktaking.operations.count_approving import CountDisputed, OwnCount
from omnistock.domain.stocktaking.operations.count_making import CountedElsewhere
from omnistock.domain.stocktaking.operations.count_parts import CountOvertaken
from omnistock.domain.stocktaking.operations.counting import AnotherCounter, BinNotCounted
from omnistock.kernel.errors import Invalid, PermissionMissing
from omnistock.tenancy.models import Membership, Organization
from tests import make
from tests.domain.counting import Shelves
from tests.personas import ASHA, MAYA, RAVI, VIDYA

pytestmark = pytest.mark.django_db


class TestCounting:
    def test_what_differs_is_posted_and_the_books_agree(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="37", third="14")
        assert shelves.status(count_id) == "awaiting_approval"
        done = shelves.approve(count_id, causes={shelves.line(count_id).pk: "damaged"})
        assert (shelves.on_hand(), shelves.on_hand(place=shelves.second)) == (37, 14)
        with shelves.company.acting(ASHA) as asha:
            posted = movements(actor=asha, document_id=done.adjustment_id).items
        assert sorted((each.reason, each.quantity) for each in posted) == [("found", 2), ("written_off", 3)]
        assert shelves.differences() == []

    def test_a_count_that_agrees_posts_nothing(self, shelves: Shelves) -> None:
        done = shelves.approve(shelves.counted())
        assert done.status == "approved"
        assert done.adjustment_id is None

    def test_trade_since_the_line_was_counted_does_not_matter(self, shelves: Shelves) -> None:
        count_id = shelves.plan(ids=[shelves.first])
        shelves.lose("10")  # before it is counted: the books say 30 then
        shelves.count(count_id, "28")
        shelves.lose("5")
        shelves.count(count_id, "25", batch="B2307")
        shelves.finish(count_id, shelves.first)
        shelves.approve(count_id)
        assert shelves.on_hand() == 23
        assert shelves.differences() == []

    def test_quantities_are_typed_in_several_units(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        for typed, base in (("3 box + 4 strip", 340), ("4 strips", 40), ("1 box 2", 102), ("0", 0), ("2 st", 20)):
            shelves.count(count_id, typed)
            with shelves.company.acting(ASHA):
                entry = StockCountEntry.objects.order_by("-id")[0]
            assert (entry.counted_base, entry.typed) == (base, typed)

    @pytest.mark.parametrize("typed", ["", "many", "3 4", "-1", "2 crates", "1.5", "3 box +", "9" * 30])
    def test_what_is_no_quantity_is_refused(self, shelves: Shelves, typed: str) -> None:
        count_id = shelves.plan()
        with pytest.raises(Invalid) as refusal:
            shelves.count(count_id, typed)
        assert refusal.value.faults[0].pointer == "lines/0/quantity"
        with shelves.company.acting(ASHA):
            assert not StockCountEntry.objects.exists()

    def test_every_fault_of_a_sheet_is_told_at_once(self, shelves: Shelves) -> None:
        count_id = shelves.plan(ids=[shelves.first])
        lines = [
            CountedInput(location_id=shelves.second, product_id=shelves.product.pk, quantity="1"),
            CountedInput(location_id=shelves.first, product_id=shelves.product.pk, quantity="x"),
            CountedInput(location_id=shelves.first, product_id=shelves.warehouse, quantity="1"),
        ]
        with pytest.raises(Invalid) as refusal, shelves.company.acting(RAVI) as ravi:
            record_counts(actor=ravi, count_id=count_id, lines=lines)
        assert [fault.pointer for fault in refusal.value.faults] == [
            "lines/0/location_id",
            "lines/1/quantity",
            "lines/2/product_id",
        ]

    def test_an_unknown_batch_is_found(self, shelves: Shelves, monkeypatch: pytest.MonkeyPatch) -> None:
        count_id = shelves.plan(ids=[shelves.first])
        with pytest.raises(Invalid, match="expiry"):
            shelves.count(count_id, "7", batch="N9")
        shelves.count(count_id, "7", batch="N9", expires_on=dt.date(2031, 3, 31))
        shelves.count(count_id, "40")
        shelves.count(count_id, "25", batch="B2307")
        shelves.finish(count_id, shelves.first)
        shelves.approve(count_id)
        with shelves.company.acting(ASHA):
            monkeypatch.setitem(shelves.batch, "N9", Batch.objects.get(number="N9").pk)
        assert shelves.on_hand("N9") == 7
        assert shelves.differences() == []

    def test_an_empty_bin_is_one_word(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        with pytest.raises(BinNotCounted) as refusal:
            shelves.finish(count_id, shelves.first)
        assert len(refusal.value.faults) == 2
        shelves.finish(count_id, rest=True)
        shelves.approve(count_id)
        assert (shelves.on_hand(), shelves.on_hand("B2307"), shelves.on_hand(place=shelves.second)) == (0, 0, 0)
        assert shelves.differences() == []

    def test_what_came_into_an_empty_bin_since_is_missing_too(self, shelves: Shelves) -> None:
        count_id = shelves.plan(ids=[shelves.first])
        with shelves.company.acting(ASHA) as asha:
            make.received(actor=asha, product=shelves.stapler, quantity="3", location_id=shelves.first)
        shelves.finish(count_id, shelves.first, rest=True)
        shelves.approve(count_id)
        assert shelves.differences() == []
        with shelves.company.acting(ASHA):
            assert StockCountLine.objects.filter(count_id=count_id, product=shelves.stapler).count() == 1

    def test_frozen_recalled_and_expired_batches_are_counted(self, shelves: Shelves) -> None:
        with shelves.company.acting(ASHA) as asha:
            hold_batch(actor=asha, batch_id=shelves.batch["B2301"], reason="Smells odd")
            Batch.objects.filter(pk=shelves.batch["B2307"]).update(status="recalled")
        shelves.approve(shelves.counted(first="41", second="27"))
        assert (shelves.on_hand(), shelves.on_hand("B2307")) == (41, 27)

    def test_facts_displace_promises(self, shelves: Shelves) -> None:
        with shelves.company.acting(ASHA) as asha:
            line = SalesOrderLineInput(product_id=shelves.product.pk, quantity=Decimal(77), unit_price=Decimal(20))
            make.sales_order(actor=asha, lines=[line])
        shelves.approve(shelves.counted(first="30"))
        assert shelves.on_hand() == 30
        assert shelves.differences() == []

    def test_a_serial_is_there_or_not_and_may_lie_in_another_bin(self, shelves: Shelves) -> None:
        with shelves.company.acting(ASHA) as asha:
            drill = make.product(actor=asha, name="Drill", tracking="serial", expires=False)
            make.received(
                actor=asha, product=drill, quantity="1", batch="SN1", location_id=shelves.first, expires_on=None
            )
        count_id = shelves.plan(scope=CountScope(scope="warehouse"))
        with pytest.raises(Invalid, match="1 or 0"):
            shelves.count(count_id, "2", batch="SN1", product=drill.pk)
        with pytest.raises(Invalid, match="serial number"):
            shelves.count(count_id, "1", batch=None, product=drill.pk)
        shelves.count(count_id, "0", batch="SN1", product=drill.pk)
        shelves.count(count_id, "1", batch="SN1", product=drill.pk, place=shelves.second)
        with shelves.company.acting(MAYA) as maya:
            submit_stock_count(actor=maya, count_id=count_id)
        shelves.approve(count_id)
        assert shelves.differences() == []


class TestByProduct:
    def scope(self, shelves: Shelves) -> CountScope:
        return CountScope(scope="products", ids=[shelves.product.pk], is_by_product=True)

    def test_what_is_missing_leaves_what_expires_first(self, shelves: Shelves) -> None:
        with shelves.company.acting(ASHA):
            Batch.objects.filter(pk=shelves.batch["B2307"]).update(expires_on=dt.date(2027, 1, 1))
        count_id = shelves.plan(scope=self.scope(shelves))
        shelves.count(count_id, "35", batch=None)
        shelves.finish(count_id, shelves.second, rest=True)
        shelves.finish(count_id, shelves.first)
        shelves.approve(count_id)
        assert (shelves.on_hand("B2307"), shelves.on_hand("B2301")) == (0, 35)
        assert shelves.differences() == []

    def test_what_is_more_joins_the_newest_batch(self, shelves: Shelves) -> None:
        count_id = shelves.plan(scope=self.scope(shelves))
        shelves.count(count_id, "70", batch=None)
        shelves.count(count_id, "12", batch=None, place=shelves.second)
        shelves.finish(count_id)
        shelves.approve(count_id)
        assert shelves.on_hand("B2301") + shelves.on_hand("B2307") == 70
        assert shelves.differences() == []

    def test_a_bin_is_counted_one_way(self, shelves: Shelves) -> None:
        count_id = shelves.plan(ids=[shelves.first])
        shelves.count(count_id, "40")
        with pytest.raises(Invalid, match="batch by batch"):
            shelves.count(count_id, "65", batch=None)

    def test_without_batches_on_the_packs_the_list_is_done_with(self, shelves: Shelves) -> None:
        count_id = shelves.plan(ids=[shelves.first])
        shelves.count(count_id, "65", batch=None)
        with pytest.raises(Invalid, match="as a whole"):
            shelves.count(count_id, "40")
        shelves.finish(count_id, shelves.first)
        assert shelves.status(count_id) == "awaiting_approval"


class TestSeveralPeople:
    def test_both_are_kept_and_the_approver_chooses(self, shelves: Shelves) -> None:
        count_id = shelves.counted()
        line_id = shelves.line(count_id).pk
        with shelves.company.acting(MAYA) as maya:
            recount_lines(actor=maya, count_id=count_id, line_ids=[line_id], by_another=False)
        shelves.count(count_id, "38")
        shelves.count(count_id, "41", by=ASHA)
        shelves.finish(count_id, shelves.first)
        assert shelves.line(count_id).is_disputed
        with pytest.raises(CountDisputed):
            shelves.approve(count_id)
        with shelves.company.acting(MAYA) as maya:
            entry = StockCountEntry.objects.get(counted_base=38)
            choose_entry(actor=maya, count_id=count_id, line_id=entry.line_id, entry_id=entry.pk)
        shelves.approve(count_id)
        assert shelves.on_hand() == 38

    def test_two_who_agree_are_no_dispute_whatever_was_sold_between(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        shelves.count(count_id, "38")
        shelves.lose("5")
        shelves.count(count_id, "33", by=ASHA)
        assert not shelves.line(count_id).is_disputed

    def test_who_counts_again_replaces_only_their_own(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        shelves.count(count_id, "38")
        shelves.count(count_id, "40", by=ASHA)
        assert shelves.line(count_id).is_disputed
        shelves.count(count_id, "40")
        assert not shelves.line(count_id).is_disputed

    def test_a_recount_is_somebody_elses(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="30")
        line_id = shelves.line(count_id).pk
        with shelves.company.acting(MAYA) as maya:
            recount_lines(actor=maya, count_id=count_id, line_ids=[line_id])
        assert shelves.status(count_id) == "counting"
        with pytest.raises(AnotherCounter):
            shelves.count(count_id, "31")
        with pytest.raises(BinNotCounted):
            shelves.finish(count_id, shelves.first)
        shelves.count(count_id, "39", by=ASHA)
        shelves.finish(count_id, shelves.first, by=ASHA)
        shelves.approve(count_id)
        assert shelves.on_hand() == 39

    def test_a_count_is_given_to_people(self, shelves: Shelves) -> None:
        shelves.company.join(RAVI)
        with shelves.company.acting(ASHA):
            asha = Membership.objects.get(person__email=ASHA.email).pk
        count_id = shelves.plan(counter_ids=[asha])
        with pytest.raises(PermissionMissing, match="somebody else"):
            shelves.count(count_id, "40")
        shelves.count(count_id, "40", by=ASHA)

    def test_a_counter_does_not_approve_where_two_people_are_asked_for(self, shelves: Shelves) -> None:
        count_id = shelves.plan(ids=[shelves.first])
        shelves.finish(count_id, shelves.first, rest=True, by=MAYA)
        with shelves.company.acting(ASHA):
            Organization.objects.update(count_needs_two_people=True)
        with pytest.raises(OwnCount):
            shelves.approve(count_id)
        assert shelves.on_hand() == 40
        shelves.approve(count_id, by=ASHA)
        assert shelves.on_hand() == 0


class TestApproval:
    def test_tolerance_by_per_cent_and_by_value(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="39", third="11", tolerance_percent=Decimal(5))
        assert not shelves.line(count_id).is_out_of_tolerance
        assert shelves.line(count_id, place=shelves.second).is_out_of_tolerance
        with shelves.company.acting(MAYA) as maya:
            cancel_stock_count(actor=maya, count_id=count_id)
        by_value = shelves.counted(first="30", third="11", tolerance_value=Decimal(50))
        assert shelves.line(by_value).is_out_of_tolerance
        assert not shelves.line(by_value, place=shelves.second).is_out_of_tolerance

    def test_the_second_approval_and_what_is_over_are_refused(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="30")
        shelves.approve(count_id)
        with pytest.raises(CountNotAtThatPoint):
            shelves.approve(count_id)
        with pytest.raises(CountNotAtThatPoint):
            shelves.count(count_id, "1")
        assert shelves.on_hand() == 30

    def test_more_left_since_than_can_be_missing(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="30")
        shelves.lose("35")
        with pytest.raises(CountOvertaken) as refusal:
            shelves.approve(count_id)
        assert refusal.value.faults[0].pointer == f"lines/{shelves.line(count_id).pk}"
        assert shelves.status(count_id) == "awaiting_approval"
        assert shelves.on_hand() == 5

    def test_causes_are_kept_and_judged(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="30")
        line_id = shelves.line(count_id).pk
        with shelves.company.acting(MAYA) as maya:
            set_causes(actor=maya, count_id=count_id, causes={line_id: "misplaced"})
        assert shelves.line(count_id).cause == "misplaced"
        with pytest.raises(Invalid, match="not one of"):
            shelves.approve(count_id, causes={line_id: "gremlins"})

    def test_it_is_taken_back_whole(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="30", third="20")
        shelves.approve(count_id)
        with shelves.company.acting(MAYA) as maya:
            assert [month.counts for month in count_accuracy(actor=maya)] == [1]
            reverse_stock_count(actor=maya, count_id=count_id, reason="Wrong rack")
            assert count_accuracy(actor=maya) == []
        assert (shelves.on_hand(), shelves.on_hand(place=shelves.second)) == (40, 12)
        assert shelves.differences() == []

    def test_a_cancelled_count_posts_nothing_and_frees_its_bins(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="30")
        with pytest.raises(CountedElsewhere, match="A-01 is being counted in CNT-00001"):
            shelves.plan()
        with shelves.company.acting(MAYA) as maya:
            cancel_stock_count(actor=maya, count_id=count_id)
        assert shelves.on_hand() == 40
        shelves.plan()

    def test_what_was_not_counted_is_left_out(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        with pytest.raises(BinNotCounted), shelves.company.acting(MAYA) as maya:
            submit_stock_count(actor=maya, count_id=count_id)
        shelves.count(count_id, "30")
        with shelves.company.acting(MAYA) as maya:
            submit_stock_count(actor=maya, count_id=count_id)
        shelves.approve(count_id)
        assert (shelves.on_hand(), shelves.on_hand("B2307")) == (30, 25)

    def test_the_notice_goes_to_who_asked_for_it(self, shelves: Shelves) -> None:
        shelves.approve(shelves.counted())
        with shelves.company.acting(VIDYA) as vidya:
            assert not WorkspaceMail.objects.exists()
            choose_notices(actor=vidya, mail=["stock_count_completed"])
        shelves.approve(shelves.counted(first="1"))
        with shelves.company.acting(VIDYA):
            mail = WorkspaceMail.objects.get(kind="stock_count_completed")
        assert mail.recipient == VIDYA.email
        assert "different from the books: 1." in mail.text
