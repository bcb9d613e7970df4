"""Files brought in on the screen: checked whole, every error at once, then all or nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from omnistock.domain.catalog.models import Product
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI
from tests.support.queue import run_waiting

pytestmark = pytest.mark.django_db

GOOD = b"SKU,Name,Unit,MRP\nDM-1,First Demo 10 tab,strip,120.00\nDM-2,Second Demo 10 tab,strip,80\n"
BAD = b"SKU,Name,Unit,MRP\nDM-1,,strip,x\nDM-2,Second Demo 10 tab,strip,-5\n"


def send(company: Company, content: bytes, **fields: str) -> str:
    """The address of the import's page."""
    sent = {"kind": "products", "file": SimpleUploadedFile("products.csv", content)} | fields
    answer = company.client(ASHA).post("/app/imports/new", sent)
    assert answer.status_code == 303, answer.content.decode()
    return answer.headers["Location"]


def products(company: Company) -> int:
    with company.acting(ASHA):
        return Product.objects.count()


class TestImport:
    def test_a_good_file_is_checked_then_brought_in(self, pharma: Company) -> None:
        url, before = send(pharma, GOOD), products(pharma)
        client = pharma.client(ASHA)
        assert "Bring in 2 rows" in client.get(url).content.decode()
        assert client.post(f"{url}/run").status_code == 303
        run_waiting()
        assert "2 new" in client.get(url).content.decode()
        assert products(pharma) == before + 2

    def test_every_error_is_shown_at_once_and_nothing_changes(self, pharma: Company) -> None:
        url, before = send(pharma, BAD), products(pharma)
        text = pharma.client(ASHA).get(url).content.decode()
        assert "3 things to mend" in text
        assert pharma.client(ASHA).post(f"{url}/run").status_code == 409
        assert products(pharma) == before

    def test_columns_are_named_by_hand_and_checked_again(self, pharma: Company) -> None:
        url = send(pharma, GOOD)
        again = pharma.client(ASHA).post(f"{url}/mapping", {"column-3": ""})
        assert again.status_code == 303
        assert "Bring in 2 rows" in pharma.client(ASHA).get(url).content.decode()

    @pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"just words"])
    def test_what_is_no_table_is_refused_beside_the_field(self, pharma: Company, content: bytes) -> None:
        sent = {"kind": "products", "file": SimpleUploadedFile("x.csv", content)}
        answer = pharma.client(ASHA).post("/app/imports/new", sent)
        assert answer.status_code in (303, 422)
        assert products(pharma) == 0

    def test_no_file_at_all(self, pharma: Company) -> None:
        assert pharma.client(ASHA).post("/app/imports/new", {"kind": "products"}).status_code == 422

    def test_it_needs_the_permission_and_is_the_tenants_own(self, pharma: Company, others: Company) -> None:
        url = send(pharma, GOOD)
        assert pharma.client(RAVI).get(url).status_code == 403
        assert others.client(OTTO).get(url).status_code == 404
        assert others.client(OTTO).post(f"{url}/run").status_code == 404

    def test_the_list_names_it(self, pharma: Company) -> None:
        send(pharma, GOOD)
        assert "products.csv" in pharma.client(ASHA).get("/app/imports").content.decode()
