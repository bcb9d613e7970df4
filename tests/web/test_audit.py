"""The audit log on the screen: who reads it, what it says, and how it is looked through."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest

from omnistock.domain.audit.queries import audit_log, event_page
from omnistock.domain.catalog.operations import change_product
from omnistock.domain.identity.operations import create_api_key
from omnistock.kernel.errors import Invalid
from tests import make
from tests.make import Company
from tests.personas import ARUN, ASHA, OTTO, VIDYA, Persona
from tests.support.pages import statements

pytestmark = pytest.mark.django_db

URL = "/app/audit-events"


def shown(company: Company, persona: Persona, query: str = "") -> str:
    page = company.client(persona).get(f"{URL}?{query}")
    assert page.status_code == 200
    return html.unescape(page.content.decode())


@pytest.fixture(scope="module")
def company(pharma: Company) -> Company:
    """Demo Pharma, where Asha made a product and then renamed it."""
    with pharma.acting(ASHA) as asha:
        product = make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab")
    with pharma.acting(ASHA) as asha:
        change_product(actor=asha, product_id=product.id, changes={"name": "Azithral Demo 250 tab"})
    return pharma


class TestWhoReadsIt:
    def test_an_auditor_sees_who_did_what_with_before_and_after(self, company: Company) -> None:
        text = shown(company, ARUN)
        assert "Changed: name" in text
        assert "Asha Rao" in text
        assert "name: Azithral Demo 500 tab → Azithral Demo 250 tab" in text
        assert f'href="{URL}"' in text

    def test_who_sees_no_costs_sees_no_values(self, company: Company) -> None:
        company.client(ARUN)
        company.limit(ARUN, sees_costs=False)
        text = shown(company, ARUN)
        assert "Changed: name" in text
        assert "→" not in text

    def test_it_is_taken_out_as_it_is_shown(self, company: Company) -> None:
        whole = company.client(ARUN).get(f"{URL}/export").getvalue().decode()
        assert "catalog.change_product" in whole
        assert '""Azithral Demo 500 tab""' in whole
        assert "catalog.change_product" not in company.client(ARUN).get(f"{URL}/export?q=nothing").getvalue().decode()
        assert company.client(VIDYA).get(f"{URL}/export").status_code == 403
        company.limit(ARUN, sees_costs=False)
        assert '""Azithral Demo 500 tab""' not in company.client(ARUN).get(f"{URL}/export").getvalue().decode()

    def test_no_door_tells_values_to_who_sees_no_costs(self, company: Company) -> None:
        company.client(ARUN)
        with company.acting(ARUN) as arun:
            for sees_costs in (True, False):
                actor = replace(arun, sees_costs=sees_costs)
                for events in (event_page(actor=actor, limit=500), audit_log(actor=actor, limit=500)):
                    changed = [each for each in events.items if each.operation == "catalog.change_product"]
                    wanted = "Azithral Demo 500 tab" if sees_costs else None
                    assert [each.before["name"] for each in changed] == [wanted]

    @pytest.mark.parametrize("limit", [{"warehouse_ids": frozenset()}, {"sees_only_own_customers": True}])
    def test_who_sees_a_part_of_the_records_is_told_no_names_of_the_others(
        self, company: Company, limit: dict[str, Any]
    ) -> None:
        company.client(ARUN)
        with company.acting(ARUN) as arun:
            actor = replace(arun, **limit)
            for events in (event_page(actor=actor, limit=500), audit_log(actor=actor, limit=500)):
                (changed,) = (each for each in events.items if each.operation == "catalog.change_product")
                assert (changed.subject_name, changed.before, changed.after) == ("", {"name": None}, {"name": None})
            assert audit_log(actor=actor, text="azithral").items == [], "nor by asking for one"
            assert audit_log(actor=actor, text="change product").items

    def test_who_sees_less_makes_no_key_that_sees_more(self, company: Company) -> None:
        with company.acting(ASHA) as asha:
            for limit in ({"sees_costs": False}, {"sees_only_own_customers": True}, {"warehouse_ids": frozenset()}):
                with pytest.raises(Invalid):
                    create_api_key(actor=replace(asha, **limit), name="All-seeing", scopes=["stock:read"])

    def test_a_viewer_is_refused_and_is_shown_no_way_there(self, company: Company) -> None:
        vidya = company.client(VIDYA)
        assert vidya.get(URL).status_code == 403
        assert f'href="{URL}"' not in vidya.get("/app/").content.decode()

    def test_another_organization_sees_nothing_of_it(self, company: Company, others: Company) -> None:
        assert "Azithral" not in shown(others, OTTO)
        assert "Azithral" not in shown(others, OTTO, "door=web")


class TestLookingThrough:
    def test_the_newest_stands_first(self, company: Company) -> None:
        text = shown(company, ARUN, "q=azithral")
        assert text.index("Changed: name") < text.index(">Made<")

    @pytest.mark.parametrize("query", ["q=azithral+demo+250", "q=change+product", "q=CHANGE_PRODUCT&door=web"])
    def test_a_filter_finds(self, company: Company, query: str) -> None:
        assert "Changed: name" in shown(company, ARUN, query)

    @pytest.mark.parametrize("query", ["q=paper", "q=%25", "door=api"])
    def test_a_filter_leaves_out(self, company: Company, query: str) -> None:
        assert "Changed: name" not in shown(company, ARUN, query)

    @pytest.mark.parametrize("query", ["door=window", "q=%00"])
    def test_nonsense_filters_nothing(self, company: Company, query: str) -> None:
        assert "Changed: name" in shown(company, ARUN, query)

    def test_the_next_page_goes_on_where_the_first_ended(self, company: Company) -> None:
        with company.acting(ASHA) as asha:
            for number in range(50):
                make.product(actor=asha, sku=f"P-{number}", name=f"Paper {number}")
        first = shown(company, ARUN, "q=product")
        assert "Azithral" not in first
        following = re.search(r'href="\?([^"]*cursor=[^"]*)"', first)
        assert following is not None
        second = shown(company, ARUN, following[1])
        assert "Azithral" in second
        assert "Paper" not in second

    def test_it_costs_the_same_for_one_row_and_for_many(self, company: Company) -> None:
        arun = company.client(ARUN)
        one = statements(arun, f"{URL}?q=change_product")
        assert statements(arun, URL) == one
