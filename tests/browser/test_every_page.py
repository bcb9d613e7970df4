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
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from omnistock.domain.privacy.cookies import COOKIES
from omnistock.interfaces.cli.demo.people import ASHA, PASSWORD
from tests.support.environment import ROOT
from tests.support.server import practice_database
from tests.support.site import serve

pytestmark = pytest.mark.browser

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHOTOGRAPHS = ROOT / "build" / "pages"
PHOTOGRAPHED = "PHOTOGRAPHS" in os.environ
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
MOST_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_SIZES = {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
OTHER_SCHEME = {"light": "dark", "dark": "light"}
# What is folded up is looked at too. Of folds and rows alike, only as many as show each kind of thing in them so often: most
# rows of a list show nothing that the rows above do not, nor those on other pages of this walk. What was shown so often is shown
# once more a page, with all that is in it. A kind is a place in the page, with its classes, attributes and data (of names and of
# where it leads, whether there is one), and whether there is text in it. `make soak` looks at all of them.
#
# Colours come of the style sheet, and so of what a rule in it can name: writing that is named alike and was looked at so often
# on this walk, as most of the frame of each page, is not looked at again.
SHEET = ROOT / "omnistock" / "interfaces" / "web" / "static" / "built" / "app.css"
# What the browser's own rules name, or axe itself; `open`, `hidden`, `title` and the like stand in the sheet.
ALWAYS_NAMED = "class style disabled aria-disabled checked required readonly placeholder inert".split()
ALIKE = 5
ALL = 1_000_000
_LESSEN = """(known, alike, named, scheme, other) => {
    const words = /^(id|href|for|form|name|value|title|src|action|alt|placeholder|datetime)$/;
    const names = /^(hx-.*|aria-(label.*|describedby|controls))$/;
    const times = new Map(known), found = [];
    const hash = (text, from) => {
        for (const letter of text) from = Math.imul(from, 31) + letter.codePointAt(0) | 0;
        return from;
    };
    const kinds = counts => {
        const known = new Map([[null, 0]]);
        const kind = part => {
            if (!known.has(part)) {
                const tells = ({name, value}) => !words.test(name) && !names.test(name) && !value.startsWith('/');
                const saying = each => `${each.name}=${tells(each) ? each.value : each.value !== ''}`;
                const said = [...part.attributes].filter(counts).map(saying);
                known.set(part, hash(`>${part.tagName}|${said.join('|')}`, kind(part.parentElement)));
            }
            return known.get(part);
        };
        return kind;
    };
    const kind = kinds(() => true), colours = new Set(named), colour = kinds(({name}) => colours.has(name));
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
    const unfold = fold => [fold, ...fold.querySelectorAll('details:not(.menu)')].forEach(each => { each.open = true; });
    folds.forEach(([fold, shows]) => { if (shows) unfold(fold); });
    const {scrollWidth, clientWidth} = document.documentElement;
    window.alike = parts.map(part => [part, document.createComment('')]);
    window.alike.forEach(([part, place]) => part.replaceWith(place));

    const isDrawn = ({width, height}) => width > 1 && height > 1;
    const isWriting = part => part.matches('input, select, textarea') ||
        [...part.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim());
    for (const part of document.body.querySelectorAll('*')) {
        if (!isWriting(part) || part.closest('[hidden], [type=hidden], script, option, title')) continue;
        const its = hash('writing', colour(part));
        if ((times.get(its) ?? 0) >= alike) continue;
        note(its);
        part.dataset.unseen = '';
        if (!isDrawn(part.getBoundingClientRect())) continue;
        const otherwise = hash(`at the desk, ${other}`, its);
        const isKnown = (times.get(otherwise) ?? 0) * 5 >= alike;
        part.dataset.unseen = isKnown ? 'both ways at the desk' : 'at the desk';
        part.dataset.otherwise = otherwise;
        note(hash(`at the desk, ${scheme}`, its));
    }
    axe.configure({rules: [{id: "color-contrast", selector: "[data-unseen]"}]});
    return [found, scrollWidth - clientWidth];
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
# The writing that is new, and drawn at the desk alone, and was never seen there in the other scheme. It alone stays new.
_LEFT = """() => {
    for (const part of document.querySelectorAll('[data-unseen]')) {
        const {width, height} = part.getBoundingClientRect();
        const isDrawn = width > 1 && height > 1 && part.checkVisibility({visibilityProperty: true});
        if (part.dataset.unseen !== 'at the desk' || isDrawn) delete part.dataset.unseen;
    }
    return [...document.querySelectorAll('[data-unseen]')].map(part => Number(part.dataset.otherwise));
}"""
# Widths are judged with every row, and with the folds that were opened.
_SHOW_ALL = "() => window.alike.reverse().forEach(([part, place]) => place.replaceWith(part))"
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).href)"
_FOREIGN = """() => performance.getEntriesByType('resource').map(each => each.name)
    .filter(each => !/^(data|blob):/.test(each) && new URL(each).origin !== location.origin)"""

# All that is asked of a page at one size, at once. Nothing is left to be laid out for the next where all is well.
AT_THE_DESK = f"""async (known, alike, named, schemes, rules) => {{
    const [found, wide] = ({_LESSEN})(known, alike, named, ...schemes);
    return [found, wide, await ({_ASK_AXE})(rules)];
}}"""
ON_THE_PHONE = f"""async (rules, stays) => {{
    ({_UNSTICK})();
    const faults = await ({_ASK_AXE})(rules), left = ({_LEFT})();
    ({_SHOW_ALL})();
    const found = [faults, left, ({_TOO_WIDE})(), ({_FOREIGN})(), ({_LINKS})()];
    if (!stays && !left.length && !faults.length) document.body.style.display = 'none';
    return found;
}}"""


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
    named: list[str] = field(
        default_factory=lambda: sorted({*ALWAYS_NAMED, *re.findall(r"\[([a-z-]+)", SHEET.read_text())})
    )
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
        known, schemes = list(self.known.items()), [self.scheme, OTHER_SCHEME[self.scheme]]
        found, wide, faults = self._ask(AT_THE_DESK, known, self.alike, self.named, schemes, MOST_RULES)
        self.known.update(found)
        self._measure(page, wide, "the desk")
        self._note(page, f"{name}-desk-{self.scheme}", faults)
        self.scheme = schemes[1]
        page.emulate_media(color_scheme=self.scheme)  # type: ignore[arg-type]
        self.resize(PHONE)
        faults, left, wide, foreign, links = self._ask(ON_THE_PHONE, OF_SIZES, PHOTOGRAPHED)
        self._measure(page, wide, "a phone")
        self._note(page, f"{name}-phone-{self.scheme}", faults)
        self.faults += [f"{page.url} asks {each}" for each in foreign]
        self.resize(DESK)
        if left:
            self.known.update(left)
            self._note(page, f"{name}-desk-{self.scheme}", self._ask(_ASK_AXE, CONTRAST))
        return list(links)

    def _ask(self, script: str, *given: Any) -> Any:
        """What a script answers in the page. Asked of the browser itself: Playwright would bring a program of its own into every
        page, and wrap each value of a list in an object, there and back."""
        called = f"({script})({', '.join(json.dumps(each) for each in given)})"
        answer = self.window.send(
            "Runtime.evaluate", {"expression": called, "awaitPromise": True, "returnByValue": True}
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"]["value"]

    def _measure(self, page: Page, wide: int, place: str) -> None:
        if wide > 1:
            self.faults.append(f"{page.url}: {wide} px too wide for {place}")

    def _note(self, page: Page, name: str, faults: list[str]) -> None:
        self.faults += [f"{page.url} ({name}): {fault}" for fault in faults]
        if faults or PHOTOGRAPHED:
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
    name = f"test_pages_{os.getpid()}"
    with practice_database(name) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", server.url("app", database=name))
        with serve() as address:
            yield address


@pytest.fixture(scope="module")
def photographs() -> Path:
    shutil.rmtree(PHOTOGRAPHS, ignore_errors=True)
    PHOTOGRAPHS.mkdir(parents=True)
    return PHOTOGRAPHS


@pytest.fixture
def context(practice: str, photographs: Path, browser: Browser) -> Iterator[BrowserContext]:
    # Without movement, so that nothing is looked at half-way from light to dark.
    made = browser.new_context(viewport=DESK, base_url=practice, reduced_motion="reduce", color_scheme="light")  # type: ignore[arg-type]
    made.add_init_script(path=AXE)
    yield made
    made.close()


def _begin(context: BrowserContext, site: str, alike: int) -> tuple[Walk, Page]:
    """A page that notes whatever it complains of; what it asks of others, it cannot find and complains, too."""
    page = context.new_page()
    walk = Walk(site, context.new_cdp_session(page), alike=alike)
    page.on("pageerror", lambda error: walk.faults.append(f"{page.url}: {error}"))
    page.on("console", lambda said: walk.faults.append(f"{page.url}: {said.text}") if said.type == "error" else None)
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
