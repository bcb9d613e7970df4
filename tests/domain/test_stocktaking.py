"""Adjustments and transfers, as Asha does them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import (
    BatchDiffers,
    BatchNotUsable,
    BatchRequired,
    InsufficientStock,
    ReversalBlocked,
)
from omnistock.domain.ledger.models import Batch
from omnistock.domain.ledger.queries import stock
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput, ArrivalLineInput, TransferLineInput
from omnistock.domain.stocktaking.models import Adjustment, TransferLine
from omnistock.domain.stocktaking.operations import (
    arrive_transfer,
    create_transfer,
    dispatch_transfer,
    post_adjustment,
    reverse_adjustment,
    reverse_transfer,
)
from omnistock.kernel.errors import IdReused, Invalid, NotFound, PermissionMissing
from omnistock.kernel.ids import uuid7
from tests import make
from tests.domain.shop import Counter, Shop
from tests.personas import OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db
MARCH = dt.date(2027, 3, 31)


def line(product, quantity: str, **more) -> AdjustmentLineInput:
    return AdjustmentLineInput(product_id=product, quantity=Decimal(quantity), **more)


def adjust(asha: Counter, reason: str, *lines: AdjustmentLineInput, **more) -> Adjustment:
    return post_adjustment(actor=asha.actor, warehouse_id=asha.main(), reason=reason, lines=lines, **more)


class TestAdjustment:
    def test_it_posts_with_number_lines_and_event(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            opening = adjust(
                asha, "opening", line(crocin, "10", batch_number="b1", expires_on=MARCH, unit_cost=Decimal("2.5"))
            )
            assert opening.number == "ADJ-00001"
            batch = asha.batch(crocin, "B1")
            lost = adjust(asha, "lost", line(crocin, "-4", batch_id=batch))
            assert lost.number == "ADJ-00002"
            kept = Adjustment.objects.get(pk=lost.pk)
            assert (kept.reason, kept.number, kept.version) == ("lost", "ADJ-00002", 1)
            event = AuditEvent.objects.get(subject_id=lost.pk)
            assert event.subject_name == "ADJ-00002"
            assert event.after["lines"] == 1
            with pytest.raises(InsufficientStock):
                adjust(asha, "lost", line(crocin, "-7", batch_id=batch))

    def test_every_fault_is_told_at_once(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            with pytest.raises(Invalid) as refusal:
                adjust(
                    asha,
                    "found",
                    line(crocin, "-1"),
                    line(uuid7(), "1"),
                    line(crocin, "1.5", location_id=uuid7()),
                    line(crocin, "0"),
                )
            pointers = [fault.pointer for fault in refusal.value.faults]
            assert pointers == [
                "lines/0/quantity", "lines/1/product_id", "lines/2/quantity", "lines/2/location_id", "lines/3/quantity",
            ]  # fmt: skip

    def test_tracked_goods_name_their_batch(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            adjust(asha, "opening", line(crocin, "10", batch_number="B1", expires_on=MARCH))
            with pytest.raises(BatchRequired):
                adjust(asha, "lost", line(crocin, "-1"))
            with pytest.raises(BatchRequired):
                adjust(asha, "found", line(crocin, "1"))
            with pytest.raises(BatchDiffers, match="31 Mar 2027"):
                adjust(asha, "found", line(crocin, "1", batch_number="B1", expires_on=dt.date(2027, 4, 30)))

    def test_an_id_is_used_once(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            first = adjust(asha, "found", line(nuts, "10"), id=uuid7())
            with pytest.raises(IdReused):
                adjust(asha, "found", line(nuts, "10"), id=first.pk)

    def test_it_is_reversed_whole_or_not_at_all(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts = asha.product("NUT", tracking="none")
            found = adjust(asha, "found", line(nuts, "10", unit_cost=Decimal("3")))
            asha.issue(nuts, "1")
            with pytest.raises(ReversalBlocked, match="cannot be reversed") as refusal:
                reverse_adjustment(actor=asha.actor, adjustment_id=found.pk)
            assert refusal.value.obstacles[0].there == 9

    def test_a_single_issue_is_two_round_trips_of_the_domain(self, shop: Shop) -> None:
        """One to judge and one to lock; what is written goes along with the commit, or with whatever is asked next."""
        with shop.open() as asha:
            nuts, main = asha.product("NUT", tracking="none"), asha.main()
            adjust(asha, "found", line(nuts, "10"))
            with CaptureQueriesContext(connection) as sent:
                post_adjustment(actor=asha.actor, warehouse_id=main, reason="lost", lines=[line(nuts, "-1")])
        assert len(sent) == 2

    def test_500_lines_take_the_statements_of_5(self, shop: Shop) -> None:
        with shop.open() as asha:
            products = [asha.product(f"P{n:02d}", expires=False) for n in range(50)]
            found = [line(product, "10", batch_number=f"B{n}") for n in range(10) for product in products]
            adjust(asha, "found", *found)
            batches = Batch.objects.order_by("number", "product_id").values_list("product_id", "id")
            assert len(batches) == 500
            counts = []
            for lines in (batches[:5], batches):
                with CaptureQueriesContext(connection) as sent:
                    lost = adjust(asha, "lost", *(line(product, "-1", batch_id=batch) for product, batch in lines))
                    assert lost.number, "what was to go along later is sent"
                counts.append((len(sent), sum(query["sql"].count(";\n") + 1 for query in sent)))
            assert counts[0] == counts[1]


class TestTransfer:
    def test_it_goes_through_transit_and_short_stays_there(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(crocin, "5", value="10.00", batch="LATE", expires_on=dt.date(2028, 1, 31))
            asha.receive(crocin, "5", value="20.00", batch="SOON", expires_on=MARCH)
            there = asha.warehouse("SHOP2")
            transfer = create_transfer(
                actor=asha.actor,
                from_warehouse_id=asha.main(),
                to_warehouse_id=there,
                lines=[TransferLineInput(product_id=crocin, quantity=Decimal(7))],
            )
            dispatch_transfer(actor=asha.actor, transfer_id=transfer.pk)
            row = TransferLine.objects.get(transfer_id=transfer.pk)
            with pytest.raises(Invalid, match="Say why"):
                arrive_transfer(
                    actor=asha.actor,
                    transfer_id=transfer.pk,
                    lines=[ArrivalLineInput(line_id=row.pk, quantity=Decimal(6))],
                )
            arrive_transfer(
                actor=asha.actor,
                transfer_id=transfer.pk,
                lines=[ArrivalLineInput(line_id=row.pk, quantity=Decimal(6), reason="short")],
            )
            soon, late = asha.batch(crocin, "SOON"), asha.batch(crocin, "LATE")
            place = asha.place(warehouse=there)
            assert asha.issue(crocin, "5", batch=soon, place=place)[0].value == Decimal("20.00")
            with pytest.raises(InsufficientStock):
                asha.issue(crocin, "2", batch=late, place=place)
            again = [ArrivalLineInput(line_id=row.pk, quantity=Decimal(0))]  # why less came is said already
            arrive_transfer(actor=asha.actor, transfer_id=transfer.pk, lines=again)
            row.refresh_from_db()
            assert (row.arrived_quantity_base, row.short_reason) == (6, "short")
            arrive_transfer(actor=asha.actor, transfer_id=transfer.pk)
            assert asha.issue(crocin, "2", batch=late, place=place)[0].value == Decimal("4.00")

    def test_more_than_there_is_refused(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin, nuts = asha.product("CROCIN"), asha.product("NUT", tracking="none")
            asha.receive(nuts, "5")
            there = asha.warehouse("SHOP2")
            wanted = [TransferLineInput(product_id=each, quantity=Decimal(6)) for each in (crocin, nuts)]
            transfer = create_transfer(
                actor=asha.actor, from_warehouse_id=asha.main(), to_warehouse_id=there, lines=wanted
            )
            with pytest.raises(InsufficientStock) as refusal:
                dispatch_transfer(actor=asha.actor, transfer_id=transfer.pk)
            assert [(f.details["asked"], f.details["there"]) for f in refusal.value.faults] == [("6", "0"), ("6", "5")]

    def test_held_goods_go_only_to_quarantine(self, shop: Shop) -> None:
        with shop.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(crocin, "5", batch="B1", expires_on=MARCH)
            batch, there = asha.batch(crocin, "B1"), asha.warehouse("SHOP2")
            ledger.hold_batch(actor=asha.actor, batch_id=batch, reason="smells odd")
            ends = {"from_warehouse_id": asha.main(), "to_warehouse_id": there}
            wanted = [TransferLineInput(product_id=crocin, quantity=Decimal(5), batch_id=batch)]
            refused = create_transfer(actor=asha.actor, lines=wanted, **ends)
            with pytest.raises(BatchNotUsable, match="on hold"):
                dispatch_transfer(actor=asha.actor, transfer_id=refused.pk)
            allowed = create_transfer(actor=asha.actor, lines=wanted, to_quarantine=True, **ends)
            dispatch_transfer(actor=asha.actor, transfer_id=allowed.pk)
            arrive_transfer(actor=asha.actor, transfer_id=allowed.pk)
            reverse_transfer(actor=asha.actor, transfer_id=allowed.pk)
            ledger.release_batch(actor=asha.actor, batch_id=batch, reason="was the box")
            assert asha.issue(crocin, "5", batch=batch)


class TestPeople:
    def test_the_storekeeper_adjusts_and_the_viewer_does_not(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts, main = asha.product("NUT", tracking="none"), asha.main()
        wanted = {"warehouse_id": main, "reason": "found", "lines": [line(nuts, "10")]}
        with shop.company.acting(RAVI) as ravi:
            found = post_adjustment(actor=ravi, **wanted)
        with shop.company.acting(VIDYA) as vidya:
            for act in (
                lambda: post_adjustment(actor=vidya, **wanted),
                lambda: reverse_adjustment(actor=vidya, adjustment_id=found.pk),
                lambda: ledger.hold_batch(actor=vidya, batch_id=found.pk, reason="no"),
            ):
                with pytest.raises(PermissionMissing):
                    act()
            assert stock(actor=vidya).items[0].value is None, "a viewer sees no costs"

    def test_another_organization_is_not_there(self, shop: Shop) -> None:
        with shop.open() as asha:
            nuts, main = asha.product("NUT", tracking="none"), asha.main()
            found = adjust(asha, "found", line(nuts, "10"))
        others = make.organization(owner=OTTO, gstin="")
        with others.acting(OTTO) as otto:
            with pytest.raises(NotFound):
                reverse_adjustment(actor=otto, adjustment_id=found.pk)
            with pytest.raises(Invalid) as refusal:
                post_adjustment(actor=otto, warehouse_id=main, reason="found", lines=[line(nuts, "1")])
            assert {fault.code for fault in refusal.value.faults} == {"not_found"}
            assert stock(actor=otto).items == []
