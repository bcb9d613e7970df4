"""Moves between bins, what is promised along with them, putting away, many bins at once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import AlreadyReversed, BatchNotUsable, InsufficientStock, ReversalBlocked
from omnistock.domain.ledger.operations import allocate, allocations_of
from omnistock.domain.ledger.queries import stock
from omnistock.domain.ledger.queries.bins import BinFilter, bins, zones
from omnistock.domain.ledger.types import Demand, DemandLine
from omnistock.domain.ledger.verification import verify
from omnistock.domain.stocktaking.inputs import MoveLineInput
from omnistock.domain.stocktaking.models import Move
from omnistock.domain.stocktaking.operations import post_move, reverse_move
from omnistock.domain.warehouses.bin_pattern import expand
from omnistock.domain.warehouses.operations import create_location, create_locations
from omnistock.kernel.errors import IdReused, Invalid, NotFound, PermissionMissing
from omnistock.kernel.ids import uuid7
from tests import make
from tests.domain.shop import Counter, Shop
from tests.personas import OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db
MARCH = dt.date(2027, 3, 31)


def bin_of(asha: Counter, code: str, kind: str = "storage"):
    return create_location(actor=asha.actor, warehouse_id=asha.main(), code=code, kind=kind).pk


def moved(asha: Counter, product, quantity: str, origin, destination, *, batch=None, **more) -> Move:
    line = MoveLineInput(
        product_id=product,
        quantity=Decimal(quantity),
        batch_id=batch,
        from_location_id=origin,
        to_location_id=destination,
    )
    return post_move(actor=asha.actor, warehouse_id=asha.main(), lines=[line], **more)


def lying(asha: Counter, product) -> dict[str, Decimal]:
    return {row.location_code: row.on_hand for row in stock(actor=asha.actor, product_id=product).items}


class TestMove:
    def test_it_moves_and_tells_of_it(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, there = asha.product("CROCIN"), bin_of(asha, "A-01")
            got = asha.receive(crocin, "10", value="20", batch="B1", expires_on=MARCH)
            made = moved(asha, crocin, "4", asha.place(), there, batch=got.batch_id)
            assert made.number == "MV-00001"
            assert lying(asha, crocin)["A-01"] == 4
            assert AuditEvent.objects.get(subject_id=made.pk).operation == "stocktaking.post_move"
            assert list(verify(actor=asha.actor)) == []

    def test_promises_go_along_after_what_is_free(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, there, order = asha.product("CROCIN"), bin_of(asha, "A-01"), uuid7()
            got = asha.receive(crocin, "10", batch="B1", expires_on=MARCH)
            line = DemandLine(uuid7(), crocin, Decimal(8), asha.main())
            allocate(actor=asha.actor, demand=Demand("sales_order", order), promised_on=asha.actor.today, lines=[line])
            moved(asha, crocin, "7", asha.place(), there, batch=got.batch_id)
            places = {
                part.location_code: part.quantity
                for each in allocations_of(actor=asha.actor, demand_id=order)
                for part in each.allocated
            }
            assert places["A-01"] == 5
            assert sum(places.values()) == 8
            assert list(verify(actor=asha.actor)) == []

    def test_to_quarantine_goods_go_without_their_promise(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, order = asha.product("CROCIN"), uuid7()
            got = asha.receive(crocin, "10", batch="B1", expires_on=MARCH)
            line = DemandLine(uuid7(), crocin, Decimal(8), asha.main())
            allocate(actor=asha.actor, demand=Demand("sales_order", order), promised_on=asha.actor.today, lines=[line])
            moved(asha, crocin, "10", asha.place(), asha.place("quarantine"), batch=got.batch_id)
            assert allocations_of(actor=asha.actor, demand_id=order) == [] or not any(
                each.allocated for each in allocations_of(actor=asha.actor, demand_id=order)
            )
            assert AuditEvent.objects.filter(operation="ledger.displace_promise", subject_id=order).exists()
            assert list(verify(actor=asha.actor)) == []

    def test_a_promise_stays_where_goods_cannot_be_promised_from(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, order = asha.product("CROCIN"), uuid7()
            got = asha.receive(crocin, "10", batch="B1", expires_on=MARCH)
            line = DemandLine(uuid7(), crocin, Decimal(8), asha.main())
            allocate(actor=asha.actor, demand=Demand("sales_order", order), promised_on=asha.actor.today, lines=[line])
            with pytest.raises(InsufficientStock):
                moved(asha, crocin, "3", asha.place(), asha.place("receiving"), batch=got.batch_id)
            moved(asha, crocin, "2", asha.place(), asha.place("receiving"), batch=got.batch_id)

    def test_held_goods_go_to_quarantine_only(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, there = asha.product("CROCIN"), bin_of(asha, "A-01")
            got = asha.receive(crocin, "10", batch="B1", expires_on=MARCH)
            ledger.hold_batch(actor=asha.actor, batch_id=got.batch_id, reason="Broken seal")
            with pytest.raises(BatchNotUsable):
                moved(asha, crocin, "1", asha.place(), there, batch=got.batch_id)
            moved(asha, crocin, "1", asha.place(), asha.place("quarantine"), batch=got.batch_id)

    def test_goods_that_are_not_tracked_need_no_batch(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts, there = asha.product("NUT", tracking="none"), bin_of(asha, "A-01")
            asha.receive(nuts, "5")
            asha.receive(nuts, "5")
            moved(asha, nuts, "7", asha.place(), there)
            assert lying(asha, nuts)["A-01"] == 7

    def test_every_fault_is_told_at_once(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, elsewhere = asha.product("CROCIN"), asha.warehouse("TWO")
            foreign = asha.place(warehouse=elsewhere)
            lines = [
                MoveLineInput(product_id=crocin, quantity=Decimal(each), from_location_id=origin, to_location_id=there)
                for each, origin, there in (
                    ("1", asha.place(), asha.place()),
                    ("0", foreign, asha.place()),
                    ("1", asha.place("transit"), asha.place("dispatch")),
                )
            ]
            with pytest.raises(Invalid) as refusal:
                post_move(actor=asha.actor, warehouse_id=asha.main(), lines=lines)
            assert {fault.pointer for fault in refusal.value.faults} >= {
                "lines/0/to_location_id", "lines/0/batch_id", "lines/1/quantity", "lines/1/from_location_id",
                "lines/2/from_location_id", "lines/2/to_location_id",
            }  # fmt: skip

    def test_it_is_reversed_once_and_an_id_is_used_once(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, there = asha.product("CROCIN"), bin_of(asha, "A-01")
            got = asha.receive(crocin, "10", batch="B1", expires_on=MARCH)
            made = moved(asha, crocin, "4", asha.place(), there, batch=got.batch_id, id=uuid7())
            with pytest.raises(IdReused):
                moved(asha, crocin, "4", asha.place(), there, batch=got.batch_id, id=made.pk)
            reverse_move(actor=asha.actor, move_id=made.pk, reason="Wrong bin")
            assert lying(asha, crocin).get("A-01", 0) == 0
            with pytest.raises(AlreadyReversed):
                reverse_move(actor=asha.actor, move_id=made.pk)

    def test_what_was_sold_since_stops_the_reversal(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, there = asha.product("CROCIN"), bin_of(asha, "A-01")
            got = asha.receive(crocin, "10", batch="B1", expires_on=MARCH)
            made = moved(asha, crocin, "10", asha.place(), there, batch=got.batch_id)
            asha.issue(crocin, "3", batch=got.batch_id, place=there)
            with pytest.raises(ReversalBlocked):
                reverse_move(actor=asha.actor, move_id=made.pk)

    def test_who_may(self, shop: Shop) -> None:
        others = make.organization(owner=OTTO, name="Otto Trading", gstin="")
        with shop.open() as asha:
            crocin, here, there = asha.product("CROCIN"), asha.place(), bin_of(asha, "A-01")
            got = asha.receive(crocin, "10", batch="B1", expires_on=MARCH)
            main = asha.main()
        line = MoveLineInput(
            product_id=crocin, quantity=Decimal(1), batch_id=got.batch_id, from_location_id=here, to_location_id=there
        )
        with shop.company.acting(RAVI, at=shop.now) as ravi:
            made = post_move(actor=ravi, warehouse_id=main, lines=[line])
        with shop.company.acting(VIDYA, at=shop.now) as vidya, pytest.raises(PermissionMissing):
            post_move(actor=vidya, warehouse_id=main, lines=[line])
        with others.acting(OTTO, at=shop.now) as otto:
            with pytest.raises(NotFound):
                reverse_move(actor=otto, move_id=made.pk)
            with pytest.raises(Invalid):
                post_move(actor=otto, warehouse_id=main, lines=[line])


class TestBins:
    @pytest.mark.parametrize(
        ("pattern", "first", "last", "count"),
        [
            ("A-01..A-40", "A-01", "A-40", 40),
            ("A-01-1..C-04-2", "A-01-1", "C-04-2", 24),
            ("COLD-1, COLD-2", "COLD-1", "COLD-2", 2),
            ("A-8..A-11", "A-8", "A-11", 4),
        ],
    )
    def test_a_pattern_stands_for_many(self, pattern: str, first: str, last: str, count: int) -> None:
        codes = expand(pattern)
        assert (codes[0], codes[-1], len(codes)) == (first, last, count)

    @pytest.mark.parametrize(
        "pattern", ["", "..", "A-01..B", "A-09..A-01", "A-1..A-99999", "AB-1..CD-2", "A-1, a-1", "A-1..A-100000000"]
    )
    def test_nonsense_is_refused(self, pattern: str) -> None:
        with pytest.raises(Invalid):
            expand(pattern)

    def test_they_are_made_all_or_none(self, shop: Shop) -> None:
        with shop.open() as asha:
            made = create_locations(actor=asha.actor, warehouse_id=asha.main(), pattern="A-01..A-40", zone="Aisle A")
            assert len(made) == 40
            assert zones(actor=asha.actor) == ["Aisle A"]
            with pytest.raises(Invalid, match=r"There already: A-40\. "):
                create_locations(actor=asha.actor, warehouse_id=asha.main(), pattern="a-40..a-45")
            assert len(bins(actor=asha.actor, wanted=BinFilter(search="A-4"), limit=500).items) == 1

    def test_the_list_tells_full_from_empty(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, there = asha.product("CROCIN"), bin_of(asha, "A-01")
            bin_of(asha, "A-02")
            asha.receive(crocin, "10", value="20", batch="B1", expires_on=MARCH, place=there)
            full = bins(actor=asha.actor, wanted=BinFilter(holds=True)).items
            assert [(row.code, row.products, row.batches, row.value) for row in full] == [("A-01", 1, 1, 20)]
            empty = {row.code for row in bins(actor=asha.actor, wanted=BinFilter(holds=False)).items}
            assert "A-02" in empty
            assert "A-01" not in empty
