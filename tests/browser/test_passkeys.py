"""Passkeys in a browser, with an authenticator that Chromium plays: made, used to sign in without a password, to confirm
who one is, and as the second step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import make
from tests.personas import ASHA, PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def company(site: str) -> make.Company:
    return make.organization(name=make.unique("Demo Pharma"))


@pytest.fixture
def key(site: str, company: make.Company, browser: Browser) -> Iterator[Page]:
    """A page at http://localhost, where browsers let passkeys be used, with a screen lock that says yes."""
    context = browser.new_context(base_url=site.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    _plug_in(context, page)
    yield page
    context.close()


def _plug_in(context: BrowserContext, page: Page) -> None:
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def _sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(ASHA.email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_made_and_used(key: Page) -> None:
    _sign_in(key)
    key.goto("/app/profile/security")
    key.get_by_role("link", name="Add").click()
    key.locator("#id_name").fill("Asha's laptop")
    key.get_by_role("button", name="Make the passkey").click()
    expect(key.locator("h1")).to_have_text("Recovery codes")
    key.get_by_role("link", name="I have kept them").click()
    expect(key.locator("main")).to_contain_text("Asha's laptop")

    key.context.clear_cookies()
    key.goto("/accounts/login/")
    key.get_by_role("button", name="Sign in with a passkey").click()
    key.wait_for_url("**/app/**")

    # The second step after a password, and then who has just used a factor is not asked again.
    key.context.clear_cookies()
    _sign_in(key)
    expect(key.locator("h1")).to_have_text("One more step")
    key.get_by_role("button", name="Use a passkey").click()
    key.wait_for_url("**/app/**")
    key.goto("/app/profile/security")
    key.get_by_role("link", name="Remove").click()
    key.get_by_role("button", name="Remove").click()
    expect(key.locator("main")).not_to_contain_text("Asha's laptop")
