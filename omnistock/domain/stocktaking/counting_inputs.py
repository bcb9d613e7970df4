"""What a person or a program says of a count. Parsed, not judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CountScope:
    """What of a warehouse is counted. `ids` are those of locations, a category's, products or batches, by `scope`;
    `abc_class` goes with the scope abc. `is_by_product`: the packs show no batch, so bins are counted by product."""

    scope: str
    ids: Sequence[UUID] = ()
    abc_class: str = ""
    is_by_product: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedInput:
    """What somebody counted of a product in a bin. `quantity` as typed (3 box + 4 strip). A tracked product names its
    `batch_id`, or what is printed on the pack; with neither it is counted by product, all its batches together.
    `pointer` is where in the request or the file it stands."""

    location_id: UUID
    product_id: UUID
    quantity: str
    unit: str | None = None
    batch_id: UUID | None = None
    batch_number: str = ""
    expires_on: dt.date | None = None
    expiry_precision: str = "day"
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """A plan of counts. `every_days`: 7 counts each bin's turn weekly. Tolerances None: the workspace's."""

    name: str
    warehouse_id: UUID
    scope: CountScope
    every_days: int | None
    bins_at_once: int | None = None
    next_on: dt.date | None = None
    tolerance_percent: Decimal | None = None
    tolerance_value: Decimal | None = None
    counter_ids: Sequence[UUID] = field(default_factory=tuple)
