"""Two batches turn out to be one while they are counted: the goods of both are counted, once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from omnistock.domain.exchange.count_sheets import SheetRead, import_count_sheet, sheet_rows
from omnistock.domain.stocktaking.counting_inputs import CountedInput, CountScope
from omnistock.domain.stocktaking.counting_queries import bin_page
from omnistock.domain.stocktaking.operations import record_counts
from omnistock.domain.stocktaking.operations.counting import BinNotCounted
from omnistock.kernel.errors import Invalid
from tests.domain.counting import Shelves
from tests.personas import RAVI

pytestmark = pytest.mark.django_db


def test_the_goods_of_both_are_counted_once(shelves: Shelves) -> None:
    """40 of one and 25 of the other; the first pile is counted, then somebody sees that they are one batch."""
    count_id = shelves.plan(ids=[shelves.first])
    shelves.count(count_id, "20", batch="B2307")
    shelves.merge("B2307", into="B2301")
    with pytest.raises(Invalid) as refusal:
        shelves.count(count_id, "20", batch="B2307")
    assert refusal.value.faults[0].code == "batch_merged"
    shelves.count(count_id, "60")
    shelves.finish(count_id, shelves.first)
    shelves.approve(count_id)
    assert shelves.on_hand() == 60
    assert shelves.differences() == []


def test_a_batch_that_is_no_more_is_not_waited_for(shelves: Shelves) -> None:
    count_id = shelves.plan(ids=[shelves.first])
    shelves.merge("B2307", into="B2301")
    with shelves.company.acting(RAVI) as ravi:
        listed = bin_page(actor=ravi, count_id=count_id, location_id=shelves.first).lines
    assert [line.batch_number for line in listed] == ["B2301"]
    shelves.count(count_id, "65")
    shelves.finish(count_id, shelves.first)
    assert shelves.status(count_id) == "awaiting_approval"


def test_its_goods_are_counted_where_the_other_does_not_lie(shelves: Shelves) -> None:
    count_id = shelves.plan(ids=[shelves.second])
    shelves.count(count_id, "5", batch=None, place=shelves.second, product=shelves.stapler.pk)
    shelves.merge("B2301", into="B2307")
    with shelves.company.acting(RAVI) as ravi:
        listed = bin_page(actor=ravi, count_id=count_id, location_id=shelves.second).lines
        _number, sheet = sheet_rows(actor=ravi, count_id=count_id)
    assert [(line.batch_id, line.state) for line in listed if line.batch_number] == [
        (shelves.batch["B2307"], "waiting")
    ]
    assert [row[3] for row in sheet] == ["B2307"]
    with pytest.raises(BinNotCounted, match="B2307"):
        shelves.finish(count_id, shelves.second)
    shelves.count(count_id, "11", batch="B2307", place=shelves.second)
    shelves.finish(count_id, shelves.second)
    shelves.approve(count_id)
    assert shelves.on_hand("B2307", shelves.second) == 11


@pytest.mark.parametrize("rest", [False, True])
def test_what_was_counted_without_them_is_counted_again(shelves: Shelves, rest: bool) -> None:
    count_id = shelves.plan(ids=[shelves.first])
    shelves.count(count_id, "40")
    shelves.merge("B2307", into="B2301")
    with pytest.raises(BinNotCounted, match="B2301"):
        shelves.finish(count_id, shelves.first, rest=rest)
    with shelves.company.acting(RAVI) as ravi:
        listed = bin_page(actor=ravi, count_id=count_id, location_id=shelves.first).lines
    assert [(line.batch_number, line.state) for line in listed] == [("B2301", "waiting")]
    shelves.count(count_id, "60")
    shelves.finish(count_id, shelves.first, rest=rest)
    shelves.approve(count_id)
    assert shelves.on_hand() == 60


def test_a_count_of_named_batches_follows_them(shelves: Shelves) -> None:
    scope = CountScope(scope="batches", ids=[shelves.batch["B2307"]])
    count_id = shelves.plan(scope=scope)
    shelves.merge("B2307", into="B2301")
    shelves.count(count_id, "60")
    shelves.finish(count_id, shelves.first)
    shelves.approve(count_id)
    assert shelves.on_hand() == 60
    assert shelves.line(shelves.plan(scope=scope)).state == "waiting"


class TestOnPaper:
    """The sheet was printed before the two were one: it still has both numbers."""

    def read(self, shelves: Shelves, count_id: UUID, *rows: tuple[str, str]) -> SheetRead:
        lines = ["Bin,SKU,Batch,Counted", *(f"A-01,DM-0142,{batch},{counted}" for batch, counted in rows)]
        with shelves.company.acting(RAVI) as ravi:
            return import_count_sheet(actor=ravi, count_id=count_id, content="\n".join(lines).encode())

    def test_both_piles_are_one_batch(self, shelves: Shelves) -> None:
        count_id = shelves.plan(ids=[shelves.first])
        shelves.merge("B2307", into="B2301")
        read = self.read(shelves, count_id, ("B2301", "40"), ("B2307", "2 strip"))  # of ten
        assert [(each.merged_number, each.number) for each in read.merged] == [("B2307", "B2301")]
        assert shelves.status(count_id) == "awaiting_approval"
        shelves.approve(count_id)
        assert shelves.on_hand() == 60
        assert shelves.differences() == []

    def test_a_part_of_it_is_not_all_of_it(self, shelves: Shelves) -> None:
        count_id = shelves.plan(ids=[shelves.first])
        shelves.merge("B2307", into="B2301")
        with pytest.raises(Invalid, match="write one sum under B2301") as refusal:
            self.read(shelves, count_id, ("B2307", "25"))
        assert refusal.value.faults[0].pointer == "rows/2/Batch"

    def test_where_the_other_does_not_lie_it_is_all_of_it(
        self, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """And no batch is made of the old number."""
        count_id = shelves.plan(ids=[shelves.second])
        shelves.merge("B2301", into="B2307")
        monkeypatch.delitem(shelves.batch, "B2301")
        shelves.count(count_id, "11", batch="b2301", place=shelves.second)
        assert shelves.line(count_id, batch="B2307", place=shelves.second).state == "counted"

    def test_a_count_of_named_batches_reads_its_sheet(self, shelves: Shelves) -> None:
        """Which names them by what is printed on the pack."""
        count_id = shelves.plan(scope=CountScope(scope="batches", ids=[shelves.batch["B2307"]]))
        with pytest.raises(Invalid, match="counts named batches"):
            self.read(shelves, count_id, ("B2301", "1"))
        assert self.read(shelves, count_id, ("B2307", "24")).rows == 1
        assert shelves.status(count_id) == "awaiting_approval"

    def test_one_batch_twice_is_a_mistake(self, shelves: Shelves) -> None:
        """By its id and by its number: the second figure took the place of the first."""
        count_id = shelves.plan(ids=[shelves.first])
        named: dict[str, Any] = {"location_id": shelves.first, "product_id": shelves.product.pk}
        lines = [
            CountedInput(**named, quantity="40", batch_id=shelves.batch["B2301"]),
            CountedInput(**named, quantity="2", batch_number="B2301"),
        ]
        with shelves.company.acting(RAVI) as ravi, pytest.raises(Invalid, match="write one sum") as refusal:
            record_counts(actor=ravi, count_id=count_id, lines=lines)
        assert refusal.value.faults[0].pointer == "lines/1/quantity"
        with shelves.company.acting(RAVI) as ravi, pytest.raises(Invalid) as refusal:
            record_counts(actor=ravi, count_id=count_id, lines=[lines[0], lines[0]])
        assert [fault.pointer for fault in refusal.value.faults] == ["lines/1/quantity"]  # told once
