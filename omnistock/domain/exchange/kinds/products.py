"""Products from a file: found by SKU (or external id), changed by the cells that are not blank, else made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from django.utils.translation import gettext as _

from omnistock.domain.catalog.bulk import BulkProduct, KnownProduct, known_products, write_products
from omnistock.domain.catalog.codes import fold_sku
from omnistock.domain.catalog.inputs import PackUnitInput, ProductInput
from omnistock.domain.catalog.judging import JudgedProduct, judge_product
from omnistock.domain.catalog.models import Unit
from omnistock.domain.catalog.packs import check_used
from omnistock.domain.catalog.usual import usual_tracking
from omnistock.domain.catalog.vocabulary import add_units, new_unit, units_by_code
from omnistock.domain.exchange.kinds.base import Field, ImportKind, Outcome, Parsed, ParsedRow, Report, Told, to_nobody
from omnistock.domain.exchange.kinds.names import called_by_name
from omnistock.domain.exchange.kinds.units_text import read_units
from omnistock.domain.exchange.options import ImportOptions
from omnistock.domain.exchange.parsing import normal_unit
from omnistock.domain.exchange.reading import cells
from omnistock.domain.exchange.recognition import CUSTOM
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker, is_storable

# Where a fault of the domain points at a field that stands in another column.
_COLUMN_OF: Final = {"units": "units", "barcodes": "barcodes"}
_OWN: Final = frozenset({"lots_expire", "pack_unit", "pack_size", "pack_barcode", "active"})

FIELDS: Final = (
    Field("sku", "SKU", cells.plain_text),
    Field("name", "Name", cells.plain_text),
    Field("external_id", "External ID", cells.plain_text),
    Field("description", "Description", cells.plain_text),
    Field("category", "Category", cells.plain_text),
    Field("brand", "Brand", cells.plain_text),
    Field("unit", "Unit", normal_unit),
    Field("tracking", "Tracking", lambda cell: cells.plain_text(cell).casefold()),
    Field("lots_expire", "Lots expire", cells.yes_or_no),
    Field("expires", "Expires", cells.yes_or_no),
    Field("hsn_code", "HSN code", cells.plain_text),
    Field("tax_category", "Tax category", lambda cell: cells.plain_text(cell).casefold()),
    Field("tax_rate", "Tax rate", cells.percent),
    Field("sale_price", "Sale price", cells.number),
    Field("purchase_price", "Purchase price", cells.number),
    Field("mrp", "MRP", cells.number),
    Field("weight_grams", "Weight grams", cells.number),
    Field("shelf_life_days", "Shelf life days", cells.whole_number),
    Field("minimum_shelf_life_days", "Minimum shelf life days", cells.whole_number),
    Field("reorder_point", "Reorder point", cells.number),
    Field("reorder_quantity", "Reorder quantity", cells.number),
    Field("barcodes", "Barcodes", cells.several),
    Field("units", "Pack units", read_units),
    Field("pack_unit", "Pack unit", normal_unit),
    Field("pack_size", "Pack size", cells.number),
    Field("pack_barcode", "Pack barcode", cells.plain_text),
    Field("custom_fields", "Custom fields", cells.named_values),
    Field("active", "Active", cells.yes_or_no),
)
_AT_ONCE: Final = 2_000
_INPUTS: Final = tuple(each.name for each in fields(ProductInput))
_FRESH: Final = ProductInput(sku="", name="")


@dataclass(slots=True)
class ProductPlan:
    outcome: Outcome = field(default_factory=Outcome)
    products: list[BulkProduct] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    def apply(self, *, actor: Actor, reference: str, told: Told = to_nobody) -> None:
        add_units(actor=actor, units=self.units)
        for start in range(0, len(self.products), _AT_ONCE):
            write_products(actor=actor, products=self.products[start : start + _AT_ONCE])
            told(min(start + _AT_ONCE, len(self.products)), len(self.products))


def plan(actor: Actor, parsed: Parsed, options: ImportOptions, report: Report) -> ProductPlan:
    """Judge every row as `create_product` and `change_product` would. A few statements, whatever the number of rows."""
    if not parsed.headings.keys() & {"sku", "external_id"}:
        report.notices.append(_("No column holds the products' codes: the name of each is taken for its SKU."))
        parsed = called_by_name(parsed)
    known = _Known.read(actor, parsed.rows)
    made = ProductPlan()
    units = _units(actor, parsed.rows, made)
    usual = _Usual.of(actor, report)
    seen: dict[str, int] = {}
    for row in parsed.judged():
        errors = len(report.errors)
        found = known.of(row)
        key = fold_sku(str(row.values.get("sku", ""))) or (found.row.sku_key if found else "")
        if not key:
            report.add(row, "sku", _("The SKU is missing; every product needs its own."))
        elif key in seen:
            report.add(row, "sku", _("This SKU is in row {row} too.").format(row=seen[key]))
        seen.setdefault(key, row.number)
        wanted = _judge(row, found, units, report, usual)
        if wanted is not None and len(report.errors) == errors:
            _add(made, wanted)
    usual.tell(report)
    return made


@dataclass(slots=True)
class _Usual:
    """How new products are tracked when no column of the file says it, and how many of those there were."""

    tracking: str
    expires: bool
    given: int = 0

    @classmethod
    def of(cls, actor: Actor, report: Report) -> _Usual:
        is_said = bool(report.headings.keys() & {"tracking", "lots_expire"})
        return cls("none", False) if is_said else cls(*usual_tracking(actor))

    def for_row(self, row: ParsedRow, units: Mapping[str, Unit]) -> dict[str, Any]:
        unit = units.get(row.values.get("unit", _FRESH.unit))
        if self.tracking == "none" or (self.tracking == "serial" and unit is not None and unit.decimals):
            return {}
        self.given += 1
        return {"tracking": self.tracking, "expires": self.expires}

    def tell(self, report: Report) -> None:
        if not self.given:
            return
        how = _("by serial number") if self.tracking == "serial" else _("by batch with expiry")
        message = _(
            "No column says how goods are tracked: {count} new products are tracked {how}, as is usual here. "
            "A column Tracking says otherwise."
        )
        report.notices.append(message.format(count=self.given, how=how))


@dataclass(frozen=True, slots=True)
class _Known:
    by_key: Mapping[str, KnownProduct]
    by_external_id: Mapping[str, KnownProduct]

    @classmethod
    def read(cls, actor: Actor, rows: Sequence[ParsedRow]) -> _Known:
        keys = {fold_sku(str(row.values["sku"])) for row in rows if "sku" in row.values}
        external_ids = {str(row.values["external_id"]) for row in rows if "external_id" in row.values}
        found = known_products(
            actor=actor,
            sku_keys=filter(is_storable, keys),
            external_ids=filter(is_storable, external_ids),
        )
        return cls(
            {each.row.sku_key: each for each in found},
            {each.row.external_id: each for each in found if each.row.external_id},
        )

    def of(self, row: ParsedRow) -> KnownProduct | None:
        if "sku" in row.values:
            return self.by_key.get(fold_sku(row.values["sku"]))
        return self.by_external_id.get(row.values.get("external_id", ""))


def _units(actor: Actor, rows: Sequence[ParsedRow], made: ProductPlan) -> dict[str, Unit]:
    """The workspace's units, and those that the file names first: a file is no place to be taught our list of units."""
    units = units_by_code()
    named = {row.values[name] for row in rows for name in ("unit", "pack_unit") if name in row.values}
    named |= {pack.code for row in rows for pack in row.values.get("units", ())}
    for code in sorted(named - units.keys()):
        checker = Checker()
        unit = new_unit(actor=actor, code=code, checker=checker)
        if not checker.faults:
            units[unit.code] = unit
            made.units.append(unit)
    if made.units:
        made.outcome.details["units_made"] = [unit.code for unit in made.units]
    return units


def _judge(
    row: ParsedRow, found: KnownProduct | None, units: Mapping[str, Unit], report: Report, usual: _Usual
) -> BulkProduct | None:
    fresh = {"sku": "", "name": ""}
    before = {name: getattr(found.fields, name) for name in _INPUTS} if found else fresh | usual.for_row(row, units)
    wanted = ProductInput(**(before | _values(row, found)))
    active = row.values.get("active")
    if found is not None and wanted == found.fields and (active is None or active == (found.row.archived_at is None)):
        return BulkProduct(JudgedProduct({}, "", (), ()), found)
    checker = Checker()
    judged = judge_product(wanted, units=units, checker=checker)
    if judged is not None and found is not None:
        check_used(found.row, judged, dict(found.packs), checker)
    if checker.faults or judged is None:
        report.add_faults(row, checker.faults, _columns_of(row))
        return None
    old = judge_product(found.fields, units=units, checker=Checker()) if found else None
    changed_activity = active if active is not None and active != _is_active(found) else None
    return BulkProduct(judged, found, old, changed_activity)


def _is_active(found: KnownProduct | None) -> bool:
    return found is None or found.row.archived_at is None


def _columns_of(row: ParsedRow) -> dict[str, str]:
    packs = "pack_unit" if "pack_unit" in row.values and "units" not in row.values else "units"
    return _COLUMN_OF | {"units": packs, "units/0/factor": "pack_size" if packs == "pack_unit" else "units"}


def _values(row: ParsedRow, found: KnownProduct | None) -> dict[str, Any]:
    """The row's cells as fields of `ProductInput`."""
    values = {name: value for name, value in row.values.items() if name not in _OWN and not name.startswith(CUSTOM)}
    custom = {name.removeprefix(CUSTOM): value for name, value in row.values.items() if name.startswith(CUSTOM)}
    if custom or "custom_fields" in values:
        there = dict(found.fields.custom_fields) if found else {}
        values["custom_fields"] = there | values.get("custom_fields", {}) | custom
    if "barcodes" in values:
        values["barcodes"] = _merged_barcodes(values["barcodes"], found)
    if values.get("tracking") == "none":
        values.setdefault("expires", False)
    if row.values.get("lots_expire"):
        values |= {"tracking": "batch", "expires": True}
    if "units" not in values and "pack_unit" in row.values and "pack_size" in row.values:
        codes = (row.values["pack_barcode"],) if "pack_barcode" in row.values else ()
        pack = PackUnitInput(code=row.values["pack_unit"], factor=row.values["pack_size"], barcodes=codes)
        others = [each for each in found.fields.units if each.code != pack.code] if found else []
        values["units"] = (*others, pack)
    return values


def _merged_barcodes(codes: list[str], found: KnownProduct | None) -> tuple[str, ...]:
    """Those that are there keep their place, so that the same file again changes nothing."""
    kept = tuple(found.fields.barcodes) if found else ()
    plain = [code.zfill(14) if code.isdigit() and len(code) in (8, 12, 13) else code for code in codes]
    return kept if set(plain) == set(kept) else tuple(codes)


def _add(made: ProductPlan, wanted: BulkProduct) -> None:
    if wanted.known is None:
        made.outcome.created += 1
    elif not wanted.judged.columns or (wanted.judged == wanted.before and wanted.active is None):
        made.outcome.unchanged += 1
        return
    else:
        made.outcome.changed += 1
    made.products.append(wanted)


KIND: Final = ImportKind(
    name="products",
    label="products",
    permission="catalog:write",
    fields=FIELDS,
    plan=plan,
    needs=(("sku", "external_id", "name"),),
)
