"""The order form: between what stands in its fields and what the domain takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.catalog.units import product_facts
from omnistock.domain.sales.drafting import Head
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.views import SalesOrderView
from omnistock.interfaces.web.customer_choice import meant
from omnistock.interfaces.web.entry import EntryColumn, EntryLine, typed_lines
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import DomainError, Fault
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    EntryColumn("quantity", gettext_lazy("Quantity"), kind="figure", is_needed=True),
    EntryColumn("unit", gettext_lazy("Unit"), kind="unit"),
    EntryColumn("free_quantity", gettext_lazy("Free"), kind="figure", source="free"),
    EntryColumn("rate", gettext_lazy("Rate"), kind="figure", source="typed_rate"),
    EntryColumn("discount_percent", gettext_lazy("Disc. %"), kind="figure"),
    EntryColumn("tax_rate", gettext_lazy("Tax %"), kind="still"),
    EntryColumn("amount", gettext_lazy("Amount"), kind="amount"),
)
# The rate is one field to a person; the domain knows which part of it is wrong.
_CONTROLS: Final = {"unit_price": "rate", "price_value": "rate", "price_basis": "rate"}
# "mrp-20" is 20 % off the MRP, "cost+15" is 15 % on the cost.
_BASES: Final = {"mrp-": "mrp_less", "cost+": "cost_plus"}


@dataclass(frozen=True, slots=True)
class TypedOrder:
    head: Head
    lines: list[SalesOrderLineInput]


def read_order(sent: QueryDict, *, actor: Actor) -> TypedOrder:
    """The form's order. Raises `Invalid` with everything that could not be read."""
    reader = Reader(sent)
    customer = meant(
        actor=actor, text=reader.text("customer"), chosen_id=reader.id("customer_id"), checker=reader.checker
    )
    head = Head(
        customer_id=customer.id if customer else None,
        warehouse_id=reader.id("warehouse_id"),
        ordered_on=reader.day("ordered_on"),
        promised_on=reader.day("promised_on"),
        customer_reference=reader.text("customer_reference"),
        prices_include_tax=reader.is_on("prices_include_tax"),
        discount_amount=reader.number("discount_amount") or Decimal(0),
        notes=reader.text("notes"),
    )
    cells = [reader.line(f"lines/{at}", each) for at, each in enumerate(typed_lines(sent))]
    lines = [line for each in cells if (line := _line(each)) is not None]
    if not cells:  # the domain's to say, but what is missing is told at once
        reader.checker.add("lines", _("There is no line; say what and how much."), "line_count")
    reader.stop()
    return TypedOrder(head, lines)


def _line(cells: Reader) -> SalesOrderLineInput | None:
    product_id = cells.id("product_id")
    if product_id is None:
        return None
    return SalesOrderLineInput(
        product_id=product_id,
        quantity=cells.number("quantity") or Decimal(0),
        unit=cells.text("unit") or None,
        free_quantity=cells.number("free_quantity") or Decimal(0),
        discount_percent=cells.number("discount_percent") or Decimal(0),
        **_rate(cells),
    )


def _rate(cells: Reader) -> dict[str, Any]:
    """An empty rate is the product's own."""
    typed = cells.text("rate").replace(" ", "").replace("%", "").casefold()
    for prefix, basis in _BASES.items():
        if typed.startswith(prefix):
            per_cent = Reader({"rate": typed.removeprefix(prefix)}, checker=cells.checker).number("rate")
            return {"price_basis": basis, "price_value": per_cent}
    return {"unit_price": cells.number("rate")}


def at_controls(error: DomainError) -> DomainError:
    """The refusal with its faults at the form's own controls."""
    error.faults = tuple(_at_control(fault) for fault in error.faults)
    return error


def _at_control(fault: Fault) -> Fault:
    if fault.pointer == "customer_id":
        return replace(fault, pointer="customer")
    place, _slash, name = fault.pointer.rpartition("/")
    return replace(fault, pointer=f"{place}/{_CONTROLS[name]}") if place and name in _CONTROLS else fault


def values_of(order: SalesOrderView) -> dict[str, Any]:
    """What stands in the head's fields of an order that is there."""
    days = {"ordered_on": order.ordered_on, "promised_on": order.promised_on}
    return {
        "customer": order.customer_name,
        "customer_id": str(order.customer_id),
        "warehouse_id": str(order.warehouse_id),
        "customer_reference": order.customer_reference,
        "prices_include_tax": "on" if order.prices_include_tax else "",
        "discount_amount": plain(order.discount_amount) if order.discount_amount else "",
        "notes": order.notes,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }


def entry_lines(order: SalesOrderView, *, actor: Actor) -> list[EntryLine]:
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
                "rate": _typed_rate(line.price_basis, line.price_value),
                "discount_percent": plain(line.discount_percent) if line.discount_percent else "",
                "tax_rate": "" if line.tax_rate is None else plain(line.tax_rate),
            },
        )
        for line in order.lines
    ]


def _typed_rate(basis: str, value: Decimal | None) -> str:
    prefix = {code: text for text, code in _BASES.items()}.get(basis, "")
    return "" if value is None else f"{prefix}{plain(value)}"


def source_words(source: str, value: Decimal | None) -> str:
    """Where a rate is from, as it stands beside it."""
    per_cent = "" if value is None else plain(value)
    words: Mapping[str, str] = {
        "entered": _("typed"),
        "product": _("sale price"),
        "mrp_less": _("MRP less {per_cent} %").format(per_cent=per_cent),
        "cost_plus": _("cost plus {per_cent} %").format(per_cent=per_cent),
        "missing": _("no price"),
    }
    return words.get(source, "")


def new_line_note(*, free: str, earliest: str, price: str) -> str:
    """What a line says of its product when it is new: “free 640 · earliest 03/27 · ₹ 84.57 a strip”."""
    parts = (_("free {free}").format(free=free), earliest and _("earliest {day}").format(day=earliest), price)
    return " · ".join(part for part in parts if part)
