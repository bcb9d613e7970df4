"""What a purchase order and a receipt are made of, as the doors hand it in: parsed, and not yet judged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrderLineInput:
    """`quantity`, `free_quantity` and `unit_cost` are per `unit` (None: the base unit). `unit_cost` None: the
    product's own. `tax_rate` None: the product's own."""

    product_id: UUID
    quantity: Decimal
    unit: str | None = None
    free_quantity: Decimal = Decimal(0)
    unit_cost: Decimal | None = None
    discount_percent: Decimal = Decimal(0)
    tax_rate: Decimal | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLineInput:
    """One batch of one product. `quantity` is what is paid for; with `free_quantity` it may be 0.

    `unit_cost` is per `unit`, after discount; None: as ordered, else the product's purchase price. A line names the
    line of the order that it fulfils, or is matched to the open lines of its product. `location_id` None: the
    warehouse's default storage, from where it can be promised at once; goods that have expired go to quarantine.
    """

    product_id: UUID
    quantity: Decimal
    unit: str | None = None
    free_quantity: Decimal = Decimal(0)
    unit_cost: Decimal | None = None
    mrp: Decimal | None = None
    batch_number: str = ""
    expires_on: dt.date | None = None
    expiry_precision: Literal["day", "month"] = "day"
    manufactured_on: dt.date | None = None
    location_id: UUID | None = None
    purchase_order_line_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedCostLineInput:
    """One amount, without recoverable tax."""

    description: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSupplierInput:
    """From whom a product is bought. `unit_cost` and `minimum_quantity` are per `unit` ("": the base unit). `lead_days`
    None: as the supplier's own. `pointer` is where the request says it."""

    product_id: UUID
    supplier_id: UUID
    code: str = ""
    unit: str = ""
    unit_cost: Decimal | None = None
    minimum_quantity: Decimal | None = None
    lead_days: int | None = None
    is_preferred: bool = False
    pointer: str = ""
