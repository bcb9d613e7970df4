"""A closed tab loses nothing, a scan that nobody knows is linked to a line where it happened, and files are dropped where they
belong."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests import make
from tests.personas import ASHA
from tests.support.keyboard import Keyboard

pytestmark = pytest.mark.browser

EAN = "9520000000011"
UNKNOWN = "9520000000028"


@pytest.fixture
def company(site: str) -> make.Company:
    company = make.organization(name=make.unique("Demo Pharma"))
    with company.acting(ASHA) as asha:
        make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab", unit="strip", units=(), barcodes=(EAN,))
        make.customer(actor=asha, name="City Hospital")
    return company


def test_a_closed_tab_loses_nothing(page: Page) -> None:
    page.goto("/app/receipts/new")
    hands = Keyboard(page)
    hands.scan(EAN)
    expect(page.locator("#id_lines-0-batch_number")).to_be_focused()
    with page.expect_response(
        lambda answer: "/app/drafts" in answer.url and "B2301" in (answer.request.post_data or "")
    ):
        hands.type("B2301")
    expect(page.locator("form[data-draft]")).to_have_attribute("data-draft-kept", "")
    page.goto("about:blank")
    page.goto("/app/receipts/new")
    expect(page.locator("#id_lines-0-batch_number")).to_have_value("B2301")
    expect(page.locator("main")).to_contain_text("You began this and did not send it.")
    with page.expect_navigation():
        page.get_by_role("button", name="Discard and begin anew").click()
    expect(page.locator("#id_lines-0-batch_number")).to_have_count(0)


def test_an_unknown_scan_is_linked_to_a_line_and_counts(page: Page) -> None:
    page.goto("/app/receipts/new")
    hands = Keyboard(page)
    hands.scan(EAN)
    expect(page.locator("#id_lines-0-batch_number")).to_be_focused()
    hands.scan(UNKNOWN)
    strip = page.locator("[data-entry-unknown]")
    expect(strip).to_contain_text(f"Not known: {UNKNOWN}")
    strip.get_by_role("button", name="Link to Azithral Demo 500 tab").click()
    expect(strip).to_be_empty()
    hands.scan(UNKNOWN)
    expect(strip).to_be_empty()
    expect(page.locator("[data-toasts]")).to_contain_text("is now a code of Azithral Demo 500 tab")


DROPPED = """names => {
    const dropped = new DataTransfer();
    for (const name of names) {
        const says = name.endsWith(".pdf") ? "%PDF-1.7 " + name : "not a picture";
        dropped.items.add(new File([says], name));
    }
    return dropped;
}"""


def test_files_are_dropped_on_a_customer(page: Page) -> None:
    page.goto("/app/customers")
    page.get_by_role("link", name="City Hospital").click()
    panel = page.locator("[data-attachments]")
    expect(panel).to_contain_text("Nothing is attached yet.")
    files = page.evaluate_handle(DROPPED, ["licence.pdf", "agreement.pdf", "virus.png"])
    panel.dispatch_event("dragover", {"dataTransfer": files})
    expect(panel.locator("form")).to_have_attribute("data-over", "")
    page.locator("h1").dispatch_event("drop", {"dataTransfer": files})  # beside it is good enough
    expect(panel.locator(".attachments a")).to_have_text(["licence.pdf", "agreement.pdf"])
    expect(panel.locator("[data-uploads] li")).to_have_count(1)
    expect(panel.locator("[data-uploads] .field-error")).to_contain_text("virus.png")
    page.reload()
    expect(panel.locator(".attachments a")).to_have_text(["licence.pdf", "agreement.pdf"])
    expect(panel).to_contain_text("Licence, registration or agreement")


def test_a_session_that_ended_takes_nothing_along(page: Page) -> None:
    page.goto("/app/receipts/new")
    hands = Keyboard(page)
    hands.scan(EAN)
    expect(page.locator("#id_lines-0-batch_number")).to_be_focused()
    context, name = page.context, settings.SESSION_COOKIE_NAME
    (session,) = [each for each in context.cookies() if each["name"] == name]
    context.clear_cookies(name=name)
    hands.type("B2301")
    state = page.locator("[data-draft-state]")
    expect(state).to_contain_text("You are signed out.")
    with page.expect_response(lambda answer: answer.url.endswith("/app/receipts/new") and answer.status == 302):
        page.keyboard.press("Control+Enter")
    expect(page.locator("#id_lines-0-batch_number")).to_have_value("B2301")
    context.add_cookies([session])
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator("[data-error-summary]")).to_be_visible()  # it was sent: an expiry and a quantity are missing
    expect(page.locator("#id_lines-0-batch_number")).to_have_value("B2301")
