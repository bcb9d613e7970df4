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
from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

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

# Each width asks what it alone can show: every rule takes a second a page. By day at the desk and by night on the phone, or
# the other way round: each page begins as the one before it ended, so that half as often everything is drawn anew.
AT_THE_DESK = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ON_THE_PHONE = {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
OTHER_SCHEME = {"light": "dark", "dark": "light"}
# What is folded up is looked at too. Of folds and rows alike, only as many as show each kind of thing in them so often: most
# rows of a list show nothing that the rows above do not, nor those on other pages of this walk. What was shown so often is shown
# once more a page, with all that is in it. A kind is a place in the page, with its classes, attributes and data (of names and of
# where it leads, whether there is one), and whether there is text in it. `make soak` looks at all of them.
#
# Colours come of the style sheet, and so of what a rule in it can name: writing of a kind that was looked at so often on
# this walk, as most of the frame of each page, is not looked at again.
ALIKE = 5
ALL = 1_000_000
# Answers what was new, as text: Playwright wraps each number of a list in an object of its own, there and back.
_LESSEN = """([known, alike]) => {
    const words = /^(id|href|for|form|name|value|title|src|action|alt|placeholder|datetime)$/;
    const names = /^(hx-.*|aria-(label.*|describedby|controls))$/;
    const times = new Map(JSON.parse(known)), kinds = new Map(), found = [];
    const hash = (text, from) => {
        for (const letter of text) from = Math.imul(from, 31) + letter.codePointAt(0) | 0;
        return from;
    };
    const kind = part => {
        if (!part) return 0;
        if (!kinds.has(part)) {
            const tells = ({name, value}) => !words.test(name) && !names.test(name) && !value.startsWith('/');
            const saying = each => `${each.name}=${tells(each) ? each.value : each.value !== ''}`;
            const said = [...part.attributes].map(saying);
            kinds.set(part, hash(`>${part.tagName}|${said.join('|')}`, kind(part.parentElement)));
        }
        return kinds.get(part);
    };
    const shown = new Set();
    const isNew = whole => {
        const parts = [whole, ...whole.querySelectorAll('*')];
        const its = new Set(parts.map(part => hash(part.textContent.trim() ? 'full' : 'empty', kind(part))));
        const shows = [...its].some(each => !shown.has(each) || (times.get(each) ?? 0) < alike);
        if (shows) its.forEach(note);
        return shows;
    };
    const note = each => {
        times.set(each, (times.get(each) ?? 0) + 1);
        shown.add(each);
        found.push(each);
    };
    const outermost = parts => [...document.querySelectorAll(parts)].filter(part => !part.parentElement.closest(parts));
    const folds = outermost('details:not(.menu)').map(fold => [fold, isNew(fold)]);
    const rows = outermost('tr, li, dl > div').filter(row => !row.closest('details:not([open])'));
    const shut = document.querySelectorAll('dialog:not([open]), details.menu:not([open]) > :not(summary)');
    const parts = [...rows.filter(row => !isNew(row)), ...folds.filter(([, shows]) => !shows).map(([fold]) => fold), ...shut];
    window.alike = parts.map(part => [part, document.createComment('')]);
    window.alike.forEach(([part, place]) => part.replaceWith(place));
    const unfold = fold => [fold, ...fold.querySelectorAll('details:not(.menu)')].forEach(each => { each.open = true; });
    folds.forEach(([fold, shows]) => { if (shows) unfold(fold); });

    const isDrawn = ({width, height}) => width > 1 && height > 1;
    const isWriting = part => part.matches('input, select, textarea') ||
        [...part.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim());
    for (const part of document.body.querySelectorAll('*')) {
        if (!isWriting(part) || part.closest('[hidden], [type=hidden], script, option, title')) continue;
        const its = hash('writing', kind(part));
        if ((times.get(its) ?? 0) >= alike) continue;
        note(its);
        part.dataset.unseen = isDrawn(part.getBoundingClientRect()) ? 'at the desk' : '';
    }
    axe.configure({rules: [{id: "color-contrast", selector: "[data-unseen]"}]});
    return JSON.stringify(found);
}"""
# Two frames after a switch it has reached everything, since all pages are asked for without movement.
_ASK_AXE = """async rules => {
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const found = await axe.run({resultTypes: ["violations"], runOnly: rules});
    const where = violation => violation.nodes.slice(0, 3).map(node => node.target.join(" ")).join("; ");
    return found.violations.map(violation => `${violation.id}: ${violation.help} (${where(violation)})`);
}"""
# What sticks to an edge of a phone covers whatever is scrolled under it, which a thumb scrolls away: all stands in its place.
_UNSTICK = """() => [...document.querySelectorAll('body *')].filter(part => getComputedStyle(part).position === 'sticky')
    .forEach(part => Object.assign(part.style, {position: 'relative', inset: 'auto'}))"""
# How much writing is new and drawn at the desk, but not on the phone. It alone stays new.
_LEFT = """() => {
    for (const part of document.querySelectorAll('[data-unseen]')) {
        const {width, height} = part.getBoundingClientRect();
        const isDrawn = width > 1 && height > 1 && part.checkVisibility({visibilityProperty: true});
        if (part.dataset.unseen === '' || isDrawn) delete part.dataset.unseen;
    }
    return document.querySelectorAll('[data-unseen]').length;
}"""
# Widths are judged with every row, and with the folds that were opened.
_SHOW_ALL = "() => window.alike.reverse().forEach(([part, place]) => place.replaceWith(part))"
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).href)"


@dataclass
class Walk:
    """What was visited, by the name of its route, and everything that is wrong."""

    site: str
    window: CDPSession
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    alike: int = ALIKE
    known: Counter[int] = field(default_factory=Counter)
    """How often each kind of thing was looked at."""
    scheme: str = "light"
    size: dict[str, int] = field(default_factory=dict)

    def resize(self, size: dict[str, int]) -> None:
        """Everything is laid out in this size; it is drawn at a tenth, since nobody looks (nor clicks): that takes half as long."""
        self.size = size
        screen = {**size, "deviceScaleFactor": 1, "mobile": False, "scale": 0.1}
        self.window.send("Emulation.setDeviceMetricsOverride", screen)

    def visit(self, page: Page, address: str, name: str) -> list[str]:
        """Look at one page in every way; its links."""
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            self.faults.append(f"{address}: answered {answer.status if answer else 'nothing'}")
            return []
        self.known.update(json.loads(page.evaluate(_LESSEN, [json.dumps(list(self.known.items())), self.alike])))
        self._look(page, f"{name}-desk-{self.scheme}", AT_THE_DESK)
        self.scheme = OTHER_SCHEME[self.scheme]
        page.emulate_media(color_scheme=self.scheme)  # type: ignore[arg-type]
        self.resize(PHONE)
        page.evaluate(_UNSTICK)
        self._look(page, f"{name}-phone-{self.scheme}", ON_THE_PHONE)
        left = page.evaluate(_LEFT)
        page.evaluate(_SHOW_ALL)
        self._measure(page, "a phone")
        links: list[str] = page.evaluate(_LINKS)
        self.resize(DESK)
        self._measure(page, "the desk")
        if left:
            self._look(page, f"{name}-desk-{self.scheme}", CONTRAST)
        return links

    def _measure(self, page: Page, place: str) -> None:
        if (wide := page.evaluate(_TOO_WIDE)) > 1:
            self.faults.append(f"{page.url}: {wide} px too wide for {place}")

    def _look(self, page: Page, name: str, rules: dict[str, Any]) -> None:
        faults = page.evaluate(_ASK_AXE, rules)
        self.faults += [f"{page.url} ({name}): {fault}" for fault in faults]
        if faults or "PHOTOGRAPHS" in os.environ:
            self._photograph(page, name)

    def _photograph(self, page: Page, name: str) -> None:
        page.set_viewport_size(self.size)  # type: ignore[arg-type]
        is_short = page.evaluate("() => document.documentElement.scrollHeight") < TALLEST_PHOTOGRAPH
        page.screenshot(path=PHOTOGRAPHS / f"{name}.jpg", type="jpeg", quality=70, full_page=is_short)
        self.resize(self.size)

    def walk(self, page: Page, starts: tuple[str, ...]) -> None:
        self.resize(DESK)
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
        made = browser.new_context(viewport=DESK, base_url=practice, reduced_motion="reduce", color_scheme="light")  # type: ignore[arg-type]
        made.add_init_script(path=AXE)
        yield made
        browser.close()


def _begin(context: BrowserContext, site: str, alike: int) -> tuple[Walk, Page]:
    page = context.new_page()
    walk = Walk(site, context.new_cdp_session(page), alike=alike)
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
    return walk, page


def _judge(walk: Walk, context: BrowserContext) -> None:
    cookies = {cookie.get("name", "") for cookie in context.cookies()}
    assert cookies <= {cookie.name for cookie in COOKIES}
    assert walk.faults == [], "\n".join(walk.faults)


HOW_OFTEN = pytest.mark.parametrize("alike", [ALIKE, pytest.param(ALL, marks=pytest.mark.soak)])


@HOW_OFTEN
def test_what_a_stranger_sees(context: BrowserContext, practice: str, alike: int) -> None:
    walk, page = _begin(context, practice, alike)
    for start in SIGNED_OUT:
        walk.walk(page, (start,))
    assert len(walk.seen) >= len(SIGNED_OUT)
    _judge(walk, context)


@HOW_OFTEN
def test_what_an_owner_sees(context: BrowserContext, practice: str, alike: int) -> None:
    walk, page = _begin(context, practice, alike)
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
