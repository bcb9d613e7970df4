"""Opening stock from a file: what lies where on the first day, by batch, expiry and bin.

It becomes adjustments with the reason "opening", one for each warehouse and thousand rows. Only posting them shows
whether a batch is on file with another expiry, so a check posts them too, and takes them back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omnistock.domain.catalog.bulk import product_ids_by_code
from omnistock.domain.catalog.codes import fold_sku, normal_barcode
from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.exchange.kinds.base import (
    Field,
    ImportKind,
    Outcome,
    Parsed,
    ParsedRow,
    Report,
    RowsRefused,
    Told,
    to_nobody,
)
from omnistock.domain.exchange.kinds.names import called_by_name
from omnistock.domain.exchange.kinds.places import Places
from omnistock.domain.exchange.options import ImportOptions
from omnistock.domain.exchange.parsing import normal_unit
from omnistock.domain.exchange.reading import cells
from omnistock.domain.ledger.queries.naming import batches_named
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from omnistock.domain.stocktaking.policies import MOST_LINES
from omnistock.kernel.errors import DomainError, Fault
from omnistock.kernel.numbers import EXACT, excerpt
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import is_storable

# More of the same is not read in a report.
_MOST_TOLD: Final = 5

FIELDS: Final = (
    Field("sku", "SKU", cells.plain_text),
    Field("barcode", "Barcode", lambda cell: normal_barcode(cells.plain_text(cell))),
    Field("name", "Name", cells.plain_text),
    Field("warehouse", "Warehouse", cells.plain_text),
    Field("location", "Location", cells.plain_text),
    Field("batch_number", "Batch number", cells.plain_text),
    Field("expires_on", "Expires on", cells.expiry, is_day=True),
    Field("manufactured_on", "Manufactured on", cells.day, is_day=True),
    Field("quantity", "Quantity", cells.number),
    Field("unit", "Unit", normal_unit),
    Field("unit_cost", "Unit cost", cells.number),
    Field("mrp", "MRP", cells.number),
)
# The fields of an adjustment's line whose column has another name.
_COLUMN_OF: Final = {
    "product_id": "sku",
    "location_id": "location",
    "batch_id": "batch_number",
    "expiry_precision": "expires_on",
}


@dataclass(frozen=True, slots=True)
class _Line:
    row: ParsedRow
    warehouse_id: UUID
    bin_name: str
    line: AdjustmentLineInput


@dataclass(slots=True)
class OpeningPlan:
    places: Places
    outcome: Outcome = field(default_factory=Outcome)
    lines: list[_Line] = field(default_factory=list)

    def apply(self, *, actor: Actor, reference: str, told: Told = to_nobody) -> None:
        self.places.make_bins(actor=actor)
        faults: list[tuple[ParsedRow | None, Fault]] = []
        numbers: list[str] = []
        done = 0
        for lines in self._documents():
            try:
                with transaction.atomic():
                    numbers.append(self._post(actor, lines, reference))
            except DomainError as refusal:
                faults += _by_row(refusal, lines)
            done += len(lines)
            told(done, len(self.lines))
        if faults:
            raise RowsRefused(faults)
        self.outcome.details["adjustments"] = numbers

    def _documents(self) -> list[list[_Line]]:
        by_warehouse: dict[UUID, list[_Line]] = {}
        for line in self.lines:
            by_warehouse.setdefault(line.warehouse_id, []).append(line)
        return [
            lines[start : start + MOST_LINES]
            for lines in by_warehouse.values()
            for start in range(0, len(lines), MOST_LINES)
        ]

    def _post(self, actor: Actor, lines: Sequence[_Line], reference: str) -> str:
        posted = post_adjustment(
            actor=actor,
            warehouse_id=lines[0].warehouse_id,
            reason="opening",
            lines=[self.places.in_bin(each.line, each.warehouse_id, each.bin_name) for each in lines],
            notes=reference,
        )
        return posted.number


def plan(actor: Actor, parsed: Parsed, options: ImportOptions, report: Report) -> OpeningPlan:
    """Judge what can be judged without posting. A few statements, whatever the number of rows."""
    places = Places.read(actor=actor, chosen=options.warehouse, traits=parsed.traits)
    made = OpeningPlan(places)
    if not parsed.headings.keys() & {"sku", "barcode"}:
        parsed = called_by_name(parsed)
    products = _Products.read(actor, parsed.rows)
    without_cost = 0
    for row in parsed.judged():
        if row.values.get("quantity") == 0:
            made.outcome.unchanged += 1
            continue
        errors = len(report.errors)
        product = products.of(row, report)
        warehouse_id = places.warehouse_of(row, report)
        line = _line(row, product, parsed.traits, report) if product else None
        if line is None or warehouse_id is None or len(report.errors) > errors:
            continue
        places.want_bin(warehouse_id, row, report)
        made.lines.append(_Line(row, warehouse_id, row.values.get("location", ""), line))
        without_cost += line.unit_cost is None
    made.outcome.created = len(made.lines)
    if without_cost:
        message = ngettext(
            "{count} row has no cost, and its product no purchase price: it is valued at the last cost on file, or 0.",
            "{count} rows have no cost, and their products no purchase price: they are valued at the last cost on "
            "file, or 0.",
            without_cost,
        )
        report.notices.append(message.format(count=without_cost))
    report.notices += _merged(actor, made.lines)
    made.outcome.details["bins_made"] = places.wanted_bins()
    return made


def _merged(actor: Actor, lines: Sequence[_Line]) -> list[str]:
    """The numbers of the file that lead to another batch by now."""
    numbers = [(each.line.product_id, each.line.batch_number) for each in lines]
    found = batches_named(actor=actor, named=numbers).values()
    sentences = sorted({batch.sentence for batch in found if batch.sentence})
    return sentences[:_MOST_TOLD] + (["…"] if len(sentences) > _MOST_TOLD else [])


@dataclass(frozen=True, slots=True)
class _Products:
    """The products that the file names, by folded SKU and by barcode."""

    by_sku: Mapping[str, UUID]
    by_barcode: Mapping[str, Sequence[UUID]]
    facts: Mapping[UUID, ProductFacts]

    @classmethod
    def read(cls, actor: Actor, rows: Sequence[ParsedRow]) -> _Products:
        skus = {fold_sku(row.values["sku"]) for row in rows if "sku" in row.values}
        codes = {row.values["barcode"] for row in rows if "barcode" in row.values}
        by_sku, by_barcode = product_ids_by_code(
            actor=actor, sku_keys=filter(is_storable, skus), barcodes=filter(is_storable, codes)
        )
        ids = {*by_sku.values(), *(each for found in by_barcode.values() for each in found)}
        return cls(by_sku, by_barcode, product_facts(actor=actor, ids=ids))

    def of(self, row: ParsedRow, report: Report) -> ProductFacts | None:
        sku, code = row.values.get("sku", ""), row.values.get("barcode", "")
        if sku:
            found = [self.by_sku[fold_sku(sku)]] if fold_sku(sku) in self.by_sku else []
        else:
            found = list(self.by_barcode.get(code, ()))
        if len(found) == 1:
            return self._usable(self.facts[found[0]], row, report)
        if not sku and not code:
            report.add(row, "sku", _("The SKU is missing, and there is no barcode either."))
        elif found:
            report.add(row, "barcode", _("This barcode is on several products; name the SKU."))
        else:
            message = _("There is no product “{code}”; import the products first.")
            report.add(row, "sku" if sku else "barcode", message.format(code=excerpt(sku or code)))
        return None

    def _usable(self, facts: ProductFacts, row: ParsedRow, report: Report) -> ProductFacts | None:
        if facts.archived:
            report.add(row, "sku", _("{product} is archived; restore it first.").format(product=facts.name))
            return None
        return facts


def _line(
    row: ParsedRow, product: ProductFacts, traits: Mapping[str, Any], report: Report
) -> AdjustmentLineInput | None:
    quantity = row.values.get("quantity")
    if quantity is None:
        report.add(row, "quantity", _("The quantity is missing; write 0 where there is none."))
        return None
    if quantity < 0:
        report.add(
            row, "quantity", _("What lies on a shelf is not less than nothing: {quantity}.").format(quantity=quantity)
        )
        return None
    number = row.values.get("batch_number", "")
    number = "" if number.casefold() in traits.get("no_batch", ()) else number
    expires_on, precision = row.values.get("expires_on", (None, "day"))
    _check_batch(row, product, number, expires_on, report)
    return AdjustmentLineInput(
        product_id=product.id,
        quantity=quantity,
        unit=row.values.get("unit") if row.values.get("unit") in product.units else _unit(row, product, report),
        unit_cost=_cost(row, product),
        mrp=row.values.get("mrp"),
        batch_number=number,
        expires_on=expires_on,
        expiry_precision=str(precision),
        manufactured_on=row.values.get("manufactured_on"),
    )


def _check_batch(row: ParsedRow, product: ProductFacts, number: str, expires_on: Any, report: Report) -> None:
    if product.tracking == "none" and (number or expires_on):
        message = _("{product} is not tracked by batch; set its tracking to batch first, or clear batch and expiry.")
        report.add(row, "batch_number" if number else "expires_on", message.format(product=product.name))
    if product.tracking != "none" and not number:
        message = _("{product} is tracked by {tracking}; write the number that is printed on the pack.")
        report.add(row, "batch_number", message.format(product=product.name, tracking=product.tracking))
    elif product.expires and expires_on is None:
        message = _("{product} expires; write the date that is printed on the pack.")
        report.add(row, "expires_on", message.format(product=product.name))


def _unit(row: ParsedRow, product: ProductFacts, report: Report) -> str | None:
    """None, the base unit, where the row names none."""
    if "unit" in row.values:
        message = _("{product} is not counted in this unit; it is counted in {units}.")
        report.add(row, "unit", message.format(product=product.name, units=", ".join(product.units)))
    return None


def _cost(row: ParsedRow, product: ProductFacts) -> Decimal | None:
    """Per unit of the row: the file's own, else the product's purchase price."""
    if "unit_cost" in row.values:
        return row.values["unit_cost"]
    if product.purchase_price is None:
        return None
    factor = product.units.get(row.values.get("unit", product.unit_code), Decimal(1))
    return EXACT.multiply(product.purchase_price, factor).quantize(Decimal("0.0001"), context=EXACT)


def _by_row(refusal: DomainError, lines: Sequence[_Line]) -> list[tuple[ParsedRow | None, Fault]]:
    """The faults of an adjustment, `lines/3/quantity` being the quantity of the fourth line's row."""
    found: list[tuple[ParsedRow | None, Fault]] = []
    for fault in refusal.faults or (Fault("", refusal.message),):
        parts = fault.pointer.split("/")
        at = int(parts[1]) if parts[0] == "lines" and len(parts) > 1 and parts[1].isdigit() else None
        name = parts[2] if len(parts) > 2 else "sku"
        row = lines[at].row if at is not None and at < len(lines) else None
        found.append((row, Fault(_COLUMN_OF.get(name, name) if row else "", fault.message, fault.code)))
    return found


KIND: Final = ImportKind(
    name="opening_stock",
    label="opening stock",
    permission="stock:write",
    fields=FIELDS,
    plan=plan,
    needs=(("sku", "barcode", "name"), ("quantity",)),
    tries=True,
    once=True,
)
