"""Judging what a product is to be, without asking the database: one create, one change and each row of an import
alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from omnistock.domain.catalog.codes import fold_sku, normal_barcode
from omnistock.domain.catalog.inputs import PackUnitInput, ProductInput
from omnistock.domain.catalog.models import TAX_CATEGORIES, TRACKING, Unit
from omnistock.kernel.india import check_hsn
from omnistock.kernel.numbers import excerpt
from omnistock.kernel.quantity import parse_factor
from omnistock.tenancy.checks import Checker

LONGEST_SKU: Final = 64
LONGEST_NAME: Final = 200
LONGEST_DESCRIPTION: Final = 5_000
MOST_DAYS: Final = 36_500
MOST_BARCODES: Final = 50
MOST_PACK_UNITS: Final = 20
MOST_CUSTOM_FIELDS: Final = 50


@dataclass(frozen=True, slots=True)
class JudgedPack:
    unit: Unit
    factor: Decimal
    barcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgedProduct:
    """What will be kept. `columns` are those of the product's row, but for its category."""

    columns: Mapping[str, Any]
    category: str
    packs: tuple[JudgedPack, ...]
    barcodes: tuple[str, ...]


def judge_product(given: ProductInput, *, units: Mapping[str, Unit], checker: Checker) -> JudgedProduct | None:
    """`given` as it will be kept, or None with the reasons in `checker`. `units` are the workspace's by code."""
    before = len(checker.faults)
    unit = _unit("unit", given.unit, units=units, checker=checker)
    columns = _texts(given, checker) | _numbers(given, checker) | _kind(given, unit, checker)
    columns["unit"] = unit
    columns["custom_fields"] = _custom_fields(given.custom_fields, checker.under("custom_fields"))
    category = checker.text("category", given.category, longest=120)
    barcodes = _barcodes(given.barcodes, checker.under("barcodes"))
    packs = _packs(given.units, base=unit, units=units, checker=checker)
    if len(checker.faults) > before:
        return None
    return JudgedProduct(columns=columns, category=category, packs=packs, barcodes=barcodes)


def _texts(given: ProductInput, checker: Checker) -> dict[str, Any]:
    sku = checker.text("sku", given.sku, longest=LONGEST_SKU, required=True)
    key = fold_sku(sku)
    if len(key) > LONGEST_SKU:
        checker.add("sku", _("This SKU is too long once its ligatures are written out."), "too_long")
    hsn = (given.hsn_code or "").strip()
    return {
        "sku": sku,
        "sku_key": key,
        "name": checker.text("name", given.name, longest=LONGEST_NAME, required=True),
        "external_id": checker.identifier("external_id", given.external_id),
        "description": checker.text("description", given.description, longest=LONGEST_DESCRIPTION, lines=True),
        "brand": checker.text("brand", given.brand, longest=120),
        "hsn_code": (checker.keep("hsn_code", partial(check_hsn, hsn)) or "") if hsn else "",
    }


def _numbers(given: ProductInput, checker: Checker) -> dict[str, Any]:
    prices = ("sale_price", "purchase_price", "mrp")
    quantities = ("weight_grams", "reorder_point", "reorder_quantity")
    days = ("shelf_life_days", "minimum_shelf_life_days")
    return {
        "tax_rate": checker.percent("tax_rate", given.tax_rate),
        **{name: checker.unit_price(name, getattr(given, name)) for name in prices},
        **{name: checker.quantity(name, getattr(given, name), allow_zero=True) for name in quantities},
        **{name: checker.integer(name, getattr(given, name), most=MOST_DAYS) for name in days},
    }


def _kind(given: ProductInput, unit: Unit | None, checker: Checker) -> dict[str, Any]:
    """How it is tracked. What is tracked by batch expires unless it is said that it does not."""
    tracking = checker.choice("tracking", given.tracking, TRACKING)
    expires = tracking == "batch" and given.shelf_life_days is not None if given.expires is None else given.expires
    if expires and tracking == "none":
        message = _("What expires is tracked by batch or serial number; set its tracking, or let it not expire.")
        checker.add("expires", message, "expiry_untracked")
    if tracking == "serial" and unit is not None and unit.decimals:
        message = _("Serial numbers are for whole pieces; {unit} is counted with decimals.")
        checker.add("tracking", message.format(unit=unit.code), "serial_in_parts")
    return {
        "tracking": tracking,
        "expires": expires,
        "tax_category": checker.choice("tax_category", given.tax_category, TAX_CATEGORIES),
    }


def _unit(pointer: str, code: str, *, units: Mapping[str, Unit], checker: Checker) -> Unit | None:
    found = units.get(code.strip().casefold())
    if found is None:
        message = _("There is no unit “{unit}”; make it first, or use one of {units}.")
        some = ", ".join(list(units)[:12])
        checker.add(pointer, message.format(unit=excerpt(code, length=24), units=some), "unknown_unit")
    return found


def _packs(
    given: tuple[PackUnitInput, ...], *, base: Unit | None, units: Mapping[str, Unit], checker: Checker
) -> tuple[JudgedPack, ...]:
    if len(given) > MOST_PACK_UNITS:
        checker.add("units", _("A product has at most {most} pack units.").format(most=MOST_PACK_UNITS), "too_many")
        return ()
    packs: dict[str, JudgedPack] = {}
    for position, each in enumerate(given):
        line = checker.under(f"units/{position}")
        unit = _unit("code", each.code, units=units, checker=line)
        factor = line.keep("factor", partial(parse_factor, each.factor))
        barcodes = _barcodes(each.barcodes, line.under("barcodes"))
        if unit is not None and (unit == base or unit.code in packs):
            line.add("code", _("The unit {unit} is there twice.").format(unit=unit.code), "duplicate")
        elif unit is not None and factor is not None:
            packs[unit.code] = JudgedPack(unit, factor, barcodes)
    return tuple(packs.values())


def _barcodes(given: tuple[str, ...], checker: Checker) -> tuple[str, ...]:
    if len(given) > MOST_BARCODES:
        checker.add("", _("At most {most} barcodes stand here.").format(most=MOST_BARCODES), "too_many")
        return ()
    read = (checker.keep(str(position), partial(normal_barcode, code)) for position, code in enumerate(given))
    return tuple(dict.fromkeys(code for code in read if code is not None))


def _custom_fields(given: Mapping[str, Any], checker: Checker) -> dict[str, Any]:
    if len(given) > MOST_CUSTOM_FIELDS:
        checker.add(
            "", _("A product has at most {most} fields of its own.").format(most=MOST_CUSTOM_FIELDS), "too_many"
        )
        return {}
    kept = {}
    for name, value in given.items():
        label = checker.text(name[:60], name, longest=60, required=True)
        if value not in (None, ""):
            kept[label] = value if isinstance(value, (bool, int)) else checker.text(label, str(value), longest=500)
    return kept
