"""A real browser on the real site. Each module has its own `company`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.personas import ASHA

if TYPE_CHECKING:  # this file is read before Django is ready, and `make` needs its models
    from tests import make

CHROMIUM = "/usr/bin/chromium"
# There is no graphics card to draw with, and playing one costs a tenth of all it does. Nor does a page live long enough for
# its scripts to be compiled a second and a third time: that takes another fifth.
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--js-flags=--no-opt --no-maglev"),
    # Pages are not told that a program drives it: no robot is counted (test_analytics.py).
    "--disable-blink-features=AutomationControlled",
    # Nothing but this machine can be found, as in tests/support/network.py.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def launched(playwright: Playwright) -> Browser:
    """A browser of its own, the system's."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Serves every test of this folder that this process runs, each with contexts of its own: to start it, and the program that
    drives it, takes as long as some of the tests.

    Playwright keeps a loop, which runs only while it is called; Django takes the thread for one in which others may come between.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = launched(playwright)
        yield started
        started.close()


@pytest.fixture
def page(site: str, company: make.Company, browser: Browser) -> Iterator[Page]:
    """Asha's browser, signed in; anything that the page complains of fails the test."""
    name = settings.SESSION_COOKIE_NAME
    session = company.client(ASHA).cookies[name].value
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=site)
    context.add_cookies([{"name": name, "value": session, "url": site}])
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    # A refused form answers 422 or 409, which the browser notes too; htmx tells when a page is left before the answer came
    # that it had asked for: an order is confirmed while its sum is still being reckoned. One that fails says htmx:sendError.
    left = ("htmx:afterRequest", "htmx:sendAbort")
    assert [each for each in complaints if "status of 4" not in each and not each.startswith(left)] == []
