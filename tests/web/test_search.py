"""Anything by what is typed: the palette and the page."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def stocked(pharma: make.Company) -> make.Company:
    with pharma.acting(ASHA) as asha:
        make.product(actor=asha, sku="AZ-500", name="Azithral Demo")
        make.customer(actor=asha, name="Azad Chemists")
        make.supplier(actor=asha, name="Azure Depot")
    return pharma


def test_the_palette_finds_records_of_every_kind(stocked: make.Company) -> None:
    results = stocked.client(ASHA).get("/app/search", {"q": "az"}, headers=JSON).json()["results"]
    assert {(each["kind"], each["label"]) for each in results} >= {
        ("Products", "Azithral Demo"), ("Customers", "Azad Chemists"), ("Suppliers", "Azure Depot"),
    }  # fmt: skip
    assert all(each["href"].startswith("/app/") for each in results)


def test_the_page_shows_them_in_groups(stocked: make.Company) -> None:
    page = stocked.client(RAVI).get("/app/search", {"q": "az"}).content.decode()
    assert "Azithral Demo" in page
    assert "Azad Chemists" in page


def test_one_answer_is_opened(stocked: make.Company) -> None:
    answer = stocked.client(RAVI).get("/app/search", {"q": "AZ-500"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/app/products/")


def test_nothing_found_offers_to_make_it(stocked: make.Company) -> None:
    page = stocked.client(ASHA).get("/app/search", {"q": "xyz <b>"}).content.decode()
    assert "Nothing matches “xyz &lt;b&gt;”" in page
    assert "Make it a product" in page
    assert "Make it a product" not in stocked.client(RAVI).get("/app/search", {"q": "xyz"}).content.decode()


def test_it_finds_nothing_of_another_tenant(stocked: make.Company, others: make.Company) -> None:
    assert others.client(OTTO).get("/app/search", {"q": "az"}, headers=JSON).json()["results"] == []


@pytest.mark.parametrize("text", ["", " ", "\x00", "%", "💊" * 3000])
def test_no_text_breaks_it(stocked: make.Company, text: str) -> None:
    for headers in (JSON, {}):
        assert stocked.client(ASHA).get("/app/search", {"q": text}, headers=headers).status_code == 200


def test_the_front_page_and_the_page_for_what_is_not_there(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "/accounts/login/" in page
    assert "/accounts/signup/" in page
    assert client.get("/nothing").status_code == 404


class TestActions:
    """What the palette starts: each leads to a page that opens, and nobody is offered what they may not do."""

    def test_every_action_offered_opens(self, pharma: Company) -> None:
        client = pharma.client(ASHA)
        actions = client.get("/app/").context["palette_actions"]
        assert len(actions) >= 10
        for action in actions:
            assert client.get(action.href).status_code == 200, action.label

    def test_a_viewer_starts_nothing_but_a_practice_workspace(self, pharma: Company) -> None:
        offered = pharma.client(VIDYA).get("/app/").context["palette_actions"]
        assert [action.href for action in offered] == ["/app/practice"]

    def test_a_storekeeper_makes_a_transfer_and_no_order(self, pharma: Company) -> None:
        page = pharma.client(RAVI).get("/app/").content.decode()
        assert "Make a transfer" in page
        assert "Make an order" not in page


def test_a_practice_workspace_says_so_on_every_page(pharma: Company) -> None:
    assert "practice-ribbon" not in pharma.client(ASHA).get("/app/products").content.decode()
    practice = make.organization(name="Practice", is_practice=True)
    assert "practice-ribbon" in practice.client(ASHA).get("/app/products").content.decode()
