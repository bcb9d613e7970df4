"""A form that was begun and not sent: kept at each change, there again on its page, gone when it is sent or discarded."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from omnistock.domain.drafts.keeping import KEPT_DAYS, delete_old_drafts, draft_of
from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db

PAGES = (
    ("receipt-new", "/app/receipts/new"),
    ("sales-order", "/app/sales-orders/new"),
    ("purchase-order", "/app/purchase-orders/new"),
    ("transfer-new", "/app/transfers/new"),
    ("adjustment-new", "/app/adjustments/new"),
)


class Typist:
    """Asha, who began a form with one line of a product."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.product = make.product(actor=asha, sku="DM-8001", name="Kept Demo 250 tab")
            self.warehouse = make.main_warehouse()

    def typed(self, page: str, **more: str) -> dict[str, str]:
        with self.company.acting(ASHA) as asha:
            day = asha.today.isoformat()
        return {
            "notes": "half of a thought",
            "warehouse_id": str(self.warehouse.pk),
            "received_on": day,
            "lines-0-product_id": str(self.product.id),
            "lines-0-name": self.product.name,
            "lines-0-sku": self.product.sku,
            "lines-0-quantity": "123",
            "lines-0-unit_cost": "10",
            "lines-0-batch_number": "K-77",
            "lines-0-expires_on": "12/29",
            **more,
        }

    def keep(self, page: str, document: str = "", **more: str) -> Any:
        client = self.company.client(ASHA)
        return client.post(f"/app/drafts?page={page}&document={document}", self.typed(page, **more))

    def sees(self, address: str, who: Any = ASHA) -> bool:
        answer = self.company.client(who).get(address)
        assert answer.status_code == 200
        text = answer.content.decode()
        return "half of a thought" in text and 'value="123"' in text and "Kept Demo 250 tab" in text


@pytest.fixture(scope="module")
def typist(pharma: Company) -> Typist:
    return Typist(pharma)


@pytest.mark.parametrize(("page", "address"), PAGES)
def test_what_was_typed_stands_there_again_and_goes_when_it_is_discarded(
    typist: Typist, page: str, address: str
) -> None:
    assert not typist.sees(address)
    assert typist.keep(page).status_code == 204
    assert typist.sees(address)
    assert f"page={page}" in typist.company.client(ASHA).get(address).content.decode()
    removed = typist.company.client(ASHA).post("/app/drafts/removal", {"page": page, "next": address})
    assert removed.status_code == 303
    assert removed["Location"] == address
    assert not typist.sees(address)


def test_the_last_change_counts(typist: Typist) -> None:
    typist.keep("receipt-new", notes="the first")
    typist.keep("receipt-new")
    assert typist.sees("/app/receipts/new")


def test_what_is_sent_is_forgotten(typist: Typist) -> None:
    typist.keep("receipt-new")
    sent = typist.company.client(ASHA).post("/app/receipts/new", typist.typed("receipt-new"))
    assert sent.status_code == 303
    assert not typist.sees("/app/receipts/new")


def test_what_is_refused_is_kept(typist: Typist) -> None:
    typist.keep("receipt-new")
    refused = typist.company.client(ASHA).post(
        "/app/receipts/new", typist.typed("receipt-new", **{"lines-0-quantity": "x"})
    )
    assert refused.status_code == 422
    assert typist.sees("/app/receipts/new")


def test_each_order_has_its_own(typist: Typist) -> None:
    with typist.company.acting(ASHA) as asha:
        customer = make.customer(actor=asha)
    typist.keep("sales-order", str(customer.id))
    assert not typist.sees("/app/sales-orders/new")
    assert typist.sees(f"/app/sales-orders/new?customer={customer.id}")


def test_nobody_else_sees_it(typist: Typist, others: Company) -> None:
    typist.keep("receipt-new")
    assert not typist.sees("/app/receipts/new", RAVI)
    assert "half of a thought" not in others.client(OTTO).get("/app/receipts/new").content.decode()
    with others.acting(OTTO) as otto:
        assert draft_of(actor=otto, page="receipt-new") is None


def test_after_fourteen_days_it_is_not_shown_and_the_night_deletes_it(typist: Typist) -> None:
    typist.keep("receipt-new")
    with typist.company.acting(ASHA) as asha:
        before, after = (asha.at(asha.now + dt.timedelta(days=KEPT_DAYS, minutes=by)) for by in (-1, 1))
        assert draft_of(actor=before, page="receipt-new") is not None
        assert draft_of(actor=after, page="receipt-new") is None
        assert delete_old_drafts(actor=before) == 0
        assert delete_old_drafts(actor=after) == 1


@pytest.mark.parametrize(
    ("page", "fields"),
    [("", {"a": "1"}), ("x" * 41, {"a": "1"}), ("receipt-new", {"a": "\x00"}), ("receipt-new", {"a": "x" * 2_000_001})],
)
def test_what_cannot_be_kept_is_refused(typist: Typist, page: str, fields: dict[str, str]) -> None:
    answer = typist.company.client(ASHA).post(f"/app/drafts?page={page}", fields)
    assert answer.status_code == 422
    assert not typist.sees("/app/receipts/new")


def test_a_foreign_address_is_not_gone_to(typist: Typist) -> None:
    sent = {"page": "receipt-new", "next": "https://example.net/"}
    assert typist.company.client(ASHA).post("/app/drafts/removal", sent)["Location"] == "/app/"


def test_who_may_not_fill_in_a_form_keeps_none(typist: Typist) -> None:
    assert typist.company.client(VIDYA).post("/app/drafts?page=receipt-new", {"a": "1"}).status_code == 403
    assert typist.company.client(RAVI).post("/app/drafts?page=sales-order", {"a": "1"}).status_code == 403
    assert typist.company.client(RAVI).post("/app/drafts?page=receipt-new", {"a": "1"}).status_code == 204
