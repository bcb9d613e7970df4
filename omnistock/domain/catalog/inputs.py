"""What a product is made of, as the doors hand it in: parsed, and not yet judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from omnistock.tenancy.checks import Checker


@dataclass(frozen=True, slots=True, kw_only=True)
class PackUnitInput:
    """A unit in which the product also comes: `factor` base units each (text: as it was typed). Its barcodes stand on
    the pack."""

    code: str
    factor: Decimal | str
    barcodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductInput:
    """Prices are per base unit (`unit`, the code of a unit of the workspace). `category` is a name; a new one is
    made."""

    sku: str
    name: str
    unit: str = "pcs"
    external_id: str | None = None
    description: str = ""
    category: str = ""
    brand: str = ""
    tracking: str = "none"
    expires: bool | None = None
    hsn_code: str = ""
    tax_category: str = "taxable"
    tax_rate: Decimal | None = None
    sale_price: Decimal | None = None
    purchase_price: Decimal | None = None
    mrp: Decimal | None = None
    weight_grams: Decimal | None = None
    shelf_life_days: int | None = None
    minimum_shelf_life_days: int | None = None
    reorder_point: Decimal | None = None
    reorder_quantity: Decimal | None = None
    custom_fields: Mapping[str, Any] = field(default_factory=dict)
    barcodes: tuple[str, ...] = ()
    units: tuple[PackUnitInput, ...] = ()


PRODUCT_FIELDS = frozenset(each.name for each in fields(ProductInput))


def product_input(values: Mapping[str, Any], *, checker: Checker) -> ProductInput:
    """`values` by field name as a `ProductInput`; a None clears. Names that no product has are faults of `checker`."""
    for name in values.keys() - PRODUCT_FIELDS:
        checker.add(str(name), _("A product has no field “{name}”.").format(name=str(name)[:60]), "unknown_field")
    cleared: dict[str, Any] = {
        "unit": "",
        "tracking": "none",
        "tax_category": "taxable",
        "custom_fields": {},
        "barcodes": (),
        "units": (),
    }
    given: dict[str, Any] = {
        name: cleared.get(name) if value is None else value for name, value in values.items() if name in PRODUCT_FIELDS
    }
    return ProductInput(**({"sku": "", "name": ""} | given))
