"""A recall: one search, one action; then the work list until it is closed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.sales.inputs import SalesOrderLineInput
from tests import make
from tests.personas import ASHA
from tests.support.keyboard import Keyboard

pytestmark = pytest.mark.browser

EAN = "9520000000011"


@pytest.fixture
def company(site: str) -> make.Company:
    """40 of batch B2301, of which 25 went to City Clinic and 5 are reserved; 20 of B2307 that lasts as long."""
    company = make.organization(name=make.unique("Demo Pharma"))
    with company.acting(ASHA) as asha:
        product = make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab", barcodes=(EAN,))
        make.received(actor=asha, product=product, quantity="40", batch="B2301")
        make.received(actor=asha, product=product, quantity="20", batch="B2307")
        clinic = make.customer(actor=asha, name="City Clinic", phone="+91 00000 00000")
        for quantity, leaves in (("25", True), ("5", False)):
            line = SalesOrderLineInput(product_id=product.pk, quantity=Decimal(quantity))
            order = make.sales_order(actor=asha, lines=[line], customer_id=clinic.pk)
            if leaves:
                dispatch_order(actor=asha, sales_order_id=order.pk)
    return company


def test_one_search_and_one_action(page: Page) -> None:
    hands = Keyboard(page)
    page.goto("/app/")
    hands.press("/")
    hands.type("B2301")
    hands.press("Enter")  # the search: the batch's page is the answer
    expect(page.get_by_role("region", name="Where it went")).to_contain_text("City Clinic")
    expect(page.locator("#id_recall_reason")).to_be_visible()
    page.locator("#id_recall_reason").focus()
    hands.type("Sour smell")
    hands.act("Freeze and open recall")
    assert hands.actions == 1
    expect(page.locator("header.document-head")).to_contain_text("RC-00001")
    expect(page.get_by_role("region", name="Orders that lost it")).to_contain_text(
        re.compile(r"SO-00002.*B2307\s+5", re.DOTALL)
    )
    expect(page.locator("main")).to_contain_text("Difference 0")
    customer = page.locator("article", has_text="City Clinic")
    customer.get_by_label("Contacted").check()
    customer.get_by_label("Destroyed there").fill("25")
    customer.get_by_role("button", name="Save").click()
    expect(page.get_by_role("progressbar", name="Share of what left that is accounted for")).to_contain_text("100 %")
    hands.act("Close the recall")  # nothing is unaccounted for, so no words are asked
    expect(page.locator("header.document-head")).to_contain_text("Closed")


def test_a_scan_finds_it_and_a_drill_runs_its_watch(page: Page) -> None:
    hands = Keyboard(page)
    page.goto("/app/recalls/new")
    hands.scan(f"010{EAN}10B2301")
    expect(page.locator("header.document-head")).to_contain_text("B2301")
    page.locator("#id_recall_reason").fill("Practice")
    page.get_by_role("button", name="Drill").click()
    watch = page.locator("[data-stopwatch]")
    first = watch.inner_text()
    expect(watch).not_to_have_text(first)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
