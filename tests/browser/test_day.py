"""The whole working day of a new firm in a real browser on a database of its own, from signing up to the money and the
files, with the real worker behind it. Photographs of every step stay under build/day/.

Deliberate presses are counted where the product makes a promise about them (docs: receive in 2, sell in 3, be paid in 1).
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.support.environment import ROOT
from tests.support.keyboard import Keyboard
from tests.support.server import own_database
from tests.support.site import serve, work

pytestmark = pytest.mark.browser

PHOTOGRAPHS = ROOT / "build" / "day"
GSTIN = "27AAACD0000A1ZV"  # plainly invented: the serial is 0000
EAN = "9520000000011"
TODAY = dt.datetime.now(dt.UTC).date()  # only to say how long goods last; no test of a day
SOON, LATER, LONG = (TODAY + dt.timedelta(days=days) for days in (100, 300, 700))

PRODUCTS = f"""SKU,Name,Unit,Category,HSN,GST rate,MRP,Sale price,Purchase price,Barcode,Tracking,Expires
DM-0142,Azithral Demo 500 tab,strip,Antibiotics,3004,12,120,84.50,50,{EAN},batch,yes
DM-0200,Rehearsal Bandage,pcs,Dressings,3005,12,40,30,20,,none,no
"""
OPENING = f"""SKU,Warehouse,Batch number,Expires on,Quantity,Unit cost
DM-0142,MAIN,OLD-1,{SOON},30,48
DM-0142,MAIN,OLD-2,{LATER},50,49
DM-0200,MAIN,,,12,20
"""
CUSTOMERS = "Name,City,State,Credit days\nCity Clinic,Pune,Maharashtra,14\nHill Chemist,Mumbai,Maharashtra,30\n"
SUPPLIERS = "Name,City,State\nPractice Depot,Mumbai,Maharashtra\n"


class Day:
    """The firm's first day, step by step, each with its photograph."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.hands = Keyboard(page)
        self._number = 0

    def keep(self, name: str) -> None:
        self._number += 1
        self.page.screenshot(path=PHOTOGRAPHS / f"{self._number:02}-{name}.png", full_page=True)

    def head(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("header.document-head")).to_contain_text(each)

    def region(self, name: str):  # type: ignore[no-untyped-def]
        return self.page.get_by_role("region", name=name)

    def menu(self, words: str) -> None:
        """An action of the document's menu."""
        self.page.locator("header.document-head details.menu summary").click()
        with self.page.expect_navigation():
            self.page.locator("header.document-head .menu-item", has_text=words).click()

    def bring_in(self, kind: str, text: str, rows: int) -> None:
        """One file: checked whole, then brought in by the worker."""
        self.page.goto(f"/app/imports/new?kind={kind}")
        file: FilePayload = {"name": f"{kind}.csv", "mimeType": "text/csv", "buffer": text.encode()}
        self.page.set_input_files("#id_file", file)
        self.hands.act("Check the file")
        expect(self.page.locator("main")).to_contain_text("Nothing is wrong with it.")
        self.hands.act(f"Bring in {rows} row")
        expect(self.page.locator("main")).to_contain_text("All of it is in.", timeout=20_000)
        self.keep(f"import-{kind}")

    def order(self, customer: str, quantity: str, reference: str) -> None:
        """A sales order of Azithral, typed and confirmed: one press."""
        self.page.goto("/app/sales-orders/new")
        expect(self.page.locator("#id_customer")).to_be_focused()
        self.hands.type(customer)
        self.hands.press("Tab")
        expect(self.page.locator("#customer-facts")).to_contain_text(re.compile(customer, re.IGNORECASE))
        self.page.fill("#id_customer_reference", reference)
        self.choose("azith")
        expect(self.page.locator("#id_lines-0-quantity")).to_be_focused()
        self.hands.type(quantity)
        self.hands.press("Enter")
        expect(self.page.locator("#preview")).to_contain_text(re.compile(r"\d\.\d\d"))
        self.hands.act("Confirm")

    def choose(self, text: str) -> None:
        """A product by the entry bar."""
        self.page.locator("#lines-bar").focus()
        self.hands.type(text)
        expect(self.page.locator("[role='option']").first).to_be_visible()
        self.hands.press("ArrowDown")
        self.hands.press("Enter")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A stranger's browser before a product that nobody has used; whatever the page complains of fails the test."""
    shutil.rmtree(PHOTOGRAPHS, ignore_errors=True)
    PHOTOGRAPHS.mkdir(parents=True)
    name = f"test_day_{os.getpid()}"
    complaints: list[str] = []
    with own_database(name) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", server.url("app", database=name))
        with serve() as address, work(address):
            context = browser.new_context(viewport={"width": 1280, "height": 850}, base_url=address)
            opened = context.new_page()
            opened.on("pageerror", lambda error: complaints.append(str(error)))
            opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            yield opened
            context.close()
    # htmx tells when a page is left before the answer came that it had asked for.
    assert [each for each in complaints if not each.startswith("htmx:")] == []


def test_the_first_day_of_a_firm(page: Page, tmp_path: Path) -> None:
    day = Day(page)
    sign_up(day)
    stock_the_shelves(day)
    buy(day)
    receive(day)
    look_at_the_stock(day)
    sell(day)
    be_paid(day)
    sell_more_than_there_is(day)
    call_it_off(day)
    take_it_home(day, tmp_path)


def sign_up(day: Day) -> None:
    """A person, the mail that proves the address, and a workspace."""
    page = day.page
    page.goto("/accounts/signup/")
    page.fill("[name=name]", "Nila Sen")
    page.fill("[name=email]", "nila@example.com")
    page.fill("[name=password1]", "a long sentence nobody guesses")
    day.keep("sign-up")
    page.get_by_role("button", name="Create my account").click()
    page.get_by_role("link", name="open the outbox").click()
    link = page.locator("article a[href*='confirm-email']")
    expect(shown_at_last(page, link)).to_be_visible()
    day.keep("outbox")
    link.click()
    page.get_by_role("button", name="Yes, let me in").click()
    expect(page).to_have_url(re.compile("/app/workspaces/new"))
    page.fill("[name=name]", "Nila Medical Stores")
    page.fill("[name=gstin]", GSTIN)
    day.keep("workspace")
    page.get_by_role("button", name="Make the workspace").click()
    expect(page).to_have_url(re.compile("/app/$"))
    day.keep("today-empty")


def shown_at_last(page: Page, wanted):  # type: ignore[no-untyped-def]
    """The mail comes by the worker, so the page is asked again until it is there."""
    for _turn in range(40):
        if wanted.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    return wanted.first


def stock_the_shelves(day: Day) -> None:
    for kind, text, rows in (
        ("products", PRODUCTS, 2),
        ("opening_stock", OPENING, 3),
        ("customers", CUSTOMERS, 2),
        ("suppliers", SUPPLIERS, 1),
    ):
        day.bring_in(kind, text, rows)


def buy(day: Day) -> None:
    page, hands = day.page, day.hands
    page.goto("/app/purchase-orders/new")
    hands.type("practice de")
    expect(page.locator("#suppliers option").first).to_be_attached()
    day.choose("azith")
    expect(page.locator("#id_supplier")).to_have_value("Practice Depot")
    expect(page.locator("#id_lines-0-quantity")).to_be_focused()
    hands.type("200")
    hands.press("Enter")
    day.keep("purchase-order-typed")
    hands.act("Confirm")
    day.head("PO-00001", "Practice Depot")
    day.keep("purchase-order")


def receive(day: Day) -> None:
    """Two presses and one scan a batch: the code gives product, batch and expiry."""
    page, hands = day.page, day.hands
    before = hands.actions
    hands.act("Receive")
    hands.scan(f"010{EAN}17{LONG:%y%m%d}10B2301")
    expect(page.locator("#id_lines-0-batch_number")).to_have_value("B2301")
    page.fill("#id_lines-0-quantity", "200")
    day.keep("receipt-scanned")
    hands.act("Receive 1 line")
    assert hands.actions - before == 2
    day.head("GR-00001")
    expect(day.region("What came in").locator("tr.sub-row").first).to_contain_text(re.compile("B2301.*200", re.DOTALL))
    day.keep("receipt")


def look_at_the_stock(day: Day) -> None:
    page = day.page
    page.goto("/app/stock?by=batch&q=azith")
    for said in ("OLD-1", "OLD-2", "B2301"):
        expect(page.locator("main")).to_contain_text(said)
    day.keep("stock")
    page.get_by_role("link", name="B2301").first.click()
    day.head("B2301")
    expect(page.locator("main")).to_contain_text("GR-00001")
    day.keep("batch")


def sell(day: Day) -> None:
    """Confirm, picked, dispatch with its invoice: three presses, and the oldest leave first."""
    hands = day.hands
    before = hands.actions
    day.order("city clinic", "60", "PHONE-1")
    lines = day.region("Lines")
    expect(lines).to_contain_text(re.compile("OLD-1.*30.*OLD-2.*30", re.DOTALL))
    day.keep("order-reserved")
    hands.act("Picked")
    day.keep("order-picked")
    hands.act("Dispatch and issue invoice")
    assert hands.actions - before == 3
    day.head("Dispatched")
    expect(lines).to_contain_text("left with DN-00001")
    day.keep("order-dispatched")


def be_paid(day: Day) -> None:
    """One press; then nothing is owed."""
    page, hands = day.page, day.hands
    page.locator("aside").get_by_role("link", name="INV/").click()
    expect(page.locator("main")).to_contain_text("5,678.40")  # 60 x 84.50 and 12 % of tax
    day.keep("invoice")
    before = hands.actions
    hands.press("p")
    expect(page.locator("#id_amount")).to_have_value("5678.40")
    hands.act("")
    assert hands.actions - before == 1
    expect(page.locator("h1 + .chip")).to_have_text("Paid")
    day.keep("invoice-paid")
    page.locator("header.document-head").get_by_role("link", name="City Clinic").click()
    expect(page.locator(".stat-row")).to_contain_text(re.compile(r"Balance\s*₹?\s*0\.00"))
    day.keep("customer-balance")
    page.get_by_role("link", name="Statement").click()
    expect(page.locator("main")).to_contain_text("5,678.40")
    day.keep("statement")


def sell_more_than_there_is(day: Day) -> None:
    """220 are left of 250 wanted: what there is leaves in two parts, and 30 stay on backorder."""
    page, hands = day.page, day.hands
    day.order("hill chemist", "250", "BIG-1")
    lines = day.region("Lines")
    expect(lines).to_contain_text("30 strip on backorder")
    day.keep("order-short")
    day.menu("Dispatch a part")
    page.get_by_role("textbox", name=re.compile("leaves now")).fill("100")
    day.keep("dispatch-part")
    hands.act("Dispatch and issue invoice")
    page.goto("/app/sales-orders?q=BIG-1")
    page.get_by_role("link", name=re.compile("SO-")).first.click()
    expect(lines).to_contain_text("left with DN-00002")
    expect(lines).to_contain_text("30 strip on backorder")
    day.keep("order-partly-gone")


def call_it_off(day: Day) -> None:
    """What is left of the order is closed short, and another order is cancelled: its goods are free again."""
    page, hands = day.page, day.hands
    day.menu("Close short")
    page.fill("[name=reason]", "They found it elsewhere")
    hands.act("Close it short")
    day.head("Closed")
    day.keep("order-closed-short")
    day.order("city clinic", "20", "WRONG-1")
    day.menu("Cancel the order")
    page.fill("[name=reason]", "Typed twice")
    day.keep("order-cancel")
    hands.act("Cancel the order")
    day.head("Cancelled")
    day.keep("order-cancelled")


def take_it_home(day: Day, folder: Path) -> None:
    """Every list as a file; stock holds what is left."""
    page = day.page
    page.goto("/app/exports")
    day.keep("exports")
    with page.expect_download() as started:
        page.locator("a[href='/app/exports/stock.csv']").click()
    file = folder / "stock.csv"
    started.value.save_as(file)
    text = file.read_text("utf-8-sig")
    assert "B2301" in text
    assert "DM-0142" in text
    page.goto("/app/")
    day.keep("today-full")
