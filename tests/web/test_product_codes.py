"""A scanned code that nobody knows, linked to a product from within an entry grid; and forms that begin with a product."""

from __future__ import annotations

from typing import Any

import pytest

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.queries import product as product_page
from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI

pytestmark = pytest.mark.django_db

CODE = "09520000123451"


class Counter:
    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            pack = PackUnitInput(code="box", factor="10")
            self.product = make.product(actor=asha, sku="DM-8101", name="Linked Demo", units=[pack], barcodes=[])

    def link(self, code: str, who: Any = ASHA, **more: str) -> Any:
        return self.company.client(who).post(
            "/app/products/codes", {"product_id": str(self.product.id), "code": code, **more}
        )

    def codes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        with self.company.acting(ASHA) as asha:
            found = product_page(actor=asha, product_id=self.product.id)
        return found.barcodes, found.units[0].barcodes

    def matches(self, code: str) -> list[str]:
        return [each["sku"] for each in self.company.client(ASHA).get("/app/scan", {"code": code}).json()["matches"]]


@pytest.fixture(scope="module")
def counter(pharma: Company) -> Counter:
    return Counter(pharma)


def test_a_linked_code_is_known_at_the_next_scan(counter: Counter) -> None:
    assert counter.matches(CODE) == []
    answer = counter.link(CODE)
    assert answer.status_code == 200
    assert answer.json() == {"name": "Linked Demo"}
    assert counter.matches(CODE) == ["DM-8101"]
    with counter.company.acting(ASHA):
        event = AuditEvent.objects.filter(subject_id=counter.product.id).latest("id")
        assert event.operation == "catalog.change_product"
        assert event.after["barcodes"] == [CODE]


def test_of_a_gs1_code_the_gtin_is_linked(counter: Counter) -> None:
    counter.link(f"01{CODE}1727123110B-9")
    assert counter.codes() == ((CODE,), ())


def test_a_carton_gets_its_own_code(counter: Counter) -> None:
    counter.link(CODE, unit="box")
    assert counter.codes() == ((), (CODE,))


def test_twice_is_once(counter: Counter) -> None:
    counter.link(CODE)
    assert counter.link(CODE).status_code == 200
    assert counter.codes() == ((CODE,), ())


@pytest.mark.parametrize(
    ("code", "more", "word"),
    [
        ("", {}, "Scan or type"),
        ("09520000123450", {}, "check digit"),
        (CODE, {"unit": "barrel"}, "barrel"),
        (CODE, {"product_id": ""}, "Choose"),
        ("x" * 200, {}, "too long"),
    ],
)
def test_what_cannot_be_linked_says_why(counter: Counter, code: str, more: dict[str, str], word: str) -> None:
    answer = counter.link(code, **more)
    assert answer.status_code == 422
    assert word in answer.json()["message"]
    assert counter.codes() == ((), ())


def test_it_needs_the_permission_and_the_own_workspace(counter: Counter, others: Company) -> None:
    assert counter.link(CODE, RAVI).status_code == 403
    sent = {"product_id": str(counter.product.id), "code": CODE}
    assert others.client(OTTO).post("/app/products/codes", sent).status_code == 404
    assert counter.codes() == ((), ())
    assert "data-link-href" in counter.company.client(ASHA).get("/app/receipts/new").content.decode()
    assert "data-link-href" not in counter.company.client(RAVI).get("/app/receipts/new").content.decode()


def test_a_new_product_begins_with_the_code(counter: Counter) -> None:
    assert CODE in counter.company.client(ASHA).get(f"/app/products/new?barcode={CODE}").content.decode()


@pytest.mark.parametrize("address", ["/app/purchase-orders/new", "/app/sales-orders/new"])
def test_an_order_begins_with_a_product(counter: Counter, address: str) -> None:
    client = counter.company.client(ASHA)
    assert 'data-begins-with="DM-8101"' in client.get(f"{address}?product={counter.product.id}").content.decode()
    assert "data-begins-with" not in client.get(f"{address}?product=nonsense").content.decode()
