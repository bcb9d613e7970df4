"""What is archived is offered by no form, and found by whoever looks for it."""

from __future__ import annotations

import pytest
from django.test import Client

from omnistock.domain.catalog.operations import archive_product
from omnistock.domain.parties.operations import archive_customer, archive_supplier
from omnistock.kernel.ids import uuid7
from tests import make
from tests.personas import ASHA
from tests.web.test_money import text_of

pytestmark = pytest.mark.django_db


class Attic:
    """Demo Pharma, which put a product with stock, a customer and a supplier away."""

    def __init__(self) -> None:
        self.company = make.organization()
        with self.company.acting(ASHA) as asha:
            product = make.plain_product(actor=asha, sku="OLD-1", name="Dusty Stapler")
            make.received(actor=asha, product=product)
            archive_product(actor=asha, product_id=product.pk)
            archive_customer(actor=asha, customer_id=make.customer(actor=asha, name="Faraway Chemist").pk)
            archive_supplier(actor=asha, supplier_id=make.supplier(actor=asha, name="Faraway Depot").pk)
            self.warehouse_id = make.main_warehouse().pk

    @property
    def client(self) -> Client:
        return self.company.client(ASHA)


@pytest.fixture(scope="module")
def attic(file_db: None) -> Attic:
    return Attic()


def test_search_finds_it_and_says_that_it_is_archived(attic: Attic) -> None:
    found = text_of(attic.client.get("/app/search", {"q": "faraway"}))
    assert "Faraway Chemist Mumbai · Archived" in found
    assert "Faraway Depot Archived" in found
    offered = attic.client.get("/app/search", {"q": "dusty"}, headers={"Accept": "application/json"}).json()["results"]
    assert ("Dusty Stapler", "OLD-1 · Archived") in [(each["label"], each["detail"]) for each in offered]


@pytest.mark.parametrize("page", ["/app/stock", "/app/stock?by=batch"])
def test_its_stock_is_found_by_its_name(attic: Attic, page: str) -> None:
    assert "Dusty Stapler" in text_of(attic.client.get(page, {"q": "dusty"}))


def test_forms_say_that_it_is_archived_and_not_that_there_is_none(attic: Attic) -> None:
    said = attic.client.get("/app/scan", {"code": "Dusty Stapler"}).json()
    assert said["matches"] == []
    assert said["problems"] == ["Dusty Stapler is archived; restore it first."]
    assert attic.client.get("/app/scan", {"code": "Dusty"}).json()["problems"] == []  # may be anything
    preview = {"customer": "faraway chemist", "warehouse_id": str(attic.warehouse_id)}
    assert "Faraway Chemist is archived" in text_of(attic.client.post("/app/sales-orders/preview", preview))
    order = {"id": str(uuid7()), "supplier": "Faraway Depot", "warehouse_id": str(attic.warehouse_id)}
    refused = attic.client.post("/app/purchase-orders/new", order)
    assert refused.status_code == 422
    assert "Faraway Depot is archived" in text_of(refused)


def test_a_refusal_that_no_form_caught_is_told_once_and_leads_back(attic: Attic) -> None:
    with attic.company.acting(ASHA) as asha:
        make.warehouse(actor=asha)  # the only one is never archived
        make.received(actor=asha, product=make.plain_product(actor=asha), warehouse_id=attic.warehouse_id)
    here = f"/app/warehouses/{attic.warehouse_id}"
    refused = attic.client.post(f"{here}/archival", {"do": "archive"}, headers={"referer": f"http://testserver{here}"})
    assert refused.status_code == 409
    assert text_of(refused).count("Stock lies in MAIN; move it or write it off first.") == 1
    assert f'href="{here}"' in refused.content.decode()  # the address that was posted to has no page
    assert f'href="{here}/archival"' not in refused.content.decode()
    elsewhere = attic.client.post(f"{here}/archival", {"do": "archive"}, headers={"referer": "http://example.com/x"})
    assert "http://example.com/x" not in elsewhere.content.decode()
    doubled = attic.client.post(
        f"{here}/archival", {"do": "archive"}, headers={"referer": "http://testserver//example.com/x"}
    )
    assert 'href="/%2Fexample.com/x"' in doubled.content.decode()
