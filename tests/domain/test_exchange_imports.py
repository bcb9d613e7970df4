"""Files brought in: whole or not at all, every error at once with its row and column, safe to send twice."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.models import Category, Product
from omnistock.domain.catalog.operations import archive_product
from omnistock.domain.catalog.queries import products
from omnistock.domain.exchange import queries
from omnistock.domain.exchange.errors import UnreadableFile
from omnistock.domain.exchange.operations import (
    FileInput,
    check_import,
    queue_check,
    run_check,
    run_import,
)
from omnistock.domain.exchange.reading.decoding import decode
from omnistock.domain.files.storing import MOST_BYTES, FileTooLarge
from omnistock.domain.ledger.operations import rename_batch
from omnistock.domain.ledger.queries import batches
from omnistock.domain.ledger.queries.stock import stock
from omnistock.domain.ledger.verification import verify
from omnistock.kernel.errors import Invalid
from tests import make
from tests.domain.importing import errors, send
from tests.personas import ASHA
from tests.support.datasets import data_set

pytestmark = pytest.mark.django_db


def _check_cells(actor: make.Actor, kind: str, cells: list[list[str]], mapping: dict[str, str]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerows([["key", "name", "x", "last"], *cells])
    if len(set(mapping.values())) < len(mapping):
        return
    content = buffer.getvalue().encode("utf-8", "surrogatepass").replace(b"\x00", b"")
    found = check_import(actor=actor, file=FileInput(kind=kind, name="n.csv", parts=[content], mapping=mapping))
    assert found.rows > 400
    assert all(error["row"] or "written in two ways" in error["message"] for error in found.errors)


class TestProducts:
    def test_it_makes_and_changes(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            make.plain_product(actor=asha, sku="A1", name="Old", mrp=Decimal(9), description="kept")
            done = send(
                asha,
                "products",
                "SKU,Item Name,MRP,HSN/SAC,Unit,Pack unit,Pack size,Barcode,Category\n"
                'a1,New,"₹ 1,00,000.50",3004,Each,,,,\n'
                "B2,Second,,3004,strip,Box,10,8901234567890,Pain\n",
            )
            assert (done.status, done.created, done.changed, done.unchanged) == ("done", 1, 1, 0)
            first, second = products(actor=asha, sort="sku").items
        assert (first.sku, first.name, first.mrp, first.description) == ("a1", "New", Decimal("100000.5"), "kept")
        assert (second.unit, second.units[0].code, second.units[0].factor, second.category) == (
            "strip",
            "box",
            10,
            "Pain",
        )
        assert second.barcodes == ("08901234567890",)

    def test_every_error_is_told_at_once_and_nothing_changes(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            refused = send(
                asha,
                "products",
                "SKU,Name,MRP,Tax rate,Barcode,Tracking,HSN\n"
                "A,Good,1,12%,,batch,3004\n"
                "B,,1,12%,,batch,3004\n"
                ",No code,1,12%,,batch,3004\n"
                "a,Twice,1,12%,,batch,3004\n"
                "C,Bad,abc,lots,8.90E+12,never,30\n",
            )
            assert Product.objects.count() == 0
            assert Category.objects.count() == 0
        assert refused.status == "refused"
        assert sorted(errors(refused)) == [
            (3, "Name"),
            (4, "SKU"),
            (5, "SKU"),
            (6, "Barcode"),
            (6, "HSN"),
            (6, "MRP"),
            (6, "Tax rate"),
            (6, "Tracking"),
        ]
        assert {"row": 5, "column": "SKU", "value": "a", "message": "This SKU is in row 2 too."} in refused.errors

    def test_sent_twice_it_changes_nothing(self, pharma: make.Company) -> None:
        text = "SKU,Name,Tracking,Expires,Units,Unit,Active\nA,One,batch,yes,,pcs,yes\nB,Two,none,no,,kg,no\n"
        with pharma.acting(ASHA) as asha:
            assert send(asha, "products", text).created == 2
            events = AuditEvent.objects.filter(subject_kind="product").count()
            again = send(asha, "products", text)
            assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
            assert AuditEvent.objects.filter(subject_kind="product").count() == events == 2
            assert [each.sku for each in products(actor=asha, archived=True).items] == ["B"]

    def test_a_dry_run_changes_nothing(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            row = check_import(
                actor=asha, file=FileInput(kind="products", name="f.csv", parts=[b"SKU,Name\nA,One\n"]), is_dry_run=True
            )
            assert (row.status, row.created, Product.objects.count()) == ("checked", 1, 0)

    def test_what_documents_used_is_refused(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha, sku="A")
            Product.objects.filter(id=made.id).update(used_at=asha.now)
            refused = send(asha, "products", "SKU,Unit,Tracking\nA,pcs,none\n")
        assert errors(refused) == [(2, "Unit"), (2, "Tracking")]

    def test_a_new_product_is_tracked_as_the_workspace_keeps(self, pharma: make.Company) -> None:
        """Else whoever keeps medicines could not say next in which batches they lie. What the file says goes first."""
        text = "SKU,Name{}\nA,Tablet{}\n"
        with pharma.acting(ASHA) as asha:
            done = send(asha, "products", text.format("", ""))
            (notice,) = done.result["notices"]
            assert "1 new products are tracked by batch with expiry" in notice
            again = send(asha, "products", text.format(",Brand", ",Cadmus"))
            assert (again.changed, again.result["notices"]) == (1, [])
            said = send(asha, "products", "SKU,Name,Tracking\nB,Bandage,none\nC,Thermometer,\n")
            assert (said.created, said.result["notices"]) == (2, [])
            kept = {each.sku: (each.tracking, each.expires) for each in products(actor=asha).items}
        assert kept == {"A": ("batch", True), "B": ("none", False), "C": ("none", False)}

    def test_columns_are_mapped_by_hand(self, pharma: make.Company) -> None:
        text = "Art.,Bez.,SKU,Regal\nA1,Hammer,old,R7\n"
        mapping = {"Art.": "sku", "Bez.": "name", "SKU": "", "Regal": "custom:Shelf"}
        with pharma.acting(ASHA) as asha:
            done = send(asha, "products", text, mapping=mapping)
            (made,) = products(actor=asha).items
            assert (made.sku, made.name, made.custom_fields) == ("A1", "Hammer", {"Shelf": "R7"})
            assert done.result["notices"][-1] == "These columns are left out: SKU."
            for bad in ({"Art.": "colour"}, {"Art.": "sku", "Bez.": "sku"}):
                with pytest.raises(Invalid):
                    send(asha, "products", text, mapping=bad)

    @pytest.mark.parametrize(
        "content",
        [
            "\ufeffSKU;Name;MRP\r\nA;Caf\u00e9;1,250.50\r\n".encode(),
            "SKU\tName\tMRP\nA\tCaf\u00e9\t1,250.50\n".encode("utf-16"),
            "SKU;Name;MRP\rA;Caf\u00e9;1,250.50\r".encode("cp1252"),
            'A report\n\nSKU,Name,MRP\n\nA,Caf\u00e9,"1,250.50"\nTotal,,"1,250.50"\n'.encode(),
            "SKU|Name|MRP\nA|Caf\u00e9|₹1,250.50\n".encode(),
        ],
        ids=["mark-semicolon", "utf16-tab", "windows-cr", "title-and-total", "bar-rupee"],
    )
    def test_encodings_and_separators_are_found(self, pharma: make.Company, content: bytes) -> None:
        with pharma.acting(ASHA) as asha:
            assert send(asha, "products", content).errors == []
            (made,) = products(actor=asha).items
        assert (made.sku, made.name, made.mrp) == ("A", "Café", Decimal("1250.50"))

    @pytest.mark.parametrize(
        ("encoding", "text"),
        [
            ("cp1252", "A,50µg tablet\nB,Below 25°C ½ strip\n"),
            ("cp1252", "A,Señor Piña\nB,Crème brûlée – “Größe”\n"),
            ("cp1250", "A,Mydło żółte gęślą\nB,Ręcznik\n"),
            ("cp1251", "A,Мягкое детское мыло\nB,Полотенце\n"),
            ("cp1254", "A,Yumuşak çocuk sabunu\nB,ağaç havlu sarı ışık\n"),
        ],
    )
    def test_letters_of_an_eight_bit_file_are_not_changed(self, encoding: str, text: str) -> None:
        assert decode(text.encode(encoding)).text == text

    def test_a_workbook_keeps_long_digits(self, pharma: make.Company) -> None:
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer)
        book.add_worksheet("empty")
        sheet = book.add_worksheet("goods")
        for at, row in enumerate([("SKU", "Name", "Barcode", "MRP"), ("A", "One", 8901234567890, 2.5)]):
            sheet.write_row(at, 0, row)
        book.close()
        with pharma.acting(ASHA) as asha:
            assert send(asha, "products", buffer.getvalue()).errors == []
            (made,) = products(actor=asha).items
        assert (made.barcodes, made.mrp) == (("08901234567890",), Decimal("2.5"))

    @pytest.mark.parametrize(
        "content", [b"", b"  \n", b"%PDF-1.7", b"PK\x03\x04broken", b"\x1f\x8b\x08", b"\x00\x01\x02" * 99]
    )
    def test_what_is_no_table_is_refused(self, pharma: make.Company, content: bytes) -> None:
        with pharma.acting(ASHA) as asha, pytest.raises(UnreadableFile):
            send(asha, "products", content)

    def test_a_large_file_is_refused_before_it_is_read(self, pharma: make.Company) -> None:
        taken = []

        def parts() -> Any:
            for _ in range(100):
                taken.append(1)
                yield b"x" * 1_000_000

        with pharma.acting(ASHA) as asha, pytest.raises(FileTooLarge):
            check_import(actor=asha, file=FileInput(kind="products", name="big.csv", parts=parts()))
        assert len(taken) <= MOST_BYTES // 1_000_000 + 1

    def test_a_missing_column_is_one_error(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            refused = send(asha, "products", "Brand,MRP\n" + "x,1\n" * 500)
        assert refused.error_count == 1

    def test_other_systems_files_are_recognised(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            for folder, file, source in (
                ("shopify", "product_template.csv", "Shopify products"),
                ("woocommerce", "sample_products.csv", "WooCommerce products"),
            ):
                content = data_set("exports", folder, file).read_bytes()
                row = check_import(actor=asha, file=FileInput(kind="products", name=file, parts=[content]))
                assert row.result["source"] == source

    def test_every_naughty_string_is_answered(self, pharma: make.Company) -> None:
        strings = json.loads(data_set("nasty", "blns.json").read_text())
        with pharma.acting(ASHA) as asha:
            for kind in ("products", "opening_stock", "customers", "suppliers"):
                for field in queries.import_fields(kind=kind):
                    cells = [[f"K{at}", "Name", text, "1"] for at, text in enumerate(strings)]
                    key = "sku" if kind in ("products", "opening_stock") else "code"
                    last = "quantity" if kind == "opening_stock" else ""
                    mapping = {"key": key, "name": "name", "x": field.name, "last": last}
                    _check_cells(asha, kind, cells, mapping)
            assert Product.objects.count() == 0


class TestOpeningStock:
    @pytest.fixture
    def stocked(self, pharma: make.Company) -> make.Company:
        with pharma.acting(ASHA) as asha:
            make.product(actor=asha, sku="DOLO", purchase_price=Decimal("1.5"), barcodes=("8901234567890",))
            make.plain_product(actor=asha, sku="PEN")
        return pharma

    def test_it_posts_batches_bins_and_values(self, stocked: make.Company) -> None:
        with stocked.acting(ASHA) as asha:
            done = send(
                asha,
                "opening-stock",
                "SKU,Barcode,Bin,Batch No,Exp Date,Qty,Unit,Unit cost,MRP\n"
                "dolo,,A1,B 01,03/27,10,strip,,25\n"
                ",8901234567890,A1,B02,31/12/2027,5,,2,\n"
                "PEN,,,,,7,,3,\n"
                "PEN,,B9,,,0,,3,\n",
            )
            assert (done.errors, done.created, done.unchanged) == ([], 3, 1)
            items = {each.batch_number or each.sku: each for each in stock(actor=asha).items}
            assert verify(actor=asha) == []
        first = items["B 01"]
        assert (first.on_hand, first.value, first.location_code) == (100, Decimal("150.00"), "A1")
        assert (first.expires_on, first.expiry_precision) == (dt.date(2027, 3, 31), "month")
        assert (items["B02"].expires_on, items["B02"].value) == (dt.date(2027, 12, 31), Decimal("10.00"))
        assert items["PEN"].on_hand == 7

    def test_every_error_is_told_at_once_and_nothing_changes(self, stocked: make.Company) -> None:
        with stocked.acting(ASHA) as asha:
            refused = send(
                asha,
                "opening_stock",
                "SKU,Warehouse,Bin,Batch,Expiry,Quantity,Unit\n"
                "DOLO,Main,A1,B1,03/27,10,\n"
                "GONE,Main,,B1,03/27,10,\n"
                "DOLO,Moon,,B1,03/27,10,\n"
                "DOLO,Main,,,03/27,10,\n"
                "DOLO,Main,,B2,,10,\n"
                "DOLO,Main,,B2,13/27,-1,\n"
                "DOLO,Main,,B2,03/27,1.5,\n"
                "PEN,Main,,X,,1,box\n"
                f"PEN,Main,{'x' * 60},,,1,\n"
                "DOLO,Main,,B9,03/27,,\n",
            )
            assert stock(actor=asha).items == []
        assert sorted(errors(refused)) == [
            (3, "SKU"),
            (4, "Warehouse"),
            (5, "Batch"),
            (6, "Expiry"),
            (7, "Expiry"),
            (7, "Quantity"),
            (9, "Batch"),
            (9, "Unit"),
            (10, "Bin"),
            (11, "Quantity"),
        ]

    def test_what_only_posting_shows_has_its_row_too(self, stocked: make.Company) -> None:
        with stocked.acting(ASHA) as asha:
            send(asha, "opening_stock", "SKU,Batch,Expiry,Quantity\nDOLO,B1,03/27,10\n")
            refused = check_import(
                actor=asha,
                file=FileInput(
                    kind="opening_stock",
                    name="f.csv",
                    parts=[b"SKU,Bin,Batch,Expiry,Quantity\nPEN,,,,1\nDOLO,Z1,b1,04/27,10\nDOLO,,B3,03/27,1.5\n"],
                ),
            )
            assert len(stock(actor=asha).items) == 1
        assert refused.status == "refused"
        assert {row for row, _column in errors(refused)} >= {4}

    def test_a_number_that_was_merged_leads_to_the_goods_and_is_said(self, stocked: make.Company) -> None:
        head = "SKU,Batch,Expiry,Quantity\n"
        with stocked.acting(ASHA) as asha:
            send(asha, "opening_stock", head + "DOLO,B1O,03/27,10\nDOLO,B10,03/27,5\n")
            mistyped = batches(actor=asha, number="B1O").items[0]
            rename_batch(actor=asha, batch_id=mistyped.id, number="B10")
            done = send(asha, "opening_stock", head + "DOLO,b1o,03/27,2\n")
            assert any("b1o was merged into B10" in notice for notice in done.result["notices"])
            assert sum(each.on_hand for each in batches(actor=asha).items) == 17
            assert [each.number for each in batches(actor=asha).items] == ["B10"]

    def test_the_same_file_posts_once(self, stocked: make.Company) -> None:
        text = "SKU,Quantity\nPEN,7\n"
        with stocked.acting(ASHA) as asha:
            first, second = send(asha, "opening_stock", text), send(asha, "opening_stock", text)
            assert (second.status, second.created, second.result["same_as"]) == ("done", 0, str(first.id))
            assert run_import(actor=asha, import_id=first.id).version == first.version
            assert [each.on_hand for each in stock(actor=asha).items] == [7]
            third = send(asha, "opening_stock", text, options={"again": True})
            assert (third.created, [each.on_hand for each in stock(actor=asha).items]) == (1, [14])

    def test_dates_are_read_one_way_in_a_file(self, stocked: make.Company) -> None:
        head = "SKU,Batch,Expiry,Quantity\n"
        with stocked.acting(ASHA) as asha:
            send(asha, "opening_stock", head + "DOLO,M1,02/03/2028,1\nDOLO,M2,12/31/2028,1\n")
            send(asha, "opening_stock", head + "DOLO,D1,02/03/2028,1\nDOLO,D2,31/12/2028,1\n")
            send(asha, "opening_stock", head + "DOLO,S1,02/03/2028,1\n", options={"date_order": "month_first"})
            send(asha, "opening_stock", head + "DOLO,X1,46814,1\n")
            mixed = send(asha, "opening_stock", head + "DOLO,E1,13/01/2028,1\nDOLO,E2,01/13/2028,1\n")
            found = {each.batch_number: each.expires_on for each in stock(actor=asha).items}
        assert found["M1"] == found["S1"] == dt.date(2028, 2, 3)
        assert found["D1"] == dt.date(2028, 3, 2)
        assert found["X1"] == dt.date(2028, 3, 2)
        assert errors(mixed)[0] == (0, "Expiry")

    def test_a_choice_of_warehouses_must_be_made(self, stocked: make.Company) -> None:
        with stocked.acting(ASHA) as asha:
            make.warehouse(actor=asha, code="B", name="Second")
            assert errors(send(asha, "opening_stock", "SKU,Quantity\nPEN,7\n")) == [(2, "warehouse")]
            assert errors(send(asha, "opening_stock", "SKU,Quantity\nPEN,7\n", options={"warehouse": "C"})) != []
            done = send(asha, "opening_stock", "SKU,Quantity\nPEN,7\n", options={"warehouse": "second"})
            assert done.status == "done"

    def test_archived_products_are_named(self, stocked: make.Company) -> None:
        with stocked.acting(ASHA) as asha:
            (pen,) = (each for each in products(actor=asha).items if each.sku == "PEN")
            archive_product(actor=asha, product_id=pen.id)
            assert errors(send(asha, "opening_stock", "SKU,Quantity\nPEN,7\n")) == [(2, "SKU")]


def test_a_check_that_tries_moves_one_bar_on() -> None:
    """Reading, judging and trying are one way; none begins anew."""
    company, heard = make.organization(), []
    with company.acting(ASHA) as asha:
        make.product(actor=asha, sku="DM-1", name="Azithral Demo")
        rows = "".join(f"DM-1,B{at},12/2028,1\n" for at in range(1_200))
        file = FileInput(kind="opening_stock", name="f.csv", parts=[f"SKU,Batch,Expiry,Quantity\n{rows}".encode()])
        queued = queue_check(actor=asha, file=file)
        done = run_check(actor=asha, import_id=queued.pk, told=lambda *far: heard.append(far))
    assert (done.status, {total for _at, total in heard}) == ("checked", {1_200})
    far = [at for at, _total in heard]
    assert far == sorted(far)
    assert (far[:4], far[-1]) == ([80, 160, 312, 432], 1_200)
