"""Issue and be paid by keyboard alone: one press each."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.sales.inputs import SalesOrderLineInput
from tests import make
from tests.personas import ASHA

pytestmark = pytest.mark.browser


@pytest.fixture
def company(site: str) -> make.Company:
    return make.organization(name=make.unique("Demo Pharma"))


@pytest.fixture
def draft_id(company: make.Company) -> str:
    """A draft of 10 strips at 100.00: 1,120.00 with tax."""
    with company.acting(ASHA) as asha:
        fields = {"unit": "strip", "units": (), "sale_price": Decimal(100), "tax_rate": Decimal(12)}
        product = make.product(actor=asha, sku="DM-1", name="Azithral Demo 500 tab", hsn_code="3004", **fields)
        customer = make.customer(actor=asha, name="City Hospital", credit_days=14)
        make.received(actor=asha, product=product)
        line = SalesOrderLineInput(product_id=product.pk, quantity=Decimal(10))
        order = make.sales_order(actor=asha, lines=[line], customer_id=customer.pk)
        sent = dispatch_order(actor=asha, sales_order_id=order.pk, issue_invoice=False)
        assert sent.invoice is not None
        return str(sent.invoice.pk)


def test_an_invoice_is_issued_and_paid_without_a_mouse(draft_id: str, page: Page) -> None:
    page.goto(f"/app/invoices/{draft_id}")
    expect(page.get_by_role("button", name="Issue")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Paid and owed")).to_be_visible()

    page.keyboard.press("p")
    amount = page.locator("#id_amount")
    expect(amount).to_be_focused()
    expect(amount).to_have_value("1120.00")
    amount.fill("1500")
    expect(page.get_by_text("380.00 more than is allocated stays as an advance.")).to_be_visible()
    expect(page.locator("#id_allocations-0-amount")).to_have_value("1120.00")
    page.keyboard.press("Enter")  # goes on; only Ctrl+Enter records
    expect(page.locator("#id_method")).to_be_focused()
    page.keyboard.press("q")
    expect(page.locator("#id_method")).to_have_value("cheque")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1 + .chip")).to_have_text("Paid")

    page.locator("header.document-head").get_by_role("link", name="City Hospital").click()
    expect(page.get_by_role("link", name="New order")).to_be_visible()  # what the page itself is for
    page.keyboard.press("p")
    expect(amount).to_be_focused()
    amount.fill("50")
    page.keyboard.press("Control+Enter")  # of the form that is typed in
    expect(page).to_have_url(re.compile("/app/payments/"))
