"""The form of a purchase order: between what stands in its fields and what the domain takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from omnistock.domain.catalog.units import product_facts
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.purchasing.views import PurchaseOrderView
from omnistock.interfaces.web.entry import EntryColumn, EntryLine, typed_lines
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.supplier_choice import meant
from omnistock.kernel.errors import DomainError
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor

WORDS: Final = ("supplier_reference", "notes")
_COLUMNS: Final = (
    EntryColumn("quantity", gettext_lazy("Quantity"), kind="figure", is_needed=True),
    EntryColumn("unit", gettext_lazy("Unit"), kind="unit"),
    EntryColumn("free_quantity", gettext_lazy("Free"), kind="figure", source="free", is_offered=True),
    EntryColumn("unit_cost", gettext_lazy("Cost"), kind="figure", source="typed_cost", is_offered=True),
    EntryColumn("discount_percent", gettext_lazy("Disc. %"), kind="figure", source="typed_discount"),
    EntryColumn("tax_rate", gettext_lazy("Tax %"), kind="figure"),
    EntryColumn("amount", gettext_lazy("Amount"), kind="amount"),
)
_COSTS: Final = frozenset({"unit_cost", "discount_percent", "amount"})


@dataclass(frozen=True, slots=True)
class TypedOrder:
    """`head` by the names of `create_purchase_order`."""

    head: dict[str, Any]
    lines: list[PurchaseOrderLineInput]


def order_columns(actor: Actor) -> tuple[EntryColumn, ...]:
    return tuple(column for column in _COLUMNS if actor.sees_costs or column.key not in _COSTS)


def read_order(sent: QueryDict, *, actor: Actor) -> TypedOrder:
    """The form's order. Raises `Invalid` with everything that could not be read."""
    reader = Reader(sent)
    supplier_id = meant(
        actor=actor, text=reader.text("supplier"), chosen_id=reader.id("supplier_id"), checker=reader.checker
    )
    head = {
        "supplier_id": supplier_id,
        "warehouse_id": reader.id("warehouse_id"),
        "ordered_on": reader.day("ordered_on"),
        **read_words(reader),
    }
    lines = _lines(sent, reader)
    reader.stop()
    return TypedOrder(head, lines)


def read_begun(sent: QueryDict, *, actor: Actor) -> tuple[UUID | None, list[PurchaseOrderLineInput]]:
    """The supplier and the lines as far as they can be read: the form is still being typed."""
    reader = Reader(sent)
    supplier_id = meant(
        actor=actor, text=reader.text("supplier"), chosen_id=reader.id("supplier_id"), checker=reader.checker
    )
    return supplier_id, _lines(sent, reader)


def _lines(sent: QueryDict, reader: Reader) -> list[PurchaseOrderLineInput]:
    cells = [reader.line(f"lines/{at}", each) for at, each in enumerate(typed_lines(sent))]
    return [line for each in cells if (line := _line(each)) is not None]


def read_words(reader: Reader) -> dict[str, Any]:
    """What may still be said of an order that was confirmed."""
    return {"expected_on": reader.day("expected_on"), **{name: reader.text(name) for name in WORDS}}


def _line(cells: Reader) -> PurchaseOrderLineInput | None:
    product_id = cells.id("product_id")
    if product_id is None:
        return None
    return PurchaseOrderLineInput(
        product_id=product_id,
        quantity=cells.number("quantity") or Decimal(0),
        unit=cells.text("unit") or None,
        free_quantity=cells.number("free_quantity") or Decimal(0),
        unit_cost=cells.number("unit_cost"),
        discount_percent=cells.number("discount_percent") or Decimal(0),
        tax_rate=cells.number("tax_rate"),
        description=cells.text("description"),
    )


def at_controls(error: DomainError) -> DomainError:
    """The refusal with its faults at the form's own controls."""
    error.faults = tuple(
        replace(fault, pointer="supplier") if fault.pointer == "supplier_id" else fault for fault in error.faults
    )
    return error


def values_of(order: PurchaseOrderView) -> dict[str, Any]:
    """What stands in the head's fields of an order that is there."""
    return {
        "supplier_id": str(order.supplier_id),
        "warehouse_id": str(order.warehouse_id),
        "ordered_on": order.ordered_on.isoformat(),
        "expected_on": order.expected_on.isoformat() if order.expected_on else "",
        "supplier_reference": order.supplier_reference,
        "notes": order.notes,
        "version": order.version,
    }


def entry_lines(order: PurchaseOrderView, *, actor: Actor) -> list[EntryLine]:
    """The lines of an order as they were typed."""
    products = product_facts(actor=actor, ids={line.product_id for line in order.lines})
    return [
        EntryLine(
            product_id=str(line.product_id),
            name=line.description,
            sku=line.sku,
            units=tuple(products[line.product_id].units),
            values={
                "quantity": plain(line.quantity),
                "unit": line.unit_code,
                "free_quantity": plain(line.free_quantity) if line.free_quantity else "",
                "unit_cost": "" if line.unit_cost is None else plain(line.unit_cost),
                "discount_percent": plain(line.discount_percent) if line.discount_percent else "",
                "tax_rate": "" if line.tax_rate is None else plain(line.tax_rate),
            },
            hidden={"description": line.description},
        )
        for line in order.lines
    ]
