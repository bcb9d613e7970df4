"""Goods come in: what is posted, what is warned of, what is refused, and how it is taken back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.operations import archive_product
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import AlreadyReversed, BatchDiffers, BatchRequired, ReversalBlocked
from omnistock.domain.ledger.models import Batch
from omnistock.domain.ledger.queries import stock
from omnistock.domain.ledger.types import DocumentRef, OutLine
from omnistock.domain.purchasing.models import PurchaseOrder, PurchaseOrderLine, Receipt, ReceiptLine
from omnistock.domain.purchasing.operations import PurchaseOrderClosed, close_purchase_order, reverse_receipt
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from omnistock.domain.warehouses.operations import archive_location
from omnistock.kernel.errors import IdReused, Invalid, NotFound, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.cautions import Accepted, NeedsReason
from tests import make
from tests.domain.market import NOW, TODAY, Market, Trader, came, make_market, ordered, sold
from tests.personas import OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in refusal.value.faults}


def issue(trader: Trader, receipt: Receipt, quantity: str) -> None:
    """Sell some of what the first line of a receipt brought."""
    line = ReceiptLine.objects.get(receipt=receipt, position=1)
    out = OutLine(uuid7(), line.product_id, line.location_id, Decimal(quantity), batch_id=line.batch_id)
    ledger.post_out(
        actor=trader.actor,
        document=DocumentRef("dispatch", uuid7()),
        reason="sale",
        target="customer",
        effective_at=None,
        lines=[out],
    )


class TestPostReceipt:
    def test_without_an_order_it_can_be_promised_at_once(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", units=(PackUnitInput(code="box", factor=Decimal(10)),))
            receipt = asha.receive(
                came(crocin, "3", unit="box", free_quantity=Decimal(1), unit_cost=Decimal("125"), mrp=Decimal("300"))
            )
            line = ReceiptLine.objects.get(receipt=receipt)
            assert receipt.number == "GR-00001"
            assert receipt.value == Decimal("375.00")
            assert (line.quantity, line.free_quantity, line.quantity_base) == (3, 1, 40)
            assert line.location_id == asha.place("storage")
            event = AuditEvent.objects.get(operation="purchasing.post_receipt")
            assert event.subject_id == receipt.id

    def test_what_is_archived_comes_in_all_the_same(self, market: Market) -> None:
        """It is there, whatever the list of products says; it is ordered no more."""
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            archive_product(actor=asha.actor, product_id=crocin)
            asha.receive(came(crocin, "5"))
            lost = AdjustmentLineInput(
                product_id=crocin,
                quantity=Decimal(-1),
                location_id=asha.place("storage"),
                batch_id=Batch.objects.get().pk,
            )
            post_adjustment(actor=asha.actor, warehouse_id=asha.main, reason="lost", lines=[lost])
            assert [each.on_hand for each in stock(actor=asha.actor).items] == [4]
            with pytest.raises(Invalid):
                asha.sell(sold(crocin, "1"))

    def test_the_storekeeper_may_and_the_viewer_may_not(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
        with market.open(RAVI) as ravi:
            ravi.receive(came(crocin, "5"))
        with market.open(VIDYA) as vidya, pytest.raises(PermissionMissing):
            vidya.receive(came(crocin, "5"))

    def test_what_has_expired_goes_to_quarantine_whatever_was_asked(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            receipt = asha.receive(came(crocin, "5", life=-1, location_id=asha.place("storage")))
            assert ReceiptLine.objects.get(receipt=receipt).location_id == asha.place("quarantine")
            assert [caution["code"] for caution in receipt.cautions] == ["already_expired"]

    def test_the_expiry_day_itself_is_still_good(self, market: Market) -> None:
        with market.open() as asha:
            receipt = asha.receive(came(asha.product("CROCIN"), "5", life=0))
            assert ReceiptLine.objects.get(receipt=receipt).location_id == asha.place("storage")

    def test_all_faults_come_at_once_and_nothing_changes(self, market: Market) -> None:
        with market.open() as asha:
            crocin, loose = asha.product("CROCIN"), asha.product("SUGAR", tracking="none")
            serial = asha.product("SCALE", tracking="serial")
            attic = make.location(actor=asha.actor, warehouse=make.main_warehouse())
            archive_location(actor=asha.actor, location_id=attic.pk)
            with pytest.raises(Invalid) as refusal:
                asha.receive(
                    came(uuid7(), "1"),
                    came(crocin, "0"),
                    came(crocin, "-2", unit="crate"),
                    came(loose, "1.5", life=None, batch_number="X"),
                    came(crocin, "1", batch="B\x00", unit_cost=Decimal("-1")),
                    came(crocin, "1", location_id=asha.place("dispatch")),
                    came(serial, "2", batch="S1"),
                    came(crocin, "1", life=-200, manufactured_on=TODAY),
                    came(crocin, "1", life=365 * 300),
                    came(crocin, "1", location_id=attic.pk),
                    supplier_id=uuid7(),
                    supplier_document_on=dt.date(2027, 1, 1),
                    notes="x" * 501,
                )
            assert codes(refusal) == {
                ("supplier_id", "not_found"),
                ("supplier_document_on", "date_implausible"),
                ("notes", "too_long"),
                ("lines/0/product_id", "not_found"),
                ("lines/1/quantity", "zero"),
                ("lines/2/unit", "unknown_unit"),
                ("lines/3/quantity", "too_precise"),
                ("lines/3/batch_number", "not_tracked"),
                ("lines/4/batch_number", "unprintable"),
                ("lines/4/unit_cost", "negative"),
                ("lines/5/location_id", "location_kind"),
                ("lines/6/quantity", "serial_quantity"),
                ("lines/7/manufactured_on", "made_after_expiry"),
                ("lines/8/expires_on", "date_implausible"),
                ("lines/9/location_id", "archived"),
            }
            assert not Receipt.objects.exists()

    def test_tracked_goods_need_a_batch_and_a_batch_keeps_its_expiry(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(came(crocin, "5"))
            with pytest.raises(BatchRequired) as missing:
                asha.receive(came(crocin, "5", batch=""))
            assert missing.value.faults[0].pointer.startswith("lines/0")
            with pytest.raises(BatchDiffers):
                asha.receive(came(crocin, "5", batch=" b1 ", life=30))

    def test_a_moment_that_cannot_be(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            ends = (dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC))
            for moment in (*ends, NOW - dt.timedelta(days=5000), NOW + dt.timedelta(days=2)):
                with pytest.raises(Invalid):
                    asha.receive(came(crocin, "5"), effective_at=moment)

    @pytest.mark.parametrize("count", [0, 1001])
    def test_one_to_a_thousand_lines(self, market: Market, count: int) -> None:
        with market.open() as asha, pytest.raises(Invalid) as refusal:
            asha.receive(*[came(uuid7(), "1")] * count)
        assert codes(refusal) == {("lines", "line_count")}

    def test_an_id_is_used_once(self, market: Market) -> None:
        with market.open() as asha:
            crocin, id = asha.product("CROCIN"), uuid7()
            asha.receive(came(crocin, "5"), id=id, external_id="WMS-1")
            with pytest.raises(IdReused):
                asha.receive(came(crocin, "5"), id=id)
            with pytest.raises(Invalid) as refusal:
                asha.receive(came(crocin, "5"), external_id=" WMS-1 ")
            assert codes(refusal) == {("external_id", "taken")}

    def test_another_organizations_things_are_not_there(self, market: Market) -> None:
        other = make_market(gstin="", owner=OTTO)
        with other.open(OTTO) as stranger:
            theirs, warehouse = stranger.product("CROCIN"), stranger.main
        with market.open() as asha:
            with pytest.raises(Invalid) as refusal:
                asha.receive(came(theirs, "5"), warehouse_id=warehouse)
            assert codes(refusal) == {("warehouse_id", "not_found")}
            with pytest.raises(NotFound):
                reverse_receipt(actor=asha.actor, receipt_id=uuid7())

    def test_five_hundred_lines_take_the_statements_of_five(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(came(crocin, "1", batch="B0"))
            counts = []
            for name, many in (("F", 5), ("L", 500)):
                with CaptureQueriesContext(
                    connection,
                ) as captured:
                    asha.receive(*[came(crocin, "2", batch=f"{name}{at}") for at in range(many)])
                counts.append(len(captured))
            assert counts[0] == counts[1]


class TestAgainstAnOrder:
    def test_part_then_the_rest(self, market: Market) -> None:
        with market.open() as asha:
            crocin, dolo = asha.product("CROCIN"), asha.product("DOLO")
            order = asha.purchase_order(
                ordered(crocin, "100", unit_cost=Decimal("8"), discount_percent=Decimal(10)), ordered(dolo, "20")
            )
            receipt = asha.receive(came(crocin, "60", unit_cost=None), purchase_order_id=order.id)
            assert receipt.value == Decimal("432.00"), "as ordered: 8.00 less 10 % is 7.20"
            assert receipt.supplier_id == order.supplier_id
            assert PurchaseOrder.objects.get().status == "partly_received"
            asha.receive(came(crocin, "40"), came(dolo, "20", "D1"), purchase_order_id=order.id)
            assert PurchaseOrder.objects.get().status == "received"
            assert [line.outstanding_base for line in PurchaseOrderLine.objects.all()] == [0, 0]

    def test_a_draft_is_confirmed_by_its_goods(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            order = asha.purchase_order(ordered(crocin, "100"), confirm=False)
            asha.receive(came(crocin, "100"), purchase_order_id=order.id)
            order.refresh_from_db()
            assert (order.status, order.confirmed_at) == ("received", NOW)

    def test_two_lines_of_a_product_fill_in_their_order(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            order = asha.purchase_order(ordered(crocin, "10"), ordered(crocin, "5"))
            asha.receive(came(crocin, "10"), came(crocin, "5", "B2"), purchase_order_id=order.id)
            received = PurchaseOrderLine.objects.order_by("position").values_list("received_quantity_base", flat=True)
            assert list(received) == [10, 5]

    def test_a_closed_order_takes_nothing_more(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            order = asha.purchase_order(ordered(crocin, "100"))
            close_purchase_order(actor=asha.actor, purchase_order_id=order.id)
            with pytest.raises(PurchaseOrderClosed):
                asha.receive(came(crocin, "1"), purchase_order_id=order.id)

    def test_a_line_of_another_order_is_not_there(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            asha.purchase_order(ordered(crocin, "100"))
            other = PurchaseOrderLine.objects.get()
            order = asha.purchase_order(ordered(crocin, "5"))
            with pytest.raises(Invalid) as refusal:
                asha.receive(came(crocin, "1", purchase_order_line_id=other.id), purchase_order_id=order.id)
            assert codes(refusal) == {("lines/0/purchase_order_line_id", "not_found")}


class TestCautions:
    def test_a_person_goes_on_with_a_reason(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", minimum_shelf_life_days=90)
            sugar = asha.product("SUGAR", tracking="none")
            asha.receive(came(crocin, "5", mrp=Decimal(20)))
            order = asha.purchase_order(ordered(crocin, "100"))
            lines = (
                came(crocin, "106", "B2", life=30, unit_cost=Decimal("11.01"), mrp=Decimal("22.01")),
                came(sugar, "1", life=None, unit_cost=None),
            )
            with pytest.raises(NeedsReason) as asked:
                asha.receive(*lines, purchase_order_id=order.id, accepted_cautions=())
            found = {(fault.pointer, fault.code) for fault in asked.value.faults}
            assert found == {
                ("lines/0/expires_on", "short_life"),
                ("lines/0/unit_cost", "cost_changed"),
                ("lines/0/mrp", "mrp_changed"),
                ("lines/0/quantity", "more_than_ordered"),
                ("lines/1/unit_cost", "cost_missing"),
                ("lines/1/product_id", "not_ordered"),
            }
            assert Receipt.objects.count() == 1
            said = [Accepted(pointer, code, "The supplier called") for pointer, code in found]
            with pytest.raises(NeedsReason):
                asha.receive(*lines, purchase_order_id=order.id, accepted_cautions=said[1:])
            receipt = asha.receive(*lines, purchase_order_id=order.id, accepted_cautions=said)
            assert {caution["reason"] for caution in receipt.cautions} == {"The supplier called"}

    def test_an_order_that_knew_no_cost_is_asked_for_one(self, market: Market) -> None:
        with market.open() as asha:
            sugar = asha.product("SUGAR", tracking="none", purchase_price=None)
            salt = asha.product("SALT", tracking="none", purchase_price=Decimal(7))
            order = asha.purchase_order(
                ordered(sugar, "5", unit_cost=None),
                ordered(salt, "5", unit_cost=Decimal(0)),
                ordered(salt, "2", unit_cost=Decimal(9), discount_percent=Decimal(100)),
            )
            free = PurchaseOrderLine.objects.get(purchase_order=order, discount_percent=100)
            lines = [came(product, "5", life=None, unit_cost=None) for product in (sugar, salt)]
            agreed = came(salt, "2", life=None, unit_cost=None, purchase_order_line_id=free.pk)
            with pytest.raises(NeedsReason) as asked:
                asha.receive(*lines, agreed, purchase_order_id=order.id, accepted_cautions=())
            assert [(fault.pointer, fault.code) for fault in asked.value.faults] == [
                ("lines/0/unit_cost", "cost_missing")
            ]
            said = [Accepted("lines/0/unit_cost", "cost_missing", "The bill comes later")]
            receipt = asha.receive(*lines, agreed, purchase_order_id=order.id, accepted_cautions=said)
            came_in = ReceiptLine.objects.filter(receipt=receipt).order_by("position")
            assert [line.value for line in came_in] == [0, 35, 0]

    def test_within_the_tolerance_nobody_is_asked(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(came(crocin, "5"))
            order = asha.purchase_order(ordered(crocin, "100"))
            asha.receive(came(crocin, "105", unit_cost=Decimal(11)), purchase_order_id=order.id, accepted_cautions=())

    def test_a_cost_is_held_against_the_order_else_against_the_last_one(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(came(crocin, "5", unit_cost=Decimal(20)))
            order = asha.purchase_order(ordered(crocin, "100", unit_cost=Decimal(10), discount_percent=Decimal(10)))
            dear = came(crocin, "5", "B2", unit_cost=Decimal(10))
            by_order = {"purchase_order_id": order.id}
            for by, code, was in (
                (by_order, "cost_not_ordered", "ordered one, ₹\u00a09.00,"),
                ({}, "cost_changed", "one, ₹\u00a020.00,"),
            ):
                with pytest.raises(NeedsReason) as asked:
                    asha.receive(dear, accepted_cautions=(), **by)
                assert codes(asked) == {("lines/0/unit_cost", code)}
                assert was in asked.value.faults[0].message
            asha.receive(came(crocin, "5", "B2", unit_cost=Decimal(9)), accepted_cautions=(), **by_order)

    def test_a_program_is_not_asked_and_the_receipt_keeps_them(self, market: Market) -> None:
        with market.open() as asha:
            receipt = asha.receive(came(asha.product("CROCIN"), "5", life=-1))
            assert [(each["code"], each["reason"]) for each in receipt.cautions] == [("already_expired", "")]


class TestReverse:
    def test_the_order_waits_again(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            order = asha.purchase_order(ordered(crocin, "100"))
            receipt = asha.receive(came(crocin, "60"), purchase_order_id=order.id)
            reversed_one = reverse_receipt(actor=asha.actor, receipt_id=receipt.id, reason="Wrong supplier")
            assert reversed_one.reversed_at == NOW
            assert PurchaseOrder.objects.get().status == "confirmed"
            assert PurchaseOrderLine.objects.get().outstanding_base == 100
            with pytest.raises(AlreadyReversed):
                reverse_receipt(actor=asha.actor, receipt_id=receipt.id)

    def test_what_is_gone_stops_it_and_is_named(self, market: Market) -> None:
        with market.open() as asha:
            receipt = asha.receive(came(asha.product("CROCIN"), "60"))
            issue(asha, receipt, "1")
            with pytest.raises(ReversalBlocked) as refusal:
                reverse_receipt(actor=asha.actor, receipt_id=receipt.id)
            assert [(each.asked, each.there) for each in refusal.value.obstacles] == [(60, 59)]
            assert Receipt.objects.get().reversed_at is None


class TestTheBatchOnFile:
    def test_its_expiry_is_printed_though_nobody_typed_it_again(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(came(crocin, "5"))
            again = asha.receive(came(crocin, "5", expires_on=None))
            assert ReceiptLine.objects.get(receipt=again).expires_on == TODAY + dt.timedelta(days=400)

    def test_a_month_means_its_last_day(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            line = came(crocin, "5", expires_on=dt.date(2026, 11, 1), expiry_precision="month")
            receipt = asha.receive(line, accepted_cautions=())
            row = ReceiptLine.objects.get(receipt=receipt)
            assert (row.expires_on, row.location_id) == (dt.date(2026, 11, 30), asha.place("storage"))
