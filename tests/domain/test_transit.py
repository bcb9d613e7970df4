"""Goods in transit belong to the transfer that sent them: nothing else takes them, and each end does its own part."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from omnistock.domain.fulfilment.reversals import preview_reversal
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import ReversalBlocked
from omnistock.domain.ledger.operations import rename_batch
from omnistock.domain.ledger.queries import stock
from omnistock.domain.ledger.types import DocumentRef
from omnistock.domain.ledger.verification import verify
from omnistock.domain.stocktaking.inputs import (
    AdjustmentLineInput,
    ArrivalLineInput,
    TransferLineInput,
    WriteOffLineInput,
)
from omnistock.domain.stocktaking.models import Transfer, TransferLine
from omnistock.domain.stocktaking.operations import (
    arrive_transfer,
    create_transfer,
    dispatch_transfer,
    post_adjustment,
    reverse_transfer,
    write_off_missing,
)
from omnistock.domain.stocktaking.operations.arrivals import NothingInTransit
from omnistock.kernel.errors import Invalid, PermissionMissing
from omnistock.kernel.ids import uuid7
from tests.domain.shop import NOW, Counter, Shop

pytestmark = pytest.mark.django_db


class Road:
    """20 of one layer at Main; `there` is the other end."""

    def __init__(self, asha: Counter) -> None:
        self.asha, self.actor = asha, asha.actor
        self.product = asha.product("CROCIN")
        self.paper = DocumentRef("receipt", uuid7(), "GR-1")
        coming = {"batch": "B1", "expires_on": dt.date(2027, 3, 31), "document": self.paper}
        self.receipt = asha.receive(self.product, "20", value="200", **coming)
        self.there = asha.warehouse("SHOP2")

    def send(self, quantity: str, *, start: UUID | None = None, end: UUID | None = None) -> Transfer:
        line = TransferLineInput(product_id=self.product, quantity=Decimal(quantity))
        ends = {"from_warehouse_id": start or self.asha.main(), "to_warehouse_id": end or self.there}
        made = create_transfer(actor=self.actor, lines=[line], **ends)
        return dispatch_transfer(actor=self.actor, transfer_id=made.pk)

    def arrive(self, transfer: Transfer, quantity: str | None = None) -> Transfer:
        row = TransferLine.objects.get(transfer_id=transfer.pk)
        lines = quantity and [ArrivalLineInput(line_id=row.pk, quantity=Decimal(quantity), reason="short")]
        return arrive_transfer(actor=self.actor, transfer_id=transfer.pk, lines=lines or None)


class TestWhoseGoods:
    def test_a_reversal_leaves_what_another_transfer_sent(self, shop: Shop) -> None:
        with shop.open() as asha:
            road = Road(asha)
            first = road.arrive(road.send("10"))
            asha.issue(road.product, "10", batch=road.receipt.batch_id, place=asha.place(warehouse=road.there))
            second = road.send("10")
            with pytest.raises(ReversalBlocked) as refusal:
                reverse_transfer(actor=road.actor, transfer_id=first.pk)
            assert [(each.asked, each.there) for each in refusal.value.obstacles] == [(10, 0)]
            assert road.arrive(second).status == "arrived"

    def test_nor_does_a_receipt_take_its_goods_off_the_road(self, shop: Shop) -> None:
        with shop.open() as asha:
            road = Road(asha)
            road.arrive(road.send("20"))
            back = road.send("20", start=road.there, end=asha.main())
            with pytest.raises(ReversalBlocked):
                ledger.reverse(actor=road.actor, document=road.paper)
            assert road.arrive(back).status == "arrived"

    def test_no_adjustment_takes_them(self, shop: Shop) -> None:
        with shop.open() as asha:
            road = Road(asha)
            road.send("10")
            line = AdjustmentLineInput(
                product_id=road.product,
                quantity=Decimal(-4),
                batch_id=road.receipt.batch_id,
                location_id=asha.place("transit", warehouse=road.there),
            )
            with pytest.raises(Invalid, match="by their transfer's arrival") as refusal:
                post_adjustment(actor=road.actor, warehouse_id=road.there, reason="lost", lines=[line])
            assert refusal.value.faults[0].pointer == "lines/0/location_id"

    def test_short_then_found_then_given_up_then_taken_back(self, shop: Shop) -> None:
        with shop.open() as asha:
            road = Road(asha)
            sent = road.arrive(road.send("10"), "6")
            road.arrive(sent, "1")
            row = TransferLine.objects.get(transfer_id=sent.pk)
            lost = [WriteOffLineInput(line_id=row.pk, quantity=Decimal(2))]
            write_off_missing(actor=road.actor, transfer_id=sent.pk, reason="lost", lines=lost)
            reverse_transfer(actor=road.actor, transfer_id=sent.pk)
            found = [(item.warehouse_id, item.on_hand, item.value) for item in stock(actor=road.actor).items]
            assert found == [(asha.main(), 20, 200)]
            assert verify(actor=road.actor) == []

    def test_a_batch_that_is_not_named_arrived_whole(self, shop: Shop) -> None:
        """As a line that is not named."""
        with shop.open() as asha:
            road, later = Road(asha), dt.date(2027, 9, 30)
            asha.receive(road.product, "10", value="100", batch="B2", expires_on=later)
            sent = road.send("25")
            row = TransferLine.objects.get(transfer_id=sent.pk)
            first = ArrivalLineInput(
                line_id=row.pk, quantity=Decimal(18), reason="short", batch_id=road.receipt.batch_id
            )
            arrive_transfer(actor=road.actor, transfer_id=sent.pk, lines=[first])
            row.refresh_from_db()
            assert (row.arrived_quantity_base, row.short_reason) == (23, "short")
            lying = [(each.batch_number, each.location_kind, each.on_hand) for each in stock(actor=road.actor).items]
            assert sorted(lying) == [
                ("B1", "storage", 18),
                ("B1", "transit", 2),
                ("B2", "storage", 5),
                ("B2", "storage", 5),
            ]

    def test_a_batch_that_was_merged_since_is_sent_all_the_same(self, shop: Shop) -> None:
        with shop.open() as asha:
            road = Road(asha)
            line = TransferLineInput(product_id=road.product, quantity=Decimal(8), batch_id=road.receipt.batch_id)
            ends = {"from_warehouse_id": asha.main(), "to_warehouse_id": road.there}
            draft = create_transfer(actor=road.actor, lines=[line], **ends)
            asha.receive(road.product, "1", batch="B2", expires_on=dt.date(2027, 3, 31))
            rename_batch(actor=road.actor, batch_id=road.receipt.batch_id, number="B2")
            assert dispatch_transfer(actor=road.actor, transfer_id=draft.pk).status == "in_transit"

    def test_batches_that_became_one_while_it_was_counted_arrive_as_one(self, shop: Shop) -> None:
        """Nothing of what was counted under either number is lost, and the same number twice is a fault all the same."""
        with shop.open() as asha:
            road = Road(asha)
            other = asha.receive(road.product, "10", value="100", batch="B2", expires_on=dt.date(2027, 3, 31))
            sent = road.send("25")
            row = TransferLine.objects.get(transfer_id=sent.pk)
            rename_batch(actor=road.actor, batch_id=other.batch_id, number="B1")
            counted = [
                ArrivalLineInput(line_id=row.pk, quantity=Decimal(18), batch_id=road.receipt.batch_id),
                ArrivalLineInput(line_id=row.pk, quantity=Decimal(5), reason="short", batch_id=other.batch_id),
            ]
            for wrong in (counted[0], replace(counted[0], batch_id=None)):
                with pytest.raises(Invalid, match="in a line above") as refusal:
                    arrive_transfer(actor=road.actor, transfer_id=sent.pk, lines=[*counted, wrong])
                assert refusal.value.faults[0].pointer == "lines/2/quantity"
            arrive_transfer(actor=road.actor, transfer_id=sent.pk, lines=counted)
            row.refresh_from_db()
            assert (row.arrived_quantity_base, row.short_reason) == (23, "short")
            assert verify(actor=road.actor) == []


class TestWhoDoesIt:
    def test_an_arrival_of_nothing_is_refused(self, shop: Shop) -> None:
        with shop.open() as asha:
            road = Road(asha)
            sent = road.arrive(road.send("10"))
        with shop.open(now=NOW + dt.timedelta(hours=3)) as later:
            with pytest.raises(NothingInTransit):
                arrive_transfer(actor=later.actor, transfer_id=sent.pk)
            assert Transfer.objects.get(pk=sent.pk).arrived_at == NOW

    def test_each_end_takes_back_what_is_its_own(self, shop: Shop) -> None:
        with shop.open() as asha:
            road = Road(asha)
            ends = [replace(road.actor, warehouse_ids=frozenset({each})) for each in (asha.main(), road.there)]
            sent, arrived = road.send("5"), road.arrive(road.send("5"))
            refused = [(ends[1], sent), (ends[0], arrived), (ends[1], arrived)]
            for actor, transfer in refused:
                with pytest.raises(PermissionMissing):
                    reverse_transfer(actor=actor, transfer_id=transfer.pk)
                assert not preview_reversal(actor=actor, kind="transfer", id=transfer.pk).is_possible
            assert reverse_transfer(actor=ends[0], transfer_id=sent.pk).status == "reversed"
