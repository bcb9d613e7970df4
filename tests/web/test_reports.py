"""The reports on the screen and as files: who sees them, what they say, what they never cost."""

from __future__ import annotations

import pytest

from omnistock.interfaces.web.reports.registry import REPORTS
from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI, VIDYA
from tests.support.pages import statements

pytestmark = pytest.mark.django_db
NONSENSE = "warehouse=x&by=x&first=9999-99-99&last=1&as_of=x&days=x&window=x&basis=x&registration=x&show=x"
# What a shop with one delivery of today has nothing to say about.
QUIET = {"cost-of-goods-sold", "expiry", "slow-stock"}


@pytest.fixture(scope="module")
def stocked(pharma: Company) -> Company:
    with pharma.acting(ASHA) as asha:
        product = make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab")
        make.received(actor=asha, product=product, quantity="40", batch="B2301")
    return pharma


@pytest.mark.parametrize("slug", REPORTS)
class TestEachReport:
    def test_it_shows_and_is_a_file(self, stocked: Company, slug: str) -> None:
        client = stocked.client(ASHA)
        page, file = client.get(f"/app/reports/{slug}"), client.get(f"/app/reports/{slug}/export")
        assert (page.status_code, file.status_code) == (200, 200)
        assert file["Content-Type"].startswith("text/csv")
        for answer in (page, file):
            assert ("Azithral Demo" in answer.content.decode()) == (slug not in QUIET)

    def test_nonsense_in_the_address_is_no_refusal(self, stocked: Company, slug: str) -> None:
        assert stocked.client(ASHA).get(f"/app/reports/{slug}?{NONSENSE}").status_code == 200

    def test_another_organization_sees_nothing_of_it(self, stocked: Company, others: Company, slug: str) -> None:
        assert "Azithral Demo" not in others.client(OTTO).get(f"/app/reports/{slug}").content.decode()

    def test_who_may_see_no_reports_is_refused(self, stocked: Company, slug: str) -> None:
        assert stocked.client(RAVI).get(f"/app/reports/{slug}").status_code == 403
        assert stocked.client(RAVI).get(f"/app/reports/{slug}/export").status_code == 403

    def test_who_sees_no_costs_sees_no_money(self, stocked: Company, slug: str) -> None:
        client = stocked.client(VIDYA)
        page = client.get(f"/app/reports/{slug}")
        assert page.status_code == (404 if REPORTS[slug].needs_costs else 200)
        assert "₹" not in page.content.decode()
        assert "400.00" not in client.get(f"/app/reports/{slug}/export").content.decode()

    def test_it_costs_the_same_for_one_row_and_for_many(self, stocked: Company, slug: str) -> None:
        client = stocked.client(ASHA)
        first = statements(client, f"/app/reports/{slug}")
        with stocked.acting(ASHA) as asha:
            for number in range(8):
                make.received(actor=asha, product=make.product(actor=asha), batch=f"C{number}")
        assert statements(client, f"/app/reports/{slug}") == first


def test_the_index_leads_to_each(stocked: Company) -> None:
    text = stocked.client(ASHA).get("/app/reports").content.decode()
    assert all(f"/app/reports/{slug}" in text for slug in REPORTS)
    assert "cost-of-goods-sold" not in stocked.client(VIDYA).get("/app/reports").content.decode()


def test_a_report_that_is_none_is_not_found(stocked: Company) -> None:
    assert stocked.client(ASHA).get("/app/reports/wishes").status_code == 404


def test_every_grouping_shows(stocked: Company) -> None:
    client = stocked.client(ASHA)
    for by in ("product", "warehouse", "category"):
        for slug in ("stock-value", "movements"):
            assert client.get(f"/app/reports/{slug}?by={by}&show=quantity").status_code == 200
