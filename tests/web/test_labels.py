"""Labels: what is printed is read back from the paper by a scanner, and is the same."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from omnistock.domain.ledger.queries import stock
from omnistock.kernel.gs1 import read_scan
from omnistock.kernel.paper.stickers import SIZES, Sticker, gs1_code, render_stickers
from tests import make
from tests.make import Company
from tests.personas import ASHA, INES, OTTO, RAVI

GTIN = "09521234567899"
DAY = dt.date(2026, 11, 27)


def scanned(pdf: bytes, folder: Path) -> list[tuple[str, str]]:
    """Every code on every page, as a scanner reads it: text and symbology."""
    (folder / "labels.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "300", "-gray", "labels.pdf", "page"], cwd=folder, check=True)
    found = []
    for page in sorted(folder.glob("page*.pgm")):
        _magic, size, _most, pixels = page.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        image = memoryview(pixels[: width * height]).cast("B", (height, width))  # type: ignore[call-overload]
        found += [(code.text, code.format.name) for code in zxingcpp.read_barcodes(image)]
        page.unlink()
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("is_sheet", [False, True])
def test_paper_gives_back_what_was_printed(size: str, is_sheet: bool, tmp_path: Path) -> None:
    month = gs1_code(gtin=GTIN, batch_number="B2301", expires_on=dt.date(2027, 3, 31), is_month=True)
    stickers = [Sticker("Azithral Demo 500 tab", month, True, ("B2301", "EXP 03/27")), Sticker("A-01", "A-01", False)]
    found = scanned(render_stickers(stickers, size=size, is_sheet=is_sheet, on=DAY), tmp_path)
    assert sorted(found) == [("(01)09521234567899(17)270300(10)B2301", "DataMatrix"), ("A-01", "Code128")]
    read = read_scan(found[0][0] if found[0][0].startswith("(") else found[1][0], today=DAY)
    assert (read.batch_number, read.expires_on) == ("B2301", dt.date(2027, 3, 31))


def test_a_number_that_gs1_has_no_room_for_has_no_gs1_code() -> None:
    assert gs1_code(gtin=GTIN, batch_number="B 1") == ""
    assert gs1_code(gtin=GTIN, batch_number="B" * 21) == ""
    assert gs1_code(gtin=GTIN, expires_on=dt.date(2027, 3, 5)) == "(01)09521234567899(17)270305"


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def shelf(self, pharma: Company) -> dict[str, Any]:
        with pharma.acting(ASHA) as asha:
            product = make.product(actor=asha, barcodes=(GTIN,))
            receipt = make.received(actor=asha, product=product, quantity="3", batch="B2301")
            row = stock(actor=asha, product_id=product.pk).items[0]
            return {"product": product.pk, "receipt": receipt.pk, "batch": row.batch_id, "location": row.location_id}

    def test_from_receipt_to_paper(self, pharma: Company, shelf: dict[str, Any], tmp_path: Path) -> None:
        client = pharma.client(RAVI)
        page = client.get(f"/app/labels?receipt={shelf['receipt']}").content.decode()
        assert 'value="3"' in page
        sent = {"size": "50x25", "labels-0-kind": "batch", "labels-0-id": str(shelf["batch"]), "labels-0-quantity": "2"}
        printed = client.post("/app/labels/print", sent)
        assert printed["Content-Type"] == "application/pdf"
        codes = [text for text, _format in scanned(printed.content, tmp_path)]
        assert len(codes) == 2
        assert all(code.startswith(f"(01){GTIN}(17)") and code.endswith("(10)B2301") for code in codes)

    @pytest.mark.parametrize("kind", ["product", "batch", "location"])
    def test_each_kind_has_its_form(self, pharma: Company, shelf: dict[str, Any], kind: str) -> None:
        page = pharma.client(RAVI).get(f"/app/labels?{kind}={shelf[kind]}").content.decode()
        assert str(shelf[kind]) in page

    @pytest.mark.parametrize(
        "changes", [{"size": "1x1"}, {"labels-0-quantity": "x"}, {"labels-0-quantity": "2001"}, {"labels-0-kind": "x"}]
    )
    def test_nonsense_is_refused(self, pharma: Company, shelf: dict[str, Any], changes: dict[str, str]) -> None:
        sent = {"size": "50x25", "labels-0-kind": "batch", "labels-0-id": str(shelf["batch"]), "labels-0-quantity": "2"}
        refused = pharma.client(RAVI).post("/app/labels/print", sent | changes)
        assert refused.status_code == 422
        if "labels-0-kind" not in changes:
            kept = (sent | changes)["labels-0-quantity"]
            assert f'name="labels-0-quantity" value="{kept}"' in refused.content.decode()

    def test_another_organizations_are_not_there(self, pharma: Company, others: Company, shelf: dict[str, Any]) -> None:
        for kind in ("product", "batch", "location"):
            sent = {"size": "50x25", "labels-0-kind": kind, "labels-0-id": str(shelf[kind]), "labels-0-quantity": "2"}
            assert others.client(OTTO).post("/app/labels/print", sent).status_code == 422
        assert others.client(OTTO).get(f"/app/labels?receipt={shelf['receipt']}").status_code == 404

    def test_the_api_prints_them(self, pharma: Company, shelf: dict[str, Any]) -> None:
        body = {"size": "100x50", "labels": [{"kind": "location", "id": str(shelf["location"]), "quantity": 2}]}
        assert pharma.api(INES).post("/api/v1/labels", body).content[:5] == b"%PDF-"
        body["labels"][0]["id"] = str(shelf["product"])  # type: ignore[index]
        assert pharma.api(INES).post("/api/v1/labels", body).json()["errors"][0]["code"] == "not_found"
