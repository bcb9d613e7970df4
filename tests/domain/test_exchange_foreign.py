"""A file as a spreadsheet elsewhere writes it: foreign headings, semicolons, Windows-1252, a comma before the decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.operations import archive_product
from omnistock.domain.exchange.models import Import
from omnistock.domain.exchange.operations import FileInput, check_import, queue_check, run_check, run_import
from omnistock.domain.exchange.reading.cells import percent
from omnistock.domain.exchange.reading.decimals import decimal_comma, undecided, with_point
from omnistock.kernel.errors import Invalid
from tests import make
from tests.domain.importing import errors, send
from tests.personas import ASHA

HEADINGS = "Artikelnummer;Bezeichnung;Einheit;HSN-Nr;Steuersatz;Höchstpreis;Einkaufspreis"
MAPPING = dict(zip(HEADINGS.split(";"), "sku name unit hsn_code tax_rate mrp purchase_price".split(), strict=True))


def file(*rows: str) -> bytes:
    return "\r\n".join((HEADINGS, *rows)).encode("cp1252")


GOOD = file("PC-1;Café Practice;Strip;3004;12,5;30,50;1.234,5", "PC-2;Müller Practice;Strip;3004;5;1.000;0,125")


@pytest.mark.django_db
class TestForeignFile:
    def test_its_decimals_are_read_as_its_own_numbers_prove(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            row = send(asha, "products", GOOD, mapping=MAPPING)
            assert (row.status, row.errors) == ("done", [])
            assert any("30,50" in notice or "12,5" in notice for notice in row.result["notices"])
            first, second = (Product.objects.get(sku=sku) for sku in ("PC-1", "PC-2"))
            found = (first.name, first.tax_rate, first.mrp, first.purchase_price, second.mrp, second.purchase_price)
            assert found == (
                "Café Practice",
                Decimal("12.5"),
                Decimal("30.50"),
                Decimal("1234.5"),
                Decimal(1000),
                Decimal("0.125"),
            )

    def test_numbers_that_speak_against_each_other_are_refused(self, pharma: make.Company) -> None:
        """Which of both is meant is not guessed; between commas a decimal comma never is."""
        with pharma.acting(ASHA) as asha:
            mixed = file("PC-1;One;Strip;3004;12;30,50;14.20", "PC-2;Two;Strip;3004;12;30;20")
            assert errors(send(asha, "products", mixed, mapping=MAPPING)) == [(2, "Höchstpreis")]
            commas = 'SKU,Name,Unit,MRP,Tax rate\nPC-1,One,strip,"30,50","12,5"\n'
            assert errors(send(asha, "products", commas)) == [(2, "Tax rate"), (2, "MRP")]
            assert not Product.objects.filter(sku__startswith="PC-").exists()

    def test_what_can_be_read_in_two_ways_is_said(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            row = send(asha, "products", file("PC-1;One;Strip;3004;12;15.000;20"), mapping=MAPPING)
            assert Product.objects.get(sku="PC-1").mrp == 15
            assert any("15.000 stands for 15 or for 15000. It is read as 15;" in each for each in row.result["notices"])

    def test_goods_without_codes_are_known_by_their_names(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            content = "Item Name,Unit,MRP\nParacip 650,strip,30.50\nparacip 650,strip,31\n"
            assert errors(send(asha, "products", content)) == [(3, "sku")]
            make.product(actor=asha, sku="A-7", name="ORS", unit="pcs")
            again = content.replace("paracip 650,strip,31\n", "ORS,pcs,21\n")
            first, second = send(asha, "products", again), send(asha, "products", again)
            assert any("taken for its SKU" in each for each in first.result["notices"])
            assert (first.created, first.changed, second.status, second.unchanged) == (1, 1, "done", 2)
            stock = (
                "Item Name,Quantity,Batch number,Expires on\nParacip 650,7,PA1,03/2029\nORS,2,O1,03/2029\nNone,1,,\n"
            )
            assert errors(send(asha, "opening_stock", stock)) == [(4, "sku")]
            assert send(asha, "opening_stock", stock.replace("None,1,,\n", "")).created == 2
            assert (Product.objects.get(sku="A-7").mrp, Product.objects.get(sku="Paracip 650").mrp) == (
                21,
                Decimal("30.5"),
            )

    def test_a_name_is_one_in_any_case_and_that_of_several_is_nobodys(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            make.product(actor=asha, sku="A-7", name="Élan 650", unit="pcs")
            gone = make.product(actor=asha, sku="A-8", name="ELAN 650", unit="pcs")
            content = "Item Name,Unit,MRP\nÉLAN 650,pcs,31\nElan 650,pcs,32\n"
            assert (send(asha, "products", content).changed, Product.objects.count()) == (2, 2)
            make.product(actor=asha, sku="A-9", name="Elan 650", unit="pcs")
            assert errors(send(asha, "products", content)) == [(3, "sku")]
            assert errors(send(asha, "opening_stock", "Item Name,Quantity\nElan 650,7\n")) == [(2, "sku")]
            archive_product(actor=asha, product_id=gone.pk)
            assert send(asha, "products", content.replace("32", "33")).changed == 1
            assert Product.objects.get(sku="A-9").mrp == 33

    @pytest.mark.parametrize("by_worker", [False, True])
    def test_the_mended_file_has_the_columns_that_were_said_of_the_first(
        self, pharma: make.Company, by_worker: bool
    ) -> None:
        def sent(content: bytes, *, remembers: bool) -> Import:
            given = FileInput(kind="products", name="f.csv", parts=[content], remembers=remembers)
            if by_worker:
                return run_check(actor=asha, import_id=queue_check(actor=asha, file=given).pk)
            return check_import(actor=asha, file=given)

        with pharma.acting(ASHA) as asha:
            wrong = file("PC-1;One;Strip;3004;zwölf;30,50;14,20")
            assert errors(send(asha, "products", wrong, mapping=MAPPING)) == [(2, "Steuersatz")]
            assert sent(GOOD, remembers=False).status == "refused"  # a program says it each time
            checked = sent(GOOD, remembers=True)
            assert (checked.status, checked.mapping) == ("checked", MAPPING)
            assert run_import(actor=asha, import_id=checked.pk).created == 2
            again = sent(GOOD, remembers=True)
            assert (again.status, again.unchanged) == ("checked", 2)
            assert sent(b"SKU;Name\nPC-9;Nine\n", remembers=True).mapping == {}

    def test_what_was_said_of_others_makes_no_other_file_of_one_that_is_in(self, pharma: make.Company) -> None:
        head = "SKU,Quantity,Worth\n"
        with pharma.acting(ASHA) as asha:
            make.product(actor=asha, sku="PEN", tracking="none", expires=False)
            first = send(asha, "opening_stock", head + "PEN,7,2\n")
            send(asha, "opening_stock", head + "PEN,1,2\n", mapping={"Worth": "unit_cost"})
            given = FileInput(kind="opening_stock", name="f.csv", parts=[(head + "PEN,7,2\n").encode()], remembers=True)
            again = check_import(actor=asha, file=given)
            assert (again.mapping, again.result["same_as"]) == ({}, str(first.pk))


@pytest.mark.parametrize(
    ("cells", "proof"),
    [
        (["30,50", "1.250", "12"], "30,50"),
        (["€ 1.234,5 "], "1.234,5"),
        (["0,125"], "0,125"),
        (["12", "1,250", "1.250"], ""),  # either way
        (["30,50", "14.20"], ""),
        (["30,50", "1,250.5"], ""),
        (["30,50", "1,00,000"], ""),
        (["30,50", "1234.567"], ""),
        (["30,50", "1,234,567"], ""),
        (["1234,567"], "1234,567"),
        (["12.05.2026", "1.234.567"], ""),
        (["", "x"], ""),
    ],
)
def test_only_what_can_be_read_in_one_way_proves_a_decimal_comma(cells: list[str], proof: str) -> None:
    assert decimal_comma(cells) == proof


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        (["12", "₹ 1,250", "1.250"], "1,250"),
        (["15.000"], "15.000"),
        (["15.000", "30,50"], ""),
        (["15.000", "14.20"], ""),
        (["0.125", "1234", ""], ""),
    ],
)
def test_what_no_other_number_decides_is_named(cells: list[str], number: str) -> None:
    assert undecided(cells) == number


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("€ 1.234,50", "€ 1234.50"),
        ("12,5 %", "12.5 %"),
        ("-5", "-5"),
        ("-1.234.567,8", "-1234567.8"),
        ("12.05.2026", "12.05.2026"),
    ],
)
def test_a_cell_is_written_with_a_point(cell: str, written: str) -> None:
    assert with_point(cell) == written


def test_a_rate_with_a_comma_is_never_ten_times_as_much() -> None:
    assert percent("GST@12.5%") == Decimal("12.5")
    for cell in ("12,5", "2,5%", "1,200"):
        with pytest.raises(Invalid):
            percent(cell)
