"""Receipts: goods that came in, with or without a purchase order."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from omnistock.domain.purchasing import operations, queries
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.interfaces.api.resources.reversals import offer_reversal
from omnistock.interfaces.api.shapes import (
    MOST_LINES,
    AskedFlag,
    Body,
    CautionOut,
    ChangedPaged,
    Day,
    Exact,
    Expiry,
    Listed,
    Moment,
    NewRecord,
    RecordOut,
    Shape,
    expiry_of,
)
from omnistock.interfaces.api.writes import create, writer

router = Router(tags=["Receipts"])

Precision = Literal["day", "month"]


class ReceiptLineIn(Body):
    product_id: UUID
    quantity: Exact = Field(description="What is paid for, per `unit`; with `free_quantity` it may be 0.")
    unit: str | None = Field(None, description="One of the product's units; its base unit when left out.")
    free_quantity: Exact = Field("0", validate_default=True)
    unit_cost: Exact | None = Field(
        None, description="Per unit, after discount. Left out: as ordered, else the product's purchase price."
    )
    mrp: Exact | None = None
    batch_number: str = Field("", description="As it is printed. Needed for products that are tracked.")
    expires_on: Expiry | None = None
    manufactured_on: Day | None = None
    location_id: UUID | None = Field(None, description="The warehouse's default location when left out.")
    purchase_order_line_id: UUID | None = None

    def line(self) -> ReceiptLineInput:
        expires_on, precision = expiry_of(self.expires_on)
        values = self.given("expires_on")
        return ReceiptLineInput(**values, expires_on=expires_on, expiry_precision=precision)  # type: ignore[arg-type]


class ReceiptGoods(Body):
    supplier_document_number: str = ""
    supplier_document_on: Day | None = None
    effective_at: Moment | None = Field(None, description="When the goods came; now when left out.")
    notes: str = ""
    lines: list[ReceiptLineIn] = Field(
        min_length=1, max_length=MOST_LINES, description="Posted in one transaction: all or none."
    )

    def values(self) -> dict[str, Any]:
        """What was sent, as the domain takes it."""
        return self.given("id", "lines") | {"lines": [line.line() for line in self.lines]}


class ReceiptFields(ReceiptGoods, NewRecord):
    """With an order."""


class ReceiptPut(ReceiptGoods):
    warehouse_id: UUID
    supplier_id: UUID | None = None


class ReceiptIn(ReceiptPut, NewRecord):
    pass


class ReceiptLineOut(Shape):
    id: UUID
    product_id: UUID
    sku: str
    purchase_order_line_id: UUID | None
    batch_id: UUID | None
    batch_number: str = Field(description="As it was printed then.")
    filed_under: str = Field(
        description="The number of the batch that these goods are of, where `batch_number` was merged or corrected; else empty."
    )
    expires_on: dt.date | None
    expiry_precision: Precision
    manufactured_on: dt.date | None
    location_id: UUID
    unit: str = Field(validation_alias="unit_code")
    quantity: Exact
    free_quantity: Exact
    quantity_base: Exact = Field(description="In the base unit, free ones included.")
    unit_cost: Exact | None
    mrp: Exact | None
    value: Exact | None


class ReceiptHead(RecordOut):
    number: str
    warehouse_id: UUID
    supplier_id: UUID | None
    supplier_name: str
    purchase_order_id: UUID | None
    supplier_document_number: str
    supplier_document_on: dt.date | None
    effective_at: Moment
    notes: str
    value: Exact | None = Field(description="What the goods cost; null for who may not see costs.")
    cautions: list[CautionOut]
    reversed_at: Moment | None


class ReceiptOut(ReceiptHead):
    lines: list[ReceiptLineOut]


class ReceiptQuery(ChangedPaged):
    supplier_id: UUID | None = None
    warehouse_id: UUID | None = None
    purchase_order_id: UUID | None = None
    is_reversed: AskedFlag | None = None
    search: str = Field("", max_length=400, description="Words of number, supplier or the supplier's document.")


@router.get("/receipts", response=Listed[ReceiptHead], summary="List receipts")
def list_receipts(request: Any, query: Query[ReceiptQuery]) -> Any:
    """Without their lines."""
    asked = query.given("cursor", "limit")
    wanted = queries.ReceiptFilter(**asked, sort="changed")
    return queries.receipts(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/receipts", response={200: ReceiptOut, 201: ReceiptOut}, summary="Receive goods")
def create_receipt(request: Any, payload: ReceiptIn) -> Status:
    """Posts the goods into stock. Goods that have expired go to quarantine."""

    def make(id: UUID) -> Any:
        return operations.post_receipt(actor=request.actor, id=id, **payload.values()).told

    return create(request, payload, make=make, show=lambda id: shown(request, id), is_told=True)


@router.get("/receipts/{uuid:receipt_id}", response=ReceiptOut, summary="Read a receipt")
def get_receipt(request: Any, receipt_id: UUID) -> Any:
    return queries.receipt(actor=request.actor, receipt_id=receipt_id)


def shown(request: Any, receipt_id: UUID) -> Any:
    return queries.receipt(actor=writer(request.actor), receipt_id=receipt_id)


offer_reversal(
    router,
    plural="receipts",
    kind="receipt",
    response=ReceiptOut,
    reverse=operations.reverse_receipt,
    show=shown,
    does="The whole receipt, dated now. Refused, with the list, when not all of it is there any more.",
)
