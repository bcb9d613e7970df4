"""What to order: proposed from what is there, coming and waited for; drafted by supplier with one press."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.fulfilment.replenishing import replenishment
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.models import PurchaseOrder, PurchaseOrderLine
from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI
from tests.support.pages import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def low(pharma: Company) -> dict[str, Any]:
    """30 on hand at a reorder point of 50, filled up by 100; and one that never came from a supplier."""
    with pharma.acting(ASHA) as asha:
        amounts = {"reorder_point": Decimal(50), "reorder_quantity": Decimal(100)}
        product = make.product(actor=asha, name="Low tablet", **amounts)
        make.product(actor=asha, name="New tablet", **amounts)
        supplier = make.supplier(actor=asha)
        line = ReceiptLineInput(
            product_id=product.pk, quantity=Decimal(30), unit_cost=Decimal(2), batch_number="B", expires_on=asha.today
        )
        make.receipt(actor=asha, lines=[line], supplier_id=supplier.pk)
        return {"product": product.pk, "supplier": supplier.pk, "warehouse": make.main_warehouse().pk}


def form(low: dict[str, Any], quantity: str) -> dict[str, str]:
    return {f"quantities-{low['product']}": quantity, "warehouse_id": str(low["warehouse"])}


def test_it_proposes_and_drafts_by_supplier(pharma: Company, low: dict[str, Any]) -> None:
    client = pharma.client(ASHA)
    with pharma.acting(ASHA) as asha:
        found = {row.name: row for row in replenishment(actor=asha)}
        assert found["Low tablet"].proposed == 120
        assert found["New tablet"].supplier_id is None
    text = client.get("/app/replenishment").content.decode()
    assert "Low tablet" in text
    assert "Low tablet" in client.get("/app/replenishment.csv").content.decode()
    assert client.post("/app/replenishment", form(low, "110")).status_code == 303
    with pharma.acting(ASHA) as asha:
        order = PurchaseOrder.objects.get()
        assert (order.status, order.supplier_id) == ("draft", low["supplier"])
        assert PurchaseOrderLine.objects.get().quantity_base == 110
        assert "Low tablet" not in {row.name for row in replenishment(actor=asha)}


@pytest.mark.parametrize("typed", ["", "0", "many", "-1"])
def test_what_cannot_be_ordered_is_refused_and_kept(pharma: Company, low: dict[str, Any], typed: str) -> None:
    answer = pharma.client(ASHA).post("/app/replenishment", form(low, typed))
    assert answer.status_code == 422
    with pharma.acting(ASHA):
        assert not PurchaseOrder.objects.exists()


def test_who_may_not_buy_sees_it_and_drafts_nothing(pharma: Company, low: dict[str, Any]) -> None:
    client = pharma.client(RAVI)
    assert "Low tablet" in client.get("/app/replenishment").content.decode()
    assert client.post("/app/replenishment", form(low, "5")).status_code == 403


def test_another_organization_sees_nothing_of_it(others: Company, low: dict[str, Any]) -> None:
    assert "Low tablet" not in others.client(OTTO).get("/app/replenishment").content.decode()
    assert others.client(OTTO).post("/app/replenishment", form(low, "5")).status_code == 422


def test_it_costs_the_same_for_one_row_and_for_many(pharma: Company, low: dict[str, Any]) -> None:
    client = pharma.client(ASHA)
    first = statements(client, "/app/replenishment")
    with pharma.acting(ASHA) as asha:
        for _more in range(5):
            make.product(actor=asha, reorder_point=Decimal(5))
    assert statements(client, "/app/replenishment") == first
