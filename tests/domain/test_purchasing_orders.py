"""Orders to suppliers: drafted, changed, confirmed, ended; and how they are read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.purchasing import operations as purchasing
from omnistock.domain.purchasing.models import PurchaseOrder, PurchaseOrderLine
from omnistock.domain.purchasing.operations import PurchaseOrderStatus
from omnistock.domain.purchasing.queries import (
    PurchaseOrderFilter,
    ReceiptFilter,
    purchase_order,
    purchase_order_by_external_id,
    purchase_orders,
    purchasing_to_do,
    receipt,
    receipts,
)
from omnistock.kernel.errors import IdReused, Invalid, NotFound, PermissionMissing, VersionConflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.statements import send
from tests import make
from tests.domain.market import NOW, TODAY, Market, came, make_market, ordered
from tests.personas import FARID, MEENA, OTTO, RAVI

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in refusal.value.faults}


class TestDraft:
    def test_amounts_by_pack_and_discount(self, market: Market) -> None:
        """5 boxes at 80.00 are 400.00, less 12.5 % is 350.00; 3 strips at the product's 7.25 are 21.75."""
        with market.open() as asha:
            box = PackUnitInput(code="box", factor=Decimal(10))
            crocin = asha.product("CROCIN", units=(box,), purchase_price=Decimal("7.25"), tax_rate=Decimal(12))
            order = asha.purchase_order(
                ordered(
                    crocin,
                    "5",
                    unit="Box",
                    unit_cost=Decimal(80),
                    free_quantity=Decimal(1),
                    discount_percent=Decimal("12.5"),
                ),
                ordered(crocin, "3"),
                confirm=False,
            )
            lines = PurchaseOrderLine.objects.order_by("position")
            assert [(line.amount, line.quantity_base) for line in lines] == [(Decimal(350), 60), (Decimal("21.75"), 3)]
            assert (order.number, order.status, order.subtotal) == ("PO-00001", "draft", Decimal("371.75"))
            assert {line.tax_rate for line in lines} == {Decimal(12)}

    def test_all_faults_come_at_once_and_nothing_changes(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            with pytest.raises(Invalid) as refusal:
                asha.purchase_order(
                    ordered(uuid7(), "1"),
                    ordered(crocin, "0"),
                    ordered(crocin, "1", unit_cost=Decimal("1.00001"), discount_percent=Decimal(101)),
                    ordered(crocin, "1", unit="crate"),
                    ordered(crocin, "99999999999999", unit_cost=Decimal("99999999999999")),
                    supplier_id=uuid7(),
                    warehouse_id=uuid7(),
                    ordered_on=TODAY + dt.timedelta(days=1),
                    expected_on=dt.date(9999, 12, 31),
                    notes="x" * 10_000,
                )
            assert codes(refusal) == {
                ("supplier_id", "not_found"),
                ("warehouse_id", "not_found"),
                ("ordered_on", "date_implausible"),
                ("expected_on", "date_implausible"),
                ("notes", "too_long"),
                ("lines/0/product_id", "not_found"),
                ("lines/1/quantity", "zero"),
                ("lines/2/unit_cost", "too_precise"),
                ("lines/2/discount_percent", "too_large"),
                ("lines/3/unit", "unknown_unit"),
                ("lines/4/unit_cost", "too_large"),
            }
            assert not PurchaseOrder.objects.exists()

    def test_archived_things_are_not_ordered_anew(self, market: Market) -> None:
        from omnistock.domain.catalog.operations import archive_product
        from omnistock.domain.parties.operations import archive_supplier

        with market.open() as asha:
            crocin, supplier = asha.product("CROCIN"), asha.supplier()
            archive_product(actor=asha.actor, product_id=crocin)
            archive_supplier(actor=asha.actor, supplier_id=supplier)
            with pytest.raises(Invalid) as refusal:
                asha.purchase_order(ordered(crocin, "1"), supplier_id=supplier)
            assert codes(refusal) == {("supplier_id", "archived"), ("lines/0/product_id", "archived")}

    def test_together_too_much(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            with pytest.raises(Invalid) as refusal:
                asha.purchase_order(*[ordered(crocin, "90000000000000", unit_cost=Decimal(1))] * 2)
            assert codes(refusal) == {("lines", "too_large")}
            with pytest.raises(Invalid) as refusal:
                asha.receive(*[came(crocin, "90000000000000", unit_cost=Decimal(1))] * 2)
            assert codes(refusal) == {("lines", "too_large")}

    def test_who_may(self, market: Market) -> None:
        with market.open() as asha:
            crocin, supplier = asha.product("CROCIN"), asha.supplier()
        with market.open(FARID) as farid:
            farid.purchase_order(ordered(crocin, "1"), supplier_id=supplier)
        for persona in (MEENA, RAVI):
            with market.open(persona) as other, pytest.raises(PermissionMissing):
                other.purchase_order(ordered(crocin, "1"), supplier_id=supplier)


class TestChange:
    def test_a_draft_keeps_its_lines_when_its_head_changes(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            order = asha.purchase_order(ordered(crocin, "1"), confirm=False, external_id="ERP-1")
            line = PurchaseOrderLine.objects.get().id
            changed = purchasing.change_purchase_order(
                actor=asha.actor,
                purchase_order_id=order.id,
                changes={"supplier_reference": " Q-17 ", "expected_on": TODAY},
                expected_version=1,
            )
            assert (changed.supplier_reference, changed.external_id, changed.version) == ("Q-17", "ERP-1", 2)
            assert PurchaseOrderLine.objects.get().id == line
            with pytest.raises(VersionConflict):
                purchasing.change_purchase_order(
                    actor=asha.actor, purchase_order_id=order.id, changes={}, expected_version=1
                )
            event = AuditEvent.objects.get(operation="purchasing.change_purchase_order")
            assert set(event.after) == {"supplier_reference", "expected_on"}

    def test_lines_are_replaced_whole(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            order = asha.purchase_order(ordered(crocin, "1"), ordered(crocin, "2"), confirm=False)
            lines = [ordered(crocin, "9", unit_cost=Decimal(2))]
            changed = purchasing.change_purchase_order(
                actor=asha.actor, purchase_order_id=order.id, changes={"lines": lines}
            )
            assert changed.subtotal == 18
            assert PurchaseOrderLine.objects.get().quantity == 9

    def test_a_confirmed_order_changes_only_in_words(self, market: Market) -> None:
        with market.open() as asha:
            order = asha.purchase_order(ordered(asha.product("CROCIN"), "1"))
            id = order.id
            purchasing.change_purchase_order(actor=asha.actor, purchase_order_id=id, changes={"notes": "Call first"})
            with pytest.raises(PurchaseOrderStatus):
                purchasing.change_purchase_order(
                    actor=asha.actor, purchase_order_id=id, changes={"supplier_id": uuid7()}
                )
            with pytest.raises(Invalid) as refusal:
                purchasing.change_purchase_order(actor=asha.actor, purchase_order_id=id, changes={"number": "1"})
            assert codes(refusal) == {("number", "unknown")}


class TestEnd:
    def test_confirm_cancel_and_what_they_refuse(self, market: Market) -> None:
        with market.open() as asha:
            order = asha.purchase_order(ordered(asha.product("CROCIN"), "1"), confirm=False)
            id = order.id
            with pytest.raises(PurchaseOrderStatus):
                purchasing.close_purchase_order(actor=asha.actor, purchase_order_id=id)
            confirmed = purchasing.confirm_purchase_order(actor=asha.actor, purchase_order_id=id)
            assert (confirmed.status, confirmed.confirmed_at) == ("confirmed", NOW)
            cancelled = purchasing.cancel_purchase_order(actor=asha.actor, purchase_order_id=id, reason="Too dear")
            assert cancelled.status == "cancelled"
            with pytest.raises(PurchaseOrderStatus):
                purchasing.confirm_purchase_order(actor=asha.actor, purchase_order_id=id)

    def test_what_has_come_is_not_cancelled_but_closed(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            order = asha.purchase_order(ordered(crocin, "10"))
            came_in = asha.receive(came(crocin, "4"), purchase_order_id=order.id)
            with pytest.raises(PurchaseOrderStatus):
                purchasing.cancel_purchase_order(actor=asha.actor, purchase_order_id=order.id)
            purchasing.close_purchase_order(actor=asha.actor, purchase_order_id=order.id)
            purchasing.reverse_receipt(actor=asha.actor, receipt_id=came_in.id)
            order.refresh_from_db()
            assert order.status == "closed", "a closed order stays closed when its goods go back"

    def test_another_organizations_order_is_not_there(self, market: Market) -> None:
        with make_market(gstin="", owner=OTTO).open(OTTO) as otto:
            theirs = otto.purchase_order(ordered(otto.product("CROCIN"), "1"))
        with market.open() as asha:
            for act in (purchasing.cancel_purchase_order, purchasing.close_purchase_order):
                with pytest.raises(NotFound):
                    act(actor=asha.actor, purchase_order_id=theirs.id)

    def test_an_id_is_used_once(self, market: Market) -> None:
        with market.open() as asha:
            crocin, id = asha.product("CROCIN"), uuid7()
            asha.purchase_order(ordered(crocin, "1"), id=id, external_id="ERP-1")
            with pytest.raises(IdReused):
                asha.purchase_order(ordered(crocin, "1"), id=id)
            with pytest.raises(Invalid) as refusal:
                asha.purchase_order(ordered(crocin, "1"), external_id="ERP-1")
            assert codes(refusal) == {("external_id", "taken")}


class TestRead:
    def test_lists_take_the_same_statements_for_one_and_for_fifty(self, market: Market) -> None:
        with market.open() as asha:
            crocin, supplier = asha.product("CROCIN"), asha.supplier()
            counts = []
            for many in (1, 49):
                for at in range(many):
                    order = asha.purchase_order(ordered(crocin, "1"), supplier_id=supplier)
                    asha.receive(came(crocin, "1", f"{many}-{at}"), purchase_order_id=order.id)
                send()
                with CaptureQueriesContext(connection) as captured:
                    wanted = PurchaseOrderFilter(with_lines=True)
                    orders = purchase_orders(actor=asha.actor, wanted=wanted, limit=100)
                    came_in = receipts(actor=asha.actor, wanted=ReceiptFilter(with_lines=True), limit=100)
                counts.append(len(captured))
            assert counts == [4, 4]
            assert (len(orders.items), len(came_in.items)) == (50, 50)
            assert came_in.items[0].lines[0].location_code

    def test_a_page_with_its_lines_and_receipts(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            order = asha.purchase_order(ordered(crocin, "10"), external_id="ERP-1")
            done = asha.receive(came(crocin, "4"), purchase_order_id=order.id)
            page = purchase_order_by_external_id(actor=asha.actor, external_id="ERP-1")
            assert page.lines[0].outstanding_base == 6
            assert [(each.number, each.is_reversed) for each in page.receipts] == [("GR-00001", False)]
            shown = receipt(actor=asha.actor, receipt_id=done.id)
            assert (shown.purchase_order_number, shown.value) == ("PO-00001", 40)
            with pytest.raises(NotFound):
                purchase_order_by_external_id(actor=asha.actor, external_id="\x00")

    def test_costs_are_hidden_where_they_are_to_be(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            order = asha.purchase_order(ordered(crocin, "10", unit_cost=Decimal(3)))
            asha.receive(came(crocin, "4"))
            asha.receive(came(crocin, "4", unit_cost=Decimal(20)))
        market.company.limit(RAVI, sees_costs=False)
        with market.open(RAVI) as ravi:
            page = purchase_order(actor=ravi.actor, purchase_order_id=order.id)
            assert (page.subtotal, page.lines[0].unit_cost, page.lines[0].amount) == (None, None, None)
            for shown in receipts(actor=ravi.actor, wanted=ReceiptFilter(with_lines=True)).items:
                assert (shown.value, shown.lines[0].unit_cost, shown.cautions) == (None, None, ())

    def test_a_storekeeper_of_one_warehouse_sees_no_other(self, market: Market) -> None:
        with market.open() as asha:
            crocin, other = asha.product("CROCIN"), make.warehouse(actor=asha.actor)
            order = asha.purchase_order(ordered(crocin, "10"), warehouse_id=other.pk)
            main = asha.main
        market.company.limit(RAVI, warehouse_ids=[main])
        with market.open(RAVI) as ravi:
            assert purchase_orders(actor=ravi.actor).items == []
            with pytest.raises(NotFound):
                ravi.receive(came(crocin, "1"), purchase_order_id=order.id)
            with pytest.raises(Invalid) as refusal:
                ravi.receive(came(crocin, "1"), warehouse_id=other.pk)
            assert codes(refusal) == {("warehouse_id", "not_found")}

    def test_filters_and_to_do(self, market: Market) -> None:
        with market.open() as asha:
            crocin, dolo, supplier = asha.product("CROCIN"), asha.product("DOLO"), asha.supplier(name="Zenith Labs")
            due = asha.purchase_order(ordered(crocin, "10"), expected_on=TODAY)
            late = asha.purchase_order(
                ordered(dolo, "10"),
                supplier_id=supplier,
                ordered_on=TODAY - dt.timedelta(days=9),
                expected_on=TODAY - dt.timedelta(days=2),
            )
            draft = asha.purchase_order(ordered(dolo, "1"), confirm=False)

            def ids(**wanted: object) -> list[object]:
                found = purchase_orders(actor=asha.actor, wanted=PurchaseOrderFilter(**wanted))
                return [each.id for each in found.items]

            assert ids() == [draft.id, late.id, due.id]
            assert ids(product_id=dolo) == [late.id], "drafts wait for nothing"
            assert ids(supplier_id=supplier, expected_by=TODAY) == [late.id]
            assert ids(search="zenith") == [late.id]
            assert ids(statuses=("confirmed",), sort="expected") == [late.id, due.id]
            to_do = purchasing_to_do(actor=asha.actor)
            assert (to_do.drafts, to_do.to_receive, to_do.overdue) == (1, 1, 1)
            assert (to_do.to_receive_id, to_do.overdue_id) == (due.id, late.id)
