"""`make pictures`: the pictures of the public pages, from the running practice workspace, so that they show what is there.

Each is a page of Demo Pharma Distributors at 1280 by 800; Chromium itself writes WebP. The card is what a link to us shows
elsewhere, so it is a PNG.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.support import environment

environment.set_environment()

import django  # noqa: E402

django.setup()

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from omnistock.interfaces.cli.demo.people import ASHA, PASSWORD  # noqa: E402
from tests.browser.conftest import launched  # noqa: E402
from tests.support.server import own_database  # noqa: E402
from tests.support.site import serve  # noqa: E402

PICTURES: Final = environment.ROOT / "frontend" / "pictures"
SIZE: Final = {"width": 1280, "height": 800}
# The list to begin with, and the text of the row whose link is opened there.
SHOTS: Final = (
    ("receive", "/app/purchase-orders", "a[href*='/app/purchase-orders/']", "a[href*='receipts/new?']"),
    ("order", "/app/sales-orders?q=Rehearsal+City", "a[href*='/app/sales-orders/']", ""),
    ("dispatch", "/app/dispatches", "a[href*='/app/dispatches/']", ""),
    ("count", "/app/counts", "a[href*='/app/counts/']", ""),
    ("stock", "/app/stock", "", ""),
    ("recall", "/app/recalls", "a[href*='/app/recalls/']:has-text('RC-00001')", ""),
)
_TO_WEBP: Final = """async png => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = Object.assign(document.createElement("canvas"), {width: picture.width, height: picture.height});
    canvas.getContext("2d").drawImage(picture, 0, 0);
    return canvas.toDataURL("image/webp", 0.82).split(",")[1];
}"""
_CARD: Final = """<style>body{margin:0;width:1200px;height:630px;background:#fbfaf7;color:#142128;
font-family:'IBM Plex Sans',sans-serif;display:grid;align-content:center;padding:0 90px;box-sizing:border-box}
h1{font-size:76px;line-height:1.05;margin:48px 0 20px;
letter-spacing:-2px}p{font-size:32px;margin:0;color:#4d5a61}i{display:block;height:34px;border-radius:17px;margin:10px 0}</style>
<div><i style="width:900px;background:#142128"></i><i style="width:620px;background:#142128"></i>
<i style="width:280px;background:#e5a52f"></i></div><h1>All-in-one inventory management</h1>
<p>Batch tracked, multi-warehouse, built for how a real warehouse runs.</p>"""


def main() -> None:
    """Take all pictures anew."""
    name = f"pictures_{os.getpid()}"
    with own_database(name) as server:
        os.environ["DATABASE_URL"] = server.url("app", database=name)
        subprocess.run([sys.executable, "-m", "omnistock.launch", "demo"], cwd=environment.ROOT, check=True)
        with serve() as address, sync_playwright() as playwright:
            browser = launched(playwright)
            page = browser.new_page(viewport=SIZE, base_url=address, reduced_motion="reduce")  # type: ignore[arg-type]
            _sign_in(page)
            blank = browser.new_page()
            for shot in SHOTS:
                _take(page, blank, *shot)
            blank.set_viewport_size({"width": 1200, "height": 630})
            blank.set_content(_CARD)
            blank.screenshot(path=PICTURES / "card.png")
            browser.close()


def _sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", ASHA.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.goto("/app/workspaces")
    page.get_by_role("button", name="Demo Pharma Distributors").click()
    page.wait_for_url("**/app/")


def _take(page: Page, blank: Page, name: str, start: str, *links: str) -> None:
    page.goto(start)
    wanted = [link for link in links if link]
    if wanted:
        _open(page, wanted)
    png = base64.b64encode(page.screenshot()).decode()
    webp: str = blank.evaluate(_TO_WEBP, png)
    Path(PICTURES / f"{name}.webp").write_bytes(base64.b64decode(webp))


def _open(page: Page, links: list[str]) -> None:
    """Open the first row's page, or the first from which the second link goes on."""
    found = page.locator(f"main {links[0]}").evaluate_all("links => links.map(link => link.href)")
    for address in found:
        page.goto(address)
        if len(links) == 1:
            return
        if page.locator(f"main {links[1]}").count():
            page.goto(str(page.locator(f"main {links[1]}").first.evaluate("link => link.href")))
            return
    raise SystemExit(f"{page.url}: nothing there is {links}")


if __name__ == "__main__":
    main()
