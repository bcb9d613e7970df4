"""On hand by product and by place: what is free, reserved and coming, what ends first, and the side panel of a product."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from omnistock.domain.catalog.models import Product
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.purchasing.operations import confirm_purchase_order
from omnistock.domain.sales.inputs import SalesOrderLineInput
from tests import make
from tests.make import Company
from tests.personas import ASHA, FARID, MEENA, OTTO, RAVI
from tests.support.pages import markup, statements

pytestmark = pytest.mark.django_db


class Shelves:
    """40 strips of B-LATE and 25 of B-SOON, of which 10 are reserved; 200 more are ordered."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.product = make.product(actor=asha, sku="DM-7001", name="Shelf Demo 500 tab")
            self.today = asha.today
            for batch, quantity, days in (("B-LATE", "40", 400), ("B-SOON", "25", 20)):
                make.received(
                    actor=asha,
                    product=self.product,
                    quantity=quantity,
                    batch=batch,
                    expires_on=self.today + dt.timedelta(days=days),
                )
            wanted = SalesOrderLineInput(product_id=self.product.id, quantity=Decimal(10), unit_price=Decimal(30))
            order = make.sales_order(actor=asha, lines=[wanted])
            self.order_number = order.number
            coming = PurchaseOrderLineInput(product_id=self.product.id, quantity=Decimal(200), unit_cost=Decimal(9))
            bought = make.purchase_order(actor=asha, lines=[coming])
            self.purchase_number = bought.number

    def another(self, number: int) -> Product:
        with self.company.acting(ASHA) as asha:
            product = make.product(actor=asha, sku=f"DM-71{number:02}", name=f"Other {number}")
            make.received(actor=asha, product=product, quantity="5", batch=f"O{number}")
            return product


@pytest.fixture(scope="module")
def shelves(pharma: Company) -> Shelves:
    return Shelves(pharma)


def _text(company: Company, address: str, who: object = RAVI) -> str:
    answer = company.client(who).get(address)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return markup(answer).replace(" ", " ").replace("<small>", "")


class TestByProduct:
    def test_a_row_tells_free_reserved_coming_and_what_ends_first(self, shelves: Shelves) -> None:
        text = _text(shelves.company, "/app/stock", ASHA)
        for word in ("Shelf Demo 500 tab", "DM-7001", ">55", ">10", ">65", ">200", "B-SOON"):
            assert word in text
        assert "B-LATE" not in text

    def test_what_is_only_ordered_stands_there_too(self, shelves: Shelves) -> None:
        with shelves.company.acting(ASHA) as asha:
            new = make.product(actor=asha, sku="DM-7002", name="Not yet here")
            line = PurchaseOrderLineInput(product_id=new.id, quantity=Decimal(7), unit_cost=Decimal(1))
            bought = make.purchase_order(actor=asha, lines=[line], confirm=False)
        assert "Not yet here" not in _text(shelves.company, "/app/stock")
        with shelves.company.acting(ASHA) as asha:
            confirm_purchase_order(actor=asha, purchase_order_id=bought.id)
        assert "Not yet here" in _text(shelves.company, "/app/stock")

    @pytest.mark.parametrize(("expires", "is_there"), [("30", True), ("expired", False), ("nonsense", True)])
    def test_it_is_narrowed_by_expiry(self, shelves: Shelves, expires: str, is_there: bool) -> None:
        assert ("DM-7001" in _text(shelves.company, f"/app/stock?expires={expires}")) is is_there

    def test_it_is_narrowed_by_warehouse_and_category(self, shelves: Shelves) -> None:
        with shelves.company.acting(ASHA) as asha:
            empty = make.warehouse(actor=asha, name="Empty store")
        assert "DM-7001" not in _text(shelves.company, f"/app/stock?warehouse={empty.id}")
        assert "DM-7001" not in _text(shelves.company, f"/app/stock?category={empty.id}")

    def test_the_pages_follow_each_other(self, shelves: Shelves) -> None:
        for number in range(51):
            shelves.another(number)
        answer = shelves.company.client(RAVI).get("/app/stock")
        following = answer.context["listing"].next_href
        assert "Shelf Demo" not in answer.content.decode()
        assert "Shelf Demo" in _text(shelves.company, f"/app/stock{following}")

    def test_it_costs_the_same_for_one_row_and_for_many(self, shelves: Shelves) -> None:
        client = shelves.company.client(ASHA)
        first = statements(client, "/app/stock")
        for number in range(12):
            shelves.another(number)
        assert statements(client, "/app/stock") == first

    def test_who_sees_no_costs_sees_no_value(self, shelves: Shelves) -> None:
        assert "Value on hand" in _text(shelves.company, "/app/stock", ASHA)
        with shelves.company.acting(RAVI) as ravi:
            assert not ravi.sees_costs
        assert "Value" not in _text(shelves.company, "/app/stock", RAVI)

    def test_another_organization_sees_nothing_of_it(self, shelves: Shelves, others: Company) -> None:
        assert "DM-7001" not in _text(others, "/app/stock", OTTO)
        assert others.client(OTTO).get(f"/app/stock/products/{shelves.product.id}/summary").status_code == 404

    def test_the_file_holds_what_the_filter_shows(self, shelves: Shelves) -> None:
        file = shelves.company.client(FARID).get("/app/stock/products.csv").getvalue().decode()
        assert "DM-7001" in file
        assert "200" in file
        assert (
            "DM-7001"
            not in shelves.company.client(FARID).get("/app/stock/products.csv?expires=expired").getvalue().decode()
        )


class TestByPlace:
    def test_a_place_says_how_much_lies_there(self, shelves: Shelves) -> None:
        text = _text(shelves.company, "/app/stock?by=place")
        assert "?by=batch&amp;location=" in text
        file = shelves.company.client(RAVI).get("/app/stock/places.csv").getvalue().decode().splitlines()
        assert len(file) == 2
        assert ",1,2," in file[1]

    def test_its_batches_are_one_press_away(self, shelves: Shelves) -> None:
        answer = shelves.company.client(RAVI).get("/app/stock?by=place")
        place = answer.context["listing"].rows[0]
        assert "B-LATE" in _text(shelves.company, f"/app/stock?by=batch&location={place.location_id}")


class TestSidePanel:
    def test_it_shows_batches_who_waits_and_what_comes(self, shelves: Shelves) -> None:
        text = _text(shelves.company, f"/app/stock/products/{shelves.product.id}/summary", ASHA)
        assert text.index("B-SOON") < text.index("B-LATE")
        assert shelves.order_number in text
        assert shelves.purchase_number in text

    def test_who_may_not_see_purchases_sees_none(self, shelves: Shelves) -> None:
        with shelves.company.acting(MEENA) as meena:
            may = meena.may("purchasing:read")
        text = _text(shelves.company, f"/app/stock/products/{shelves.product.id}/summary", MEENA)
        assert (shelves.purchase_number in text) is may

    def test_the_product_page_tells_the_same(self, shelves: Shelves) -> None:
        text = _text(shelves.company, f"/app/products/{shelves.product.id}", ASHA)
        assert shelves.order_number in text
        assert shelves.purchase_number in text
        assert "Incoming" in text
