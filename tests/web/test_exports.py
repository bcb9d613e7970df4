"""Lists taken out on the screen: what the page shows is what the file holds, and no file is held whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.operations import archive_product
from omnistock.domain.exchange.exports.lists import ExportList
from omnistock.domain.exchange.exports.workbook import workbook_file
from omnistock.domain.exchange.exports.writing import csv_parts
from omnistock.interfaces.web.boundary import SESSION_ORGANIZATION
from omnistock.tenancy.paging import Page
from tests import make
from tests.make import Company
from tests.personas import ASHA, RAVI

pytestmark = pytest.mark.django_db


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def filled(pharma: Company) -> Company:
    with pharma.acting(ASHA) as asha:
        for sku, name in (("B-1", "Beta"), ("A-1", "Alpha"), ("C-1", "Gamma")):
            made = make.product(actor=asha, sku=sku, name=name)
            make.received(actor=asha, product=made, batch=f"L-{sku}")
        gone = make.plain_product(actor=asha, sku="D-1", name="Delta")
        archive_product(actor=asha, product_id=gone.id)
        make.customer(actor=asha, name="Zeta Stores", code="Z")
        make.customer(actor=asha, name="Eta Stores", code="E")
        make.supplier(actor=asha, name="Theta Supplies", code="T")
    return pharma


class TestWhatTheListShows:
    def test_products_by_search_sort_and_archive(self, filled: Company) -> None:
        client = filled.client(ASHA)
        shown = lines(client.get("/app/products/export", {"sort": "-name"}).content)
        assert [each["Name"] for each in shown] == ["Gamma", "Beta", "Alpha"]
        assert [each["SKU"] for each in lines(client.get("/app/products/export", {"q": "beta"}).content)] == ["B-1"]
        assert [each["SKU"] for each in lines(client.get("/app/products/export?archived=yes").content)] == ["D-1"]
        whole = lines(client.get("/app/exports/products.csv").content)
        assert [each["SKU"] for each in whole] == ["A-1", "B-1", "C-1", "D-1"]

    def test_parties_stock_movements_and_batches(self, filled: Company) -> None:
        client = filled.client(ASHA)
        assert [each["Name"] for each in lines(client.get("/app/customers/export?q=zeta").content)] == ["Zeta Stores"]
        sorted_down = lines(client.get("/app/customers/export?sort=-name").content)
        assert [each["Name"] for each in sorted_down] == ["Zeta Stores", "Eta Stores"]
        assert [each["Code"] for each in lines(client.get("/app/suppliers/export?q=theta").content)] == ["T"]
        assert [each["SKU"] for each in lines(client.get("/app/stock/export?q=alpha").content)] == ["A-1"]
        assert lines(client.get("/app/stock/export?as_of=2001-01-01").content) == []
        batches = lines(client.get("/app/batches/export?q=L-C").content)
        assert [each["Batch number"] for each in batches] == ["L-C-1"]
        assert len(lines(client.get("/app/batches/export?sort=-number").content)) == 3
        with filled.acting(ASHA):
            product_id = make.Product.objects.get(sku="A-1").id
        moved = lines(client.get("/app/movements/export", {"product": str(product_id)}).content)
        assert {each["SKU"] for each in moved} == {"A-1"}

    def test_the_page_links_to_just_what_it_shows(self, filled: Company) -> None:
        client = filled.client(ASHA)
        for url in (
            "products",
            "customers",
            "suppliers",
            "batches",
            "movements",
            "sales-orders",
            "dispatches",
        ):
            page = client.get(f"/app/{url}?q=x&sort=-name").content.decode()
            assert f'href="/app/{url}/export?q=x&amp;sort=-name"' in page, url
            assert client.get(f"/app/{url}/export?q=x&sort=-name").status_code == 200, url

    def test_without_permission(self, filled: Company) -> None:
        assert filled.client(RAVI).get("/app/exports/invoices.xlsx").status_code == 403


class TestStreaming:
    def test_the_answer_is_streamed_and_noted_before_its_first_part(self, filled: Company) -> None:
        client = Client()
        client.force_login(make.person(ASHA))
        session = client.session
        session[SESSION_ORGANIZATION] = str(filled.id)
        session.save()
        answer: Any = client.get("/app/products/export")
        assert answer.streaming
        with filled.acting(ASHA):
            assert AuditEvent.objects.filter(operation="exchange.export_list").count() == 1
        assert b"Alpha" in b"".join(answer.streaming_content)

    def test_a_long_list_is_never_held_whole(self, pharma: Company) -> None:
        """200 pages of 500 rows of a kilobyte: a hundred megabytes, in less than five."""
        read: list[str | None] = []

        def pages(*, actor: make.Actor, cursor: str | None, limit: int) -> Page[_Row]:
            read.append(cursor)
            at = int(cursor or 0)
            return Page([_Row("x" * 1000) for _ in range(limit)], str(at + 1) if at < 199 else None)

        chosen = ExportList("long", "Long", "catalog:read", [("Text", "text")], pages, {})
        with pharma.acting(ASHA) as asha:
            parts: Iterator[str] = csv_parts(chosen.headings, chosen.rows(actor=asha, asked={}), time_zone="UTC")
            next(parts)
            assert read == [None], "the first part is there after the first page"
            tracemalloc.start()
            size = sum(len(part) for part in parts)
            _now, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert len(read) == 200
        assert size > 99_000_000
        assert peak < 5_000_000


@dataclass(frozen=True, slots=True)
class _Row:
    text: str


class TestWorkbook:
    def test_numbers_and_days_are_such_and_formulas_are_text(self) -> None:
        moment = dt.datetime(2027, 3, 31, 20, 15, tzinfo=dt.UTC)
        row = ["=1+1", Decimal("12.50"), dt.date(2027, 3, 31), moment, True, None, 8901234567890, ["a", "b"], 10**20]
        headings = [f"H{at}" for at in range(len(row))]
        with workbook_file(headings, [row], title="List", time_zone="Asia/Kolkata") as file:
            found = CalamineWorkbook.from_filelike(io.BytesIO(file.read())).get_sheet_by_index(0).to_python()
        assert found[0] == headings
        assert found[1] == [
            "=1+1", 12.5, dt.date(2027, 3, 31), dt.datetime.fromisoformat("2027-04-01T01:45"), True, "", 8901234567890.0, "a; b",
            "100000000000000000000",
        ]  # fmt: skip

    def test_a_list_goes_out_as_one_and_comes_back_unchanged(self, filled: Company) -> None:
        client = filled.client(ASHA)
        content = client.get("/app/exports/products.xlsx").content
        file = io.BytesIO(content)
        file.name = "products.xlsx"
        answer = client.post("/app/imports/new", {"kind": "products", "file": file})
        assert "4 are so already" in client.get(answer.headers["Location"]).content.decode()
