"""Reading purchase orders and receipts. Each function takes the same number of statements whatever there is to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Greatest

from omnistock.domain.purchasing.access import purchase_order_rows, receipt_rows
from omnistock.domain.purchasing.models import PurchaseOrder, PurchaseOrderLine, Receipt, ReceiptLine
from omnistock.domain.purchasing.sql import read
from omnistock.domain.purchasing.views import (
    PurchaseOrderView,
    ReceiptView,
    purchase_order_view,
    receipt_line_view,
    receipt_view,
)
from omnistock.domain.search.queries import matching
from omnistock.tenancy.access import find, find_by_external_id
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.statements import Statement, send
from omnistock.tenancy.sums import Sums, only_one, sums_of

PURCHASE_ORDER_ORDERS: Final = {
    "newest": ("-id",),
    "number": ("id",),
    "-number": ("-id",),
    "expected": ("expected_on", "id"),
    "-expected": ("-expected_on", "-id"),
    "changed": BY_CHANGE,
}
RECEIPT_ORDERS: Final = {
    "newest": ("-id",),
    "effective": ("effective_at", "id"),
    "-effective": ("-effective_at", "-id"),
    "changed": BY_CHANGE,
}
# So many orders that are due stand on Today by themselves.
MOST_NAMED: Final = 4
_READ_RECEIPT_LINES: Final = read("read_receipt_lines")
# Goods may still come for these.
WAITING_STATUSES: Final = ("confirmed", "partly_received")


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrderFilter:
    """What a list shows; an empty choice shows all. `product_id`: still waiting for goods of this product. `sort` is a
    key of `PURCHASE_ORDER_ORDERS`."""

    statuses: Collection[str] = ()
    supplier_id: UUID | None = None
    warehouse_id: UUID | None = None
    product_id: UUID | None = None
    expected_by: dt.date | None = None
    search: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"
    with_lines: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFilter:
    """What a list shows; an empty choice shows all. `sort` is a key of `RECEIPT_ORDERS`."""

    supplier_id: UUID | None = None
    warehouse_id: UUID | None = None
    purchase_order_id: UUID | None = None
    is_reversed: bool | None = None
    search: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"
    with_lines: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedOrder:
    """An order whose goods are due; `is_late`: they were before today."""

    id: UUID
    number: str
    supplier_name: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class PurchasingToDo:
    """How many orders wait for what. `to_receive`: expected today; `overdue`: expected before. Each with the one order,
    where it is one alone. `expected`: all of both, where they are few enough to be named."""

    drafts: int
    to_receive: int
    to_receive_id: UUID | None
    overdue: int
    overdue_id: UUID | None
    expected: tuple[ExpectedOrder, ...] = ()


def purchase_orders(
    *,
    actor: Actor,
    wanted: PurchaseOrderFilter = PurchaseOrderFilter(),
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[PurchaseOrderView]:
    """A page of the orders that the actor may see, in one statement, or two with their lines."""
    actor.require("purchasing:read")
    rows = changed_since(_filtered_orders(_orders(actor=actor), wanted), actor=actor, since=wanted.updated_since)
    found = page(rows, order=PURCHASE_ORDER_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    lines = _by_parent(
        _order_lines().filter(purchase_order_id__in=[order.id for order in found.items]) if wanted.with_lines else (),
        "purchase_order_id",
    )
    views = [purchase_order_view(order, actor=actor, lines=lines.get(order.id, ())) for order in found.items]
    return Page(views, found.next_cursor)


def purchase_order_sums(*, actor: Actor, wanted: PurchaseOrderFilter = PurchaseOrderFilter()) -> Sums | None:
    """What the orders come to that `purchase_orders` shows page by page; cancelled ones only where they are asked for.
    None, too, for who does not see costs."""
    actor.require("purchasing:read")
    rows = _filtered_orders(purchase_order_rows(actor=actor), wanted)
    standing = rows if wanted.statuses else rows.exclude(status="cancelled")
    return sums_of(standing, amount="subtotal") if actor.sees_costs else None


def purchase_order(*, actor: Actor, purchase_order_id: UUID | str) -> PurchaseOrderView:
    """One order with its lines and receipts, in three statements. Raises `NotFound`."""
    actor.require("purchasing:read")
    return _whole_order(find(_orders(actor=actor), purchase_order_id, kind="purchase order"), actor=actor)


def purchase_order_by_external_id(*, actor: Actor, external_id: str) -> PurchaseOrderView:
    """The same by the integrator's own id. Raises `NotFound`."""
    actor.require("purchasing:read")
    return _whole_order(find_by_external_id(_orders(actor=actor), external_id, kind="purchase order"), actor=actor)


def receipts(
    *, actor: Actor, wanted: ReceiptFilter = ReceiptFilter(), cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[ReceiptView]:
    """A page of the receipts that the actor may see, in one statement, or two with their lines."""
    actor.require("purchasing:read")
    rows = changed_since(_filtered_receipts(_receipts(actor=actor), wanted), actor=actor, since=wanted.updated_since)
    found = page(rows, order=RECEIPT_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    lines = _by_parent(
        _receipt_lines().filter(receipt_id__in=[receipt.id for receipt in found.items]) if wanted.with_lines else (),
        "receipt_id",
    )
    views = [receipt_view(receipt, actor=actor, lines=lines.get(receipt.id, ())) for receipt in found.items]
    return Page(views, found.next_cursor)


def receipt_sums(*, actor: Actor, wanted: ReceiptFilter = ReceiptFilter()) -> Sums | None:
    """What the receipts come to that `receipts` shows page by page; reversed ones only where they are asked for. None,
    too, for who does not see costs."""
    actor.require("purchasing:read")
    rows = _filtered_receipts(receipt_rows(actor=actor), wanted)
    standing = rows if wanted.is_reversed else rows.filter(reversed_at__isnull=True)
    return sums_of(standing, value="value") if actor.sees_costs else None


def receipt(*, actor: Actor, receipt_id: UUID | str) -> ReceiptView:
    """One receipt with its lines, in two statements. Raises `NotFound`."""
    actor.require("purchasing:read")
    return _whole_receipt(find(_receipts(actor=actor), receipt_id, kind="receipt"), actor=actor)


def receipt_by_external_id(*, actor: Actor, external_id: str) -> ReceiptView:
    """The same by the integrator's own id. Raises `NotFound`."""
    actor.require("purchasing:read")
    return _whole_receipt(find_by_external_id(_receipts(actor=actor), external_id, kind="receipt"), actor=actor)


def purchasing_to_do(*, actor: Actor) -> PurchasingToDo:
    """What waits, in one statement; in two where several orders are due."""
    actor.require("purchasing:read")
    is_waiting = Q(status__in=WAITING_STATUSES)
    is_due, is_late = is_waiting & Q(expected_on=actor.today), is_waiting & Q(expected_on__lt=actor.today)
    counts = purchase_order_rows(actor=actor).aggregate(
        drafts=Count("id", filter=Q(status="draft")),
        to_receive=Count("id", filter=is_due),
        to_receive_id=only_one(is_due),
        overdue=Count("id", filter=is_late),
        overdue_id=only_one(is_late),
    )
    found = PurchasingToDo(**counts)
    if not 1 < found.to_receive + found.overdue <= MOST_NAMED:
        return found
    due = purchase_order_rows(actor=actor).filter(is_due | is_late)
    is_before = ExpressionWrapper(Q(expected_on__lt=actor.today), output_field=BooleanField())
    named = due.annotate(is_late=is_before).order_by("expected_on", "id")
    expected = named.values_list("id", "number", "supplier__name", "is_late")
    return replace(found, expected=tuple(ExpectedOrder(*each) for each in expected))


def _orders(*, actor: Actor) -> QuerySet[PurchaseOrder]:
    """With what of each is worth still to come: of a closed one, what was given up."""
    waiting = Greatest(F("quantity_base") - F("received_quantity_base"), Value(0, output_field=DecimalField()))
    worth = Sum(F("amount") * waiting / F("quantity_base"), output_field=DecimalField())
    lines = PurchaseOrderLine.objects.filter(purchase_order_id=OuterRef("pk")).order_by().values("purchase_order_id")
    rows = purchase_order_rows(actor=actor).select_related("supplier", "warehouse")
    return rows.annotate(outstanding_amount=Subquery(lines.annotate(worth=worth).values("worth")))


def _receipts(*, actor: Actor) -> QuerySet[Receipt]:
    return receipt_rows(actor=actor).select_related("supplier", "warehouse", "purchase_order")


def _filtered_orders(rows: QuerySet[PurchaseOrder], wanted: PurchaseOrderFilter) -> QuerySet[PurchaseOrder]:
    if wanted.statuses:
        rows = rows.filter(status__in=wanted.statuses)
    if wanted.supplier_id is not None:
        rows = rows.filter(supplier_id=wanted.supplier_id)
    if wanted.warehouse_id is not None:
        rows = rows.filter(warehouse_id=wanted.warehouse_id)
    if wanted.product_id is not None:
        waiting = PurchaseOrderLine.objects.filter(
            product_id=wanted.product_id, received_quantity_base__lt=F("quantity_base")
        )
        rows = rows.filter(status__in=WAITING_STATUSES, id__in=waiting.values("purchase_order_id"))
    if wanted.expected_by is not None:
        rows = rows.filter(expected_on__lte=wanted.expected_by)
    if wanted.search:
        rows = rows.filter(id__in=matching(kind="purchase_order", text=wanted.search))
    return rows


def _filtered_receipts(rows: QuerySet[Receipt], wanted: ReceiptFilter) -> QuerySet[Receipt]:
    if wanted.supplier_id is not None:
        rows = rows.filter(supplier_id=wanted.supplier_id)
    if wanted.warehouse_id is not None:
        rows = rows.filter(warehouse_id=wanted.warehouse_id)
    if wanted.purchase_order_id is not None:
        rows = rows.filter(purchase_order_id=wanted.purchase_order_id)
    if wanted.is_reversed is not None:
        rows = rows.filter(reversed_at__isnull=not wanted.is_reversed)
    if wanted.search:
        rows = rows.filter(id__in=matching(kind="receipt", text=wanted.search))
    return rows


def _whole_order(order: PurchaseOrder, *, actor: Actor) -> PurchaseOrderView:
    lines = list(_order_lines().filter(purchase_order_id=order.id))
    its_receipts = list(Receipt.objects.filter(purchase_order_id=order.id).order_by("id"))
    return purchase_order_view(order, actor=actor, lines=lines, receipts=its_receipts)


def _whole_receipt(found: Receipt, *, actor: Actor) -> ReceiptView:
    """Its lines in a statement that is written out: a delivery of 500 lines is answered with all of them."""
    values = {"organization": actor.organization_id, "receipt": found.id, "sees_costs": actor.sees_costs}
    reading = Statement(_READ_RECEIPT_LINES, values)
    send(reading)
    return replace(receipt_view(found, actor=actor), lines=tuple(receipt_line_view(row) for row in reading.rows))


def _order_lines() -> QuerySet[PurchaseOrderLine]:
    return PurchaseOrderLine.objects.select_related("product__unit").order_by("purchase_order_id", "position")


def _receipt_lines() -> QuerySet[ReceiptLine]:
    return ReceiptLine.objects.select_related("product__unit", "location", "batch__merged_into").order_by(
        "receipt_id", "position"
    )


def _by_parent(lines: Iterable[Any], column: str) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for line in lines:
        found.setdefault(getattr(line, column), []).append(line)
    return found
