"""What a scanned or typed text means to the scan boxes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.operations import archive_product
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.operations import post_receipt
from omnistock.kernel.gs1 import check_digit, read_scan
from tests import make
from tests.personas import ASHA, FARID, OTTO, RAVI, Persona
from tests.support.pages import statements

pytestmark = pytest.mark.django_db

YEAR = timezone.now().year
EAN = "9520000000004"


@pytest.fixture(scope="module")
def tablets(pharma: make.Company) -> make.Company:
    """Demo Pharma with 300 tablets of batch B-17, counted in strips of 10 whose code is EAN."""
    packs = (PackUnitInput(code="strip", factor=Decimal(10), barcodes=(EAN,)),)
    with pharma.acting(ASHA) as asha:
        product = make.product(
            actor=asha,
            sku="AZ-500",
            name="Azithral Demo",
            units=packs,
            sale_price="8.4",
            mrp="12.4",
            purchase_price="6",
        )
        line = ReceiptLineInput(
            product_id=product.pk, quantity=Decimal(300), unit_cost=Decimal(6), batch_number="B-17",
            expires_on=dt.date(asha.today.year + 1, 3, 31), expiry_precision="month",
        )  # fmt: skip
        post_receipt(actor=asha, warehouse_id=make.main_warehouse().pk, lines=[line])
    return pharma


def scanned(company: make.Company, code: str, persona: Persona = RAVI, **query: str) -> dict[str, Any]:
    answer = company.client(persona).get("/app/scan", {"code": code, **query})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_code_gives_the_pack_that_carries_it_with_prices_for_one_of_it(tablets: make.Company) -> None:
    (match,) = scanned(tablets, EAN)["matches"]
    assert (match["sku"], match["unit"], match["price"], match["mrp"]) == ("AZ-500", "strip", "84.00", "124.00")
    assert match["units"] == [{"code": "tablet", "factor": "1"}, {"code": "strip", "factor": "10"}]
    assert (match["on_hand"], match["free"], match["batch_number"]) == ("300", "300", None)


def test_a_gs1_code_brings_batch_expiry_and_quantity(tablets: make.Company) -> None:
    year = YEAR % 100 + 2
    (match,) = scanned(tablets, f"(01){EAN.zfill(14)}(10)b-99(17){year}0600(30)5")["matches"]
    assert (match["batch_number"], match["expires_on"], match["quantity"]) == ("b-99", f"06/{year}", "5")


def test_an_expiry_that_the_code_leaves_out_comes_from_the_batch_on_file(tablets: make.Company) -> None:
    (match,) = scanned(tablets, f"(01){EAN.zfill(14)}(10)b-17")["matches"]
    assert match["expires_on"] == f"03/{YEAR % 100 + 1}"


def test_a_batch_number_and_a_name_are_found_too(tablets: make.Company) -> None:
    (match,) = scanned(tablets, "b-17")["matches"]
    assert (match["sku"], match["batch_number"]) == ("AZ-500", "B-17")
    assert [each["sku"] for each in scanned(tablets, "azi")["matches"]] == ["AZ-500"]


def test_a_code_on_two_products_offers_both(tablets: make.Company) -> None:
    with tablets.acting(ASHA) as asha:
        make.plain_product(actor=asha, sku="TWIN", barcodes=(EAN,))
    assert {each["sku"] for each in scanned(tablets, EAN)["matches"]} == {"AZ-500", "TWIN"}


def test_what_nobody_knows_has_no_matches(tablets: make.Company) -> None:
    assert scanned(tablets, "952999\x00")["matches"] == []
    assert scanned(tablets, "")["matches"] == []
    assert scanned(tablets, EAN, warehouse_id="nonsense")["matches"]


def test_a_damaged_code_says_why(tablets: make.Company) -> None:
    answer = scanned(tablets, "(01)09520000000001(10)B-17")
    assert answer["matches"] == []
    assert answer["problems"]


def test_a_caution_does_not_stand_for_a_code_that_is_only_new(tablets: make.Company) -> None:
    """Else nobody who received it could make the product of it: what is no problem leaves it new."""
    gtin = "0952000000999" + check_digit("0952000000999")
    lost = f"]C101{gtin}10AB17260101"  # its batch ends like a date
    assert [each.code for each in read_scan(lost, today=timezone.localdate()).problems] == ["separator_lost"]
    assert scanned(tablets, lost) == {"matches": [], "problems": []}


def test_an_archived_product_is_named_not_unknown(tablets: make.Company) -> None:
    with tablets.acting(ASHA) as asha:
        old = make.plain_product(actor=asha, sku="OLD-1", name="Old syrup")
        archive_product(actor=asha, product_id=old.pk)
    answer = scanned(tablets, "OLD-1")
    assert answer["matches"] == []
    assert answer["problems"] == ["OLD-1 is Old syrup, which is archived: offer it again on its page."]


def test_costs_are_only_for_who_sees_them(tablets: make.Company) -> None:
    assert scanned(tablets, EAN, RAVI)["matches"][0]["cost"] is None
    assert scanned(tablets, EAN, FARID)["matches"][0]["cost"] == "60.00"


def test_another_tenant_finds_nothing(tablets: make.Company, others: make.Company) -> None:
    assert scanned(others, EAN, OTTO)["matches"] == []
    assert scanned(others, "B-17", OTTO)["matches"] == []


def test_it_takes_the_same_statements_for_one_match_and_for_many(tablets: make.Company) -> None:
    client = tablets.client(ASHA)
    before = statements(client, "/app/scan?code=azithral")
    with tablets.acting(ASHA) as asha:
        for _each in range(11):
            make.plain_product(actor=asha, name="Azithral again")
    assert statements(client, "/app/scan?code=azithral") == before
