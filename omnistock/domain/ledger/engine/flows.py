"""What the engine works with: flows (what is asked), accounts (what is there), moves (what will be written).

What never changes and is made for each line is a named tuple: a frozen dataclass takes three times as long to make.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from omnistock.domain.ledger.usability import Use

ZERO = Decimal(0)
Key = tuple[UUID, UUID]  # location, layer


class Flow(NamedTuple):
    """A quantity that shall go from one place to another.

    A place is a location's id, or the kind of an outside place ("customer"). From outside, `layer_id` and `value` are
    given. From inside, the layer is `layer_id`, or the oldest of the batch, or of the untracked product. `carries` is
    the demand line whose reservation is used up; `keeps_promise` sets it anew where the goods go. `displaces` takes
    even what is promised. `reason` is this flow's own, where it is not the posting's.
    """

    line_id: UUID | None
    product_id: UUID
    use: Use
    origin: UUID | str
    destination: UUID | str
    quantity: Decimal
    batch_id: UUID | None = None
    layer_id: UUID | None = None
    value: Decimal | None = None
    carries: UUID | None = None
    keeps_promise: bool = False
    displaces: bool = False
    bound_for_quarantine: bool = False
    reverses_id: UUID | None = None
    reason: str = ""
    pointer: str = ""

    @property
    def from_inside(self) -> bool:
        return not isinstance(self.origin, str)

    @property
    def to_inside(self) -> bool:
        return not isinstance(self.destination, str)


class NewLayer(NamedTuple):
    id: UUID
    batch_id: UUID
    product_id: UUID
    supplier_id: UUID | None
    line_id: UUID
    received_on: dt.date
    quantity: Decimal
    free_quantity: Decimal
    value: Decimal
    mrp: Decimal | None


@dataclass(slots=True)
class Account:
    """A locked balance, and what the plan has changed of it so far. `is_new`: it belongs to a layer of this posting,
    which nobody else can see, and is written when the plan is made."""

    location_id: UUID
    layer_id: UUID
    batch_id: UUID
    product_id: UUID
    warehouse_id: UUID
    on_hand: Decimal
    reserved: Decimal
    value: Decimal
    received_on: dt.date
    mrp: Decimal | None
    on_hand_change: Decimal = ZERO
    reserved_change: Decimal = ZERO
    value_change: Decimal = ZERO
    is_new: bool = False

    @property
    def key(self) -> Key:
        return self.location_id, self.layer_id

    @property
    def free(self) -> Decimal:
        return self.on_hand - self.reserved

    @property
    def age(self) -> tuple[dt.date, UUID]:
        """Inside a batch, layers leave oldest first."""
        return self.received_on, self.layer_id

    def change(self, *, on_hand: Decimal = ZERO, reserved: Decimal = ZERO, value: Decimal = ZERO) -> None:
        self.on_hand += on_hand
        self.reserved += reserved
        self.value += value
        self.on_hand_change += on_hand
        self.reserved_change += reserved
        self.value_change += value


@dataclass(slots=True)
class Promise:
    """A reservation, as it was read under the lock of its balance and as the plan changes it."""

    demand_kind: str
    demand_id: UUID
    line_id: UUID
    location_id: UUID
    layer_id: UUID
    quantity: Decimal
    promised_on: dt.date | None
    is_changed: bool = False

    def change(self, quantity: Decimal) -> None:
        self.quantity += quantity
        self.is_changed = True


class BatchFacts(NamedTuple):
    id: UUID
    product_id: UUID
    number: str
    expires_on: dt.date | None
    expiry_precision: str
    status: str
    is_serial: bool
    is_merged: bool


class ProductNames(NamedTuple):
    """Of a product, what the engine decides by and what its sentences say."""

    id: UUID
    sku: str
    name: str
    tracking: str


class Place(NamedTuple):
    id: UUID
    code: str
    kind: str
    warehouse_id: UUID | None


@dataclass(frozen=True, slots=True)
class Later:
    """What came after the moment of a posting at one balance."""

    lowest: Decimal
    lowest_at: dt.datetime


class Move(NamedTuple):
    """One movement to be written."""

    id: UUID
    flow: Flow
    layer_id: UUID
    batch_id: UUID
    from_location_id: UUID
    to_location_id: UUID
    quantity: Decimal
    value: Decimal
    mrp: Decimal | None
