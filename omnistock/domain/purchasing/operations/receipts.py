"""Goods come in: a receipt is posted when it is made, and reversed as a whole. Set-based: a thousand lines take as many
statements as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from omnistock.domain.audit.operations import record
from omnistock.domain.catalog.units import ProductFacts, mark_units_used, product_facts
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.types import BatchInput, DocumentRef, InLine
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.purchasing.access import lock_purchase_order, receipt_rows
from omnistock.domain.purchasing.cautions import LastPrices, cautions_of
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.last_prices import PricesReading
from omnistock.domain.purchasing.lines import ReceivedLine
from omnistock.domain.purchasing.models import PurchaseOrder, PurchaseOrderLine, Receipt, ReceiptLine
from omnistock.domain.purchasing.operations.bearing import check_bare
from omnistock.domain.purchasing.operations.checks import check_supplier, check_warehouse
from omnistock.domain.purchasing.policies import POLICIES
from omnistock.domain.purchasing.receiving import check_line_count, check_total, judge_lines
from omnistock.domain.purchasing.sql import read
from omnistock.domain.purchasing.status import status_of
from omnistock.domain.purchasing.views import ReceiptLineView, posted_line_view, posted_view
from omnistock.domain.search.operations import index
from omnistock.domain.warehouses.queries import WarehouseFacts
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7, uuid7s
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.cautions import Accepted, accept
from omnistock.tenancy.checks import DOCUMENT_AGE_YEARS, Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.operation import operation
from omnistock.tenancy.statements import Statement, send_later

RECEIPT = "receipt"
_WRITE_HEAD: Final = read("write_receipt")
_WRITE_LINES: Final = read("write_receipt_lines")


class PurchaseOrderClosed(Conflict):
    """Nothing more is received for an order that was closed or cancelled."""

    code = "purchase_order_closed"


@operation(POLICIES)
def post_receipt(
    *,
    actor: Actor,
    lines: Sequence[ReceiptLineInput],
    warehouse_id: UUID | None = None,
    supplier_id: UUID | None = None,
    purchase_order_id: UUID | None = None,
    supplier_document_number: str = "",
    supplier_document_on: dt.date | None = None,
    effective_at: dt.datetime | None = None,
    notes: str = "",
    id: UUID | None = None,
    external_id: str | None = None,
    accepted_cautions: Sequence[Accepted] | None = None,
) -> Receipt:
    """Take goods in, with or without an order, and post them: 1 to 1,000 lines, all or none.

    With an order, warehouse and supplier are the order's, its lines are fulfilled, and a draft is confirmed by it:
    what has come was ordered. `effective_at` None means now. `accepted_cautions` None: nobody is asked (see
    `tenancy/cautions.py`).

    Raises `Invalid` with every fault, `NeedsReason`, `PurchaseOrderClosed`, `IdReused`, and what the ledger refuses:
    `BatchRequired`, `BatchDiffers`, `SerialElsewhere`, `PeriodLocked`.
    """
    checker = Checker()
    check_line_count(lines, checker=checker)
    order, order_lines = _open_order(actor=actor, purchase_order_id=purchase_order_id)
    ordered_for = order.warehouse_id if order else None
    warehouse = check_warehouse(warehouse_id, actor=actor, checker=checker, default=ordered_for)
    receipt = Receipt(
        id=id or uuid7(),
        organization_id=actor.organization_id,
        external_id=check_free(Receipt, id=id, external_id=external_id, checker=checker),
        supplier=check_supplier(supplier_id, order=order, checker=checker),
        purchase_order=order,
        supplier_document_number=checker.text("supplier_document_number", supplier_document_number, longest=60),
        supplier_document_on=checker.document_day("supplier_document_on", supplier_document_on, today=actor.today),
        effective_at=_moment(effective_at, actor=actor, checker=checker),
        notes=checker.text("notes", notes, longest=500),
        created_at=actor.now,
        updated_at=actor.now,
    )
    products, prices = _known(lines, actor=actor)
    received = _judged(receipt, lines, products, warehouse, order_lines, actor=actor, checker=checker)
    receipt.cautions = _accepted(receipt, received, prices.prices(), accepted_cautions, actor=actor)
    _post(receipt, received, warehouse, actor=actor)
    if order is not None:
        _fulfil(order, order_lines, _brought(received), actor=actor)
    _record(receipt, received, actor=actor)
    return receipt


def _open_order(
    *, actor: Actor, purchase_order_id: UUID | None
) -> tuple[PurchaseOrder | None, list[PurchaseOrderLine]]:
    if purchase_order_id is None:
        return None, []
    order, lines = lock_purchase_order(actor=actor, purchase_order_id=purchase_order_id)
    if order.status in ("closed", "cancelled"):
        message = _(
            "%(number)s is %(status)s; nothing more is received for it. Receive without an order, or make a new one."
        )
        raise PurchaseOrderClosed(message % {"number": order.number, "status": _(order.status)})
    return order, lines


def _known(lines: Sequence[ReceiptLineInput], *, actor: Actor) -> tuple[dict[UUID, ProductFacts], PricesReading]:
    """The products, and what they cost last, which PostgreSQL looks up while the lines are judged."""
    products = product_facts(actor=actor, ids={line.product_id for line in lines})
    return products, PricesReading.ahead(actor=actor, product_ids=products)


def _moment(effective_at: dt.datetime | None, *, actor: Actor, checker: Checker) -> dt.datetime:
    """When the goods came in. The year is judged first: a moment at the ends of the calendar has no day in another
    zone."""
    if effective_at is None:
        return actor.now
    if abs(effective_at.year - actor.now.year) > DOCUMENT_AGE_YEARS + 1:
        checker.document_day("effective_at", effective_at.date(), today=actor.today)
        return actor.now
    if effective_at <= actor.now:  # what lies ahead is the ledger's to judge: it allows for clocks that differ a little
        checker.document_day("effective_at", actor.organization.day_of(effective_at), today=actor.today)
    return effective_at


def _judged(
    receipt: Receipt,
    lines: Sequence[ReceiptLineInput],
    products: Mapping[UUID, ProductFacts],
    warehouse: WarehouseFacts | None,
    order_lines: Sequence[PurchaseOrderLine],
    *,
    actor: Actor,
    checker: Checker,
) -> list[ReceivedLine]:
    """The judged lines. Raises `Invalid` with every fault of the head and the lines."""
    received: list[ReceivedLine] = []
    if warehouse is not None:
        receipt.warehouse_id, day = warehouse.id, actor.organization.day_of(receipt.effective_at)
        received = judge_lines(
            lines,
            actor=actor,
            products=products,
            warehouse=warehouse,
            order_lines=order_lines,
            received_on=day,
            checker=checker,
        )
        check_total((line.value for line in received), checker=checker)
    checker.stop()
    return received


def _accepted(
    receipt: Receipt,
    received: Sequence[ReceivedLine],
    prices: Mapping[UUID, LastPrices],
    said: Sequence[Accepted] | None,
    *,
    actor: Actor,
) -> list[dict[str, str]]:
    cautions = cautions_of(
        received,
        actor=actor,
        received_on=actor.organization.day_of(receipt.effective_at),
        last_prices=prices,
        has_order=receipt.purchase_order_id is not None,
    )
    return accept(cautions, said)


def _post(
    receipt: Receipt, received: Sequence[ReceivedLine], warehouse: WarehouseFacts | None, *, actor: Actor
) -> None:
    """Stock first, then the document with its number: the lock of the number series is the last one."""
    received_on = actor.organization.day_of(receipt.effective_at)
    batches = ledger.identify_batches(
        actor=actor,
        lines=[
            BatchInput(
                product=line.product,
                number=line.batch_number,
                expires_on=line.expires_on,
                precision=line.expiry_precision,
                manufactured_on=line.manufactured_on,
                pointer=line.pointer,
            )
            for line in received
        ],
    )
    line_ids = uuid7s(len(received))
    posted = ledger.post_in(
        actor=actor,
        document=DocumentRef(RECEIPT, receipt.id),
        reason="receipt",
        source="supplier",
        effective_at=receipt.effective_at,
        lines=[
            _in_line(line, line_id=line_id, batch_id=batch_id, supplier_id=receipt.supplier_id, received_on=received_on)
            for line, line_id, batch_id in zip(received, line_ids, batches, strict=True)
        ],
    )
    lines = [posted_line_view(line, movement) for line, movement in zip(received, posted, strict=True)]
    written = _lines_statement(receipt, lines)
    receipt.value = sum((line.value for line in received), Decimal(0))
    mark_units_used(actor=actor, converted=[line.charged.converted for line in received])
    receipt.number = take_number(actor=actor, kind=RECEIPT)
    send_later(_head_statement(receipt), written)
    receipt._state.adding = False
    receipt.told = posted_view(receipt, warehouse_name=warehouse.name if warehouse else "", lines=lines, actor=actor)


def _head_statement(receipt: Receipt) -> Statement:
    values = {
        "organization": receipt.organization_id,
        "id": receipt.id,
        "external_id": receipt.external_id,
        "now": receipt.created_at,
        "number": receipt.number,
        "warehouse": receipt.warehouse_id,
        "supplier": receipt.supplier_id,
        "order": receipt.purchase_order_id,
        "supplier_document": receipt.supplier_document_number,
        "supplier_document_on": receipt.supplier_document_on,
        "effective_at": receipt.effective_at,
        "notes": receipt.notes,
        "value": receipt.value,
        "cautions": Jsonb(receipt.cautions),
    }
    return Statement(_WRITE_HEAD, values)


def _lines_statement(receipt: Receipt, lines: Sequence[ReceiptLineView]) -> Statement:
    values = {
        "organization": receipt.organization_id,
        "receipt": receipt.id,
        "ids": [line.id for line in lines],
        "order_lines": [line.purchase_order_line_id for line in lines],
        "positions": [line.position for line in lines],
        "products": [line.product_id for line in lines],
        "batches": [line.batch_id for line in lines],
        "batch_numbers": [line.batch_number for line in lines],
        "expiries": [line.expires_on for line in lines],
        "precisions": [line.expiry_precision for line in lines],
        "made_on": [line.manufactured_on for line in lines],
        "locations": [line.location_id for line in lines],
        "units": [line.unit_code for line in lines],
        "factors": [line.factor for line in lines],
        "quantities": [line.quantity for line in lines],
        "free": [line.free_quantity for line in lines],
        "base": [line.quantity_base for line in lines],
        "costs": [line.unit_cost for line in lines],
        "mrps": [line.mrp for line in lines],
        "values": [line.value for line in lines],
    }
    return Statement(_WRITE_LINES, values)


def _in_line(
    line: ReceivedLine, *, line_id: UUID, batch_id: UUID, supplier_id: UUID | None, received_on: dt.date
) -> InLine:
    return InLine(
        line_id=line_id,
        product_id=line.product.id,
        batch_id=batch_id,
        location_id=line.location_id,
        quantity=line.charged.quantity_base,
        value=line.value,
        free_quantity=line.charged.free_base,
        mrp=line.mrp_base,
        supplier_id=supplier_id,
        received_on=received_on,
        pointer=line.pointer,
    )


def _brought(received: Sequence[ReceivedLine]) -> dict[UUID, Decimal]:
    """Base quantity by line of the order."""
    brought: dict[UUID, Decimal] = {}
    for line in received:
        if line.order_line is not None:
            already = brought.get(line.order_line.id, Decimal(0))
            brought[line.order_line.id] = already + line.charged.quantity_base
    return brought


def _fulfil(
    order: PurchaseOrder, lines: Sequence[PurchaseOrderLine], brought: Mapping[UUID, Decimal], *, actor: Actor
) -> None:
    """Add to the order's lines what came (less than nothing: what went back by a reversal), and say where the order
    stands."""
    changed = [line for line in lines if line.id in brought]
    for line in changed:
        line.received_quantity_base += brought[line.id]
    PurchaseOrderLine.objects.bulk_update(changed, ["received_quantity_base"])
    if order.confirmed_at is None:
        order.confirmed_at = actor.now
    if order.status not in ("closed", "cancelled"):
        order.status = status_of(lines)
    save_change(order, actor=actor, fields=["status", "confirmed_at"])


def _record(receipt: Receipt, received: Sequence[ReceivedLine], *, actor: Actor) -> None:
    record(
        actor=actor,
        operation="purchasing.post_receipt",
        subject_kind=RECEIPT,
        subject_id=receipt.id,
        subject_name=receipt.number,
        after={
            "warehouse_id": receipt.warehouse_id,
            "supplier_id": receipt.supplier_id,
            "purchase_order_id": receipt.purchase_order_id,
            "effective_at": receipt.effective_at,
            "value": receipt.value,
            "lines": len(received),
            "cautions": receipt.cautions,
        },
    )
    index(
        actor=actor,
        kind=RECEIPT,
        object_id=receipt.id,
        texts=[receipt.number, receipt.supplier_document_number, receipt.supplier.name if receipt.supplier else ""],
        is_new=True,
    )


@operation(POLICIES)
def reverse_receipt(
    *, actor: Actor, receipt_id: UUID, reason: str = "", expected_version: int | None = None
) -> Receipt:
    """Take a whole receipt back, dated now; its order waits for the goods again.

    Raises `NotFound`, `VersionConflict`, `Invalid` (the reason), and the ledger's `AlreadyReversed` and
    `ReversalBlocked` with the list of what is gone, and `LandedCostStands`.
    """
    checker = Checker()
    said = checker.text("reason", reason, longest=300)
    checker.stop()
    order, order_lines = _order_of(receipt_id, actor=actor)
    rows = receipt_rows(actor=actor)
    receipt = find_for_change(rows, receipt_id, kind="receipt", expected_version=expected_version)
    check_bare(receipt)
    ledger.reverse(actor=actor, document=DocumentRef(RECEIPT, receipt.id, receipt.number))
    receipt.reversed_at = actor.now
    save_change(receipt, actor=actor, fields=["reversed_at"])
    if order is not None:
        taken_back: dict[UUID, Decimal] = {}
        rows_of_order = ReceiptLine.objects.filter(receipt_id=receipt.id, purchase_order_line__isnull=False)
        for line_id, quantity in rows_of_order.values_list("purchase_order_line_id", "quantity_base"):
            taken_back[line_id] = taken_back.get(line_id, Decimal(0)) - quantity
        _fulfil(order, order_lines, taken_back, actor=actor)
    record(
        actor=actor,
        operation="purchasing.reverse_receipt",
        subject_kind=RECEIPT,
        subject_id=receipt.id,
        subject_name=receipt.number,
        before={"reversed_at": None},
        after={"reversed_at": receipt.reversed_at, "reason": said},
    )
    return receipt


def _order_of(receipt_id: UUID, *, actor: Actor) -> tuple[PurchaseOrder | None, list[PurchaseOrderLine]]:
    """The receipt's order, locked before the receipt, as posting a receipt does it."""
    found = receipt_rows(actor=actor).filter(pk=receipt_id).values_list("purchase_order_id", flat=True).first()
    return lock_purchase_order(actor=actor, purchase_order_id=found) if found else (None, [])
