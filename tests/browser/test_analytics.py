"""Counting on the pages for strangers (promise P11), with a key, against a server of ours in PostHog's place: a view is told
to that host alone, nothing stays in the browser, and who asks not to be followed is not."""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser

from omnistock.domain.privacy.cookies import COOKIES
from tests.support.site import serve

pytestmark = pytest.mark.browser
KEY = "phc_practice"
# Who says to be without a head is taken for a robot, and no robot is counted.
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
GZIP = b"\x1f\x8b"
KEPT = "() => [document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)].join(' ')"


class PostHog:
    """`told` is what came, each with its body as text."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.came = threading.Event()
        self.host = ""


@contextlib.contextmanager
def posthog() -> Iterator[PostHog]:
    state = PostHog()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            text = gzip.decompress(body) if body.startswith(GZIP) else body
            state.told.append(f"{self.path} {self.headers.get('Cookie', '')} {text.decode(errors='replace')}")
            state.came.set()
            self._answer(b'{"status": 1}')

        def do_GET(self) -> None:
            self._answer(b"{}")

        def do_OPTIONS(self) -> None:
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Headers", "*")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.host = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()


@pytest.fixture(scope="module")
def counted(django_db_setup: None) -> Iterator[tuple[str, PostHog]]:
    """The site with a key, and who is told."""
    with posthog() as told, pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTHOG_KEY", KEY)
        patch.setenv("POSTHOG_HOST", told.host)
        with serve() as address:
            yield address, told


def look(browser: Browser, address: str, path: str, **headers: str) -> tuple[list[str], str]:
    """Open a page as a stranger; the foreign addresses that it asked, and what it kept in the browser."""
    context = browser.new_context(base_url=address, extra_http_headers=headers, user_agent=PERSON)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path, wait_until="networkidle")
    kept = page.evaluate(KEPT)
    assert {cookie.get("name") for cookie in context.cookies()} <= {cookie.name for cookie in COOKIES}
    context.close()
    return [url for url in asked if not url.startswith((address, "data:", "blob:"))], kept


def test_a_view_is_told_to_one_host_and_nothing_is_kept(counted: tuple[str, PostHog], browser: Browser) -> None:
    address, told = counted
    foreign, kept = look(browser, address, "/pricing")
    assert told.came.wait(10)
    assert foreign
    assert all(url.startswith(told.host) for url in foreign)
    (view,) = [each for each in told.told if "$pageview" in each]
    assert KEY in view
    assert "/pricing" in view
    assert "$posthog_cookieless" in view  # in place of anything that could tell one visitor from another
    assert "ph_" not in kept
    assert "posthog" not in kept


@pytest.mark.parametrize(
    ("path", "headers"), [("/pricing", {"DNT": "1"}), ("/pricing", {"Sec-GPC": "1"}), ("/accounts/login/", {})]
)
def test_nobody_is_told_of_these(
    counted: tuple[str, PostHog], browser: Browser, path: str, headers: dict[str, str]
) -> None:
    address, told = counted
    before = len(told.told)
    foreign, _kept = look(browser, address, path, **headers)
    assert foreign == []
    assert len(told.told) == before
