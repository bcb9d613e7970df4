"""Choosing a line's batches by hand, on the order's page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from omnistock.domain.ledger.queries import batches
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.models import SalesOrderLine
from tests import make
from tests.make import ApiClient, Company
from tests.personas import ASHA, INES, MEENA, OTTO, VIDYA
from tests.support.pages import markup

pytestmark = pytest.mark.django_db


class Order:
    """5 for a customer who needs 90 days: B1 has 30 left, B2 400."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            product = make.product(actor=asha)
            soon = asha.today + dt.timedelta(days=30)
            make.received(actor=asha, product=product, quantity="20", batch="B1", expires_on=soon)
            make.received(actor=asha, product=product, quantity="20", batch="B2")
            customer = make.customer(actor=asha, minimum_shelf_life_days=90)
            line = SalesOrderLineInput(product_id=product.pk, quantity=Decimal(5))
            self.id = make.sales_order(actor=asha, lines=[line], customer_id=customer.pk).pk
            self.line_id = SalesOrderLine.objects.get().pk
            self.ids = {each.number: str(each.id) for each in batches(actor=asha).items}
        self.page = f"/app/sales-orders/{self.id}"
        self.url = f"{self.page}/lines/{self.line_id}/batches"

    def typed(self, reason: str = "They use it today", **quantities: str) -> dict[str, str]:
        sent = {"reason": reason}
        for at, (number, quantity) in enumerate(quantities.items()):
            sent |= {f"batches-{at}-batch_id": self.ids[number], f"batches-{at}-quantity": quantity}
        return sent


@pytest.fixture(scope="module")
def order(pharma: Company) -> Order:
    return Order(pharma)


def test_b_leads_to_the_batches_with_their_life(order: Order) -> None:
    client = order.company.client(ASHA)
    page = markup(client.get(order.page))
    assert f'href="{order.url}" data-key="b"' in page
    text = client.get(order.url).content.decode()
    for said in ("B1", "only 30 days then", "90 days of life are needed"):
        assert said in text


def test_the_choice_is_reserved_and_said_on_the_order(order: Order) -> None:
    client = order.company.client(ASHA)
    assert client.post(order.url, order.typed(B1="5")).status_code == 303
    assert "in 30 days" in client.get(order.page).content.decode()
    assert client.post(order.url, order.typed("Fresh, please", B2="5")).status_code == 303
    assert "B1 skipped by hand: Fresh, please" in client.get(order.page).content.decode()


def test_a_refusal_keeps_what_was_typed(order: Order) -> None:
    client = order.company.client(ASHA)
    for sent, status in ((order.typed("", B2="4"), 422), (order.typed(B2="x"), 422), (order.typed(B2="6"), 422)):
        answer = client.post(order.url, sent)
        assert answer.status_code == status
    assert client.post(order.url, {"reason": "x"}).status_code == 422


def test_less_life_is_not_everybodys_to_accept(order: Order) -> None:
    answer = order.company.client(MEENA).post(order.url, order.typed(B1="5"))
    assert answer.status_code == 403
    assert "may not accept less" in answer.content.decode()
    assert order.company.client(MEENA).post(order.url, order.typed(B2="5")).status_code == 303


def test_others_see_and_choose_nothing(order: Order, others: Company) -> None:
    assert order.company.client(VIDYA).get(order.url).status_code == 403
    assert others.client(OTTO).get(order.url).status_code == 404
    assert others.client(OTTO).post(order.url, order.typed(B2="1")).status_code == 404


def test_a_program_chooses_too(order: Order) -> None:
    ines: ApiClient = order.company.api(INES)
    path = f"/api/v1/sales-orders/{order.id}/lines/{order.line_id}/allocation"
    body = {"batches": [{"batch_id": order.ids["B1"], "quantity": "5"}], "reason": "They use it today"}
    answer = ines.post(path, body)
    assert answer.status_code == 200, answer.content
    assert [each["batch_number"] for each in answer.json()["lines"][0]["allocations"]] == ["B1"]
    assert ines.post(path, body | {"reason": ""}).status_code == 422
    assert ines.post(path, {"batches": [], "reason": "x"}).status_code == 422
