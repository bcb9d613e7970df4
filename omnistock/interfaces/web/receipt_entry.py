"""The form of a receipt: the open lines of an order stand ready, one row a batch; an empty row did not come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.ledger.queries import stock
from omnistock.domain.ledger.queries.stock import StockItem
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.views import PurchaseOrderLineView, PurchaseOrderView
from omnistock.domain.warehouses.queries import warehouse_page
from omnistock.interfaces.web.asked import parse_id
from omnistock.interfaces.web.entry import CellKind, EntryColumn, EntryLine, at_rows, typed_lines
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.supplier_choice import meant
from omnistock.interfaces.web.words import money_words
from omnistock.kernel.batch_number import fold_batch_number
from omnistock.kernel.days import parse_expiry
from omnistock.kernel.errors import DomainError, Fault, NotFound
from omnistock.kernel.numbers import EXACT, plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import MOST

Key = TypeVar("Key")

_COLUMNS: Final = (
    EntryColumn("batch_number", gettext_lazy("Batch"), kind="batch", is_needed=True),
    EntryColumn("expires_on", gettext_lazy("Expiry"), kind="expiry", is_needed=True),
    EntryColumn("quantity", gettext_lazy("Quantity"), kind="figure", is_needed=True),
    EntryColumn("unit", gettext_lazy("Unit"), kind="unit"),
    EntryColumn("free_quantity", gettext_lazy("Free"), kind="figure", source="free", is_offered=True),
    EntryColumn("mrp", gettext_lazy("MRP"), kind="figure", source="typed_mrp", is_offered=True),
    EntryColumn("unit_cost", gettext_lazy("Cost"), kind="cost", source="typed_cost", is_offered=True),
    EntryColumn("location", gettext_lazy("Bin"), source="location"),
)
# A row in which nothing but these stands did not come.
_STANDING: Final = frozenset({"unit", "location"})
_SUGGESTED_KINDS: Final = frozenset({"storage", "picking"})
_CONTROLS: Final = {"supplier_id": "supplier", "effective_at": "received_on"}
_CELLS: Final = {"location_id": "location", "batch_id": "batch_number", "expiry_precision": "expires_on"}


@dataclass(frozen=True, slots=True)
class TypedReceipt:
    """`head` by the names of `post_receipt`; `lines` are the rows in which something was typed."""

    head: dict[str, Any]
    lines: list[ReceiptLineInput]


def receipt_columns(actor: Actor) -> tuple[EntryColumn, ...]:
    return tuple(column for column in _COLUMNS if actor.sees_costs or column.key != "unit_cost")


def filled_rows(sent: QueryDict) -> list[int]:
    """The places of the rows in which something was typed."""
    keys = [column.key for column in _COLUMNS if column.key not in _STANDING]
    return [at for at, cells in enumerate(typed_lines(sent)) if any(cells.get(key, "").strip() for key in keys)]


def read_receipt(sent: QueryDict, *, actor: Actor) -> TypedReceipt:
    """The form's receipt. Raises `Invalid` with everything that could not be read; its faults count the filled rows."""
    reader = Reader(sent)
    order_id = reader.id("purchase_order_id")
    head: dict[str, Any] = {
        "purchase_order_id": order_id,
        "supplier_document_number": reader.text("supplier_document_number"),
        "supplier_document_on": reader.day("supplier_document_on"),
        "effective_at": _moment(reader.day("received_on"), actor=actor),
        "notes": reader.text("notes"),
        "warehouse_id": reader.id("warehouse_id"),
    }
    if order_id is None:
        text, chosen_id = reader.text("supplier"), reader.id("supplier_id")
        head["supplier_id"] = meant(actor=actor, text=text, chosen_id=chosen_id, checker=reader.checker)
    lines = _lines(sent, reader, places=places_by_code(head["warehouse_id"], actor=actor))
    reader.stop()
    return TypedReceipt(head, lines)


def read_begun(sent: QueryDict) -> list[ReceiptLineInput]:
    """The lines as far as they can be read: the form is still being typed. Where the goods go is worth nothing."""
    return _lines(sent, Reader(sent), places={})


def _lines(sent: QueryDict, reader: Reader, *, places: Mapping[str, UUID]) -> list[ReceiptLineInput]:
    typed = typed_lines(sent)
    cells = [reader.line(f"lines/{place}", typed[at]) for place, at in enumerate(filled_rows(sent))]
    return [line for each in cells if (line := _line(each, places=places)) is not None]


def _moment(day: dt.date | None, *, actor: Actor) -> dt.datetime | None:
    """Noon of another day than today: in every zone near enough to be that day."""
    if day is None or day == actor.today:
        return None
    return dt.datetime.combine(day, dt.time(12), tzinfo=ZoneInfo(actor.organization.time_zone))


def places_by_code(warehouse_id: UUID | None, *, actor: Actor) -> Mapping[str, UUID]:
    """The warehouse's locations by code; none where there is no such warehouse, which the domain says."""
    if warehouse_id is None:
        return {}
    try:
        found = warehouse_page(actor=actor, id=warehouse_id).locations
    except NotFound:
        return {}
    return {location.code.casefold(): location.pk for location in found if location.archived_at is None}


def _line(cells: Reader, *, places: Mapping[str, UUID]) -> ReceiptLineInput | None:
    product_id = cells.id("product_id")
    expiry = cells.text("expires_on")
    read = cells.checker.keep("expires_on", lambda: parse_expiry(expiry)) if expiry else None
    expires_on, precision = read or (None, "day")
    location_id = place_typed(cells, places=places)
    if product_id is None:
        return None
    return ReceiptLineInput(
        product_id=product_id,
        quantity=cells.number("quantity") or Decimal(0),
        unit=cells.text("unit") or None,
        free_quantity=cells.number("free_quantity") or Decimal(0),
        unit_cost=cells.number("unit_cost"),
        mrp=cells.number("mrp"),
        batch_number=cells.text("batch_number"),
        expires_on=expires_on,
        expiry_precision="month" if precision == "month" else "day",
        location_id=location_id,
        purchase_order_line_id=parse_id(cells.text("purchase_order_line_id")),
    )


def place_typed(cells: Reader, *, places: Mapping[str, UUID]) -> UUID | None:
    """The place whose code was typed; None where nothing was, or, with the fault, where no place has that code."""
    code = cells.text("location")
    if code and code.casefold() not in places:
        message = _("There is no place “{code}” in this warehouse; choose another, or leave it empty.")
        cells.checker.add("location", message.format(code=code[:40]), "not_found")
    return places.get(code.casefold())


def at_controls(error: DomainError, sent: QueryDict) -> DomainError:
    """The refusal with its faults at the form's own controls, at the rows that the person sees."""
    error.faults = tuple(replace(fault, pointer=_control(fault)) for fault in error.faults)
    return at_rows(error, filled_rows(sent))


def _control(fault: Fault) -> str:
    line, _slash, name = fault.pointer.rpartition("/")
    return f"{line}/{_CELLS.get(name, name)}" if line else _CONTROLS.get(name, name)


def ready_lines(order: PurchaseOrderView, *, actor: Actor) -> list[EntryLine]:
    """What is still to come of the order, each line waiting for its batch."""
    waiting = [line for line in order.lines if line.outstanding_base]
    ids = {line.product_id for line in waiting}
    products = product_facts(actor=actor, ids=ids)
    bins = suggested_bins(ids, actor=actor, warehouse_id=order.warehouse_id)
    return [_ready(line, products[line.product_id], bins.get(line.product_id, ""), actor=actor) for line in waiting]


def _ready(line: PurchaseOrderLineView, product: ProductFacts, place: str, *, actor: Actor) -> EntryLine:
    outstanding = _("outstanding {quantity}").format(quantity=f"{plain(line.outstanding_base)} {line.base_unit_code}")
    cost = None
    if line.unit_cost:
        hundred = Decimal(100)
        net = EXACT.multiply(line.unit_cost, hundred - (line.discount_percent or Decimal(0))) / hundred
        cost = _("{price} a {unit}").format(price=money_words(net, actor=actor), unit=line.unit_code)
    return EntryLine(
        product_id=str(line.product_id),
        name=line.description,
        sku=line.sku,
        units=tuple(product.units),
        note=" · ".join(part for part in (outstanding, cost, mrp_words(product, actor=actor)) if part),
        values={"unit": line.unit_code, "location": place},
        hidden={"purchase_order_line_id": str(line.id)},
        unasked=(*unasked_kinds(product), *(("cost",) if line.unit_cost else ())),
    )


def mrp_words(product: ProductFacts, *, actor: Actor) -> str:
    """The MRP on file, which an empty cell means."""
    if product.mrp is None:
        return ""
    return _("MRP {price} a {unit}").format(price=money_words(product.mrp, actor=actor), unit=product.unit_code)


def unasked_kinds(product: ProductFacts) -> tuple[CellKind, ...]:
    """The cells that the product has no use for: no batch where it is not tracked, no expiry where it has none."""
    if product.tracking == "none":
        return ("batch", "expiry")
    return () if product.expires else ("expiry",)


def suggested_bins(product_ids: Collection[UUID], *, actor: Actor, warehouse_id: UUID | None) -> dict[UUID, str]:
    """Where most of each product already lies, by the code of the place; in one statement."""
    lying = _lying(product_ids, actor=actor, warehouse_id=warehouse_id)
    return _fullest((item.product_id, item.location_code, item.on_hand) for item in lying)


def bins_of_batches(
    product_ids: Collection[UUID], *, actor: Actor, warehouse_id: UUID | None
) -> dict[tuple[UUID, str], str]:
    """Where most of each batch of these products already lies, by product and number as it is compared."""
    lying = _lying(product_ids, actor=actor, warehouse_id=warehouse_id)
    return _fullest(
        ((item.product_id, fold_batch_number(item.batch_number)), item.location_code, item.on_hand) for item in lying
    )


def _lying(product_ids: Collection[UUID], *, actor: Actor, warehouse_id: UUID | None) -> list[StockItem]:
    if not product_ids or warehouse_id is None or not actor.may("stock:read"):
        return []
    found = stock(actor=actor, product_ids=product_ids, warehouse_id=warehouse_id, limit=MOST).items
    return [item for item in found if item.location_kind in _SUGGESTED_KINDS and item.on_hand > 0]


def _fullest(lying: Iterable[tuple[Key, str, Decimal]]) -> dict[Key, str]:
    sums: dict[Key, dict[str, Decimal]] = {}
    for key, code, on_hand in lying:
        places = sums.setdefault(key, {})
        places[code] = places.get(code, Decimal(0)) + on_hand
    return {key: max(places, key=lambda code: places[code]) for key, places in sums.items()}
