"""The practice data, loaded once: every story of docs/demo.md stands on the screen that the document names."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from omnistock.domain.billing.models import CreditNote, Invoice
from omnistock.domain.catalog.models import Product
from omnistock.domain.identity.queries import workspaces_of
from omnistock.domain.incidents.models import IncidentNotice
from omnistock.domain.incidents.queries import incidents, last_drill
from omnistock.domain.ledger.models import Batch, Layer
from omnistock.domain.ledger.verification import verify
from omnistock.domain.parties.models import Customer, Supplier
from omnistock.domain.privacy.checks.incidents import breach_response
from omnistock.domain.purchasing.models import PurchaseOrder, Receipt
from omnistock.domain.recalls.models import Recall
from omnistock.domain.sales.models import SalesOrder
from omnistock.domain.stocktaking.models import Transfer, TransferLine
from omnistock.domain.warehouses.models import Location, Registration, Warehouse
from omnistock.interfaces.cli.demo import command
from omnistock.interfaces.cli.demo.people import ASHA, FARID, MEENA, PASSWORD, RAVI, VIDYA, DemoPerson
from omnistock.interfaces.web.boundary import SESSION_ORGANIZATION
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import person_boundary, tenant_boundary
from omnistock.tenancy.models import Person
from tests.support.server import practice_database

PHARMA, GROCERY, EMPTY = "Demo Pharma Distributors", "Demo Grocery", "Empty shop"


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[dict[str, UUID]]:
    """The ids of the practice workspaces by name, for every test here, on a database of their own."""
    name = f"test_demo_{os.getpid()}"
    with practice_database(name), django_db_blocker.unblock(), on_database(name):
        asha = Person.objects.get(email=ASHA.email).pk
        with person_boundary(asha):
            found = {row.name: row.id for row in workspaces_of(person_id=asha)}
        yield found


@contextlib.contextmanager
def on_database(name: str) -> Iterator[None]:
    """Django works on another database of the test server."""
    here = connection.settings_dict["NAME"]
    try:
        for each in connections.all():
            each.close()
            each.settings_dict["NAME"] = name
        yield
    finally:
        for each in connections.all():
            each.close()
            each.settings_dict["NAME"] = here


def browser(person: DemoPerson, organization_id: UUID) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email=person.email))
    session = client.session
    session[SESSION_ORGANIZATION] = str(organization_id)
    session.save()
    return client


def shown(person: DemoPerson, organization_id: UUID, address: str) -> str:
    answer = browser(person, organization_id).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def order_address(organization_id: UUID, reference: str) -> str:
    with tenant_boundary(organization_id):
        return reverse("sales-order", args=[SalesOrder.objects.get(customer_reference=reference).pk])


def product_address(organization_id: UUID, name: str) -> str:
    with tenant_boundary(organization_id):
        return reverse("product", args=[Product.objects.get(name=name).pk])


class TestLoading:
    def test_what_there_is(self, loaded: dict[str, UUID]) -> None:
        with tenant_boundary(loaded[PHARMA]):
            assert Product.objects.count() == 60
            assert Batch.objects.exclude(number="").count() == 141
            assert Location.objects.filter(warehouse__code="MAIN", code__contains="-").count() == 40
            assert (Customer.objects.count(), Supplier.objects.count()) == (25, 8)
        with tenant_boundary(loaded[GROCERY]):
            assert (Warehouse.objects.count(), Registration.objects.count()) == (3, 2)
        with tenant_boundary(loaded[EMPTY]):
            assert not Product.objects.exists()

    def test_it_can_be_proved_from_the_ledger(self, loaded: dict[str, UUID]) -> None:
        for each in loaded.values():
            with tenant_boundary(each):
                actor = system_actor(organization_id=each, door="cli", now=timezone.now())
                assert verify(actor=actor) == []

    def test_a_second_time_changes_nothing_and_tells_the_sign_in(self, loaded: dict[str, UUID]) -> None:
        def counted() -> list[int]:
            counts = []
            for each in loaded.values():
                with tenant_boundary(each):
                    counts += [Product.objects.count(), Receipt.objects.count(), SalesOrder.objects.count()]
            return counts

        before = counted()
        done = CliRunner().invoke(command, [])
        assert done.exit_code == 0, done.exception
        assert "Practice data is there." in done.output
        assert ASHA.email in done.output
        assert counted() == before
        answer = Client().post("/accounts/login/", {"login": ASHA.email, "password": PASSWORD})
        assert answer.status_code == 302


@pytest.mark.parametrize("person", [ASHA, RAVI, MEENA, FARID, VIDYA], ids=lambda person: person.role)
def test_today_opens_for_everybody(loaded: dict[str, UUID], person: DemoPerson) -> None:
    for each in (loaded[PHARMA], loaded[GROCERY]):
        assert "Today" in shown(person, each, reverse("today"))


class TestPharmaSells:
    def test_the_hospital_needs_180_days(self, loaded: dict[str, UUID]) -> None:
        page = shown(MEENA, loaded[PHARMA], order_address(loaded[PHARMA], "HOSPITAL-180"))
        assert "Rehearsal City Hospital" in page
        assert "PR-END60" in page
        assert "PR-END150" in page

    def test_an_order_is_short(self, loaded: dict[str, UUID]) -> None:
        page = shown(MEENA, loaded[PHARMA], order_address(loaded[PHARMA], "BACKORDER"))
        assert "backorder" in page.lower()

    def test_a_customer_is_over_the_limit(self, loaded: dict[str, UUID]) -> None:
        page = shown(MEENA, loaded[PHARMA], order_address(loaded[PHARMA], "OVER-LIMIT"))
        assert "20,000" in page

    @pytest.mark.parametrize("reference", ["LATE", "PICKED", "DRAFT", "TO-INVOICE"])
    def test_orders_stand_at_every_step(self, loaded: dict[str, UUID], reference: str) -> None:
        assert reference in shown(MEENA, loaded[PHARMA], order_address(loaded[PHARMA], reference))

    def test_goods_have_left_without_their_invoice(self, loaded: dict[str, UUID]) -> None:
        with tenant_boundary(loaded[PHARMA]):
            draft = Invoice.objects.get(status="draft")
        page = shown(FARID, loaded[PHARMA], reverse("invoice", args=[draft.pk]))
        assert "Riverside Drug House" in page


class TestPharmaIsPaid:
    def test_an_invoice_is_twenty_days_overdue(self, loaded: dict[str, UUID]) -> None:
        with tenant_boundary(loaded[PHARMA]):
            late = Invoice.objects.get(customer__name="Latepay Chemists")
        assert late.due_on == late.issued_on + dt.timedelta(days=30)
        assert "Latepay Chemists" in shown(FARID, loaded[PHARMA], reverse("receivable"))
        assert late.number in shown(FARID, loaded[PHARMA], reverse("invoice", args=[late.pk]))

    def test_expired_strips_came_back(self, loaded: dict[str, UUID]) -> None:
        with tenant_boundary(loaded[PHARMA]):
            note = CreditNote.objects.get()
        page = shown(FARID, loaded[PHARMA], reverse("credit-note", args=[note.pk]))
        assert "TR-BACK" in page

    def test_a_customer_has_paid_in_advance(self, loaded: dict[str, UUID]) -> None:
        assert "Kite Field Health Camp" in shown(FARID, loaded[PHARMA], reverse("payments"))


@pytest.mark.parametrize(("workspace", "product"), [(PHARMA, "Rehearsol 60 ml"), (GROCERY, "Testing Candles")])
def test_something_lies_idle_for_as_long_as_the_report_asks_at_first(
    loaded: dict[str, UUID], workspace: str, product: str
) -> None:
    assert product in shown(ASHA, loaded[workspace], reverse("report", args=["slow-stock"]))


class TestPharmaIsTold:
    def test_of_an_incident_that_is_over_with_its_proof(self, loaded: dict[str, UUID]) -> None:
        with tenant_boundary(loaded[PHARMA]):
            (notice,) = IncidentNotice.objects.all()
        assert notice.reference in shown(ASHA, loaded[PHARMA], reverse("incidents"))
        page = shown(ASHA, loaded[PHARMA], reverse("incident", args=[notice.pk]))
        assert "stood on a public web page" in page
        assert "seen by 1 of 1" in page
        assert "Web shop, before the move" in shown(ASHA, loaded[PHARMA], reverse("api-keys"))

    def test_and_no_promise_is_judged_by_it_or_by_its_drill(self, loaded: dict[str, UUID]) -> None:
        rows = incidents(now=timezone.now(), waiting=False)
        assert [(row.incident.is_practice, row.incident.is_drill, row.was_late) for row in rows[:2]] == [
            (True, False, False),
            (True, True, False),
        ]
        assert last_drill(now=timezone.now()) is None, "nobody walked one"
        assert "No drill within a year" in " ".join(breach_response(timezone.now()).details)


class TestPharmaKeepsStock:
    @pytest.mark.parametrize(
        ("product", "batch"),
        [
            ("Samplofen 400 mg", "SA-END12"),
            ("Samplofen 600 mg", "SA-GONE1"),
            ("Mockzole 20 mg", "MO-HOLD"),
            ("Drillamet 500 mg", "DR-TWICE"),
            ("Exemplin 500 mg", "EX-SCHEME"),
        ],
    )
    def test_a_batch_stands_on_its_product(self, loaded: dict[str, UUID], product: str, batch: str) -> None:
        assert batch in shown(RAVI, loaded[PHARMA], product_address(loaded[PHARMA], product))

    def test_a_recall_is_over_and_one_customer_was_never_reached(self, loaded: dict[str, UUID]) -> None:
        assert "RC-00001" in shown(VIDYA, loaded[PHARMA], "/app/recalls")
        with tenant_boundary(loaded[PHARMA]):
            found = Recall.objects.get().pk
        text = shown(VIDYA, loaded[PHARMA], f"/app/recalls/{found}")
        for said in ("TR-RECALL", "Stone Bridge Pharmacy has closed", "To reach", "Difference 0", "81 %"):
            assert said in text

    def test_one_batch_has_two_costs(self, loaded: dict[str, UUID]) -> None:
        with tenant_boundary(loaded[PHARMA]):
            layers = Layer.objects.filter(batch__number="DR-TWICE")
            assert sorted(layer.value / layer.quantity for layer in layers) == [20, 22.5]

    def test_goods_are_expected_today(self, loaded: dict[str, UUID]) -> None:
        with tenant_boundary(loaded[PHARMA]):
            order = PurchaseOrder.objects.get(supplier_reference="Q-1")
        page = shown(FARID, loaded[PHARMA], reverse("purchase-order", args=[order.pk]))
        assert "Practamol 250 mg" in page

    def test_goods_came_dearer_than_ordered(self, loaded: dict[str, UUID]) -> None:
        with tenant_boundary(loaded[PHARMA]):
            receipt = Receipt.objects.get(supplier_document_number="RH-1416")
        page = shown(FARID, loaded[PHARMA], reverse("receipt", args=[receipt.pk]))
        assert "EX-DEAR" in page
        assert [caution["code"] for caution in receipt.cautions] == ["cost_not_ordered"]


class TestGrocery:
    def test_a_transfer_is_on_the_road_and_one_arrived_two_short(self, loaded: dict[str, UUID]) -> None:
        with tenant_boundary(loaded[GROCERY]):
            assert Transfer.objects.get(status="in_transit").to_warehouse.code == "PNQ"
            short = TransferLine.objects.get(transfer__status="arrived")
        assert short.quantity_base - short.arrived_quantity_base == 2

    def test_prices_hold_the_tax(self, loaded: dict[str, UUID]) -> None:
        with tenant_boundary(loaded[GROCERY]):
            sold = Invoice.objects.get(status="issued")
        assert sold.prices_include_tax
        page = shown(FARID, loaded[GROCERY], reverse("invoice", args=[sold.pk]))
        assert "12.5" in page

    def test_goods_are_loose(self, loaded: dict[str, UUID]) -> None:
        assert "kg" in shown(RAVI, loaded[GROCERY], product_address(loaded[GROCERY], "Practice Rice, loose"))

    def test_what_runs_low_is_sent_bought_or_nobody_sells_it(self, loaded: dict[str, UUID]) -> None:
        page = shown(ASHA, loaded[GROCERY], reverse("replenishment"))
        assert "Transfer from Mumbai store to Pune store" in page
        assert "Needs a tax invoice" in page
        assert "Buy from Sample Dairy Farm for Mumbai store" in page
        assert "Nobody is known to sell these" in page
