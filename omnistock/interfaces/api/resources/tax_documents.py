"""What invoices and credit notes have in common."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from omnistock.interfaces.api.shapes import ChangedPaged, Day, Exact, RecordOut, TaxLineOut

DocumentStatus = Literal["draft", "issued", "cancelled"]


class TaxDocumentLineOut(Schema):
    """One product, batch, MRP and rate. Prices and quantities are per `unit`."""

    id: UUID
    product_id: UUID
    batch_id: UUID | None
    description: str
    hsn_code: str
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: Literal["day", "month"]
    mrp: Exact | None
    unit: str
    quantity: Exact
    free_quantity: Exact
    quantity_base: Exact
    unit_price: Exact
    discount_percent: Exact
    discount_amount: Exact
    document_discount_amount: Exact = Field(description="Its part of the document's discount.")
    tax_category: str
    tax_rate: Exact | None
    taxable: Exact
    tax_heads: dict[str, Exact]
    amount: Exact


class TaxDocumentHead(RecordOut):
    number: str = Field(description="Empty while it is a draft.")
    status: DocumentStatus
    issued_on: dt.date | None
    customer_id: UUID
    customer_name: str
    warehouse_id: UUID
    registration_id: UUID | None
    place_of_supply: str
    prices_include_tax: bool
    discount_amount: Exact
    taxable: Exact
    tax: Exact
    tax_lines: list[TaxLineOut]
    round_off: Exact
    total: Exact
    notes: str
    cancel_reason: str


class Parties(Schema):
    """As they were when it was issued."""

    seller: dict[str, Any]
    buyer: dict[str, Any]
    ship_to: dict[str, Any]


class TaxDocumentQuery(ChangedPaged):
    customer_id: UUID | None = None
    issued_from: Day | None = None
    issued_to: Day | None = None
    search: str = Field("", max_length=400, description="Words of number or customer.")
