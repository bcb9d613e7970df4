"""What a sales order is made of, as the doors hand it in: parsed, and not yet judged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesOrderLineInput:
    """`quantity`, `free_quantity` and `unit_price` are per `unit` (None: the base unit).

    The price is `unit_price`; or `price_basis` with `price_value` ("fixed": the price itself; "mrp_less": per cent off
    the MRP; "cost_plus": per cent on the cost); or, with neither, the product's sale price. A discount is a per cent
    or an amount for the whole line, in the order's own terms (with tax where its prices include it).
    """

    product_id: UUID
    quantity: Decimal
    unit: str | None = None
    free_quantity: Decimal = Decimal(0)
    unit_price: Decimal | None = None
    price_basis: str | None = None
    price_value: Decimal | None = None
    discount_percent: Decimal = Decimal(0)
    discount_amount: Decimal = Decimal(0)
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLineInput:
    """How much of a line of the order was picked; in `unit`, empty for the base unit."""

    line_id: UUID
    quantity: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditFacts:
    """What a customer owes, as billing knows it; selling lies below billing, so whoever calls hands it in.

    Amounts are in the organization's currency. `outstanding` is what issued invoices still ask for, less advances.
    """

    outstanding: Decimal
    overdue_amount: Decimal = Decimal(0)
    overdue_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenBatchInput:
    """So much of a batch that a person chose for a line, in base units."""

    batch_id: UUID
    quantity: Decimal
