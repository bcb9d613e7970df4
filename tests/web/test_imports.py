"""Files brought in on the screen: checked whole, every error at once, then all or nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.operations import change_product
from omnistock.domain.exchange.queries import import_fields
from omnistock.domain.exchange.reading.table import Row
from omnistock.domain.exchange.recognition import recognise
from omnistock.interfaces.web.views.imports import KINDS
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI
from tests.support.queue import run_waiting

pytestmark = pytest.mark.django_db

GOOD = b"SKU,Name,Unit,MRP\nDM-1,First Demo 10 tab,strip,120.00\nDM-2,Second Demo 10 tab,strip,80\n"
BAD = b"SKU,Name,Unit,MRP\nDM-1,,strip,x\nDM-2,Second Demo 10 tab,strip,-5\n"


def send(company: Company, content: bytes, **fields: str) -> str:
    """The address of the import's page."""
    sent = {"kind": "products", "file": SimpleUploadedFile("products.csv", content)} | fields
    answer = company.client(ASHA).post("/app/imports/new", sent)
    assert answer.status_code == 303, answer.content.decode()
    return answer.headers["Location"]


def products(company: Company) -> int:
    with company.acting(ASHA):
        return Product.objects.count()


class TestImport:
    def test_a_good_file_is_checked_then_brought_in(self, pharma: Company) -> None:
        url, before = send(pharma, GOOD), products(pharma)
        client = pharma.client(ASHA)
        assert "Bring in 2 rows" in client.get(url).content.decode()
        assert client.post(f"{url}/run").status_code == 303
        run_waiting()
        assert "2 new" in client.get(url).content.decode()
        assert products(pharma) == before + 2

    def test_every_error_is_shown_at_once_and_nothing_changes(self, pharma: Company) -> None:
        url, before = send(pharma, BAD), products(pharma)
        text = pharma.client(ASHA).get(url).content.decode()
        assert "3 things to mend" in text
        assert pharma.client(ASHA).post(f"{url}/run").status_code == 409
        assert products(pharma) == before

    def test_columns_are_named_by_hand_and_checked_again(self, pharma: Company) -> None:
        url = send(pharma, GOOD)
        again = pharma.client(ASHA).post(f"{url}/mapping", {"column-3": ""})
        assert again.status_code == 303
        assert "Bring in 2 rows" in pharma.client(ASHA).get(url).content.decode()

    @pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"just words"])
    def test_what_is_no_table_is_refused_beside_the_field(self, pharma: Company, content: bytes) -> None:
        sent = {"kind": "products", "file": SimpleUploadedFile("x.csv", content)}
        answer = pharma.client(ASHA).post("/app/imports/new", sent)
        assert answer.status_code == 422
        assert 'id="id_file"' in answer.content.decode()
        assert 'aria-invalid="true"' in answer.content.decode()
        assert products(pharma) == 0

    def test_no_file_at_all(self, pharma: Company) -> None:
        assert pharma.client(ASHA).post("/app/imports/new", {"kind": "products"}).status_code == 422

    def test_it_needs_the_permission_and_is_the_tenants_own(self, pharma: Company, others: Company) -> None:
        url = send(pharma, GOOD)
        assert pharma.client(RAVI).get(url).status_code == 403
        assert others.client(OTTO).get(url).status_code == 404
        assert others.client(OTTO).post(f"{url}/run").status_code == 404

    def test_a_column_that_the_file_lacks_is_named_once_and_by_its_label(self, pharma: Company) -> None:
        page = pharma.client(ASHA).get(send(pharma, b"SKU;Product;MRP\nDM-1;Demo;5\nDM-2;Demo;6\n")).content.decode()
        assert page.count("The file has no column for: Name") == 1
        assert "<td>name</td>" not in page
        assert "has no column for" not in pharma.client(ASHA).get(send(pharma, BAD)).content.decode()

    def test_the_list_names_it(self, pharma: Company) -> None:
        send(pharma, GOOD)
        assert "products.csv" in pharma.client(ASHA).get("/app/imports").content.decode()


class TestEmptyFile:
    @pytest.mark.parametrize("kind", [code for code, _words in KINDS])
    def test_every_column_of_it_is_recognised(self, pharma: Company, kind: str) -> None:
        answer = pharma.client(ASHA).get(f"/app/imports/columns.csv?kind={kind}")
        assert answer["Content-Disposition"].startswith("attachment")
        headings = next(csv.reader([answer.content.decode("utf-8-sig")]))
        found = recognise([Row(1, tuple(headings))], kind=kind)
        assert found is not None
        columns = [each.name for each in import_fields(kind=kind) if each.name != "lots_expire"]
        assert [found.columns.get(at) for at in range(len(headings))] == columns

    def test_it_is_for_who_brings_files_in(self, pharma: Company) -> None:
        assert pharma.client(RAVI).get("/app/imports/columns.csv?kind=products").status_code == 403
        assert pharma.client(ASHA).get("/app/imports/columns.csv?kind=nothing").status_code == 404


class TestAnnotatedFile:
    def test_the_own_file_comes_back_with_what_is_wrong_in_front(self, pharma: Company) -> None:
        url = send(pharma, b"SKU;Name;MRP\n\nDM-1;;x\nDM-2;=1+1;5\n")
        answer = pharma.client(ASHA).get(f"{url}/errors")
        assert answer["Content-Disposition"] == 'attachment; filename="products-errors.csv"'
        rows = answer.content.decode("utf-8-sig").splitlines()
        assert rows[0] == "What is wrong;SKU;Name;MRP"
        assert rows[2].endswith(";DM-1;;x")
        assert "MRP: " in rows[2]
        assert "Name: " in rows[2]
        assert rows[3] == ";DM-2;'=1+1;5"

    def test_a_workbook_comes_back_as_one_and_may_be_sent_again(self, pharma: Company) -> None:
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False})
        sheet = book.add_worksheet()
        for at, row in enumerate([("SKU", "Name", "MRP"), ("DM-1", "Demo", "x"), ("DM-2", "=1+1", "5")]):
            sheet.write_row(at, 0, row)
        book.close()
        url = send(pharma, buffer.getvalue())
        content = pharma.client(ASHA).get(f"{url}/errors").content
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert rows[0] == ["What is wrong", "SKU", "Name", "MRP"]
        assert rows[1][0].startswith("MRP: ")
        assert rows[2] == ["", "DM-2", "=1+1", "5"]
        again = send(pharma, content)
        assert "What is wrong" in pharma.client(ASHA).get(again).content.decode()

    def test_it_is_the_tenants_own(self, pharma: Company, others: Company) -> None:
        url = send(pharma, BAD)
        assert others.client(OTTO).get(f"{url}/errors").status_code == 404
        assert pharma.client(RAVI).get(f"{url}/errors").status_code == 403


class TestUndoing:
    def test_it_is_shown_first_and_then_done(self, pharma: Company) -> None:
        url, before = send(pharma, GOOD), products(pharma)
        client = pharma.client(ASHA)
        client.post(f"{url}/run")
        run_waiting()
        page = client.get(f"{url}/undoing").content.decode()
        assert "Records that go" in page
        assert client.post(f"{url}/undoing", {"version": version_in(page)}).status_code == 303
        assert products(pharma) == before
        assert "It was undone." in client.get(url).content.decode()
        assert client.get(f"{url}/undoing").status_code == 409

    def test_what_stands_in_the_way_is_named_and_all_stays(self, pharma: Company) -> None:
        url = send(pharma, GOOD)
        client = pharma.client(ASHA)
        client.post(f"{url}/run")
        run_waiting()
        with pharma.acting(ASHA) as asha:
            made = Product.objects.get(sku="DM-1")
            change_product(actor=asha.at(asha.now + dt.timedelta(days=900)), product_id=made.id, changes={"name": "X"})
        assert "X was changed since, by Asha Rao." in client.get(f"{url}/undoing").content.decode()
        assert client.post(f"{url}/undoing").status_code == 409
        assert products(pharma) == 2

    def test_another_tenants_and_without_permission(self, pharma: Company, others: Company) -> None:
        url = send(pharma, GOOD)
        for company, who, status in ((others, OTTO, 404), (pharma, RAVI, 403)):
            assert company.client(who).get(f"{url}/undoing").status_code == status
            assert company.client(who).post(f"{url}/undoing").status_code == status


class TestStaleWrites:
    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self, pharma: Company) -> None:
        url = send(pharma, GOOD)
        client = pharma.client(ASHA)
        old = version_in(client.get(url).content.decode())
        assert client.post(f"{url}/mapping", {"column-3": "", "version": old}).status_code == 303
        for action in ("run", "mapping", "cancellation"):
            assert client.post(f"{url}/{action}", {"version": old}).status_code == 412

    def test_columns_that_nobody_knows_are_asked_for(self, pharma: Company) -> None:
        url = send(pharma, b"Art.,Bez.,Farbe\nA1,Hammer,rot\n")
        client = pharma.client(ASHA)
        page = client.get(url).content.decode()
        assert "Say what the columns are" in page
        assert "Hammer" in page
        client.post(f"{url}/mapping", {"column-0": "sku", "column-1": "name", "column-2": "custom:Farbe"})
        client.post(f"{url}/run")
        run_waiting()
        with pharma.acting(ASHA):
            made = Product.objects.get()
        assert (made.sku, made.name, made.custom_fields) == ("A1", "Hammer", {"Farbe": "rot"})

    def test_a_blank_cell_erases_nothing(self, pharma: Company) -> None:
        url = send(pharma, b"SKU,Name,MRP,Description,Brand\nDM-1,Demo,12.50,Kept,Acme\n")
        pharma.client(ASHA).post(f"{url}/run")
        run_waiting()
        again = send(pharma, b"SKU,Name,MRP,Description,Brand\nDM-1,Renamed,, ,\n")
        pharma.client(ASHA).post(f"{again}/run")
        run_waiting()
        with pharma.acting(ASHA):
            made = Product.objects.get()
        assert (made.name, str(made.mrp), made.description, made.brand) == ("Renamed", "12.5000", "Kept", "Acme")


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]
