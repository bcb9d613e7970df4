"""Every page of the running product, found by following its links through the practice data: readable for everyone
(axe-core), at home on a phone, and silent: no error, no foreign request, no cookie that the register does not name.

What is faulty is photographed under build/pages/; with PHOTOGRAPHS=1 every page is, one a way of looking: nobody asks
anything of them but people who look, and drawing them takes a quarter of the crawl.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page, sync_playwright

from omnistock.domain.privacy.cookies import COOKIES
from omnistock.interfaces.cli.demo.people import ASHA, PASSWORD
from tests.support.environment import ROOT
from tests.support.server import own_database
from tests.support.site import serve

pytestmark = pytest.mark.browser

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHOTOGRAPHS = ROOT / "build" / "pages"
DESK, PHONE = {"width": 1280, "height": 850}, {"width": 390, "height": 844}
SIGNED_OUT = (
    *("/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/api/docs"),
    *("/features", "/pricing", "/who-we-serve", "/blog", "/demo", "/contact", "/status", "/terms", "/dpa"),
    *("/privacy", "/trust", "/retention", "/subprocessors", "/cookies", "/grievance", "/security"),
)
# What a link leads to is no page: files to take away, the mail client, signing out.
NO_PAGE = re.compile(
    r"(\.pdf|\.csv|\.xlsx|\.txt|\.json|/export|/logout/?|/labels|/sheet|/paper|/photo|/file|/feed|/readyz)$"
    r"|/attachments/[^/]+$|^(mailto|tel|javascript):"
)
TALLEST_PHOTOGRAPH = 8_000
FOUND_AT_LEAST = 60
"""Fewer pages than this were found: then the crawl lost its way, and proves nothing."""

ALL_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
# Each way of looking asks what it alone can show: every rule takes a second a page.
LOOKS = (
    ("desk", DESK, "light", ALL_RULES),
    ("desk", DESK, "dark", CONTRAST),
    ("phone", PHONE, "light", {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}),
)
# What is folded up is looked at too. Of folds and rows alike, only as many as show each kind of thing in them so often:
# most rows of a list show nothing that the rows above do not. A kind is a place in the page, with its classes, attributes
# and data (but for where it leads), and whether there is text in it. `make soak` looks at all of them.
ALIKE = 5
ALL = 1_000_000
_LESSEN = """alike => {
    const seen = new Map(), kinds = new Map();
    const kind = part => {
        if (!part) return '';
        if (!kinds.has(part)) {
            const data = Object.values(part.dataset).filter(value => !value.startsWith('/'));
            const says = [part.tagName, part.getAttribute('class'), part.getAttributeNames(), data];
            kinds.set(part, `${kind(part.parentElement)}>${says.join('|')}|${part.textContent.trim() !== ''}`);
        }
        return kinds.get(part);
    };
    const isNew = whole => {
        const found = new Set([whole, ...whole.querySelectorAll('*')].map(kind));
        const shows = [...found].some(each => (seen.get(each) ?? 0) < alike);
        if (shows) found.forEach(each => seen.set(each, (seen.get(each) ?? 0) + 1));
        return shows;
    };
    const folds = [...document.querySelectorAll('details:not(.menu)')].map(fold => [fold, isNew(fold)]);
    const rows = [...document.querySelectorAll('tr, li, dl > div')].filter(row => !row.closest('details:not([open])'));
    const parts = [...rows.filter(row => !isNew(row)), ...folds.filter(([, shows]) => !shows).map(([fold]) => fold)];
    window.alike = parts.map(part => [part, document.createComment('')]);
    window.alike.forEach(([part, place]) => part.replaceWith(place));
    folds.forEach(([fold, shows]) => { if (shows) fold.open = true; });
}"""
# Colours come of the style sheet, and so of what a rule in it can name: the elements around some writing, with their classes and
# attributes. Writing of a kind that was looked at so often on this walk, as most of the frame of each page, is not looked at
# again. Answered are the kinds that are new, by their hashes.
_FIND_WRITING = """([known, alike]) => {
    const words = /^(id|href|for|name|value|title|src|action|alt|placeholder|datetime|hx-.*|aria-(label.*|describedby|controls))$/;
    const counts = new Map(JSON.parse(known)), kinds = new Map(), found = [];
    const kind = part => {
        if (!part) return 0;
        if (!kinds.has(part)) {
            const said = [...part.attributes].filter(each => !words.test(each.name) && !each.value.startsWith('/'))
                .map(each => each.name + each.value);
            let hash = kind(part.parentElement);
            for (const letter of `>${part.tagName}|${said.join('|')}`) hash = Math.imul(hash, 31) + letter.codePointAt(0) | 0;
            kinds.set(part, hash);
        }
        return kinds.get(part);
    };
    const isWriting = part => part.matches('input, select, textarea') ||
        [...part.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim());
    for (const part of document.body.querySelectorAll('*')) {
        if (!isWriting(part) || part.closest('[hidden], script, details.menu:not([open]) > :not(summary)')) continue;
        const its = kind(part), times = counts.get(its) ?? 0;
        if (times >= alike) continue;
        counts.set(its, times + 1);
        part.dataset.new = '';
        found.push(its);
    }
    axe.configure({rules: [{id: "color-contrast", selector: "[data-new]"}]});
    return JSON.stringify(found);
}"""
# Widths are judged with every row.
_SHOW_ALL = "() => window.alike.reverse().forEach(([part, place]) => place.replaceWith(part))"
# Two frames after a switch to dark it has reached everything, since all pages are asked for without movement.
_ASK_AXE = """async rules => {
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const drawn = {exclude: [["details.menu:not([open]) > :not(summary)"]]};
    const found = await axe.run(drawn, {resultTypes: ["violations"], runOnly: rules});
    const where = violation => violation.nodes.slice(0, 3).map(node => node.target.join(" ")).join("; ");
    return found.violations.map(violation => `${violation.id}: ${violation.help} (${where(violation)})`);
}"""
_LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).href)"
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Walk:
    """What was visited, by the name of its route, and everything that is wrong."""

    site: str
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    alike: int = ALIKE
    writing: Counter[int] = field(default_factory=Counter)
    """How often each kind of writing was looked at."""
    scheme: str = "light"

    def visit(self, page: Page, address: str, name: str) -> list[str]:
        """Look at one page in every way; its links."""
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            self.faults.append(f"{address}: answered {answer.status if answer else 'nothing'}")
            return []
        page.evaluate(AXE.read_text())
        page.evaluate(_LESSEN, self.alike)
        # As text: Playwright wraps each number of a list in an object of its own, on the way there and on the way back.
        known = json.dumps(list(self.writing.items()))
        new = json.loads(page.evaluate(_FIND_WRITING, [known, self.alike]))
        self.writing.update(new)
        for width, size, scheme, rules in LOOKS:
            if new or rules != CONTRAST:
                self._look(page, f"{name}-{width}-{scheme}", size, scheme, rules)
        page.evaluate(_SHOW_ALL)
        if (wide := page.evaluate(_TOO_WIDE)) > 1:
            self.faults.append(f"{address}: {wide} px too wide for a phone")
        links: list[str] = page.evaluate(_LINKS)
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        return links

    def _look(self, page: Page, name: str, size: dict[str, int], scheme: str, rules: dict[str, Any]) -> None:
        if page.viewport_size != size:
            page.set_viewport_size(size)  # type: ignore[arg-type]
        if self.scheme != scheme:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.scheme = scheme
        faults = page.evaluate(_ASK_AXE, rules)
        self.faults += [f"{page.url} ({name}): {fault}" for fault in faults]
        if faults or "PHOTOGRAPHS" in os.environ:
            self._photograph(page, name)

    def _photograph(self, page: Page, name: str) -> None:
        is_short = page.evaluate("() => document.documentElement.scrollHeight") < TALLEST_PHOTOGRAPH
        page.screenshot(path=PHOTOGRAPHS / f"{name}.jpg", type="jpeg", quality=70, full_page=is_short)

    def walk(self, page: Page, starts: tuple[str, ...]) -> None:
        waiting = deque(f"{self.site}{start}" for start in starts)
        while waiting:
            address = waiting.popleft()
            name = self._new_page(address)
            if name:
                waiting.extend(self.visit(page, address, name))

    def _new_page(self, address: str) -> str | None:
        """The route's name where it is a page that was not seen yet."""
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != self.site or NO_PAGE.search(parts.path) or NO_PAGE.search(address):
            return None
        try:
            match = resolve(parts.path)
        except Resolver404:
            if not parts.path.startswith("/static/"):
                self.faults.append(f"a link leads nowhere: {address}")
            return None
        name = match.view_name or match.route
        if name in self.seen:
            return None
        self.seen.add(name)
        return re.sub(r"[^a-z0-9-]+", "-", name)


@pytest.fixture(scope="module")
def practice() -> Iterator[str]:
    """The address of the product on a database of its own with the practice data."""
    name = f"pages_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with own_database(name) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", server.url("app", database=name))
        subprocess.run([sys.executable, "-m", "omnistock.launch", "demo"], cwd=ROOT, check=True, capture_output=True)
        with serve() as address:
            yield address


@pytest.fixture(scope="module")
def photographs() -> Path:
    shutil.rmtree(PHOTOGRAPHS, ignore_errors=True)
    PHOTOGRAPHS.mkdir(parents=True)
    return PHOTOGRAPHS


@pytest.fixture
def context(practice: str, photographs: Path, browsers: str) -> Iterator[BrowserContext]:
    """A browser that notes whatever is asked of others and whatever it complains of."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect(browsers)
        # Without movement, so that nothing is looked at half-way from light to dark.
        yield browser.new_context(viewport=DESK, base_url=practice, reduced_motion="reduce")  # type: ignore[arg-type]
        browser.close()


def _watched(context: BrowserContext, walk: Walk) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: walk.faults.append(f"{page.url}: {error}"))
    page.on("console", lambda said: walk.faults.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((walk.site, "data:", "blob:"))
            else walk.faults.append(f"{page.url} asks {asked.url}")
        ),
    )
    return page


def _judge(walk: Walk, context: BrowserContext) -> None:
    cookies = {cookie.get("name", "") for cookie in context.cookies()}
    assert cookies <= {cookie.name for cookie in COOKIES}
    assert walk.faults == [], "\n".join(walk.faults)


HOW_OFTEN = pytest.mark.parametrize("alike", [ALIKE, pytest.param(ALL, marks=pytest.mark.soak)])


@HOW_OFTEN
def test_what_a_stranger_sees(context: BrowserContext, practice: str, alike: int) -> None:
    walk = Walk(practice, alike=alike)
    page = _watched(context, walk)
    for start in SIGNED_OUT:
        walk.walk(page, (start,))
    assert len(walk.seen) >= len(SIGNED_OUT)
    _judge(walk, context)


@HOW_OFTEN
def test_what_an_owner_sees(context: BrowserContext, practice: str, alike: int) -> None:
    walk = Walk(practice, alike=alike)
    page = _watched(context, walk)
    page.goto("/accounts/login/")
    page.fill("[name=login]", ASHA.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.goto("/app/workspaces")
    page.get_by_role("button", name="Demo Pharma Distributors").click()
    page.wait_for_url("**/app/")
    walk.walk(page, ("/app/",))
    assert len(walk.seen) >= FOUND_AT_LEAST, sorted(walk.seen)
    _judge(walk, context)
