"""`make pictures`: the pictures of README and of the public pages, from the running practice workspace, so that they show what
is there.

Of each the part is shown that matters, without the frame round it, so that its letters can be read on the page: once as a desk
sees it and once as a phone does (`NAME-phone`). The last, which stands alone and wide, is the whole window. Chromium itself
writes WebP. The card is what a link to us shows elsewhere, so it is a PNG.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.support import environment

environment.set_environment()

import django  # noqa: E402

django.setup()

from playwright.sync_api import FloatRect, Page, sync_playwright  # noqa: E402

from omnistock.interfaces.cli.demo.people import ASHA, PASSWORD  # noqa: E402
from tests.browser.conftest import launched  # noqa: E402
from tests.support.server import own_database  # noqa: E402
from tests.support.site import serve  # noqa: E402

PICTURES: Final = environment.ROOT / "frontend" / "pictures"
TODAY: Final = environment.ROOT / "docs" / "images" / "today.png"
DESK: Final = {"width": 1280, "height": 1000}
WINDOW: Final = {"width": 1280, "height": 800}
PHONE: Final = {"width": 390, "height": 1600}
# What is cut out of `main`: width and height. The templates have the same numbers.
DESK_CUT: Final = (1048, 655)
PHONE_CUT: Final = (390, 520)


@dataclass(frozen=True, slots=True)
class Shot:
    """`at` is the list to begin with. The first record of it is opened that shows `shows`, and from there the link `then`.

    What a phone shows further down begins at `phone_from`.
    """

    name: str
    at: str
    of: str = ""
    shows: str = ""
    then: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    phone_from: str = "main"
    workspace: str = "Demo Pharma Distributors"


RECORD: Final = "main tbody a[href*='{of}']"
SHOTS: Final = (
    Shot(
        "receive",
        "/app/purchase-orders",
        of="/app/purchase-orders/",
        then="main a[href*='receipts/new?']",
        typed=(("batch_number", "DE2811"), ("expires_on", "11/28"), ("quantity", "40")),
        phone_from="main .entry-bar",
    ),
    Shot("order", "/app/sales-orders?q=Rehearsal+City", of="/app/sales-orders/", phone_from="main .steps"),
    Shot("dispatch", "/app/dispatches", of="/app/dispatches/", shows="main .chip:text-is('Issued')"),
    Shot("stock", "/app/stock"),
    Shot("recall", "/app/recalls", of="/app/recalls/", shows="main h1:has-text('RC-00001')"),
    Shot("count", "/app/counts", of="/app/counts/", shows="main .chip:has-text('approval')", workspace="Demo Grocery"),
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
    os.environ["LANGUAGE"] = "en_GB"  # Chromium writes days in its fields as most of our readers do
    with own_database(name) as server:
        os.environ["DATABASE_URL"] = server.url("app", database=name)
        subprocess.run([sys.executable, "-m", "omnistock.launch", "demo"], cwd=environment.ROOT, check=True)
        with serve() as address, sync_playwright() as playwright:
            browser = launched(playwright)
            page = browser.new_page(base_url=address, reduced_motion="reduce")
            _sign_in(page)
            _enter(page, "Demo Pharma Distributors")
            page.screenshot(path=TODAY)
            blank = browser.new_page()
            for shot in SHOTS:
                _enter(page, shot.workspace)
                _take(page, blank, shot)
            blank.set_viewport_size({"width": 1200, "height": 630})
            blank.set_content(_CARD)
            blank.screenshot(path=PICTURES / "card.png")
            browser.close()


def _sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", ASHA.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def _enter(page: Page, workspace: str) -> None:
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto("/app/workspaces")
    page.get_by_role("button", name=workspace).click()
    page.wait_for_url("**/app/")


def _take(page: Page, blank: Page, shot: Shot) -> None:
    page.goto(shot.at)
    if shot.of:
        _open(page, shot)
    if shot.name == "recall":
        page.set_viewport_size(WINDOW)  # type: ignore[arg-type]
        _keep(page, blank, shot.name, shot)
    else:
        _keep(page, blank, shot.name, shot, "main", DESK_CUT)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    _keep(page, blank, f"{shot.name}-phone", shot, shot.phone_from, PHONE_CUT)


def _keep(page: Page, blank: Page, name: str, shot: Shot, top: str = "", cut: tuple[int, int] = (0, 0)) -> None:
    """Photograph the page that is open, loaded anew at its width: all of the window, or what is `cut` from `top` on."""
    page.reload()
    for field, value in shot.typed if cut == DESK_CUT else ():  # a phone is shown what was kept of it
        page.locator(f"main [name='lines-0-{field}']").fill(value)
    clip: FloatRect | None = None
    if top:
        left, upper = page.locator("main").bounding_box(), page.locator(top).first.bounding_box()
        assert left
        assert upper
        above = 0 if top == "main" else 12
        clip = {"x": left["x"], "y": upper["y"] - above, "width": cut[0], "height": cut[1]}
    png = base64.b64encode(page.screenshot(clip=clip)).decode()
    webp: str = blank.evaluate(_TO_WEBP, png)
    Path(PICTURES / f"{name}.webp").write_bytes(base64.b64decode(webp))


def _open(page: Page, shot: Shot) -> None:
    """Open the first record of the list that is asked for."""
    found = page.locator(RECORD.format(of=shot.of)).evaluate_all("links => links.map(link => link.href)")
    for address in found:
        page.goto(address)
        wanted = page.locator(shot.shows or shot.then or "main")
        if wanted.count():
            if shot.then:
                page.goto(str(wanted.first.evaluate("link => link.href")))
            return
    raise SystemExit(f"{page.url}: nothing there is {shot}")


if __name__ == "__main__":
    main()
