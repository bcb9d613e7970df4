"""Chosen rows of a list: what can be done is done, the rest is named and stays; another organization's rows are not there."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.billing.queries import InvoiceFilter, invoices
from omnistock.domain.catalog.models import Product
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.ledger.queries import batches
from omnistock.domain.parties.models import Customer
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.queries import sales_order
from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


class Desk:
    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.product: Product = make.product(actor=asha, sku="DM-9001", name="Bulk Demo")
            make.received(actor=asha, product=self.product, quantity="100", batch="BULK-1")

    def order(self, quantity: str = "5", *, confirm: bool = False, **customer: Any) -> Any:
        with self.company.acting(ASHA) as asha:
            line = SalesOrderLineInput(product_id=self.product.id, quantity=Decimal(quantity), unit_price=Decimal(30))
            buyer = make.customer(actor=asha, **customer)
            return make.sales_order(actor=asha, lines=[line], customer_id=buyer.pk, confirm=confirm)

    def status(self, order: Any) -> str:
        with self.company.acting(ASHA) as asha:
            return str(sales_order(actor=asha, sales_order_id=order.id).status)

    def post(self, address: str, ids: list[Any], who: Any = ASHA, **more: str) -> Any:
        return self.company.client(who).post(address, {"id": [str(each) for each in ids], **more})


@pytest.fixture(scope="module")
def desk(pharma: Company) -> Desk:
    return Desk(pharma)


class TestOrders:
    def test_drafts_are_confirmed_and_one_with_a_caution_waits(self, desk: Desk) -> None:
        easy, over, done = desk.order(), desk.order(credit_limit=Decimal(1)), desk.order(confirm=True)
        answer = desk.post("/app/sales-orders/confirmation", [easy.id, over.id, done.id])
        assert answer.status_code == 303
        assert (desk.status(easy), desk.status(over), desk.status(done)) == ("reserved", "draft", "reserved")
        text = desk.company.client(ASHA).get("/app/sales-orders").content.decode()
        assert "data-choose>" in text

    def test_it_needs_the_permission(self, desk: Desk) -> None:
        order = desk.order()
        assert desk.post("/app/sales-orders/confirmation", [order.id], RAVI).status_code == 403
        assert desk.status(order) == "draft"

    def test_another_organizations_order_is_not_there(self, desk: Desk, others: Company) -> None:
        order = desk.order()
        answer = others.client(OTTO).post("/app/sales-orders/confirmation", {"id": [str(order.id)]})
        assert answer.status_code == 404
        assert desk.status(order) == "draft"

    @pytest.mark.parametrize("ids", [[], ["nonsense"]])
    def test_nothing_chosen_says_so(self, desk: Desk, ids: list[str]) -> None:
        assert desk.post("/app/sales-orders/confirmation", ids).status_code == 422


class TestInvoices:
    def test_the_papers_come_in_one_archive_under_their_numbers(self, desk: Desk) -> None:
        order = desk.order(confirm=True)
        with desk.company.acting(ASHA) as asha:
            dispatch_order(actor=asha, sales_order_id=order.id)
            found = invoices(actor=asha, wanted=InvoiceFilter()).items[0]
        answer = desk.company.client(ASHA).get("/app/invoices/papers", {"id": [found.id, found.id]})
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            (name,) = archive.namelist()
            assert archive.read(name).startswith(b"%PDF")
        assert name == f"{found.number.replace('/', '-')}.pdf"

    def test_another_organizations_invoice_is_not_there(self, desk: Desk, others: Company) -> None:
        order = desk.order(confirm=True)
        with desk.company.acting(ASHA) as asha:
            dispatch_order(actor=asha, sales_order_id=order.id)
            found = invoices(actor=asha, wanted=InvoiceFilter()).items[0]
        assert others.client(OTTO).get("/app/invoices/papers", {"id": str(found.id)}).status_code == 404


class TestBatches:
    def _batch(self, desk: Desk) -> Any:
        with desk.company.acting(ASHA) as asha:
            return batches(actor=asha, number="BULK-1").items[0]

    def test_they_are_held_for_a_reason(self, desk: Desk) -> None:
        desk.post("/app/batches/hold", [self._batch(desk).id], reason="wet carton")
        assert self._batch(desk).status == "on_hold"

    def test_without_a_reason_they_stay(self, desk: Desk) -> None:
        desk.post("/app/batches/hold", [self._batch(desk).id], reason=" ")
        assert self._batch(desk).status == "usable"

    def test_a_viewer_holds_nothing_and_is_offered_nothing(self, desk: Desk) -> None:
        assert desk.post("/app/batches/hold", [self._batch(desk).id], VIDYA, reason="x").status_code == 403
        assert "data-choose>" not in desk.company.client(VIDYA).get("/app/batches").content.decode()


class TestParties:
    def test_customers_are_archived(self, desk: Desk) -> None:
        with desk.company.acting(ASHA) as asha:
            ids = [make.customer(actor=asha).pk for _ in range(2)]
        assert desk.post("/app/customers/archival", ids).status_code == 303
        with desk.company.acting(ASHA) as asha:
            assert (
                Customer.objects.filter(pk__in=ids, archived_at__date__gte=asha.today - dt.timedelta(days=1)).count()
                == 2
            )

    def test_what_was_put_away_is_offered_again_together(self, desk: Desk) -> None:
        with desk.company.acting(ASHA) as asha:
            ids = {"customers": make.customer(actor=asha, name="Put Away").pk, "products": desk.product.pk}
        asha_sees = desk.company.client(ASHA)
        for side, row_id in ids.items():
            desk.post(f"/app/{side}/archival", [row_id])
            put_away = asha_sees.get(f"/app/{side}?archived=yes").content.decode()
            assert f"/app/{side}/{row_id}" in put_away
            assert 'value="restore"' in put_away
            assert 'value="restore"' not in asha_sees.get(f"/app/{side}").content.decode()
            assert desk.post(f"/app/{side}/archival", [row_id], do="restore").status_code == 303
            assert f"/app/{side}/{row_id}" in asha_sees.get(f"/app/{side}").content.decode()

    @pytest.mark.parametrize("side", ["customers", "suppliers"])
    def test_it_needs_the_permission(self, desk: Desk, side: str) -> None:
        assert desk.post(f"/app/{side}/archival", [desk.product.id], VIDYA).status_code == 403
