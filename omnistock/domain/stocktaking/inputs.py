"""What a person or a program says of a document of stocktaking. Quantities are in `unit` (None: the base unit)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentLineInput:
    """`quantity` is signed. Less of tracked goods names its `batch_id`; more of them names it, or what is printed on
    the pack. `unit_cost` is per unit typed; None takes the last cost on file. `location_id` None is the warehouse's
    default location."""

    product_id: UUID
    quantity: Decimal
    unit: str | None = None
    location_id: UUID | None = None
    batch_id: UUID | None = None
    unit_cost: Decimal | None = None
    mrp: Decimal | None = None
    batch_number: str = ""
    expires_on: dt.date | None = None
    expiry_precision: str = "day"
    manufactured_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLineInput:
    """Without `batch_id`, batches are proposed first expired first out when the transfer is dispatched."""

    product_id: UUID
    quantity: Decimal
    unit: str | None = None
    batch_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalLineInput:
    """What arrived of a line, in base units; less than was sent needs a reason (short, damaged) and stays in
    transit. Of a line that left in several batches, `batch_id` says of which; without it those that expire first arrived."""

    line_id: UUID
    quantity: Decimal
    reason: str = ""
    batch_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLineInput:
    """Goods of one batch from one bin to another of the same warehouse. Tracked goods name their `batch_id`."""

    product_id: UUID
    quantity: Decimal
    from_location_id: UUID
    to_location_id: UUID
    unit: str | None = None
    batch_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffLineInput:
    """What of a transfer's line is given up, in base units."""

    line_id: UUID
    quantity: Decimal
