"""Order to dispatch at the desk by keyboard alone: three deliberate presses, everything else is typed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.operations import post_receipt
from tests import make
from tests.personas import ASHA
from tests.support.keyboard import Keyboard

pytestmark = pytest.mark.browser


@pytest.fixture
def company(site: str) -> make.Company:
    """Demo Pharma with a product of which one batch is too old for City Hospital, and two are not."""
    company = make.organization(name=make.unique("Demo Pharma"))
    with company.acting(ASHA) as asha:
        azithral = make.product(
            actor=asha, sku="DM-0142", name="Azithral Demo 500 tab", unit="strip", units=(), sale_price=Decimal("84.57")
        )
        make.customer(actor=asha, name="City Hospital Pharmacy", minimum_shelf_life_days=90)
        batches = (("B2299", 41, 40), ("B2301", 128, 100), ("B2307", 372, 600))
        lines = [
            ReceiptLineInput(
                product_id=azithral.pk,
                quantity=Decimal(quantity),
                batch_number=number,
                expires_on=asha.today + dt.timedelta(days=days),
                unit_cost=Decimal(50),
            )
            for number, days, quantity in batches
        ]
        post_receipt(actor=asha, warehouse_id=make.main_warehouse().pk, lines=lines)
    return company


def test_order_to_dispatch_is_three_presses_by_keyboard_alone(page: Page) -> None:
    hands = Keyboard(page)
    page.goto("/app/sales-orders/new")
    expect(page.locator("#id_customer")).to_be_focused()
    hands.type("city hosp")
    hands.press("Tab")
    expect(page.locator("#customer-facts")).to_contain_text("City Hospital Pharmacy")
    page.locator("#id_customer").focus()
    hands.press("Enter")  # past what is optional
    expect(page.locator("#lines-bar")).to_be_focused()
    hands.type("azith")
    expect(page.locator("[role='option']").first).to_contain_text("Azithral Demo 500 tab")
    hands.press("ArrowDown")
    hands.press("Enter")
    expect(page.locator("#id_lines-0-quantity")).to_be_focused()
    expect(page.locator("[data-note]").first).to_contain_text("free 740 · earliest")
    hands.type("120")
    hands.press("Enter")
    expect(page.locator("#preview")).to_contain_text("10,148.40")

    hands.act("Confirm")
    lines = page.get_by_role("region", name="Lines")
    expect(lines).to_contain_text("B2299 skipped: 41 days left, this customer needs 90")
    expect(lines).to_contain_text("B2301")
    hands.act("Picked")
    expect(page.get_by_label("Carrier")).to_be_visible()
    hands.act("Dispatch and issue invoice")
    expect(page.locator("header.document-head")).to_contain_text("Dispatched")
    expect(lines).to_contain_text("left with DN-00001")
    expect(page.locator("aside")).to_contain_text("INV/")
    assert hands.actions == 3


def _walk_to_the_bar(page: Page, hands: Keyboard) -> None:
    """Tab goes from field to field; nothing needs the mouse."""
    for _step in range(12):
        if page.evaluate("document.activeElement.id") == "lines-bar":
            return
        hands.press("Tab")
    pytest.fail("Tab never came to the entry bar")


def test_a_refusal_puts_the_cursor_where_it_is_mended(page: Page) -> None:
    hands = Keyboard(page)
    page.goto("/app/sales-orders/new")
    hands.type("city hosp")
    hands.press("Tab")
    expect(page.locator("#id_customer")).to_have_value("City Hospital Pharmacy")
    _walk_to_the_bar(page, hands)
    hands.type("azith")
    expect(page.locator("[role='option']").first).to_be_visible()
    hands.press("ArrowDown")
    hands.press("Enter")
    expect(page.locator("#id_lines-0-quantity")).to_be_focused()
    hands.type("0")
    with page.expect_navigation():
        hands.press("Control+Enter")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    hands.press("Tab")
    expect(summary.locator("a").first).to_be_focused()
    hands.press("Enter")
    expect(page.locator("#id_lines-0-quantity")).to_be_focused()
    expect(page.locator("#id_lines-0-quantity")).to_have_value("0")
    expect(page.locator("#id_customer")).to_have_value("City Hospital Pharmacy")
