"""What a form comes to while it is typed: the server adds up, who sees no costs is told none, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from omnistock.domain.billing.models import CreditNote
from omnistock.domain.purchasing.models import PurchaseOrder, Receipt
from tests import make
from tests.personas import ASHA, FARID, MAYA, OTTO, VIDYA
from tests.web.test_buying import Depot
from tests.web.test_money import Ledger, text_of
from tests.web.test_selling import Shop

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def depot(file_db: None) -> Depot:
    return Depot()


@pytest.fixture(scope="module")
def ledger(file_db: None) -> Ledger:
    return Ledger()


def test_an_order_adds_up_as_it_is_typed(depot: Depot) -> None:
    asha = depot.company.client(ASHA)
    typed = depot.typed_order(**{"lines-0-unit_cost": "80.7", "lines-0-discount_percent": "10", "supplier": ""})
    begun = {"lines-1-product_id": str(depot.bag_id), "lines-1-quantity": "", "lines-1-unit": "piece"}
    page = asha.post("/app/purchase-orders/preview", typed | begun).content.decode()
    assert 'id="lines-0-amount" hx-swap-oob="true">14,526.00<' in page
    assert 'id="lines-1-amount" hx-swap-oob="true"><' in page
    assert "Before tax" in page
    with depot.company.acting(ASHA):
        assert not PurchaseOrder.objects.exists()
    assert 'name="lines-__index__-amount"' not in asha.get("/app/purchase-orders/new").content.decode()


def test_a_sale_says_beside_each_line_what_it_comes_to_and_from_which_rate() -> None:
    shop = Shop()
    page = shop.company.client(ASHA).post("/app/sales-orders/preview", shop.typed(**{"lines-0-quantity": "10"}))
    assert "845.70 84.57 · sale price" in text_of(page)
    assert 'id="lines-0-amount" hx-swap-oob="true"' in page.content.decode()
    assert "<table" not in page.content.decode()  # the grid has the lines
    refused = shop.company.client(ASHA).post("/app/sales-orders/preview", shop.typed(**{"lines-0-quantity": "x"}))
    assert "845.70" not in text_of(refused)
    assert 'id="lines-0-amount"' in refused.content.decode()  # emptied


def test_a_receipt_says_its_value_before_a_batch_is_typed(depot: Depot) -> None:
    order = depot.order()
    typed = depot.typed(order, batch_number="", expires_on="", location="nowhere")
    page = text_of(depot.company.client(ASHA).post("/app/receipts/preview", typed))
    assert "₹ 4,000.00" in page.replace("\N{NO-BREAK SPACE}", " ")  # 80 at the order's 50
    assert text_of(depot.company.client(ASHA).post("/app/receipts/preview", typed | {"lines-0-quantity": "x"})) == ""
    with depot.company.acting(ASHA):
        assert not Receipt.objects.exists()


def test_who_sees_no_costs_is_told_no_sum(depot: Depot) -> None:
    typed = depot.typed(depot.order())
    maya = depot.company.client(MAYA)
    assert "4,000" in text_of(maya.post("/app/receipts/preview", typed))
    depot.company.limit(MAYA, sees_costs=False)
    assert text_of(maya.post("/app/receipts/preview", typed)) == ""
    page = maya.post("/app/purchase-orders/preview", depot.typed_order()).content.decode()
    assert "Before tax" not in page
    assert "0.00" not in page


def test_a_credit_note_begins_with_nothing_and_says_what_it_will_credit(ledger: Ledger) -> None:
    invoice_id, farid = ledger.sent(), ledger.company.client(FARID)
    form = f"/app/invoices/{invoice_id}/credit-notes"
    page = farid.get(f"{form}/new").content.decode()
    assert 'name="lines-0-quantity" value=""' in page
    typed = {name: _value(page, name) for name in ("lines-0-invoice_line_id", "id", "version")}
    asked = farid.post(f"{form}/new", typed | {"reason": "All wrong", "lines-0-quantity": ""})
    assert asked.status_code == 422
    assert "All that is left" in text_of(asked)
    filled = farid.post(f"{form}/new", typed | {"do": "all", "reason": "All wrong"}).content.decode()
    assert 'name="lines-0-quantity" value="10"' in filled
    assert 'value="All wrong"' in filled
    told = text_of(farid.post(f"{form}/preview", typed | {"lines-0-quantity": "4"})).replace("\N{NO-BREAK SPACE}", " ")
    assert "Will be credited ₹ 448.00" in told
    assert "has a balance of ₹ 672.00" in told
    assert "can still be credited" in text_of(farid.post(f"{form}/preview", typed | {"lines-0-quantity": "11"}))
    assert "is not a number of whole base units" in text_of(
        farid.post(f"{form}/preview", typed | {"lines-0-quantity": "0.5"})
    )
    units = {"lines-0-units": _value(page, "lines-0-units").replace("&quot;", '"')}
    told = text_of(farid.post(f"{form}/preview", typed | units | {"lines-0-quantity": "4 strips"}))
    assert "448.00" in told  # in any unit of the product, as it is typed elsewhere
    ask = typed | {"lines-0-quantity": "4", "reason": "Four broken", "issued_on": ""}
    first, second = (farid.post(f"{form}/new", ask) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    with ledger.company.acting(ASHA):
        assert CreditNote.objects.count() == 1


def test_the_rest_of_a_payment_is_told_while_its_parts_are_typed(ledger: Ledger) -> None:
    farid = ledger.company.client(FARID)

    def said(*parts: str) -> str:
        cells = {f"allocations-{at}-amount": part for at, part in enumerate(parts)}
        return text_of(farid.post("/app/payments/rest", {"amount": "1,000", **cells}))

    assert "250.00 more than is allocated" in said("700", "50")
    assert "1.00 more is allocated than was paid" in said("1001")
    assert said("1000", "", "<b>") == ""


def test_a_sum_is_for_who_may_write_the_document(ledger: Ledger, others: make.Company) -> None:
    invoice_id = ledger.sent()
    vidya = ledger.company.client(VIDYA)
    for address in (f"invoices/{invoice_id}/credit-notes/preview", "payments/rest", "receipts/preview"):
        assert vidya.post(f"/app/{address}").status_code == 403, address
    assert vidya.post("/app/purchase-orders/preview").status_code == 403
    assert others.client(OTTO).post(f"/app/invoices/{invoice_id}/credit-notes/preview").status_code == 404


def _value(page: str, name: str) -> Any:
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_a_part_of_a_page_is_no_place_for_the_sign_in(ledger: Ledger) -> None:
    """The form stays as it was typed; its page, asked for as a whole, leads to the sign-in and back."""
    stranger = Client(headers={"HX-Request": "true"})
    assert stranger.post("/app/receipts/preview").status_code == 401
    assert Client().get("/app/receipts/new")["Location"].startswith("/accounts/login/")
