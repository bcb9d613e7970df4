"""A real browser on the real site. Each module has its own `company`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
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
FLAGS = ("--no-sandbox", "--disable-gpu", "--js-flags=--no-opt --no-maglev")


def launched(playwright: Playwright, *more: str) -> Browser:
    """A browser of its own, the system's."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *more])


@pytest.fixture(scope="session")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where to connect to the browser that serves every test of this process, each with contexts of its own: to start one
    takes as long as some of the tests."""
    config = tmp_path_factory.mktemp("browser") / "server.json"
    config.write_text(json.dumps({"executablePath": CHROMIUM, "args": FLAGS, "headless": True}))
    command = [sys.executable, "-m", "playwright", "launch-server", "--browser=chromium", f"--config={config}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        os.killpg(process.pid, signal.SIGTERM)  # the command is only the parent of what serves
        process.stdout.read()


@pytest.fixture
def page(site: str, company: make.Company, browsers: str) -> Iterator[Page]:
    """Asha's browser, signed in; anything that the page complains of fails the test."""
    name = settings.SESSION_COOKIE_NAME
    session = company.client(ASHA).cookies[name].value
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect(browsers)
        context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=site)
        context.add_cookies([{"name": name, "value": session, "url": site}])
        opened = context.new_page()
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        yield opened
        browser.close()
    # A refused form answers 422 or 409, which the browser notes too; htmx tells when a page is left before the answer came
    # that it had asked for: an order is confirmed while its sum is still being reckoned. One that fails says htmx:sendError.
    left = ("htmx:afterRequest", "htmx:sendAbort")
    assert [each for each in complaints if "status of 4" not in each and not each.startswith(left)] == []
