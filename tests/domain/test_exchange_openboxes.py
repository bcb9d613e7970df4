"""The real load: the demo files of OpenBoxes, as its users would bring them over."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from omnistock.domain.catalog.queries import products
from omnistock.domain.exchange.operations import FileInput, check_import, import_file, run_import
from omnistock.domain.ledger.queries.stock import stock, stock_totals
from omnistock.domain.ledger.verification import verify
from omnistock.domain.warehouses.queries import warehouse_rows
from tests import make
from tests.personas import ASHA
from tests.support.datasets import data_set

pytestmark = pytest.mark.django_db

WAREHOUSES = {
    "MAIN": "mainWarehouseInventory.csv",
    "BOSTON": "bostonWarehouseInventory.csv",
    "CHICAGO": "chicagoWarehouseInventory.csv",
}


@pytest.fixture(scope="module")
def folder() -> Path:
    return data_set("openboxes", "templates", "configuration")


@pytest.fixture(scope="module")
def loaded(folder: Path) -> make.Company:
    company = make.organization(gstin="", country="US", currency="USD")
    with company.acting(ASHA) as asha:
        make.warehouse(actor=asha, code="BOSTON", name="Boston Warehouse")
        make.warehouse(actor=asha, code="CHICAGO", name="Chicago Warehouse")
        bring_in(asha, "products", folder / "products.csv")
        for code, file in WAREHOUSES.items():
            bring_in(asha, "opening_stock", folder / file, warehouse=code)
    return company


def file_of(kind: str, path: Path, **options: str) -> FileInput:
    return FileInput(kind=kind, name=path.name, parts=[path.read_bytes()], options=options)


def bring_in(actor: make.Actor, kind: str, path: Path, **options: str) -> None:
    done = import_file(actor=actor, file=file_of(kind, path, **options))
    assert (done.status, done.errors) == ("done", [])


def totals_of(file: Path) -> Counter[str]:
    """The file's own sums by product, read without our reader."""
    found: Counter[str] = Counter()
    with file.open(newline="") as opened:
        for row in csv.DictReader(opened):
            found[row["Product code"]] += int(row["Physical QOH"])
    return +found


def lots_of(file: Path) -> Counter[tuple[str, ...]]:
    """The file's own lots with their bins, those without stock left out."""
    found: Counter[tuple[str, ...]] = Counter()
    with file.open(newline="") as opened:
        for row in csv.DictReader(opened):
            month, day, year = row["Expiration date"].split("/") if row["Expiration date"] else ("", "", "")
            expires_on = f"{year}-{month}-{day}" if year else ""
            if int(row["Physical QOH"]):
                found[row["Product code"], row["Lot number"], expires_on, row["Bin location"]] += 1
    return found


def test_totals_by_warehouse_equal_the_files(loaded: make.Company, folder: Path) -> None:
    with loaded.acting(ASHA) as asha:
        for row in warehouse_rows(actor=asha):
            stock = stock_totals(actor=asha, warehouse_id=row.id)
            skus = {each.id: each.sku for each in products(actor=asha, limit=500).items}
            ours = {skus[each.product_id]: each.on_hand for each in stock if each.on_hand}
            (file,) = (file for code, file in WAREHOUSES.items() if code == row.code)
            assert ours == {sku: Decimal(count) for sku, count in totals_of(folder / file).items()}


def test_every_lot_lies_in_its_bin_with_its_expiry(loaded: make.Company, folder: Path) -> None:
    with loaded.acting(ASHA) as asha:
        (boston,) = (row for row in warehouse_rows(actor=asha) if row.code == "BOSTON")
        items = stock(actor=asha, warehouse_id=boston.id, limit=500).items
    ours = Counter((each.sku, each.batch_number, str(each.expires_on or ""), each.location_code) for each in items)
    assert ours == lots_of(folder / WAREHOUSES["BOSTON"])


def test_nothing_differs_after_it(loaded: make.Company) -> None:
    with loaded.acting(ASHA) as asha:
        assert verify(actor=asha) == []


def test_sent_twice_it_changes_nothing(loaded: make.Company, folder: Path) -> None:
    with loaded.acting(ASHA) as asha:
        again = check_import(actor=asha, file=file_of("products", folder / "products.csv"))
        assert (again.created, again.changed, again.unchanged) == (0, 0, 57)
        twin = check_import(actor=asha, file=file_of("opening_stock", folder / WAREHOUSES["MAIN"], warehouse="MAIN"))
        assert (twin.status, twin.created, "same_as" in twin.result) == ("checked", 0, True)
        before = stock_totals(actor=asha)
        assert run_import(actor=asha, import_id=twin.id).status == "done"
        assert stock_totals(actor=asha) == before
