"""What to order: reorder points by warehouse, proposals of transfers and orders that say why, and the drafts of one press."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.models import Product
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.parties.models import Supplier
from omnistock.domain.purchasing.inputs import ProductSupplierInput
from omnistock.domain.purchasing.models import PurchaseOrder, PurchaseOrderLine
from omnistock.domain.purchasing.operations import set_product_suppliers
from omnistock.domain.replenishment.drafting import draft_replenishment
from omnistock.domain.replenishment.inputs import DraftLineInput, ReorderRuleInput
from omnistock.domain.replenishment.models import ReorderRule
from omnistock.domain.replenishment.operations import set_reorder_rules
from omnistock.domain.replenishment.proposing import Proposal, proposals
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.stocktaking.models import Transfer, TransferLine
from omnistock.kernel.errors import Invalid, PermissionMissing
from omnistock.tenancy.actor import Actor
from tests import make
from tests.make import Company
from tests.personas import ASHA, FARID, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


class Shop:
    """30 tablets in Main, 100 in the branch; Main asks at 50 and is filled up to 120, in boxes of 10 from one supplier."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            packs = (PackUnitInput(code="box", factor=Decimal(10)),)
            self.product: Product = make.product(actor=asha, name="Low tablet", units=packs)
            self.supplier: Supplier = make.supplier(actor=asha, name="Medico Demo")
            self.main: UUID = make.main_warehouse().pk
            self.branch: UUID = make.warehouse(actor=asha, code="BR", name="Branch").pk
            make.received(actor=asha, product=self.product, quantity="30", warehouse_id=self.main)
            make.received(actor=asha, product=self.product, quantity="100", batch="B2", warehouse_id=self.branch)
            self.set(asha, reorder_point="50", target="120")
            self.name(asha, unit="box", unit_cost=Decimal(95), lead_days=7, code="MD-17")

    def set(self, actor: Actor, *, warehouse: UUID | None = None, **values: Any) -> None:
        given = {
            name: Decimal(each) if isinstance(each, str) and name != "unit" else each for name, each in values.items()
        }
        rule = ReorderRuleInput(product_id=self.product.pk, warehouse_id=warehouse or self.main, **given)
        set_reorder_rules(actor=actor, rules=[rule])

    def name(self, actor: Actor, **values: Any) -> None:
        named = ProductSupplierInput(product_id=self.product.pk, supplier_id=self.supplier.pk, **values)
        set_product_suppliers(actor=actor, suppliers=[named])

    def proposed(self, actor: Actor, **asked: Any) -> list[Proposal]:
        return proposals(actor=actor, **asked)


@pytest.fixture(scope="module")
def shop(file_db: None) -> Shop:
    return Shop(make.organization())


def line_of(proposal: Proposal, quantity: str | None = None) -> DraftLineInput:
    assert proposal.source_id is not None
    return DraftLineInput(
        kind=proposal.kind,
        product_id=proposal.product_id,
        warehouse_id=proposal.warehouse_id,
        source_id=proposal.source_id,
        quantity=proposal.quantity if quantity is None else Decimal(quantity),
        pointer="lines/0/quantity",
    )


def test_what_another_warehouse_can_spare_comes_before_what_is_bought(shop: Shop) -> None:
    with shop.company.acting(ASHA) as asha:
        (moved,) = shop.proposed(asha)
        assert (moved.kind, moved.source_id, moved.quantity_base) == ("transfer", shop.branch, 90)
        assert moved.why == (
            "30 usable. The reorder point is 50. It lacks 90 tablet. Branch has 100 tablet free over the 0 that it used in "
            "90 days."
        )
        shop.set(asha, warehouse=shop.branch, reorder_point="20", target="90")
        moved, bought = sorted(shop.proposed(asha), key=lambda each: each.kind, reverse=True)
        assert (moved.kind, moved.quantity_base) == ("transfer", 10)
        # 80 are lacking still: 8 boxes.
        assert (bought.kind, bought.quantity, bought.unit_code, bought.quantity_base) == ("order", 8, "box", 80)
        assert (bought.source_name, bought.supplier_code, bought.amount) == ("Medico Demo", "MD-17", 760)
        assert (
            "10 tablet can come from other warehouses. Filled up to 120: 80 tablet. In whole box of 10: 8."
            in bought.why
        )


def test_whole_packs_and_the_least_that_is_sold(shop: Shop) -> None:
    with shop.company.acting(ASHA) as asha:
        shop.set(asha, warehouse=shop.branch, reorder_point="0", target="100")
        shop.set(asha, reorder_point="50", target="121")
        assert [(each.quantity, each.unit_code) for each in shop.proposed(asha)] == [(10, "box")]  # 91 tablets
        shop.name(asha, unit="box", unit_cost=Decimal(95), minimum_quantity=Decimal(25))
        (bought,) = shop.proposed(asha)
        assert bought.quantity == 25
        assert "no less than 25 box" in bought.why


def test_use_until_a_delivery_comes_raises_the_point(shop: Shop) -> None:
    """90 sold in 90 days is one a day; with 40 days until a delivery, 30 do not last, though the point is 10."""
    with shop.company.acting(ASHA) as asha:
        make.received(actor=asha, product=shop.product, quantity="90", batch="B3", warehouse_id=shop.main)
        lines = [SalesOrderLineInput(product_id=shop.product.pk, quantity=Decimal(90))]
        order = make.sales_order(actor=asha, lines=lines)
        dispatch_order(actor=asha, sales_order_id=order.pk)
        shop.set(asha, warehouse=shop.branch, reorder_point="0", target="100")
        shop.set(asha, reorder_point="10", target="60", lead_days=7)
        assert shop.proposed(asha) == []
        shop.set(asha, reorder_point="10", target="60", lead_days=40)
        (bought,) = shop.proposed(asha)
        assert (bought.daily_use, bought.days_left, bought.level, bought.target) == (1, 30, 40, 90)
        assert bought.quantity_base == 60
        assert bought.runs_out_first
        assert "1 a day for 40 days until a delivery is 40, over the reorder point 10." in bought.why
        (longer,) = shop.proposed(asha, days=30)
        assert longer.daily_use == 3


def test_what_is_expired_held_or_on_its_way(shop: Shop) -> None:
    """Expired goods are neither there nor to spare; drafts of orders and transfers are on their way."""
    with shop.company.acting(ASHA) as asha:
        gone = {"expires_on": asha.today - dt.timedelta(days=1), "batch": "OLD"}
        bin_id = make.main_warehouse().default_location_id
        make.received(actor=asha, product=shop.product, quantity="500", location_id=bin_id, **gone)
        (moved,) = shop.proposed(asha)
        assert (moved.free, moved.quantity_base) == (30, 90)
        draft_replenishment(actor=asha, lines=[line_of(moved)])
        assert shop.proposed(asha) == []


def test_one_press_makes_the_drafts_and_only_once(shop: Shop) -> None:
    with shop.company.acting(ASHA) as asha:
        shop.set(asha, warehouse=shop.branch, reorder_point="20", target="90")
        found = shop.proposed(asha)
        lines = [line_of(each, "7" if each.kind == "order" else None) for each in found]
        run = draft_replenishment(actor=asha, lines=lines)
        order, transfer = PurchaseOrder.objects.get(), Transfer.objects.get()
        assert (run.purchase_order_ids, run.transfer_ids) == ([str(order.pk)], [str(transfer.pk)])
        assert (order.status, order.supplier_id, order.warehouse_id) == ("draft", shop.supplier.pk, shop.main)
        assert order.expected_on == asha.today + dt.timedelta(days=7)
        line = PurchaseOrderLine.objects.get()
        assert (line.quantity, line.unit_code, line.quantity_base, line.unit_cost) == (7, "box", 70, 95)
        assert (transfer.status, transfer.from_warehouse_id) == ("draft", shop.branch)
        assert TransferLine.objects.get().quantity_base == 10
        assert AuditEvent.objects.filter(operation="replenishment.draft_replenishment").count() == 1
        with pytest.raises(Invalid) as again:
            draft_replenishment(actor=asha, lines=lines)
        assert [fault.code for fault in again.value.faults] == ["not_wanted", "not_wanted"]


def test_who_may_not_buy_or_send_drafts_nothing(shop: Shop) -> None:
    with shop.company.acting(ASHA) as asha:
        (moved,) = shop.proposed(asha)
    for person in (RAVI, VIDYA, FARID):  # Farid may buy, and sends nothing
        with shop.company.acting(person) as actor, pytest.raises(PermissionMissing):
            draft_replenishment(actor=actor, lines=[line_of(moved)])
    with shop.company.acting(RAVI) as ravi, pytest.raises(PermissionMissing):
        shop.set(ravi, reorder_point="1")
    with shop.company.acting(ASHA):
        assert not Transfer.objects.exists()


def test_every_fault_of_the_rules_at_once(shop: Shop) -> None:
    with shop.company.acting(ASHA) as asha:
        rule = {"product_id": shop.product.pk, "warehouse_id": shop.main}
        bad = [
            ReorderRuleInput(**rule, reorder_point=Decimal(9), target=Decimal(3), unit="crate", pointer="rules/0"),
            ReorderRuleInput(**rule, reorder_point=Decimal("1.5"), lead_days=9999, pointer="rules/1"),
        ]
        with pytest.raises(Invalid) as refusal:
            set_reorder_rules(actor=asha, rules=bad)
        assert {fault.pointer for fault in refusal.value.faults} == {
            "rules/0/target", "rules/0/unit", "rules/1/warehouse_id", "rules/1/reorder_point", "rules/1/target",
            "rules/1/lead_days",
        }  # fmt: skip
        assert ReorderRule.objects.get().reorder_point == 50


def test_another_organization_finds_no_product_and_no_rule(shop: Shop) -> None:
    others = make.organization(owner=OTTO, name="Otto Trading", gstin="")
    with others.acting(OTTO) as otto:
        assert proposals(actor=otto) == []
        with pytest.raises(Invalid) as refusal:
            shop.set(otto, reorder_point="1")
        assert {fault.code for fault in refusal.value.faults} == {"not_found"}


def test_one_supplier_is_preferred(shop: Shop) -> None:
    with shop.company.acting(ASHA) as asha:
        other = make.supplier(actor=asha, name="Another Demo")
        shop.set(asha, warehouse=shop.branch, reorder_point="0", target="100")
        both = ProductSupplierInput(product_id=shop.product.pk, supplier_id=other.pk, is_preferred=True)
        set_product_suppliers(actor=asha, suppliers=[both])
        (bought,) = shop.proposed(asha)
        assert (bought.source_name, bought.unit_code) == ("Another Demo", "tablet")
        set_product_suppliers(actor=asha, suppliers=[], whole_of=[shop.product.pk])
        (unknown,) = shop.proposed(asha)
        assert unknown.source_id is None
        assert "Nobody is known to sell it" in unknown.why
