"""Purchase orders, and the receipts that fulfil them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.fulfilment import order_papers
from omnistock.domain.purchasing import operations, queries
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.purchasing.operations import post_receipt
from omnistock.interfaces.api.papers import PDF, pdf
from omnistock.interfaces.api.resources import receipts
from omnistock.interfaces.api.shapes import (
    MOST_LINES,
    NO_REASON,
    NOTHING,
    Body,
    ChangedPaged,
    Day,
    Exact,
    Flag,
    Listed,
    Moment,
    NewRecord,
    Nothing,
    Reason,
    RecordOut,
    unsent,
)
from omnistock.interfaces.api.writes import act, create, expected_version, writer

router = Router(tags=["Purchase orders"])

OrderStatus = Literal["draft", "confirmed", "partly_received", "received", "closed", "cancelled"]


class PurchaseOrderLineIn(Body):
    product_id: UUID
    quantity: Exact
    unit: str | None = None
    free_quantity: Exact = Field("0", validate_default=True)
    unit_cost: Exact | None = Field(None, description="Per unit; the product's purchase price when left out.")
    discount_percent: Exact = Field("0", validate_default=True)
    tax_rate: Exact | None = None
    description: str = ""


class PurchaseOrderIn(NewRecord):
    supplier_id: UUID
    warehouse_id: UUID
    ordered_on: Day | None = None
    expected_on: Day | None = None
    supplier_reference: str = ""
    notes: str = ""
    confirm: Flag = Field(False, description="Confirm it at once; else it is a draft.")
    lines: list[PurchaseOrderLineIn] = Field(
        min_length=1, max_length=MOST_LINES, description="In the order of the document."
    )


class PurchaseOrderFields(Body):
    """A draft changes freely; afterwards only `expected_on`, `supplier_reference` and `notes`."""

    supplier_id: UUID = unsent()
    warehouse_id: UUID = unsent()
    ordered_on: Day | None = None
    expected_on: Day | None = None
    supplier_reference: str | None = None
    notes: str | None = None
    lines: list[PurchaseOrderLineIn] = unsent(min_length=1, max_length=MOST_LINES)


class PurchaseOrderPatch(PurchaseOrderFields):
    external_id: str | None = None


class PurchaseOrderLineOut(Schema):
    id: UUID
    product_id: UUID
    sku: str
    description: str
    unit: str = Field(validation_alias="unit_code")
    quantity: Exact
    free_quantity: Exact
    quantity_base: Exact = Field(description="In the base unit, free ones included.")
    received_quantity_base: Exact
    outstanding_base: Exact
    unit_cost: Exact | None
    discount_percent: Exact | None
    tax_rate: Exact | None
    amount: Exact | None


class ReceiptReferenceOut(Schema):
    id: UUID
    number: str
    effective_at: Moment
    is_reversed: bool


class PurchaseOrderHead(RecordOut):
    number: str
    status: OrderStatus
    supplier_id: UUID
    supplier_name: str
    warehouse_id: UUID
    ordered_on: dt.date
    expected_on: dt.date | None
    supplier_reference: str
    notes: str
    subtotal: Exact | None = Field(description="Of all that was ordered, before tax.")
    given_up: Exact | None = Field(description="What of `subtotal` will not come: the order was closed or cancelled.")
    remaining: Exact | None = Field(description="`subtotal` less `given_up`.")
    confirmed_at: Moment | None
    cancelled_at: Moment | None
    closed_at: Moment | None


class PurchaseOrderOut(PurchaseOrderHead):
    lines: list[PurchaseOrderLineOut]
    receipts: list[ReceiptReferenceOut]


class PurchaseOrderQuery(ChangedPaged):
    status: OrderStatus | None = None
    supplier_id: UUID | None = None
    warehouse_id: UUID | None = None
    product_id: UUID | None = Field(None, description="That still wait for goods of this product.")
    expected_by: Day | None = None
    search: str = Field("", max_length=400, description="Words of number, supplier or reference.")


@router.get("/purchase-orders", response=Listed[PurchaseOrderHead], summary="List purchase orders")
def list_purchase_orders(request: Any, query: Query[PurchaseOrderQuery]) -> Any:
    """Without their lines."""
    asked = query.given("cursor", "limit", "status")
    statuses = (query.status,) if query.status else ()
    wanted = queries.PurchaseOrderFilter(**asked, statuses=statuses, sort="changed")
    return queries.purchase_orders(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post(
    "/purchase-orders", response={200: PurchaseOrderOut, 201: PurchaseOrderOut}, summary="Create a purchase order"
)
def create_purchase_order(request: Any, payload: PurchaseOrderIn) -> Status:
    def make(id: UUID) -> None:
        values = payload.given("id", "lines")
        operations.create_purchase_order(actor=request.actor, id=id, lines=_lines(payload.lines), **values)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/purchase-orders/{uuid:purchase_order_id}", response=PurchaseOrderOut, summary="Read a purchase order")
def get_purchase_order(request: Any, purchase_order_id: UUID) -> Any:
    return queries.purchase_order(actor=request.actor, purchase_order_id=purchase_order_id)


@router.get("/purchase-orders/{uuid:purchase_order_id}.pdf", openapi_extra=PDF, summary="The purchase order as PDF")
def get_purchase_order_paper(request: Any, purchase_order_id: UUID) -> HttpResponse:
    """As the supplier gets it; without prices for a key that may not see costs."""
    made = order_papers.purchase_order_pdf(actor=request.actor, purchase_order_id=purchase_order_id)
    return pdf(made, name="purchase-order")


@router.patch("/purchase-orders/{uuid:purchase_order_id}", response=PurchaseOrderOut, summary="Change a purchase order")
def change_purchase_order(request: Any, purchase_order_id: UUID, payload: PurchaseOrderPatch) -> Any:
    operations.change_purchase_order(
        actor=request.actor,
        purchase_order_id=purchase_order_id,
        changes=changes_of(payload),
        expected_version=expected_version(request),
    )
    return _shown(request, purchase_order_id)


@router.post(
    "/purchase-orders/{uuid:purchase_order_id}/confirmation",
    response=PurchaseOrderOut,
    summary="Confirm a purchase order",
)
def confirm_purchase_order(request: Any, purchase_order_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.confirm_purchase_order, purchase_order_id=purchase_order_id, show=_shown)


@router.post(
    "/purchase-orders/{uuid:purchase_order_id}/receipts",
    response={200: receipts.ReceiptOut, 201: receipts.ReceiptOut},
    summary="Receive goods of a purchase order",
)
def create_receipt_of_order(request: Any, purchase_order_id: UUID, payload: receipts.ReceiptFields) -> Status:
    """As a receipt; warehouse and supplier are the order's, and its lines are fulfilled. A draft is confirmed by it."""

    def make(id: UUID) -> Any:
        values = payload.values()
        return post_receipt(actor=request.actor, id=id, purchase_order_id=purchase_order_id, **values).told

    return create(request, payload, make=make, show=lambda id: receipts.shown(request, id), is_told=True)


@router.post(
    "/purchase-orders/{uuid:purchase_order_id}/cancellation",
    response=PurchaseOrderOut,
    summary="Cancel a purchase order",
)
def cancel_purchase_order(request: Any, purchase_order_id: UUID, payload: Reason = NO_REASON) -> Status:
    """Nothing of it will come. One of which something has come is closed instead."""
    return act(
        request,
        payload,
        operations.cancel_purchase_order,
        purchase_order_id=purchase_order_id,
        reason=payload.reason,
        show=_shown,
    )


@router.post(
    "/purchase-orders/{uuid:purchase_order_id}/closure", response=PurchaseOrderOut, summary="Close a purchase order"
)
def close_purchase_order(request: Any, purchase_order_id: UUID, payload: Reason = NO_REASON) -> Status:
    """What has not come is given up."""
    return act(
        request,
        payload,
        operations.close_purchase_order,
        purchase_order_id=purchase_order_id,
        reason=payload.reason,
        show=_shown,
    )


def changes_of(payload: PurchaseOrderFields) -> dict[str, Any]:
    """What was sent, as the domain takes it."""
    changes = payload.changes()
    return changes | {"lines": _lines(payload.lines)} if "lines" in changes else changes


def _lines(lines: list[PurchaseOrderLineIn]) -> list[PurchaseOrderLineInput]:
    return [PurchaseOrderLineInput(**line.given()) for line in lines]


def _shown(request: Any, purchase_order_id: UUID) -> Any:
    return queries.purchase_order(actor=writer(request.actor), purchase_order_id=purchase_order_id)
