"""What a scanned code means in a workspace."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.operations import archive_product
from omnistock.domain.catalog.queries import find_products
from omnistock.domain.catalog.scanning import resolve_code
from tests import make
from tests.personas import RAVI

pytestmark = pytest.mark.django_db

GTIN = "8901234567890"
CASE_GTIN = "18901234567897"


@pytest.fixture(scope="module")
def pharma(file_db: None) -> make.Company:
    company = make.organization()
    with company.acting(company.owner) as owner:
        strip = PackUnitInput(code="strip", factor=Decimal(10), barcodes=(CASE_GTIN, "HOUSE 7"))
        make.product(actor=owner, sku="Dolo-650", name="Dolo", barcodes=(GTIN,), units=(strip,))
    return company


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GTIN, ("tablet", 1)),
        (CASE_GTIN, ("strip", 10)),
        ("HOUSE 7", ("strip", 10)),
        ("dolo-650", ("tablet", 1)),
        (f"]C101{CASE_GTIN}10B7", ("strip", 10)),
        (f"https://id.gs1.org/01/{CASE_GTIN}/10/B7", ("strip", 10)),
    ],
)
def test_it_finds_the_product_and_the_pack(pharma: make.Company, text: str, found: tuple[str, int]) -> None:
    with pharma.acting(RAVI) as ravi:
        (match,) = resolve_code(actor=ravi, text=text).matches
    assert (match.unit_code, match.factor) == found


def test_it_says_batch_expiry_and_quantity(pharma: make.Company) -> None:
    with pharma.acting(RAVI) as ravi:
        answer = resolve_code(actor=ravi, text=f"(01){CASE_GTIN}(17)271200(30)4(10)B7")
    assert (answer.scan.batch_number, answer.scan.expires_on, answer.scan.precision) == (
        "B7",
        dt.date(2027, 12, 31),
        "month",
    )
    assert answer.matches[0].quantity == 4


def test_several_products_are_a_choice(pharma: make.Company) -> None:
    with pharma.acting(pharma.owner) as owner:
        other = make.product(actor=owner, name="Dolo, old pack", barcodes=(GTIN,))
        assert {match.product.name for match in resolve_code(actor=owner, text=GTIN).matches} == {
            "Dolo",
            "Dolo, old pack",
        }
        archive_product(actor=owner, product_id=other.id)
        assert len(resolve_code(actor=owner, text=GTIN).matches) == 1


@pytest.mark.parametrize("text", ["", "nothing", "\x00", "x" * 5_000, "8901234567891", f"(01){GTIN}1(10)B7", "\ud800"])
def test_an_unknown_or_broken_code_matches_nothing(pharma: make.Company, text: str) -> None:
    with pharma.acting(RAVI) as ravi:
        assert resolve_code(actor=ravi, text=text).matches == ()


def test_a_broken_code_says_what_is_wrong(pharma: make.Company) -> None:
    with pharma.acting(RAVI) as ravi:
        answer = resolve_code(actor=ravi, text="(01)08901234567891(10)B7")
    assert [problem.code for problem in answer.scan.problems] == ["check_digit"]


def test_it_takes_at_most_four_statements(pharma: make.Company) -> None:
    with pharma.acting(RAVI) as ravi, CaptureQueriesContext(connection) as statements:
        resolve_code(actor=ravi, text="dolo-650")
    assert len(statements) <= 4


def test_an_entry_grid_offers_the_exact_sku_first(pharma: make.Company) -> None:
    with pharma.acting(pharma.owner) as owner:
        make.product(actor=owner, sku="DOLO", name="Zinc")
        offered = [each.name for each in find_products(actor=owner, text="dolo")]
    assert offered == ["Zinc", "Dolo"]
