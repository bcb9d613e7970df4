"""What pages and programs are shown of counts. What the books say stands only in the views of the review."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from omnistock.domain.ledger.queries.counting import LastMovement
from omnistock.domain.stocktaking.counting_expiries import OtherExpiry
from omnistock.tenancy.records import RecordView


@dataclass(frozen=True, slots=True, kw_only=True)
class BinView:
    location_id: UUID
    code: str
    name: str
    state: str
    lines: int
    counted: int
    finished_by_name: str
    finished_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountView(RecordView):
    """A count; `bins`, `counters` and `other_expiries` are empty in a list. `differences`, `disputed` and `value` are None
    for who does not see variances, `value` also for who sees no costs: it is the worth of more less the worth of less."""

    number: str
    status: str
    plan_id: UUID | None
    plan_name: str
    warehouse_id: UUID
    warehouse_name: str
    scope: str
    is_by_product: bool
    due_on: dt.date
    notes: str
    tolerance_percent: Decimal | None
    tolerance_value: Decimal | None
    submitted_at: dt.datetime | None
    approved_at: dt.datetime | None
    approved_by_name: str
    cancelled_at: dt.datetime | None
    adjustment_id: UUID | None
    adjustment_number: str
    reversed_at: dt.datetime | None
    bin_count: int
    bins_counted: int
    line_count: int
    lines_counted: int
    differences: int | None
    out_of_tolerance: int | None
    disputed: int | None
    value: Decimal | None
    bins: tuple[BinView, ...] = ()
    counters: tuple[tuple[UUID, str], ...] = ()
    other_expiries: tuple[OtherExpiry, ...] = ()

    @property
    def shown_status(self) -> str:
        return "reversed" if self.reversed_at else self.status

    @property
    def minutes(self) -> int:
        """About how long what is left takes: a minute to a bin, and half a minute a line."""
        left_bins, left_lines = self.bin_count - self.bins_counted, self.line_count - self.lines_counted
        return left_bins + (left_lines + 1) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BinLine:
    """A line as its counter sees it: no figure of the books, and of what was counted only one's own."""

    id: UUID
    product_id: UUID
    sku: str
    product_name: str
    tracking: str
    base_unit_code: str
    batch_id: UUID | None
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    state: str
    is_expected: bool
    my_typed: str
    my_counted: Decimal | None
    counted_by: tuple[str, ...]
    other_expiry: OtherExpiry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BinPage:
    count: CountView
    bin: BinView
    lines: tuple[BinLine, ...]
    next_location_id: UUID | None

    @property
    def waiting(self) -> int:
        return sum(1 for line in self.lines if line.state in ("waiting", "recount"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    id: UUID
    round: int
    counter_name: str
    typed: str
    counted: Decimal
    book: Decimal
    difference: Decimal
    counted_at: dt.datetime
    source: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A line as its approver sees it. `moved` is what came (or, less than 0, went) since it was counted; None where the
    count is over. `value` is None for who sees no costs."""

    id: UUID
    location_id: UUID
    location_code: str
    product_id: UUID
    sku: str
    product_name: str
    base_unit_code: str
    batch_id: UUID | None
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    batch_status: str
    state: str
    round: int
    is_expected: bool
    is_disputed: bool
    is_out_of_tolerance: bool
    cause: str
    counted: Decimal | None
    book: Decimal | None
    difference: Decimal | None
    value: Decimal | None
    moved: Decimal | None
    is_overtaken: bool
    other_expiry: OtherExpiry | None = None
    entries: tuple[EntryView, ...] = ()
    movements: tuple[LastMovement, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A line for a program. `counted`, `book` and `difference` are None for who does not see variances."""

    id: UUID
    location_id: UUID
    location_code: str
    product_id: UUID
    sku: str
    product_name: str
    base_unit_code: str
    batch_id: UUID | None
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    state: str
    round: int
    is_expected: bool
    is_disputed: bool | None
    is_out_of_tolerance: bool | None
    cause: str | None
    counted_base: Decimal | None
    book_base: Decimal | None
    difference_base: Decimal | None
    other_expiry: OtherExpiry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView(RecordView):
    name: str
    warehouse_id: UUID
    warehouse_name: str
    scope: str
    scope_ids: tuple[UUID, ...]
    abc_class: str
    is_by_product: bool
    every_days: int
    bins_at_once: int | None
    next_on: dt.date
    tolerance_percent: Decimal | None
    tolerance_value: Decimal | None
    counter_ids: tuple[UUID, ...]
    archived_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class AccuracyMonth:
    """A month of approved counts: lines counted, those that agreed, those within tolerance, and the worth of what was
    missing and of what was more (None for who sees no costs)."""

    month: dt.date
    counts: int
    lines: int
    agreed: int
    tolerated: int
    missing_value: Decimal | None
    found_value: Decimal | None

    @property
    def percent(self) -> Decimal:
        return (Decimal(self.agreed) * 100 / self.lines).quantize(Decimal("0.1")) if self.lines else Decimal(0)


@dataclass(frozen=True, slots=True)
class CountToDo:
    """What waits for this person: bins to count with about how many minutes, and counts to approve with the worth of
    their differences (None for who sees no costs)."""

    bins: int
    minutes: int
    count_id: UUID | None
    to_approve: int
    approve_id: UUID | None
    value: Decimal | None
