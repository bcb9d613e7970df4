"""Products, units and categories on the screen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest

from omnistock.domain.catalog.models import Category, Product, Unit
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.operations import post_receipt
from tests import make
from tests.personas import ASHA, MAYA, MEENA, OTTO, RAVI
from tests.support.pages import statements

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Azithral Demo 500", "sku": "AZ-500", "category": "Antibiotics", "brand": "Demo", "unit": "tablet",
    "tracking": "batch+expires", "shelf_life_days": "730", "sale_price": "8.40", "mrp": "1,240.50",
    "purchase_price": "6", "hsn_code": "3004", "tax_rate": "5", "tax_category": "taxable",
    "barcodes": "9520000000004\n", "reorder_point": "100",
    "units-0-code": "strip", "units-0-factor": "10", "units-0-barcodes": "STRIP-1; STRIP-2",
    "units-2-code": "", "units-2-factor": "", "units-2-barcodes": "",
}  # fmt: skip


@pytest.fixture
def tablets(pharma: make.Company) -> Product:
    """A product of Demo Pharma of which two batches lie in Main."""
    with pharma.acting(ASHA) as asha:
        product = make.product(actor=asha, sku="AZ-500", name="Azithral Demo", reorder_point="500", purchase_price="6")
        lines = [
            ReceiptLineInput(
                product_id=product.pk, quantity=Decimal(quantity), unit_cost=Decimal(6), batch_number=number,
                expires_on=asha.today + dt.timedelta(days=days),
            )
            for number, quantity, days in (("B-LATE", 300, 400), ("B-SOON", 50, 20))
        ]  # fmt: skip
        post_receipt(actor=asha, warehouse_id=make.main_warehouse().pk, lines=lines)
    return product


def rows(company: make.Company) -> list[Any]:
    with company.acting(ASHA):
        return list(Product.objects.order_by("sku"))


class TestList:
    def test_it_shows_products_with_their_stock(self, pharma: make.Company, tablets: Product) -> None:
        page = pharma.client(RAVI).get("/app/products").content.decode()
        assert "Azithral Demo" in page
        assert "350" in page
        assert "Low" in page

    def test_it_searches_filters_and_sorts(self, pharma: make.Company, tablets: Product) -> None:
        with pharma.acting(ASHA) as asha:
            make.plain_product(actor=asha, name="Bandage", category="Dressings")
        client = pharma.client(RAVI)

        def shown(query: str) -> list[str]:
            return [row.product.name for row in client.get(f"/app/products?{query}").context["listing"].rows]

        assert shown("q=azith") == ["Azithral Demo"]
        assert shown("tracking=none") == ["Bandage"]
        assert shown("sort=-name") == ["Bandage", "Azithral Demo"]
        with pharma.acting(ASHA):
            category = Category.objects.get(name="Dressings")
        assert shown(f"category={category.pk}") == ["Bandage"]
        assert shown("archived=yes") == []
        assert shown("category=nonsense&tracking=x&sort=y") == ["Azithral Demo", "Bandage"]

    def test_an_empty_catalogue_says_what_to_do(self, pharma: make.Company) -> None:
        page = pharma.client(ASHA).get("/app/products").content.decode()
        assert "Nothing in the catalogue yet." in page
        assert "Add one" in page

    def test_it_takes_the_same_statements_for_1_and_for_50(self, pharma: make.Company, tablets: Product) -> None:
        client = pharma.client(ASHA)
        before = statements(client, "/app/products")
        with pharma.acting(ASHA) as asha:
            for _each in range(49):
                make.product(actor=asha)
        assert statements(client, "/app/products") == before

    def test_chosen_products_are_archived_together(self, pharma: make.Company, tablets: Product) -> None:
        answer = pharma.client(ASHA).post("/app/products/archival", {"id": [str(tablets.pk)]})
        assert answer.status_code == 303
        assert rows(pharma)[0].archived_at is not None

    def test_a_choice_that_is_not_all_ours_archives_nothing(
        self, pharma: make.Company, others: make.Company, tablets: Product
    ) -> None:
        with others.acting(OTTO) as otto:
            theirs = make.plain_product(actor=otto)
        answer = pharma.client(ASHA).post("/app/products/archival", {"id": [str(tablets.pk), str(theirs.pk)]})
        assert answer.status_code == 404
        assert rows(pharma)[0].archived_at is None


class TestPage:
    def test_it_shows_where_it_lies_what_leaves_first_at_the_top(self, pharma: make.Company, tablets: Product) -> None:
        page = pharma.client(RAVI).get(f"/app/products/{tablets.pk}").content.decode()
        assert page.index("B-SOON") < page.index("B-LATE")
        assert "in 20 days" in page
        assert "Received" in page

    def test_costs_are_for_who_sees_them(self, pharma: make.Company, tablets: Product) -> None:
        assert "Purchase price" in pharma.client(ASHA).get(f"/app/products/{tablets.pk}").content.decode()
        assert "Purchase price" not in pharma.client(RAVI).get(f"/app/products/{tablets.pk}").content.decode()

    def test_it_refuses_another_tenant(self, others: make.Company, tablets: Product) -> None:
        client = others.client(OTTO)
        assert client.get(f"/app/products/{tablets.pk}").status_code == 404
        assert client.get(f"/app/products/{tablets.pk}/edit").status_code == 404
        assert client.post(f"/app/products/{tablets.pk}/edit", TYPED).status_code == 404
        assert client.post(f"/app/products/{tablets.pk}/archival").status_code == 404

    def test_it_is_archived_and_offered_again(self, pharma: make.Company, tablets: Product) -> None:
        client = pharma.client(ASHA)
        assert client.post(f"/app/products/{tablets.pk}/archival").status_code == 303
        assert "Offer it again" in client.get(f"/app/products/{tablets.pk}").content.decode()
        client.post(f"/app/products/{tablets.pk}/archival", {"do": "restore"})
        assert rows(pharma)[0].archived_at is None


class TestForm:
    def test_it_makes_a_product_with_packs_and_barcodes(self, pharma: make.Company) -> None:
        answer = pharma.client(MAYA).post("/app/products/new", TYPED)
        assert answer.status_code == 303, answer.context["form"].mistakes
        (made,) = rows(pharma)
        assert answer["Location"] == f"/app/products/{made.pk}"
        assert (made.sku, made.tracking, made.expires, made.mrp) == ("AZ-500", "batch", True, Decimal("1240.50"))
        page = pharma.client(MAYA).get(f"/app/products/{made.pk}/edit").content.decode()
        assert "09520000000004" in page
        assert "STRIP-1; STRIP-2" in page

    def test_bad_input_keeps_what_was_typed_and_makes_nothing(self, pharma: make.Company) -> None:
        bad = {
            **TYPED,
            "name": "",
            "mrp": "lots",
            "hsn_code": "1",
            "units-0-factor": "0",
            "units-0-barcodes": "A;9520000000001",
        }
        answer = pharma.client(MAYA).post("/app/products/new", bad)
        assert answer.status_code == 422
        form = answer.context["form"]
        assert {mistake.target for mistake in form.mistakes} == {
            "id_name", "id_mrp", "id_hsn_code", "id_units-0-factor", "id_units-0-barcodes",
        }  # fmt: skip
        page = answer.content.decode()
        assert 'value="lots"' in page
        assert 'value="A;9520000000001"' in page
        assert rows(pharma) == []

    def test_a_sku_in_use_is_refused_at_its_field(self, pharma: make.Company, tablets: Product) -> None:
        answer = pharma.client(MAYA).post("/app/products/new", {**TYPED, "sku": "az-500"})
        assert answer.status_code == 422
        assert answer.context["form"].errors("sku")

    def test_without_a_code_of_ones_own_the_next_number_is_taken(self, pharma: make.Company) -> None:
        client, plain = pharma.client(MAYA), {"unit": "strip", "tracking": "none"}
        for sku, name in (("", "First"), ("P-9999", "Far"), ("P-000000012", "Padded"), (" ", "Next")):
            assert client.post("/app/products/new", {**plain, "sku": sku, "name": name}).status_code == 303
        assert sorted(row.sku for row in rows(pharma)) == ["P-000000012", "P-0001", "P-10000", "P-9999"]

    @pytest.mark.parametrize("back", ["/app/receipts/new", "/app/receipts/new?order=1"])
    def test_it_comes_back_to_the_lines_that_did_not_know_it(self, pharma: make.Company, back: str) -> None:
        client, typed = pharma.client(MAYA), {"sku": "A 1", "name": "One", "unit": "strip", "tracking": "none"}
        answer = client.post(f"/app/products/new?{urlencode({'next': back})}", typed)
        assert answer["Location"] == f"{back}{'&' if '?' in back else '?'}added=A+1"
        elsewhere = client.post("/app/products/new?next=//evil.example", {**typed, "sku": "A2"})
        assert elsewhere["Location"].startswith("/app/products/")

    def test_it_changes_what_was_typed_and_refuses_an_old_page(self, pharma: make.Company, tablets: Product) -> None:
        client = pharma.client(ASHA)
        page = client.get(f"/app/products/{tablets.pk}/edit").context["form"]
        typed = {name: value for name, value in page.values.items() if not name.endswith("is_used")}
        changed = client.post(f"/app/products/{tablets.pk}/edit", {**typed, "name": "Azithral Demo 250"})
        assert changed.status_code == 303, changed.context["form"].mistakes
        assert rows(pharma)[0].name == "Azithral Demo 250"
        again = client.post(f"/app/products/{tablets.pk}/edit", {**typed, "name": "Too late"})
        assert again.status_code == 412
        assert 'value="Too late"' in again.content.decode()
        assert rows(pharma)[0].name == "Azithral Demo 250"

    def test_who_sees_no_costs_changes_none(self, pharma: make.Company, tablets: Product) -> None:
        pharma.limit(MAYA, sees_costs=False)
        client = pharma.client(MAYA)
        page = client.get(f"/app/products/{tablets.pk}/edit")
        assert 'name="purchase_price"' not in page.content.decode()
        typed = {name: value for name, value in page.context["form"].values.items() if name != "purchase_price"}
        assert client.post(f"/app/products/{tablets.pk}/edit", {**typed, "brand": "Demo"}).status_code == 303
        assert rows(pharma)[0].purchase_price == 6

    def test_it_needs_permission(self, pharma: make.Company, tablets: Product) -> None:
        client = pharma.client(MEENA)
        assert client.get("/app/products/new").status_code == 403
        assert client.post("/app/products/new", TYPED).status_code == 403
        assert client.post(f"/app/products/{tablets.pk}/archival").status_code == 403
        assert "New product" not in client.get("/app/products").content.decode()


class TestVocabulary:
    def test_units_are_made_and_changed(self, pharma: make.Company) -> None:
        client = pharma.client(ASHA)
        typed = {"code": "sachet", "name": "Sachet", "decimals": "0", "uqc_code": "oth"}
        assert client.post("/app/units", typed).status_code == 303
        with pharma.acting(ASHA):
            unit = Unit.objects.get(code="sachet")
        assert client.post(f"/app/units/{unit.pk}", {**typed, "name": "Sachets", "version": "1"}).status_code == 303
        refused = client.post("/app/units", {**typed, "uqc_code": "???"})
        assert refused.status_code == 422
        assert refused.context["form"].errors("uqc_code")
        assert client.get(f"/app/units/{unit.pk}").status_code == 200

    def test_categories_are_made_and_renamed(self, pharma: make.Company) -> None:
        client = pharma.client(ASHA)
        assert client.post("/app/categories", {"name": "Antibiotics"}).status_code == 303
        assert client.post("/app/categories", {"name": "Antibiotics"}).status_code == 422
        with pharma.acting(ASHA):
            category = Category.objects.get()
        assert (
            client.post(f"/app/categories/{category.pk}", {"name": "Anti-infectives", "version": "1"}).status_code
            == 303
        )
        assert "Anti-infectives" in client.get("/app/categories").content.decode()
        assert client.get(f"/app/categories/{category.pk}").status_code == 200

    def test_they_refuse_who_may_not_and_who_is_elsewhere(self, pharma: make.Company, others: make.Company) -> None:
        with pharma.acting(ASHA):
            unit = Unit.objects.order_by("id")[0]
        assert pharma.client(RAVI).get("/app/units").status_code == 200
        assert pharma.client(RAVI).post("/app/units", {"code": "x"}).status_code == 403
        assert pharma.client(RAVI).post("/app/categories", {"name": "x"}).status_code == 403
        assert others.client(OTTO).get(f"/app/units/{unit.pk}").status_code == 404
