"""How products are ordered, from a file: reorder points by warehouse, and suppliers with their codes and costs. A blank cell
leaves what is there; what the file does not name stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.bulk import product_ids_by_code
from omnistock.domain.catalog.codes import fold_sku
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
from omnistock.domain.exchange.kinds.places import Places
from omnistock.domain.exchange.options import ImportOptions
from omnistock.domain.exchange.parsing import normal_unit
from omnistock.domain.exchange.reading import cells
from omnistock.domain.parties.bulk import known_parties
from omnistock.domain.parties.kinds import SUPPLIER
from omnistock.domain.purchasing.inputs import ProductSupplierInput
from omnistock.domain.purchasing.models import ProductSupplier
from omnistock.domain.purchasing.operations import set_product_suppliers
from omnistock.domain.replenishment.inputs import ReorderRuleInput
from omnistock.domain.replenishment.models import ReorderRule
from omnistock.domain.replenishment.operations import set_reorder_rules
from omnistock.domain.replenishment.policies import MOST_LINES
from omnistock.kernel.errors import Fault, Invalid
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import is_storable

_SKU: Final = Field("sku", "SKU", cells.plain_text)
RULE_FIELDS: Final = (
    _SKU,
    Field("warehouse", "Warehouse", cells.plain_text),
    Field("reorder_point", "Reorder point", cells.number),
    Field("target", "Fill up to", cells.number),
    Field("lead_days", "Lead days", cells.whole_number),
    Field("unit", "In whole", normal_unit),
)
SUPPLIER_FIELDS: Final = (
    _SKU,
    Field("supplier", "Supplier", cells.plain_text),
    Field("code", "Supplier code", cells.plain_text),
    Field("unit", "Unit", normal_unit),
    Field("unit_cost", "Unit cost", cells.number),
    Field("minimum_quantity", "Minimum quantity", cells.number),
    Field("lead_days", "Lead days", cells.whole_number),
    Field("is_preferred", "First choice", cells.yes_or_no),
)
_COLUMN_OF: Final = {"product_id": "sku", "warehouse_id": "warehouse", "supplier_id": "supplier"}
_RULE_NAMES: Final = {
    "reorder_point": "reorder_point",
    "target": "target",
    "lead_days": "lead_days",
    "unit": "unit_code",
}
_SUPPLIER_NAMES: Final = {
    "code": "code", "unit": "unit_code", "unit_cost": "unit_cost", "minimum_quantity": "minimum_quantity",
    "lead_days": "lead_days", "is_preferred": "is_preferred",
}  # fmt: skip
Key = tuple[UUID, UUID]


@dataclass(slots=True)
class OrderingPlan:
    """What every row wants; `write` takes those of whole products, at most a thousand at once."""

    write: Callable[[Actor, Sequence[Any]], object]
    outcome: Outcome = field(default_factory=Outcome)
    wanted: list[tuple[ParsedRow, Any]] = field(default_factory=list)

    def apply(self, *, actor: Actor, reference: str, told: Told = to_nobody) -> None:
        faults: list[tuple[ParsedRow | None, Fault]] = []
        done = 0
        for chunk in self._chunks():
            try:
                self.write(actor, [each for _row, each in chunk])
            except Invalid as refusal:
                faults += [_of_row(fault, chunk) for fault in refusal.faults]
            done += len(chunk)
            told(done, len(self.wanted))
        if faults:
            raise RowsRefused(faults)

    def _chunks(self) -> list[list[tuple[ParsedRow, Any]]]:
        by_product: dict[UUID, list[tuple[ParsedRow, Any]]] = {}
        for row, each in self.wanted:
            by_product.setdefault(each.product_id, []).append((row, each))
        chunks: list[list[tuple[ParsedRow, Any]]] = [[]]
        for rows in by_product.values():
            if len(chunks[-1]) + len(rows) > MOST_LINES and chunks[-1]:
                chunks.append([])
            chunks[-1].extend(rows)
        return chunks


def _of_row(fault: Fault, chunk: Sequence[tuple[ParsedRow, Any]]) -> tuple[ParsedRow | None, Fault]:
    """The pointer of a line is the number of its row."""
    number, _slash, name = fault.pointer.partition("/")
    row = next((row for row, _each in chunk if str(row.number) == number), None)
    return row, Fault(_COLUMN_OF.get(name, name), fault.message, fault.code, fault.details)


def plan_rules(actor: Actor, parsed: Parsed, options: ImportOptions, report: Report) -> OrderingPlan:
    """A few statements, whatever the number of rows."""
    made = OrderingPlan(lambda actor, rules: set_reorder_rules(actor=actor, rules=rules))
    products = _products(actor, parsed)
    places = Places.read(actor=actor, chosen=options.warehouse, traits=parsed.traits)
    rows = ReorderRule.objects.filter(product_id__in=products.values())
    there = {(each.product_id, each.warehouse_id): each for each in rows}
    for row in parsed.judged():
        product_id, warehouse_id = _product(row, products, report), places.warehouse_of(row, report)
        if product_id is None or warehouse_id is None:
            continue
        values = _merged(row, there.get((product_id, warehouse_id)), _RULE_NAMES)
        if values.get("reorder_point") is None:
            report.add(row, "reorder_point", _("This is missing."))
            continue
        rule = ReorderRuleInput(
            product_id=product_id, warehouse_id=warehouse_id, pointer=str(row.number), **({"unit": ""} | values)
        )
        _count(made, row, rule, there.get((product_id, warehouse_id)), _RULE_NAMES)
    return made


def plan_suppliers(actor: Actor, parsed: Parsed, options: ImportOptions, report: Report) -> OrderingPlan:
    """A few statements, whatever the number of rows."""
    made = OrderingPlan(lambda actor, rows: set_product_suppliers(actor=actor, suppliers=rows))
    products, parties = _products(actor, parsed), _parties(actor, parsed)
    rows = ProductSupplier.objects.filter(product_id__in=products.values())
    there = {(each.product_id, each.supplier_id): each for each in rows}
    for row in parsed.judged():
        product_id, supplier_id = _product(row, products, report), _party(row, parties, report)
        if product_id is None or supplier_id is None:
            continue
        found = there.get((product_id, supplier_id))
        values = _merged(row, found, _SUPPLIER_NAMES)
        if "is_preferred" not in row.values:
            values.pop("is_preferred", None)  # who is the first choice stays so, unless the file names another
        given = {name: value for name, value in values.items() if value is not None}
        each = ProductSupplierInput(product_id=product_id, supplier_id=supplier_id, pointer=str(row.number), **given)
        _count(made, row, each, found, {name: _SUPPLIER_NAMES[name] for name in given})
    return made


def _merged(row: ParsedRow, there: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """The fields of what is there, those that the row says in their place."""
    old = {} if there is None else {name: getattr(there, column) for name, column in names.items()}
    return old | {name: row.values[name] for name in names if name in row.values}


def _count(made: OrderingPlan, row: ParsedRow, wanted: Any, there: Any, names: Mapping[str, str]) -> None:
    if there is not None and all(getattr(wanted, name) == getattr(there, column) for name, column in names.items()):
        made.outcome.unchanged += 1
        return
    made.outcome.created += there is None
    made.outcome.changed += there is not None
    made.wanted.append((row, wanted))


def _products(actor: Actor, parsed: Parsed) -> dict[str, UUID]:
    """The ids of the products that the file names, by folded SKU."""
    skus = {fold_sku(row.values["sku"]) for row in parsed.rows if "sku" in row.values}
    return product_ids_by_code(actor=actor, sku_keys=filter(is_storable, skus), barcodes=())[0]


def _product(row: ParsedRow, products: Mapping[str, UUID], report: Report) -> UUID | None:
    sku = row.values.get("sku", "")
    found = products.get(fold_sku(sku)) if sku else None
    if not sku:
        report.add(row, "sku", _("This is missing."))
    elif found is None:
        message = _("There is no product “{code}”; import the products first.")
        report.add(row, "sku", message.format(code=excerpt(sku)))
    return found


def _parties(actor: Actor, parsed: Parsed) -> dict[str, list[UUID]]:
    """The ids of the suppliers that the file names, by code and by name."""
    said = {row.values["supplier"] for row in parsed.rows if "supplier" in row.values}
    texts = [text for text in said if is_storable(text)]
    found: dict[str, list[UUID]] = {}
    for each in known_parties(SUPPLIER, actor=actor, codes=texts, names=texts):
        for text in {each.row.code, each.row.name} - {""}:
            found.setdefault(text, []).append(each.row.id)
    return found


def _party(row: ParsedRow, parties: Mapping[str, Sequence[UUID]], report: Report) -> UUID | None:
    text = row.values.get("supplier", "")
    found = parties.get(text, ())
    if len(found) == 1:
        return found[0]
    if not text:
        report.add(row, "supplier", _("This is missing."))
    elif found:
        report.add(row, "supplier", _("Several suppliers are called so; write the code of the one that is meant."))
    else:
        message = _("There is no supplier “{text}”; write its code or its name as it is on file.")
        report.add(row, "supplier", message.format(text=excerpt(text)))
    return None


def restore_ordering(
    *,
    actor: Actor,
    rules: Mapping[UUID, Sequence[Mapping[str, Any]]],
    suppliers: Mapping[UUID, Sequence[Mapping[str, Any]]],
) -> None:
    """Make how products are ordered what audit events say that it was, by product."""
    if rules:
        was = [
            ReorderRuleInput(
                product_id=product_id,
                warehouse_id=UUID(each["warehouse_id"]),
                reorder_point=Decimal(each["reorder_point"]),
                target=Decimal(each["target"]),
                lead_days=each["lead_days"],
                unit=each["unit"],
            )
            for product_id, found in rules.items()
            for each in found
        ]
        set_reorder_rules(actor=actor, rules=was, whole_of=list(rules))
    if suppliers:
        sold_by = [
            ProductSupplierInput(
                product_id=product_id,
                supplier_id=UUID(each["supplier_id"]),
                code=each["code"],
                unit=each["unit"],
                unit_cost=None if each["unit_cost"] is None else Decimal(each["unit_cost"]),
                minimum_quantity=None if each["minimum_quantity"] is None else Decimal(each["minimum_quantity"]),
                lead_days=each["lead_days"],
                is_preferred=each["is_preferred"],
            )
            for product_id, found in suppliers.items()
            for each in found
        ]
        set_product_suppliers(actor=actor, suppliers=sold_by, whole_of=list(suppliers))


RULES: Final = ImportKind(
    name="reorder_rules",
    label="reorder points",
    permission="purchasing:write",
    fields=RULE_FIELDS,
    plan=plan_rules,
    needs=(("sku",), ("reorder_point", "target", "lead_days")),
    tries=True,
)
SUPPLIED: Final = ImportKind(
    name="product_suppliers",
    label="suppliers of products",
    permission="purchasing:write",
    fields=SUPPLIER_FIELDS,
    plan=plan_suppliers,
    needs=(("sku",), ("supplier",)),
    tries=True,
)
