"""Customers and suppliers on the screen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.parties.models import Customer, CustomerAddress, Supplier
from tests import make
from tests.personas import ASHA, FARID, MEENA, OTTO, RAVI
from tests.support.pages import statements

pytestmark = pytest.mark.django_db

GSTIN = make.PHARMA_GSTIN  # Maharashtra
TYPED = {
    "name": "Azad Chemists", "code": "AZ", "phone": "+91 00000 00000", "email": "azad@example.com",
    "gstin": GSTIN, "gst_treatment": "", "credit_limit": "50,000", "credit_days": "30",
    "minimum_shelf_life_days": "90",
    "addresses-0-kind": "billing", "addresses-0-lines": "12 Hill Road\nBandra", "addresses-0-city": "Mumbai",
    "addresses-0-postal_code": "400050", "addresses-0-state_code": "", "addresses-0-country": "IN",
    "addresses-1-kind": "shipping", "addresses-1-lines": "4 MG Road", "addresses-1-city": "Bengaluru",
    "addresses-1-gstin": make.PHARMA_GSTIN_KARNATAKA, "addresses-1-country": "IN",
    "addresses-2-kind": "both", "addresses-2-country": "IN",
    "contacts-0-name": "Azad Demo", "contacts-0-title": "Owner", "contacts-0-phone": "+91 00000 00001",
}  # fmt: skip


def customers(company: make.Company) -> list[Any]:
    with company.acting(ASHA):
        return list(Customer.objects.order_by("name"))


def shown(client: Any, url: str) -> list[str]:
    return [row.party.name for row in client.get(url).context["listing"].rows]


@pytest.fixture
def chemists(pharma: make.Company) -> Customer:
    with pharma.acting(ASHA) as asha:
        return make.customer(actor=asha, name="Sunrise Chemists", credit_limit=Decimal(1000))


class TestList:
    def test_it_shows_searches_and_filters(self, pharma: make.Company, chemists: Customer) -> None:
        with pharma.acting(ASHA) as asha:
            make.customer(actor=asha, name="Azad Chemists", gstin=GSTIN)
            make.supplier(actor=asha, name="Azure Depot", lead_time_days=4)
        client = pharma.client(MEENA)
        assert shown(client, "/app/customers") == ["Azad Chemists", "Sunrise Chemists"]
        assert shown(client, "/app/customers?sort=-name") == ["Sunrise Chemists", "Azad Chemists"]
        assert shown(client, "/app/customers?q=sunr") == ["Sunrise Chemists"]
        assert shown(client, "/app/customers?gst_treatment=registered") == ["Azad Chemists"]
        assert shown(client, "/app/customers?archived=yes") == []
        assert shown(client, "/app/suppliers?gst_treatment=x") == ["Azure Depot"]

    def test_money_is_for_who_sees_payments(self, pharma: make.Company, chemists: Customer) -> None:
        assert "Balance" in pharma.client(FARID).get("/app/customers").content.decode()
        assert "Balance" not in pharma.client(RAVI).get("/app/customers").content.decode()

    @pytest.mark.parametrize("url", ["/app/customers", "/app/suppliers"])
    def test_it_takes_the_same_statements_for_1_and_for_50(self, pharma: make.Company, url: str) -> None:
        maker = make.customer if "customers" in url else make.supplier
        with pharma.acting(ASHA) as asha:
            maker(actor=asha)
        client = pharma.client(ASHA)
        before = statements(client, url)
        with pharma.acting(ASHA) as asha:
            for _each in range(49):
                maker(actor=asha)
        assert statements(client, url) == before

    def test_an_empty_list_says_what_to_do(self, pharma: make.Company) -> None:
        assert "No customers yet." in pharma.client(ASHA).get("/app/customers").content.decode()
        assert "No suppliers yet." in pharma.client(ASHA).get("/app/suppliers").content.decode()


class TestForm:
    def test_it_keeps_addresses_each_with_its_state_from_its_gstin(self, pharma: make.Company) -> None:
        client = pharma.client(MEENA)
        answer = client.post("/app/customers/new", TYPED)
        assert answer.status_code == 303, answer.context["form"].mistakes
        (made,) = customers(pharma)
        assert (made.gst_treatment, made.credit_limit, made.pan) == ("registered", Decimal(50_000), GSTIN[2:12])
        with pharma.acting(ASHA):
            addresses = list(CustomerAddress.objects.order_by("id"))
        assert [(each.kind, each.state_code) for each in addresses] == [("billing", "27"), ("shipping", "29")]
        page = client.get(answer["Location"]).content.decode()
        assert "Maharashtra" in page
        assert "from the GSTIN" in page
        assert "Azad Demo" in page

    def test_bad_input_keeps_what_was_typed_and_makes_nothing(self, pharma: make.Company) -> None:
        bad = {
            **TYPED, "name": "", "credit_limit": "plenty", "gstin": "27AAACD0000A1ZX",
            "addresses-0-postal_code": "12", "addresses-1-state_code": "27", "contacts-0-email": "nobody",
        }  # fmt: skip
        answer = pharma.client(MEENA).post("/app/customers/new", bad)
        assert answer.status_code == 422
        assert {mistake.target for mistake in answer.context["form"].mistakes} == {
            "id_name", "id_credit_limit", "id_gstin", "id_addresses-0-postal_code", "id_addresses-1-state_code",
            "id_contacts-0-email",
        }  # fmt: skip
        page = answer.content.decode()
        assert 'value="plenty"' in page
        assert "12 Hill Road\nBandra" in page
        assert customers(pharma) == []

    def test_it_changes_and_keeps_the_addresses_there_are(self, pharma: make.Company, chemists: Customer) -> None:
        client = pharma.client(MEENA)
        form = client.get(f"/app/customers/{chemists.pk}/edit").context["form"]
        typed = {name: str(value) for name, value in form.values.items() if name != "owner_membership_id"}
        answer = client.post(f"/app/customers/{chemists.pk}/edit", {**typed, "name": "Sunset Chemists"})
        assert answer.status_code == 303, answer.context["form"].mistakes
        with pharma.acting(ASHA):
            (address,) = CustomerAddress.objects.filter(customer_id=chemists.pk)
        assert str(address.pk) == typed["addresses-0-id"]
        stale = client.post(f"/app/customers/{chemists.pk}/edit", {**typed, "name": "Too late"})
        assert stale.status_code == 412
        assert customers(pharma)[0].name == "Sunset Chemists"

    def test_suppliers_are_made_the_same_way(self, pharma: make.Company) -> None:
        answer = pharma.client(FARID).post("/app/suppliers/new", {"name": "Azure Depot", "lead_time_days": "4"})
        assert answer.status_code == 303
        with pharma.acting(ASHA):
            made = Supplier.objects.get()
        assert made.lead_time_days == 4
        client = pharma.client(FARID)
        assert client.get(f"/app/suppliers/{made.pk}").status_code == 200
        assert client.get(f"/app/suppliers/{made.pk}/edit").status_code == 200
        assert client.post(f"/app/suppliers/{made.pk}/archival").status_code == 303

    def test_a_workspace_abroad_is_asked_for_no_gst(self, pharma: make.Company) -> None:
        abroad = make.organization(owner=OTTO, name="Otto Trading", gstin="", country="DE", currency="EUR")
        page = abroad.client(OTTO).get("/app/customers/new").content.decode()
        assert "GSTIN" not in page.split("<form", 2)[-1].split("</form>")[0]
        assert "Tax number" in page
        answer = abroad.client(OTTO).post("/app/customers/new", {"name": "Kunde", "tax_number": "DE123"})
        assert answer.status_code == 303
        assert "GSTIN" in pharma.client(ASHA).get("/app/customers/new").content.decode()


class TestWalls:
    def test_another_tenant_finds_nothing(self, others: make.Company, chemists: Customer) -> None:
        client = others.client(OTTO)
        for tail in ("", "/edit"):
            assert client.get(f"/app/customers/{chemists.pk}{tail}").status_code == 404
        assert client.post(f"/app/customers/{chemists.pk}/edit", TYPED).status_code == 404
        assert client.post(f"/app/customers/{chemists.pk}/archival").status_code == 404

    def test_writing_needs_permission(self, pharma: make.Company, chemists: Customer) -> None:
        client = pharma.client(RAVI)
        page = client.get(f"/app/customers/{chemists.pk}")
        assert page.status_code == 200
        assert "/edit" not in page.content.decode()
        assert client.post("/app/customers/new", TYPED).status_code == 403
        assert client.post(f"/app/customers/{chemists.pk}/archival").status_code == 403
        assert customers(pharma)[0].archived_at is None

    def test_who_sees_only_own_customers_finds_no_others(self, pharma: make.Company, chemists: Customer) -> None:
        pharma.limit(MEENA, sees_only_own_customers=True)
        client = pharma.client(MEENA)
        assert shown(client, "/app/customers") == []
        assert client.get(f"/app/customers/{chemists.pk}").status_code == 404
        assert client.post("/app/customers/new", TYPED).status_code == 303
        assert shown(client, "/app/customers") == ["Azad Chemists"]

    def test_it_is_archived_and_offered_again(self, pharma: make.Company, chemists: Customer) -> None:
        client = pharma.client(MEENA)
        client.post(f"/app/customers/{chemists.pk}/archival")
        assert shown(client, "/app/customers?archived=yes") == ["Sunrise Chemists"]
        client.post(f"/app/customers/{chemists.pk}/archival", {"do": "restore"})
        assert customers(pharma)[0].archived_at is None


def test_an_address_in_another_state_than_its_gstin_is_saved_with_a_caution(pharma: make.Company) -> None:
    """Goods may be sent to another State under the GSTIN of the first; most often it is a slip."""
    client = pharma.client(ASHA)
    said = f"The GSTIN {GSTIN} is of Maharashtra, and the address is in Karnataka."
    for state, is_said in (("29", True), ("27", False), ("", False)):
        page = client.post(
            "/app/customers/new", {**TYPED, "code": f"C{state}", "addresses-0-state_code": state}, follow=True
        )
        assert page.status_code == 200
        assert (said in page.content.decode()) is is_said
