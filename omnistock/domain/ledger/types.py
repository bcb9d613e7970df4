"""What the ledger is told and what it answers: frozen values. Rooms above use these and never the ledger's tables.

What there is one of for each line of a receipt is a named tuple, as in `engine/flows.py`.

Every quantity is in the product's base unit, every value in the organization's currency with exactly its decimals.
`pointer` is where in the request a line stands (`lines/0`), so that a refusal can name it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

from omnistock.domain.catalog.units import ProductFacts

Source = Literal["supplier", "found", "production", "customer"]
Target = Literal["customer", "loss", "supplier", "production"]
Precision = Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """The document that a movement belongs to. Its row lies in a room above, so it is named by kind and id."""

    kind: str
    id: UUID
    number: str = ""


class BatchInput(NamedTuple):
    """A batch as it is printed on the pack. `number` is '' for goods that are not tracked."""

    product: ProductFacts
    number: str = ""
    expires_on: dt.date | None = None
    precision: Precision = "day"
    manufactured_on: dt.date | None = None
    pointer: str = ""


class InLine(NamedTuple):
    """Goods that come in. `quantity` is all of it, `free_quantity` the part of it that cost nothing, `value` what it
    cost in all.

    A line makes a new layer, or adds to `layer_id`. `received_on` is the day by which layers stand in line (today when
    None).
    """

    line_id: UUID
    product_id: UUID
    batch_id: UUID
    location_id: UUID
    quantity: Decimal
    value: Decimal
    free_quantity: Decimal = Decimal(0)
    mrp: Decimal | None = None
    supplier_id: UUID | None = None
    received_on: dt.date | None = None
    layer_id: UUID | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class OutLine:
    """Goods that leave. Tracked goods need `batch_id`; without `layer_id` the batch's layers leave oldest first."""

    line_id: UUID
    product_id: UUID
    location_id: UUID
    quantity: Decimal
    batch_id: UUID | None = None
    layer_id: UUID | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Goods that change place. `carries_reservation_of` names the demand line whose promise goes along. Goods that may
    only go to quarantine may go into transit when they are `bound_for_quarantine`."""

    line_id: UUID
    product_id: UUID
    from_location_id: UUID
    to_location_id: UUID
    quantity: Decimal
    batch_id: UUID | None = None
    layer_id: UUID | None = None
    carries_reservation_of: UUID | None = None
    bound_for_quarantine: bool = False
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A part of what movement `movement_id` took out comes back, to `location_id`, at the value that it left with."""

    line_id: UUID
    movement_id: UUID
    location_id: UUID
    quantity: Decimal
    pointer: str = ""


class Posted(NamedTuple):
    """One movement that was written, with the batch as it is on file now (documents keep their own printed text)."""

    movement_id: UUID
    line_id: UUID | None
    product_id: UUID
    batch_id: UUID
    layer_id: UUID
    from_location_id: UUID
    to_location_id: UUID
    to_location_code: str
    quantity: Decimal
    value: Decimal
    mrp: Decimal | None
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    unit_cost: Decimal  # value / quantity to four decimals, for show only


@dataclass(frozen=True, slots=True)
class Demand:
    """Whatever goods are promised to: an order of a room above."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class DemandLine:
    """`quantity` is all that the line still needs, what is reserved for it already included."""

    line_id: UUID
    product_id: UUID
    quantity: Decimal
    warehouse_id: UUID
    minimum_shelf_life_days: int = 0


@dataclass(frozen=True, slots=True)
class Allocated:
    batch_id: UUID
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    layer_id: UUID
    location_id: UUID
    location_code: str
    location_kind: str  # "dispatch" once it is picked
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Skipped:
    """A batch that would have left earlier. `reason`: expired, on_hold, recalled, shelf_life, reserved, place,
    by_hand.

    `details`: `expires_on` (ISO day); for shelf_life also `days_left` on the promised day and `days_needed`; for place
    `location_code`; for by_hand `why`, as the person said it.
    """

    batch_id: UUID
    batch_number: str
    reason: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AllocatedLine:
    """`short` is the backorder: what of the line's quantity could not be reserved. None from `allocations_of`, which is
    not told how much the line needs."""

    line_id: UUID
    allocated: Sequence[Allocated]
    skipped: Sequence[Skipped]
    short: Decimal | None = None

    @property
    def reserved(self) -> Decimal:
        return sum((part.quantity for part in self.allocated), Decimal(0))


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a document cannot be reversed: of what it brought, not all is there any more."""

    product_id: UUID
    batch_id: UUID
    asked: Decimal
    there: Decimal
    sentence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that `verify` recomputed and found otherwise."""

    check: str
    subject: str
    expected: str
    found: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """Goods wanted from anywhere in a warehouse that stock is promised from; of `batch_id`, or of usable batches."""

    line_id: UUID
    product_id: UUID
    quantity: Decimal
    warehouse_id: UUID
    batch_id: UUID | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class ProposedPart:
    """Where a part of a line shall be taken. `layer_id` is None for what is not there: posting it names the
    shortage."""

    line_id: UUID
    product_id: UUID
    location_id: UUID
    batch_id: UUID | None
    layer_id: UUID | None
    quantity: Decimal
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class InTransit:
    """What of a document's goods is on the way still. `is_usable`: today, by the one rule."""

    line_id: UUID
    product_id: UUID
    batch_id: UUID
    layer_id: UUID
    location_id: UUID
    quarantine_location_id: UUID
    quantity: Decimal
    is_usable: bool


@dataclass(frozen=True, slots=True)
class ReversalEffect:
    """What a reversal would move: a place is its code and its warehouse's name, or '' with the kind of an outside place.
    `value` is what stock becomes worth more (or less than nothing: less) by it, 0 inside, None for who sees no costs."""

    product_id: UUID
    product_name: str
    sku: str
    unit_code: str
    batch_id: UUID
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    quantity: Decimal
    from_code: str
    from_kind: str
    from_warehouse_name: str
    to_code: str
    to_kind: str
    to_warehouse_name: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Taker:
    """A later document that took goods of a batch, or to whose order they are promised."""

    product_id: UUID
    batch_id: UUID
    kind: str
    id: UUID
    quantity: Decimal
    is_promise: bool
    reason: str
