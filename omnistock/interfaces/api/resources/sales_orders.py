"""Sales orders: agreed, reserved, picked, dispatched."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.billing.queries import credit_facts
from omnistock.domain.fulfilment import order_papers
from omnistock.domain.sales import operations, queries
from omnistock.domain.sales.inputs import ChosenBatchInput, CreditFacts, PickLineInput, SalesOrderLineInput
from omnistock.interfaces.api.papers import PDF, pdf
from omnistock.interfaces.api.shapes import (
    MOST_LINES,
    NO_REASON,
    NOTHING,
    Body,
    CautionOut,
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
    TaxLineOut,
    unsent,
)
from omnistock.interfaces.api.writes import act, create, expected_version, writer

router = Router(tags=["Sales orders"])

OrderStatus = Literal[
    "draft", "confirmed", "reserved", "picked", "partly_dispatched", "dispatched", "closed", "cancelled"
]
PriceBasis = Literal["fixed", "mrp_less", "cost_plus"]


class SalesOrderLineIn(Body):
    product_id: UUID
    quantity: Exact = Field(description="Charged, per `unit`.")
    unit: str | None = Field(None, description="One of the product's units; its base unit when left out.")
    free_quantity: Exact = Field("0", validate_default=True)
    unit_price: Exact | None = Field(None, description="Per unit; the product's sale price when left out.")
    price_basis: PriceBasis | None = Field(
        None, description="With `price_value`: the price itself, per cent off the MRP, or per cent on the cost."
    )
    price_value: Exact | None = None
    discount_percent: Exact = Field("0", validate_default=True)
    discount_amount: Exact = Field("0", validate_default=True, description="For the whole line.")
    description: str = ""


class SalesOrderIn(NewRecord):
    customer_id: UUID
    warehouse_id: UUID
    billing_address_id: UUID | None = None
    shipping_address_id: UUID | None = None
    ordered_on: Day | None = None
    promised_on: Day | None = None
    customer_reference: str = ""
    prices_include_tax: Flag = False
    discount_amount: Exact = Field("0", validate_default=True, description="Spread over the lines by taxable value.")
    notes: str = ""
    confirm: Flag = Field(False, description="Confirm and reserve at once; else it is a draft.")
    lines: list[SalesOrderLineIn] = Field(
        min_length=1, max_length=MOST_LINES, description="In the order of the document."
    )


class SalesOrderFields(Body):
    """A draft changes freely; afterwards only `promised_on`, `customer_reference` and `notes`."""

    customer_id: UUID = unsent()
    warehouse_id: UUID = unsent()
    billing_address_id: UUID | None = None
    shipping_address_id: UUID | None = None
    ordered_on: Day | None = None
    promised_on: Day | None = None
    customer_reference: str | None = None
    prices_include_tax: Flag = unsent()
    discount_amount: Exact = unsent()
    notes: str | None = None
    lines: list[SalesOrderLineIn] = unsent(min_length=1, max_length=MOST_LINES)


class SalesOrderPatch(SalesOrderFields):
    external_id: str | None = None


class OrderPartIn(Body):
    line_id: UUID
    quantity: Exact
    unit: str = Field("", description="A unit of the product; left out: its base unit.")


class PickIn(Body):
    lines: list[OrderPartIn] | None = Field(default=None, description="All that is reserved when left out.")


class ReleaseIn(Body):
    line_ids: list[UUID] | None = Field(default=None, description="All lines when left out.")


class ChosenBatchIn(Body):
    batch_id: UUID
    quantity: Exact = Field(description="In the base unit.")


class ChosenIn(Body):
    batches: list[ChosenBatchIn] = Field(min_length=1, max_length=200)
    reason: str = Field(description="In one line of up to 300 characters.")


_ALL_RESERVED, _ALL_LINES = PickIn(), ReleaseIn()


class AllocationOut(Schema):
    batch_id: UUID
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: Literal["day", "month"]
    layer_id: UUID
    location_id: UUID
    location_code: str
    quantity: Exact = Field(description="In the base unit.")


class SkippedOut(Schema):
    """A batch that would have left earlier, and why it does not."""

    batch_id: UUID
    batch_number: str
    reason: Literal["expired", "on_hold", "recalled", "shelf_life", "reserved", "place", "by_hand"]
    details: dict[str, Any]


class SalesOrderLineOut(Schema):
    id: UUID
    product_id: UUID
    sku: str
    description: str
    unit: str = Field(validation_alias="unit_code")
    quantity: Exact
    free_quantity: Exact
    quantity_base: Exact = Field(description="In the base unit, free ones included; so are all that end in _base.")
    reserved_base: Exact
    short_base: Exact = Field(description="On backorder: not reserved yet.")
    picked_base: Exact
    dispatched_base: Exact
    cancelled_base: Exact
    price_basis: PriceBasis
    price_value: Exact | None
    unit_price: Exact
    discount_percent: Exact
    discount_amount: Exact
    tax_rate: Exact | None
    amount: Exact
    allocations: list[AllocationOut] = Field(validation_alias="allocated")
    skipped: list[SkippedOut]


class OrderAddressOut(Schema):
    id: UUID
    lines: list[str]
    city: str
    state_code: str
    postal_code: str
    country: str
    gstin: str


class SalesOrderHead(RecordOut):
    number: str
    status: OrderStatus
    is_short: bool = Field(description="Something confirmed is on backorder.")
    customer_id: UUID
    customer_name: str
    warehouse_id: UUID
    billing_address: OrderAddressOut | None
    shipping_address: OrderAddressOut | None
    ordered_on: dt.date
    promised_on: dt.date | None
    customer_reference: str
    prices_include_tax: bool
    discount_amount: Exact
    notes: str
    place_of_supply: str
    taxable: Exact
    tax: Exact
    tax_lines: list[TaxLineOut]
    round_off: Exact
    total: Exact = Field(description="What the invoice of all that was ordered would come to.")
    given_up: Exact = Field(description="What of `total` will not leave: the order was closed short or cancelled.")
    remaining: Exact = Field(description="`total` less `given_up`.")
    cautions: list[CautionOut]
    confirmed_at: Moment | None
    dispatched_at: Moment | None
    cancelled_at: Moment | None
    closed_at: Moment | None


class SalesOrderOut(SalesOrderHead):
    lines: list[SalesOrderLineOut]


class SalesOrderQuery(ChangedPaged):
    status: OrderStatus | None = None
    customer_id: UUID | None = None
    warehouse_id: UUID | None = None
    promised_by: Day | None = None
    search: str = Field("", max_length=400, description="Words of number, customer or reference.")


@router.get("/sales-orders", response=Listed[SalesOrderHead], summary="List sales orders")
def list_sales_orders(request: Any, query: Query[SalesOrderQuery]) -> Any:
    """Without their lines."""
    asked = query.given("cursor", "limit", "status")
    statuses = (query.status,) if query.status else ()
    wanted = queries.SalesOrderFilter(**asked, statuses=statuses, sort="changed")
    return queries.sales_orders(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/sales-orders", response={200: SalesOrderOut, 201: SalesOrderOut}, summary="Create a sales order")
def create_sales_order(request: Any, payload: SalesOrderIn) -> Status:
    def make(id: UUID) -> None:
        values = payload.given("id", "lines")
        credit = credit_facts(actor=request.actor, customer_id=payload.customer_id) if payload.confirm else None
        lines = _lines(payload.lines)
        operations.create_sales_order(actor=request.actor, id=id, lines=lines, credit=credit, **values)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/sales-orders/{uuid:sales_order_id}", response=SalesOrderOut, summary="Read a sales order")
def get_sales_order(request: Any, sales_order_id: UUID) -> Any:
    return queries.sales_order(actor=request.actor, sales_order_id=sales_order_id)


@router.get("/sales-orders/{uuid:sales_order_id}.pdf", openapi_extra=PDF, summary="The order confirmation as PDF")
def get_order_confirmation(request: Any, sales_order_id: UUID) -> HttpResponse:
    return pdf(
        order_papers.sales_order_pdf(actor=request.actor, sales_order_id=sales_order_id), name="order-confirmation"
    )


@router.get(
    "/sales-orders/{uuid:sales_order_id}/pick-list.pdf",
    openapi_extra=PDF,
    summary="The pick list of a sales order as PDF",
)
def get_pick_list(request: Any, sales_order_id: UUID) -> HttpResponse:
    """Bins in walking order, with batch, expiry and quantity; and what is not there."""
    return pdf(order_papers.pick_list_pdf(actor=request.actor, sales_order_id=sales_order_id), name="pick-list")


@router.patch("/sales-orders/{uuid:sales_order_id}", response=SalesOrderOut, summary="Change a sales order")
def change_sales_order(request: Any, sales_order_id: UUID, payload: SalesOrderPatch) -> Any:
    operations.change_sales_order(
        actor=request.actor,
        sales_order_id=sales_order_id,
        changes=changes_of(payload),
        expected_version=expected_version(request),
    )
    return _shown(request, sales_order_id)


@router.post(
    "/sales-orders/{uuid:sales_order_id}/confirmation", response=SalesOrderOut, summary="Confirm a sales order"
)
def confirm_sales_order(request: Any, sales_order_id: UUID, payload: Nothing = NOTHING) -> Status:
    """Reserves all that there is, first expired first out; the rest is on backorder."""
    return act(
        request,
        payload,
        operations.confirm_sales_order,
        sales_order_id=sales_order_id,
        credit=_credit(request, sales_order_id),
        show=_shown,
    )


@router.post(
    "/sales-orders/{uuid:sales_order_id}/allocation", response=SalesOrderOut, summary="Reserve goods for a sales order"
)
def allocate_sales_order(request: Any, sales_order_id: UUID, payload: Nothing = NOTHING) -> Status:
    """Reserves what is on backorder; a draft is confirmed by it. Says of each batch that it passed over why."""
    return act(
        request,
        payload,
        operations.allocate_sales_order,
        sales_order_id=sales_order_id,
        credit=_credit(request, sales_order_id),
        show=_shown,
    )


@router.post(
    "/sales-orders/{uuid:sales_order_id}/lines/{uuid:sales_order_line_id}/allocation",
    response=SalesOrderOut,
    summary="Reserve chosen batches for a line",
)
def choose_batches(request: Any, sales_order_id: UUID, sales_order_line_id: UUID, payload: ChosenIn) -> Status:
    """Instead of what the line holds and has not picked. Less life than the rule asks for needs `shelf-life:override`."""
    return act(
        request,
        payload,
        operations.choose_batches,
        sales_order_id=sales_order_id,
        line_id=sales_order_line_id,
        batches=[ChosenBatchInput(**each.given()) for each in payload.batches],
        reason=payload.reason,
        show=_shown,
    )


@router.post("/sales-orders/{uuid:sales_order_id}/release", response=SalesOrderOut, summary="Give up what is reserved")
def release_sales_order(request: Any, sales_order_id: UUID, payload: ReleaseIn = _ALL_LINES) -> Status:
    """What was picked is put back into storage."""
    return act(
        request,
        payload,
        operations.release_sales_order,
        sales_order_id=sales_order_id,
        line_ids=payload.line_ids,
        show=_shown,
    )


@router.post("/sales-orders/{uuid:sales_order_id}/picks", response=SalesOrderOut, summary="Pick reserved goods")
def pick_sales_order(request: Any, sales_order_id: UUID, payload: PickIn = _ALL_RESERVED) -> Status:
    """They go to the warehouse's dispatch place and stay reserved. A dispatch picks what is not picked."""
    return act(
        request,
        payload,
        operations.pick_sales_order,
        sales_order_id=sales_order_id,
        lines=parts_of(payload.lines),
        show=_shown,
    )


@router.post("/sales-orders/{uuid:sales_order_id}/cancellation", response=SalesOrderOut, summary="Cancel a sales order")
def cancel_sales_order(request: Any, sales_order_id: UUID, payload: Reason = NO_REASON) -> Status:
    """Nothing of it will leave. One of which something has left is closed instead."""
    return act(
        request,
        payload,
        operations.cancel_sales_order,
        sales_order_id=sales_order_id,
        reason=payload.reason,
        show=_shown,
    )


@router.post("/sales-orders/{uuid:sales_order_id}/closure", response=SalesOrderOut, summary="Close a sales order")
def close_sales_order(request: Any, sales_order_id: UUID, payload: Reason = NO_REASON) -> Status:
    """What has not left is given up, and what is reserved of it is free again."""
    return act(
        request,
        payload,
        operations.close_sales_order,
        sales_order_id=sales_order_id,
        reason=payload.reason,
        show=_shown,
    )


def parts_of(lines: list[OrderPartIn] | None) -> list[PickLineInput] | None:
    """Quantities of an order's lines, as the domain takes them."""
    return None if lines is None else [PickLineInput(**line.given()) for line in lines]


def changes_of(payload: SalesOrderFields) -> dict[str, Any]:
    """What was sent, as the domain takes it."""
    changes = payload.changes()
    return changes | {"lines": _lines(payload.lines)} if "lines" in changes else changes


def _lines(lines: list[SalesOrderLineIn]) -> list[SalesOrderLineInput]:
    return [SalesOrderLineInput(**line.given()) for line in lines]


def _credit(request: Any, sales_order_id: UUID) -> CreditFacts:
    """What the customer owes, so that a caution about it is kept with the order."""
    order = queries.sales_order(actor=writer(request.actor), sales_order_id=sales_order_id)
    return credit_facts(actor=request.actor, customer_id=order.customer_id)


def _shown(request: Any, sales_order_id: UUID) -> Any:
    return queries.sales_order(actor=writer(request.actor), sales_order_id=sales_order_id)
