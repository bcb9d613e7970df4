"""Other systems' files are known by their headings, and what they hold comes in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from omnistock.domain.catalog.queries import products
from omnistock.domain.exchange.models import Import
from omnistock.domain.exchange.operations import FileInput, import_file
from omnistock.domain.ledger.queries.stock import stock
from tests import make
from tests.personas import ASHA
from tests.support.datasets import data_set

pytestmark = pytest.mark.django_db

TALLY = "Name,PartNo,Parent,BaseUnits,GodownName,BatchName,OpeningBalance,OpeningRate\n"


def brought_in(actor: make.Actor, kind: str, text: str, **options: str) -> Import:
    file = FileInput(kind=kind, name="theirs.csv", parts=[text.encode()], options=options)
    return import_file(actor=actor, file=file)


def test_zoho_items(pharma: make.Company) -> None:
    text = (
        "Item ID,Item Name,SKU,HSN/SAC,Rate,Intra State Tax Rate,Usage unit,Purchase Rate,Reorder Point,Status\n"
        "4600001,Crocin Demo,CR-1,3004,INR 30.50,12,strip,21,40,Active\n"
    )
    with pharma.acting(ASHA) as asha:
        done = brought_in(asha, "products", text)
        assert (done.errors, done.result["source"]) == ([], "Zoho items")
        (made,) = products(actor=asha).items
    assert (made.sku, made.external_id, made.hsn_code, made.unit) == ("CR-1", "4600001", "3004", "strip")
    assert (made.sale_price, made.tax_rate, made.reorder_point) == (Decimal("30.5"), 12, 40)


def test_tally_items_and_their_opening_stock(db: None) -> None:
    """Quantities and rates carry their unit; what has no batch and no place of its own says so in Tally's words."""
    hardware = make.organization(keeps="general")
    text = TALLY + 'Bolt M8,B-8,Hardware,Nos,Main Location,Primary Batch," 10 Nos",65/Nos\n'
    with hardware.acting(ASHA) as asha:
        done = brought_in(asha, "products", text)
        assert (done.errors, done.result["source"]) == ([], "Tally stock items")
        opened = brought_in(asha, "opening_stock", text)
        assert (opened.errors, opened.result["source"]) == ([], "Tally stock items")
        (item,) = stock(actor=asha).items
    assert (item.sku, item.on_hand, item.value, item.batch_number) == ("B-8", 10, Decimal("650.00"), "")


def test_inventree_parts(pharma: make.Company) -> None:
    text = "pk,name,description,IPN,category_name,units,purchaseable,salable,minimum_stock,default_expiry\n"
    text += "7,Resistor 10k,0.25 W,R-10K,Resistors,pcs,True,True,100,0\n"
    with pharma.acting(ASHA) as asha:
        done = brought_in(asha, "products", text)
        assert done.result["source"] == "InvenTree parts"
        assert done.errors == []
        (made,) = products(actor=asha).items
    assert (made.sku, made.category, made.reorder_point) == ("R-10K", "Resistors", 100)


def test_the_real_headings_of_zoho(pharma: make.Company) -> None:
    """A real export's heading row, with one item of ours below it."""
    lines = data_set("exports", "zoho", "zoho_item_export_headers.txt").read_text().splitlines()
    heading = next(line for line in lines if line.startswith("Item ID,"))
    said = {"Item ID": "46", "Item Name": "Crocin Demo", "SKU": "CR-1", "Unit": "strip", "Status": "Active"}
    row = ",".join(said.get(each, "") for each in heading.split(","))
    with pharma.acting(ASHA) as asha:
        done = brought_in(asha, "products", f"{heading}\n{row}\n")
        assert done.errors == []
        (made,) = products(actor=asha).items
    assert (made.sku, made.name, made.external_id, made.unit) == ("CR-1", "Crocin Demo", "46", "strip")
