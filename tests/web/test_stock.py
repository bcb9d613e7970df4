"""Stock on the screen: what is where, each batch's page, and every list as a file."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from omnistock.domain.ledger.queries import batches
from tests import make
from tests.make import Company
from tests.personas import ASHA, FARID, MEENA, OTTO, RAVI, VIDYA
from tests.support.pages import statements

pytestmark = pytest.mark.django_db


class Shelf:
    """Demo Pharma with 40 strips of batch B2301 on its shelf."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.product = make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab")
            self.today = asha.today
        self.receive("B2301")
        self.batch_id = self._batch_id("B2301")

    def receive(self, number: str) -> None:
        with self.company.acting(ASHA) as asha:
            make.received(actor=asha, product=self.product, quantity="40", batch=number)

    def _batch_id(self, number: str) -> Any:
        with self.company.acting(ASHA) as asha:
            return batches(actor=asha, number=number).items[0].id


@pytest.fixture(scope="module")
def shelf(pharma: Company) -> Shelf:
    return Shelf(pharma)


class TestOnHand:
    def test_it_shows_product_batch_and_place(self, shelf: Shelf) -> None:
        page = shelf.company.client(RAVI).get("/app/stock")
        assert page.status_code == 200
        text = page.content.decode()
        assert "Azithral Demo 500 tab" in text
        assert "B2301" in text

    def test_a_past_day_had_nothing(self, shelf: Shelf) -> None:
        day = (shelf.today - dt.timedelta(days=3)).isoformat()
        assert "B2301" not in shelf.company.client(ASHA).get(f"/app/stock?as_of={day}").content.decode()

    def test_a_search_finds_by_name_and_by_nothing_else(self, shelf: Shelf) -> None:
        client = shelf.company.client(ASHA)
        assert "B2301" in client.get("/app/stock?q=azithral").content.decode()
        assert "B2301" not in client.get("/app/stock?q=paper").content.decode()

    @pytest.mark.parametrize("query", ["as_of=x", "as_of=9999-12-31", "warehouse=x", "q=%00", "product=1"])
    def test_nonsense_in_the_address_is_no_refusal(self, shelf: Shelf, query: str) -> None:
        assert shelf.company.client(ASHA).get(f"/app/stock?{query}").status_code == 200

    def test_it_costs_the_same_for_one_row_and_for_many(self, shelf: Shelf) -> None:
        client = shelf.company.client(ASHA)
        first = statements(client, "/app/stock")
        for number in range(12):
            shelf.receive(f"C{number}")
        assert statements(client, "/app/stock") == first

    def test_another_organization_sees_nothing_of_it(self, shelf: Shelf, others: Company) -> None:
        assert "B2301" not in others.client(OTTO).get("/app/stock").content.decode()
        assert "B2301" not in others.client(OTTO).get("/app/movements").content.decode()

    def test_movements_tell_what_happened(self, shelf: Shelf) -> None:
        assert "B2301" in shelf.company.client(VIDYA).get("/app/movements").content.decode()


class TestBatch:
    def test_its_page_says_where_it_is(self, shelf: Shelf) -> None:
        page = shelf.company.client(RAVI).get(f"/app/batches/{shelf.batch_id}")
        assert page.status_code == 200
        assert "B2301" in page.content.decode()

    def test_the_list_finds_it_by_its_beginning(self, shelf: Shelf) -> None:
        client = shelf.company.client(RAVI)
        assert "B2301" in client.get("/app/batches?q=b23").content.decode()
        assert "B2301" not in client.get("/app/batches?q=c").content.decode()

    def test_the_list_is_narrowed_to_what_expires_then(self, shelf: Shelf) -> None:
        client, month = shelf.company.client(RAVI), (shelf.today + dt.timedelta(days=400)).strftime("%Y-%m")
        assert "B2301" in client.get(f"/app/batches?expires={month}").content.decode()
        assert "B2301" not in client.get("/app/batches?expires=expired").content.decode()
        assert client.get("/app/batches?expires=9999-12").status_code == 200

    def test_it_is_held_and_released_with_a_reason(self, shelf: Shelf) -> None:
        client = shelf.company.client(RAVI)
        held = client.post(f"/app/batches/{shelf.batch_id}/status", {"do": "hold", "reason": "Torn cartons"})
        assert held.status_code == 303
        assert "Torn cartons" in client.get(f"/app/batches/{shelf.batch_id}").content.decode()
        freed = client.post(f"/app/batches/{shelf.batch_id}/status", {"do": "release", "reason": "Only one carton"})
        assert freed.status_code == 303

    def test_without_a_reason_nothing_changes(self, shelf: Shelf) -> None:
        answer = shelf.company.client(RAVI).post(f"/app/batches/{shelf.batch_id}/status", {"do": "hold", "reason": " "})
        assert answer.status_code == 422
        assert "Torn" not in answer.content.decode()

    def test_its_dates_are_corrected(self, shelf: Shelf) -> None:
        client = shelf.company.client(RAVI)
        assert "B2301" in client.get(f"/app/batches/{shelf.batch_id}/edit").content.decode()
        sent = {"expires_on": "03/29", "manufactured_on": "2026-01-05"}
        assert client.post(f"/app/batches/{shelf.batch_id}/dates", sent).status_code == 303
        assert "31 Mar 2029" in client.get(f"/app/batches/{shelf.batch_id}").content.decode()
        for wrong in ({"expires_on": "x"}, {"manufactured_on": "2030-01-01", "expires_on": "03/29"}):
            answer = client.post(f"/app/batches/{shelf.batch_id}/dates", wrong)
            assert answer.status_code == 422
            assert f'value="{wrong.get("expires_on", "")}"' in answer.content.decode()

    def test_it_is_renamed_and_merged_with_its_twin(self, shelf: Shelf) -> None:
        client, url = shelf.company.client(RAVI), f"/app/batches/{shelf.batch_id}/number"
        assert client.post(url, {"number": ""}).status_code == 422
        assert client.post(url, {"number": "B2302"}).status_code == 303
        with shelf.company.acting(ASHA) as asha:
            day = asha.today + dt.timedelta(days=9)
            make.received(actor=asha, product=shelf.product, quantity="5", batch="B2303", expires_on=day)
            twin = batches(actor=asha, number="B2303").items[0].id
        asked = client.post(url, {"number": "B2303"})
        assert asked.status_code == 409
        assert "Which dates are right?" in asked.content.decode()
        merged = client.post(url, {"number": "B2303", "keep_dates_of": "this"})
        assert merged["Location"] == f"/app/batches/{twin}"
        assert client.get(f"/app/batches/{shelf.batch_id}")["Location"] == f"/app/batches/{twin}"
        assert re.search(r"<strong>45\b", client.get(f"/app/batches/{twin}").content.decode())

    def test_a_viewer_and_a_stranger_correct_nothing(self, shelf: Shelf, others: Company) -> None:
        for name, sent in (("number", {"number": "X1"}), ("dates", {"expires_on": "03/29"})):
            url = f"/app/batches/{shelf.batch_id}/{name}"
            assert shelf.company.client(VIDYA).post(url, sent).status_code == 403
            assert others.client(OTTO).post(url, sent).status_code == 404
        assert others.client(OTTO).get(f"/app/batches/{shelf.batch_id}/edit").status_code == 404

    def test_a_viewer_and_a_stranger_hold_nothing(self, shelf: Shelf, others: Company) -> None:
        wanted = {"do": "hold", "reason": "Because"}
        url = f"/app/batches/{shelf.batch_id}/status"
        assert shelf.company.client(VIDYA).post(url, wanted).status_code == 403
        assert others.client(OTTO).post(url, wanted).status_code == 404
        assert others.client(OTTO).get(f"/app/batches/{shelf.batch_id}").status_code == 404


class TestExports:
    @pytest.mark.parametrize("name", ["products", "customers", "suppliers", "stock", "batches", "movements"])
    def test_a_list_goes_out_whole(self, shelf: Shelf, name: str) -> None:
        answer = shelf.company.client(ASHA).get(f"/app/exports/{name}.csv")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/csv")

    def test_the_page_offers_what_the_role_may_read(self, shelf: Shelf) -> None:
        assert "invoices.csv" in shelf.company.client(FARID).get("/app/exports").content.decode()
        assert "invoices.csv" not in shelf.company.client(RAVI).get("/app/exports").content.decode()

    def test_a_list_that_is_not_the_roles_is_refused(self, shelf: Shelf) -> None:
        assert shelf.company.client(RAVI).get("/app/exports/invoices.csv").status_code == 403
        assert shelf.company.client(MEENA).get("/app/exports/nothing.csv").status_code == 422
