"""A cycle count by hand: the night has planned it, a scan and a figure for each batch, one press approves it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from omnistock.domain.stocktaking.counting_inputs import CountScope, PlanInput
from omnistock.domain.stocktaking.operations import create_count_plan
from omnistock.interfaces.jobs import tasks
from tests import make
from tests.personas import ASHA
from tests.support.keyboard import Keyboard

pytestmark = pytest.mark.browser

EAN = "9520000000011"
GS1 = f"010{EAN}1729033110"


@pytest.fixture
def company(site: str) -> make.Company:
    """Demo Pharma with two batches in A-01, and a plan whose turn it was last night."""
    company = make.organization(name=make.unique("Demo Pharma"))
    with company.acting(ASHA) as asha:
        place = make.location(actor=asha, warehouse=make.main_warehouse(), code="A-01").pk
        azithral = make.product(
            actor=asha, sku="DM-0142", name="Azithral Demo 500 tab", barcodes=(EAN,), purchase_price=Decimal(5)
        )
        for quantity, batch in (("340", "B2301"), ("25", "B2307")):
            make.received(actor=asha, product=azithral, quantity=quantity, batch=batch, location_id=place)
        plan = PlanInput(
            name="Weekly",
            warehouse_id=make.main_warehouse().pk,
            scope=CountScope(scope="locations", ids=[place]),
            every_days=7,
        )
        create_count_plan(actor=asha, plan=plan)
    tasks.make_due_counts_job.func(organization_id=str(company.id))
    return company


def test_it_is_planned_by_itself_scanned_and_approved(company: make.Company, page: Page) -> None:
    hands = Keyboard(page)
    page.goto("/app/")
    page.get_by_role("link", name="Count: Count 1 bin").click()  # action 1
    hands.actions += 1
    expect(page.locator("h1")).to_have_text("A-01")
    expect(page.locator("#id_code")).to_be_focused()
    expect(page.locator("main")).not_to_contain_text("340")
    with page.expect_navigation():
        hands.scan(f"{GS1}B2301")
    expect(page.locator("#id_quantity")).to_be_focused()
    hands.type("3 box + 3 strip")
    with page.expect_navigation():
        hands.press("Enter")
    expect(page.locator("#id_code")).to_be_focused()
    hands.type("b2307")
    with page.expect_navigation():
        hands.press("Enter")
    expect(page.locator("#id_quantity")).to_be_focused()
    hands.type("25")
    with page.expect_navigation():
        hands.press("Enter")
    hands.act("Finish the count")  # action 2
    expect(page.locator("#review")).to_contain_text("Out of tolerance")
    cause = page.locator("select[data-cause]")
    cause.focus()
    hands.press("d")
    expect(cause).to_have_value("damaged")
    hands.act("Approve 2 lines")  # action 3
    assert hands.actions == 3
    expect(page.locator("header.document-head")).to_contain_text("ADJ-00001")
    expect(page.locator("main")).to_contain_text("Damaged")


def test_an_unknown_batch_and_an_empty_bin(company: make.Company, page: Page) -> None:
    hands = Keyboard(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/app/counts")
    page.locator("tbody a").first.click()
    hands.act("Count A-01")
    with page.expect_navigation():
        hands.scan(f"{GS1}N9")
    expect(page.locator("#id_batch_number")).to_have_value("N9")
    expect(page.locator("#id_expires_on")).not_to_have_value("")
    hands.type("7")
    with page.expect_navigation():
        hands.press("Enter")
    expect(page.locator("main")).to_contain_text("N9")
    page.goto("/app/counts")
    page.locator("tbody a").first.click()
    hands.act("Count A-01")
    expect(page.locator("main")).to_contain_text("N9")  # interrupted work is kept
    page.get_by_role("button", name="The rest is not here").click()
    expect(page.locator("header.document-head")).to_contain_text("Awaiting approval")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
