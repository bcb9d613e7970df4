"""What to order, on the screen: proposed with a reason, changed, drafted with one press; and when a product is ordered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.parties.models import Supplier
from omnistock.domain.purchasing.models import ProductSupplier, PurchaseOrder, PurchaseOrderLine
from omnistock.domain.replenishment.inputs import ReorderRuleInput
from omnistock.domain.replenishment.models import ReorderRule
from omnistock.domain.replenishment.operations import set_reorder_rules
from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI
from tests.support.pages import statements

pytestmark = pytest.mark.django_db
PAGE = "/app/replenishment"


@pytest.fixture(scope="module")
def low(pharma: Company) -> dict[str, Any]:
    """30 on hand at a reorder point of 50, filled up to 150; and one that never came from a supplier."""
    with pharma.acting(ASHA) as asha:
        place = make.main_warehouse().pk
        product = make.product(actor=asha, name="Low tablet", sku="LOW-1")
        amounts = {"reorder_point": Decimal(50), "reorder_quantity": Decimal(100)}
        make.product(actor=asha, name="New tablet", **amounts)
        supplier: Supplier = make.supplier(actor=asha, name="Medico Demo")
        make.received(actor=asha, product=product, quantity="30", supplier_id=supplier.pk)
        rule = ReorderRuleInput(
            product_id=product.pk, warehouse_id=place, reorder_point=Decimal(50), target=Decimal(150)
        )
        set_reorder_rules(actor=asha, rules=[rule])
        return {"product": product.pk, "supplier": supplier.pk, "warehouse": place}


def form(low: dict[str, Any], quantity: str) -> dict[str, str]:
    return {f"quantities-order.{low['product']}.{low['warehouse']}.{low['supplier']}": quantity}


def test_it_proposes_says_why_and_drafts(pharma: Company, low: dict[str, Any]) -> None:
    client = pharma.client(ASHA)
    text = client.get(PAGE).content.decode()
    assert "Buy from Medico Demo for" in text
    assert "30 usable. The reorder point is 50. Filled up to 150: 120 tablet." in text
    assert "Nobody is known to sell these" in text
    rows = client.get(f"{PAGE}.csv").content.decode()
    assert "Low tablet" in rows
    assert "Filled up to 150" in rows
    assert client.post(PAGE, form(low, "110")).status_code == 303
    with pharma.acting(ASHA):
        order = PurchaseOrder.objects.get()
        assert (order.status, order.supplier_id) == ("draft", low["supplier"])
        assert PurchaseOrderLine.objects.get().quantity_base == 110
    assert "Buy from Medico Demo" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("typed", ["", "0", "many", "-1", "0.5"])
def test_what_cannot_be_ordered_is_refused_and_kept(pharma: Company, low: dict[str, Any], typed: str) -> None:
    answer = pharma.client(ASHA).post(PAGE, form(low, typed))
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    with pharma.acting(ASHA):
        assert not PurchaseOrder.objects.exists()


def test_who_may_not_buy_sees_it_and_drafts_nothing(pharma: Company, low: dict[str, Any]) -> None:
    client = pharma.client(RAVI)
    text = client.get(PAGE).content.decode()
    assert "Low tablet" in text
    assert "quantities-" not in text
    assert client.post(PAGE, form(low, "5")).status_code == 403
    assert client.get(f"/app/products/{low['product']}/reordering").status_code == 403
    assert client.post(f"{PAGE}/rules", {}).status_code == 403


def test_another_organization_sees_nothing_of_it(others: Company, low: dict[str, Any]) -> None:
    client = others.client(OTTO)
    assert "Low tablet" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, form(low, "5")).status_code == 422
    assert client.get(f"/app/products/{low['product']}/reordering").status_code == 404


def test_it_costs_the_same_for_one_row_and_for_many(pharma: Company, low: dict[str, Any]) -> None:
    client = pharma.client(ASHA)
    pages = (PAGE, f"{PAGE}/rules", "/app/products")
    first = [statements(client, page) for page in pages]
    with pharma.acting(ASHA) as asha:
        for _more in range(5):
            product = make.product(actor=asha)
            rule = ReorderRuleInput(product_id=product.pk, warehouse_id=low["warehouse"], reorder_point=Decimal(5))
            set_reorder_rules(actor=asha, rules=[rule])
    assert [statements(client, page) for page in pages] == first


def test_a_product_is_ordered_as_its_page_says(pharma: Company, low: dict[str, Any]) -> None:
    client, url = pharma.client(ASHA), f"/app/products/{low['product']}/reordering"
    assert 'value="150"' in client.get(url).content.decode()
    sent = {
        "rules-0-warehouse_id": str(low["warehouse"]),
        "rules-0-reorder_point": "60",
        "rules-0-target": "90",
        "suppliers-0-supplier": "Medico Demo",
        "suppliers-0-code": "MD-17",
        "suppliers-0-unit_cost": "9.50",
        "suppliers-0-lead_days": "7",
        "suppliers-0-is_preferred": "on",
    }
    wrong = client.post(url, sent | {"rules-0-target": "9", "suppliers-0-lead_days": "99999"})
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "Filled up to 9 is less than the reorder point 60." in text
    assert 'id="id_suppliers-0-lead_days"' in text
    assert client.post(url, sent | {"suppliers-0-supplier": "Nobody"}).status_code == 422
    assert client.post(url, sent).status_code == 303
    with pharma.acting(ASHA):
        assert (ReorderRule.objects.get().reorder_point, ReorderRule.objects.get().target) == (60, 90)
        found = ProductSupplier.objects.get()
        assert (found.code, found.unit_cost, found.lead_days, found.is_preferred) == ("MD-17", Decimal("9.5"), 7, True)
    page = client.get(f"/app/products/{low['product']}").content.decode()
    assert "MD-17" in page
    assert "Set reorder rules" in page


def test_the_grid_sets_many_at_once_and_takes_away(pharma: Company, low: dict[str, Any]) -> None:
    client, url = pharma.client(ASHA), f"{PAGE}/rules?warehouse={low['warehouse']}"
    row = {"rules-0-product_id": str(low["product"])}
    assert client.post(url, row | {"rules-0-reorder_point": "x"}).status_code == 422
    assert client.post(url, row | {"rules-0-reorder_point": "70", "rules-0-target": "80"}).status_code == 303
    with pharma.acting(ASHA):
        assert ReorderRule.objects.get().target == 80
    assert "LOW-1" in client.get(f"{PAGE}/rules.csv").content.decode()
    assert client.post(url, row | {"rules-0-reorder_point": "", "rules-0-target": ""}).status_code == 303
    with pharma.acting(ASHA):
        assert not ReorderRule.objects.exists()
