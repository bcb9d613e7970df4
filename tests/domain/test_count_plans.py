"""Plans that make counts due by themselves, and who may do what with counts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.ledger.queries.abc import abc_classes
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.stocktaking.counting_inputs import CountScope, PlanInput
from omnistock.domain.stocktaking.models import StockCount, StockCountLine
from omnistock.domain.stocktaking.operations import (
    archive_count_plan,
    cancel_stock_count,
    create_count_plan,
    create_stock_count,
    make_due_counts,
    start_planned_count,
    submit_stock_count,
)
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from tests import make
from tests.domain.counting import Shelves
from tests.make import Company
from tests.personas import ASHA, MAYA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def others(file_db: None) -> Company:
    return make.organization(owner=OTTO, name="Otto Trading", gstin="")


class TestPlans:
    def plan(self, shelves: Shelves, **values: Any) -> UUID:
        said: dict[str, Any] = {
            "name": "Weekly",
            "warehouse_id": shelves.warehouse,
            "scope": CountScope(scope="warehouse"),
            "every_days": 7,
            "bins_at_once": 1,
        }
        with shelves.company.acting(MAYA) as maya:
            return create_count_plan(actor=maya, plan=PlanInput(**said | values)).pk

    def due(self, shelves: Shelves, *, days: int = 0) -> list[StockCount]:
        with shelves.company.acting(ASHA) as asha:
            make_due_counts(actor=asha.at(asha.now + dt.timedelta(days=days)))
            return list(StockCount.objects.order_by("id"))

    def test_it_makes_counts_due_by_itself_bin_after_bin(self, shelves: Shelves) -> None:
        self.plan(shelves, scope=CountScope(scope="locations", ids=[shelves.first, shelves.second]))
        assert len(self.due(shelves)) == 1
        assert len(self.due(shelves)) == 1  # the same night again
        assert len(self.due(shelves, days=8)) == 1  # the last one is still open
        first = self.due(shelves)[0].pk
        with shelves.company.acting(ASHA):
            places = list(StockCountLine.objects.filter(count_id=first).values_list("location_id", flat=True))
        assert set(places) == {shelves.first}
        shelves.finish(first, shelves.first, rest=True)
        shelves.approve(first)
        second = self.due(shelves, days=8)[-1].pk
        with shelves.company.acting(ASHA):
            places = list(StockCountLine.objects.filter(count_id=second).values_list("location_id", flat=True))
        assert set(places) == {shelves.second}

    def test_by_class_of_value(self, shelves: Shelves) -> None:
        self.plan(shelves, scope=CountScope(scope="abc", abc_class="A"), bins_at_once=None)
        count = self.due(shelves)[0]
        assert count.product_ids == [str(shelves.product.pk)]

    def test_the_class_is_that_of_the_report(self, shelves: Shelves) -> None:
        """What most of the value goes through, not where most of it lies, once anything was sold."""
        with shelves.company.acting(ASHA) as asha:
            line = SalesOrderLineInput(product_id=shelves.stapler.pk, quantity=Decimal(4), unit_price=Decimal(20))
            order = make.sales_order(actor=asha, lines=[line])
            dispatch_order(actor=asha, sales_order_id=order.pk, issue_invoice=False)
            (shown,) = [each.product_id for each in abc_classes(actor=asha) if each.abc_class == "A"]
        self.plan(shelves, scope=CountScope(scope="abc", abc_class="A"), bins_at_once=None)
        assert self.due(shelves)[0].product_ids == [str(shown)] == [str(shelves.stapler.pk)]

    def test_nothing_to_count_waits_for_the_next_turn(self, shelves: Shelves) -> None:
        with shelves.company.acting(ASHA) as asha:
            empty = make.product(actor=asha).pk
        plan_id = self.plan(shelves, scope=CountScope(scope="products", ids=[empty]))
        assert self.due(shelves) == []
        with pytest.raises(Invalid, match="nothing to count"), shelves.company.acting(MAYA) as maya:
            start_planned_count(actor=maya, count_plan_id=plan_id)

    def test_an_archived_plan_makes_none(self, shelves: Shelves) -> None:
        plan_id = self.plan(shelves)
        with shelves.company.acting(MAYA) as maya:
            archive_count_plan(actor=maya, count_plan_id=plan_id)
        assert self.due(shelves) == []

    def test_every_fault_at_once(self, shelves: Shelves) -> None:
        with pytest.raises(Invalid) as refusal:
            self.plan(shelves, name="", every_days=None, bins_at_once=0, tolerance_percent=Decimal(101))
        assert {fault.pointer for fault in refusal.value.faults} == {
            "name",
            "every_days",
            "bins_at_once",
            "tolerance_percent",
        }


class TestWalls:
    def test_it_needs_permission(self, shelves: Shelves) -> None:
        with pytest.raises(PermissionMissing, match="counts:approve"):
            shelves.plan(by=RAVI)
        count_id = shelves.counted(first="30")
        with pytest.raises(PermissionMissing, match="counts:approve"):
            shelves.approve(count_id, by=RAVI)
        with pytest.raises(PermissionMissing, match="counts:write"):
            shelves.count(count_id, "1", by=VIDYA)
        assert shelves.on_hand() == 40

    def test_it_refuses_another_tenant(self, shelves: Shelves, others: Company) -> None:
        count_id = shelves.plan()
        with others.acting(OTTO) as otto:
            for operation in (cancel_stock_count, submit_stock_count):
                with pytest.raises(NotFound):
                    operation(actor=otto, count_id=count_id)
            with pytest.raises(Invalid):
                create_stock_count(actor=otto, warehouse_id=shelves.warehouse, scope=CountScope(scope="warehouse"))
