"""What the kernel refuses is said in the reader's language through every door: a form, a file, a scan, the API."""

from __future__ import annotations

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from omnistock.domain.exchange.operations import BIG_BYTES
from omnistock.kernel import words
from omnistock.kernel.days import parse_day
from omnistock.kernel.errors import Invalid
from omnistock.kernel.ids import uuid7
from tests import make
from tests.make import Company
from tests.personas import ASHA, INES
from tests.support.queue import run_waiting

pytestmark = pytest.mark.django_db

FILE = b"SKU,Name,Unit,MRP\nDM-1,First Demo 10 tab,strip,x\n"
A_NUMBER = "“x” नंबर नहीं है; अंक लिखें, जैसे 12 या 1,250.50।"
A_PRICE = "“x” मूल्य नहीं है; अंक लिखें, जैसे 12 या 1,250.50।"


@pytest.fixture
def asha(pharma: Company) -> Client:
    """Asha's browser; she reads Hindi."""
    client = pharma.client(ASHA)
    client.post("/app/appearance", {"language": "hi"})
    return client


def test_beside_the_field_of_a_form(asha: Client) -> None:
    answer = asha.post("/app/products/new", {"sku": "DM-1", "name": "Demo", "unit": "strip", "mrp": "x"})
    assert answer.status_code == 422
    assert A_PRICE in answer.content.decode()


@pytest.mark.parametrize("content", [FILE, FILE + b"," * BIG_BYTES], ids=["at once", "by the worker"])
def test_in_the_row_of_a_file(asha: Client, content: bytes) -> None:
    sent = {"kind": "products", "file": SimpleUploadedFile("products.csv", content)}
    page = asha.post("/app/imports/new", sent).headers["Location"]
    run_waiting()
    assert A_NUMBER in html.unescape(asha.get(page).content.decode())
    assert A_NUMBER in asha.get(f"{page}/errors").content.decode("utf-8-sig")


def test_of_a_scanned_code(asha: Client) -> None:
    (problem,) = asha.get("/app/scan", {"code": "(01)09520000123450"}).json()["problems"]
    assert problem.endswith("का जाँच अंक मेल नहीं खाता; फिर स्कैन करें या अंक मिलाएँ।")


def test_to_a_program_that_asks_for_it(pharma: Company) -> None:
    ines, body = pharma.api(INES), {"name": "City Chemist", "gst_treatment": "registered", "gstin": "27"}
    hindi = ines.post("/api/v1/customers", body, accept_language="hi").json()["errors"]
    assert "GSTIN में 15 अक्षर और अंक होते हैं; “27” में 2 हैं।" in [each["message"] for each in hindi]
    english = ines.post("/api/v1/customers", body).json()["errors"]
    assert [each["code"] for each in english] == [each["code"] for each in hindi]
    assert "A GSTIN has 15 letters and digits; “27” has 2 characters." in [each["message"] for each in english]


def test_of_what_is_not_there_or_was_changed_meanwhile(asha: Client, pharma: Company) -> None:
    nothing = uuid7()
    page = asha.get(f"/app/products/{nothing}")
    assert page.status_code == 404
    assert f"इस कार्यस्थान में {nothing} आईडी वाला उत्पाद नहीं है।" in page.content.decode()
    assert "यह आपके इस कार्यस्थान का नहीं है।" in page.content.decode()
    with pharma.acting(ASHA) as actor:
        product = make.product(actor=actor)
    changed = pharma.api(INES).patch(
        f"/api/v1/products/{product.pk}", {"name": "Demo"}, accept_language="hi", if_match='"7"'
    )
    assert changed.status_code == 412
    assert changed.json()["detail"].startswith("यह उत्पाद इस बीच किसी और ने बदला (अब संस्करण 1, आपका 7 था)।")


def test_before_anybody_hands_it_a_catalogue_it_speaks_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_translate", str)
    with pytest.raises(Invalid, match="is not a date: that month has 28 days"):
        parse_day("31/02/2027")
    words.speak_by(lambda sentence: f"So: {sentence}")
    with pytest.raises(Invalid, match=r"^So: “never” is not a date"):
        parse_day("never")
