"""Sixty medicines that nobody makes."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.operations import create_product
from omnistock.interfaces.cli.demo.codes import gtin
from omnistock.interfaces.cli.demo.people import ASHA
from omnistock.interfaces.cli.demo.stage import OPENED_DAYS_AGO, Stage

# Name, its category, unit, units in a box, three strengths, and the MRP of the weakest.
_FAMILIES: Final = (
    ("Practamol", "Pain and fever", "strip", 10, ("250 mg", "500 mg", "650 mg"), "18.40"),
    ("Samplofen", "Pain and fever", "strip", 10, ("200 mg", "400 mg", "600 mg"), "24.75"),
    ("Demoxin", "Antibiotics", "strip", 10, ("125 mg", "250 mg", "500 mg"), "62.10"),
    ("Exemplin", "Antibiotics", "strip", 10, ("250 mg", "500 mg", "1 g"), "84.50"),
    ("Mockzole", "Stomach", "strip", 15, ("10 mg", "20 mg", "40 mg"), "58.90"),
    ("Trialine", "Allergy", "strip", 10, ("2.5 mg", "5 mg", "10 mg"), "31.20"),
    ("Rehearsol", "Cough and cold", "bottle", 20, ("60 ml", "100 ml", "200 ml"), "74.00"),
    ("Drillamet", "Diabetes", "strip", 10, ("250 mg", "500 mg", "850 mg"), "27.60"),
    ("Quizapril", "Heart", "strip", 15, ("2.5 mg", "5 mg", "10 mg"), "66.30"),
    ("Shamvastin", "Heart", "strip", 10, ("5 mg", "10 mg", "20 mg"), "96.80"),
    ("Pretendol", "Heart", "strip", 14, ("25 mg", "50 mg", "100 mg"), "44.15"),
    ("Fictisone", "Skin", "tube", 25, ("10 g", "15 g", "30 g"), "88.00"),
    ("Modelcal", "Vitamins", "bottle", 12, ("15 tablets", "30 tablets", "60 tablets"), "112.00"),
    ("Sketchavit", "Vitamins", "strip", 10, ("B", "C", "D3"), "39.50"),
    ("Patterazole", "Stomach", "strip", 10, ("20 mg", "40 mg", "80 mg"), "71.25"),
    ("Dummycillin", "Antibiotics", "vial", 20, ("250 mg", "500 mg", "1 g"), "54.00"),
    ("Blueprintin", "Nerves", "strip", 10, ("75 mg", "150 mg", "300 mg"), "118.60"),
    ("Draftadine", "Allergy", "strip", 10, ("60 mg", "120 mg", "180 mg"), "52.40"),
    ("Protosalt", "Rehydration", "pack", 50, ("4 g", "10 g", "21 g"), "9.80"),
    ("Templidol", "Pain and fever", "strip", 10, ("37.5 mg", "50 mg", "100 mg"), "48.70"),
)
_STRONGER: Final = (Decimal(1), Decimal("1.45"), Decimal("1.90"))
_PAISA: Final = Decimal("0.01")


def make_products(stage: Stage) -> list[Product]:
    """Three strengths of each, in boxes of so many. A wholesaler sells at four fifths of the price to a chemist, and
    buys at nine tenths of that; the MRP holds the tax."""
    owner = stage.acting(ASHA, days_ago=OPENED_DAYS_AGO)
    made: list[Product] = []
    for name, category, unit, box_of, strengths, weakest in _FAMILIES:
        for strength, factor in zip(strengths, _STRONGER, strict=True):
            serial = len(made) + 1
            mrp = (Decimal(weakest) * factor).quantize(_PAISA)
            sale_price = (mrp * Decimal("0.76")).quantize(_PAISA)
            box = PackUnitInput(code="box", factor=Decimal(box_of), barcodes=(gtin(9000 + serial),))
            values = {
                "sku": f"MED-{serial:03d}",
                "name": f"{name} {strength}",
                "unit": unit,
                "units": (box,),
                "barcodes": (gtin(serial),),
                "category": category,
                "tracking": "batch",
                "expires": True,
                "hsn_code": "3004",
                "tax_rate": Decimal(5),
                "mrp": mrp,
                "sale_price": sale_price,
                "purchase_price": (sale_price * Decimal("0.90")).quantize(_PAISA),
                "shelf_life_days": 730,
                "reorder_point": Decimal(box_of * 4),
                "reorder_quantity": Decimal(box_of * 10),
            }
            made.append(create_product(actor=owner, values=values))
    return made
