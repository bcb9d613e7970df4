"""What billing is handed: parsed, frozen, and not yet judged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLine:
    """What left of one product, batch and MRP at one price.

    `quantity` is charged and `free_quantity` given, both in `unit_code`; `quantity_base` is all of it. `unit_price`,
    `mrp` and the discounts are in the terms of that unit and of the sale's prices. `tax_rate` None: not recorded.
    """

    product_id: UUID
    description: str
    unit_code: str
    uqc_code: str
    quantity: Decimal
    quantity_base: Decimal
    unit_price: Decimal
    tax_category: str
    tax_rate: Decimal | None
    free_quantity: Decimal = Decimal(0)
    discount_percent: Decimal = Decimal(0)
    discount_amount: Decimal = Decimal(0)
    hsn_code: str = ""
    batch_id: UUID | None = None
    batch_number: str = ""
    expires_on: dt.date | None = None
    expiry_precision: str = "day"
    mrp: Decimal | None = None
    sales_order_line_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A sale that an invoice is made of. Addresses that are not named are the customer's own first ones."""

    warehouse_id: UUID
    customer_id: UUID
    lines: tuple[SaleLine, ...]
    prices_include_tax: bool = False
    discount_amount: Decimal = Decimal(0)
    sales_order_id: UUID | None = None
    billing_address_id: UUID | None = None
    shipping_address_id: UUID | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationInput:
    """How much of a payment goes to which invoice, in the organization's currency."""

    invoice_id: UUID
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLineInput:
    """How much of an invoice's line is taken back, free ones included; in `unit`, empty for the base unit."""

    invoice_line_id: UUID
    quantity: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundInput:
    """Money of a payment that goes back, in the organization's currency."""

    amount: Decimal
    method: str
    refunded_on: dt.date | None = None
    reference: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentInput:
    """Money from a customer, in the organization's currency. `allocations` None: the oldest invoices first; an empty
    tuple: all of it is an advance."""

    customer_id: UUID
    amount: Decimal
    method: str
    paid_on: dt.date | None = None
    reference: str = ""
    notes: str = ""
    allocations: tuple[AllocationInput, ...] | None = None
