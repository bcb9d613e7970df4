"""Goods of an order come in at the desk: two deliberate presses, and one scan or five typed cells a batch."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

import pytest
from playwright.sync_api import Page, Route, expect

from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.purchasing.models import PurchaseOrder
from tests import make
from tests.personas import ASHA
from tests.support.keyboard import Keyboard

pytestmark = pytest.mark.browser

EAN = "9520000000011"
GS1 = f"010{EAN}17290331"
BOX = "9520000000028"
GS1_OF_A_BOX = f"010{BOX}17290331"


@pytest.fixture
def company(site: str) -> make.Company:
    """Demo Pharma, which waits for 200 strips."""
    company = make.organization(name=make.unique("Demo Pharma"))
    with company.acting(ASHA) as asha:
        azithral = make.product(
            actor=asha,
            sku="DM-0142",
            name="Azithral Demo 500 tab",
            unit="strip",
            units=(PackUnitInput(code="box", factor=Decimal(10), barcodes=(BOX,)),),
            barcodes=(EAN,),
            purchase_price=Decimal(50),
        )
        line = PurchaseOrderLineInput(product_id=azithral.pk, quantity=Decimal(200))
        make.purchase_order(actor=asha, lines=[line])
    return company


@pytest.fixture
def order_id(company: make.Company) -> UUID:
    with company.acting(ASHA):
        return PurchaseOrder.objects.get().id


@pytest.fixture
def boxes_id(company: make.Company) -> UUID:
    """Ordered by the box; a box holds ten."""
    with company.acting(ASHA) as asha:
        units = (PackUnitInput(code="box", factor=Decimal(10)),)
        syrup = make.product(actor=asha, sku="DM-0300", name="Rehearsol Demo", unit="strip", units=units)
        line = PurchaseOrderLineInput(product_id=syrup.pk, quantity=Decimal(20), unit="box")
        return make.purchase_order(actor=asha, lines=[line]).pk


def expect_lines(page: Page, *rows: str) -> None:
    """What the receipt's page says that came in, and that it is the order's."""
    expect(page.locator("header.document-head")).to_contain_text("GR-00001")
    expect(page.locator("aside")).to_contain_text("PO-00001")
    lines = page.get_by_role("region", name="What came in").locator("tr.sub-row")
    expect(lines).to_have_count(len(rows))
    for at, row in enumerate(rows):
        expect(lines.nth(at)).to_contain_text(re.compile(row, re.DOTALL))


def test_a_typed_batch_is_two_presses_and_five_cells(order_id: UUID, page: Page) -> None:
    hands = Keyboard(page)
    page.goto(f"/app/purchase-orders/{order_id}")
    hands.act("Receive")
    expect(page.locator("#lines-bar")).to_be_focused()
    expect(page.locator("[data-note]").first).to_contain_text("outstanding 200 strip")
    hands.press("Enter")
    cells = {"batch_number": "B2301", "expires_on": "0329", "quantity": "180", "free_quantity": "20", "mrp": "120"}
    for key, text in cells.items():
        expect(page.locator(f"#id_lines-0-{key}")).to_be_focused()
        hands.type(text)
        hands.press("Enter")
    expect(page.locator("#lines-bar")).to_be_focused()
    expect(page.locator("#id_lines-0-expires_on")).to_have_value("03/29")
    hands.act("Receive 1 line")
    assert hands.actions == 2
    expect_lines(page, r"B2301.*03/29.*200")


def test_a_quick_hand_loses_no_letter_and_a_line_keeps_its_unit(boxes_id: UUID, page: Page) -> None:
    hands = Keyboard(page)
    page.goto(f"/app/receipts/new?order={boxes_id}")
    held: list[Route] = []
    page.route("**/app/receipts/products*", lambda route: held.append(route))
    hands.type("DM-0300")
    hands.press("Enter")
    hands.type("B9")  # while the answer is on its way
    [*_suggestions, asked] = [route for route in held if route.request.url.endswith("code=DM-0300")]
    asked.continue_()
    expect(page.locator("#id_lines-0-batch_number")).to_be_focused()
    hands.type("1")
    expect(page.locator("#id_lines-0-batch_number")).to_have_value("B91")
    expect(page.locator("#id_lines-0-unit")).to_have_value("box")


def test_a_scanned_batch_is_one_scan(order_id: UUID, page: Page) -> None:
    hands = Keyboard(page)
    page.goto(f"/app/purchase-orders/{order_id}")
    hands.act("Receive")
    hands.scan(f"{GS1}10B2301")
    expect(page.locator("#id_lines-0-quantity")).to_have_value("1")
    hands.scan(f"{GS1}10B2301")
    expect(page.locator("#id_lines-0-quantity")).to_have_value("2")
    hands.scan(f"{GS1}10B2307")
    expect(page.locator("#id_lines-1-batch_number")).to_have_value("B2307")
    hands.act("Receive 2 lines")
    assert hands.actions == 2
    expect_lines(page, r"B2301.*31 Mar 2029.*2", r"B2307.*31 Mar 2029.*1")


def test_a_scan_counts_up_the_line_of_its_own_unit(order_id: UUID, page: Page) -> None:
    hands = Keyboard(page)
    page.goto(f"/app/receipts/new?order={order_id}")
    hands.scan(f"{GS1}10B2301")
    expect(page.locator("#id_lines-0-quantity")).to_have_value("1")
    hands.scan(f"{GS1_OF_A_BOX}10B2301")
    expect(page.locator("#id_lines-1-unit")).to_have_value("box")
    page.locator("#id_lines-0-quantity").fill("4 strip")
    hands.scan(f"{GS1}10B2301")
    expect(page.locator("#id_lines-0-quantity")).to_have_value("5")
    expect(page.locator("#id_lines-0-unit")).to_have_value("strip")
    expect(page.locator("#id_lines-1-quantity")).to_have_value("1")


def test_a_plain_code_asks_for_the_batch_and_ctrl_d_repeats_the_one_above(order_id: UUID, page: Page) -> None:
    hands = Keyboard(page)
    page.goto(f"/app/receipts/new?order={order_id}")
    hands.scan(EAN)
    expect(page.locator("#id_lines-0-batch_number")).to_be_focused()
    hands.type("B2301")
    hands.press("Enter")
    hands.type("0329")
    hands.press("Enter")
    hands.type("10")
    hands.scan(EAN)
    expect(page.locator("#id_lines-1-batch_number")).to_be_focused()
    hands.press("Control+d")
    expect(page.locator("#id_lines-1-batch_number")).to_have_value("B2301")
    expect(page.locator("#id_lines-1-expires_on")).to_have_value("03/29")
    hands.scan("9529999999990")
    expect(page.locator("[data-entry-unknown]")).to_contain_text("Not known: 9529999999990")


def test_a_refusal_keeps_what_was_typed_and_leads_to_its_cell(order_id: UUID, page: Page) -> None:
    hands = Keyboard(page)
    page.goto(f"/app/receipts/new?order={order_id}")
    hands.press("Enter")
    hands.type("B2301")
    hands.press("Enter")
    hands.press("Tab")
    hands.type("10")
    with page.expect_navigation():
        hands.press("Control+Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    hands.press("Tab")
    expect(page.locator("[data-error-summary] a").first).to_be_focused()
    hands.press("Enter")
    expect(page.locator("#id_lines-0-expires_on")).to_be_focused()
    expect(page.locator("#id_lines-0-batch_number")).to_have_value("B2301")
    page.goto("/app/receipts")
    expect(page.locator("main")).to_contain_text("Nothing has come in yet.")
