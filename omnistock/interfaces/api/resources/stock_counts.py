"""Stock counts: made, counted by several, approved; what the books say only for who may see variances."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.stocktaking import counting_queries as queries
from omnistock.domain.stocktaking import operations
from omnistock.domain.stocktaking.counting_inputs import CountedInput, CountScope
from omnistock.interfaces.api.shapes import (
    MOST_LINES,
    NO_REASON,
    NOTHING,
    Body,
    ChangedPaged,
    Day,
    Exact,
    Expiry,
    Flag,
    Listed,
    Moment,
    NewRecord,
    Nothing,
    Paged,
    Reason,
    RecordOut,
    expiry_of,
)
from omnistock.interfaces.api.writes import act, create, writer

router = Router(tags=["Stock counts"])

Scope = Literal["warehouse", "locations", "category", "products", "batches", "abc"]
CountStatus = Literal["counting", "awaiting_approval", "approved", "cancelled"]
Cause = Literal["miscount", "misplaced", "unposted", "damaged", "lost", "found"]


class ScopeIn(Body):
    scope: Scope
    ids: list[UUID] = Field(
        default_factory=list,
        max_length=MOST_LINES,
        description="Of locations, one category, products or batches, by `scope`; none for warehouse and abc.",
    )
    abc_class: Literal["A", "B", "C", ""] = Field("", description="With the scope abc: A makes 80 % of the value.")
    is_by_product: Flag = Field(False, description="The packs show no batch: a bin is counted by product.")

    def scope_input(self) -> CountScope:
        return CountScope(
            scope=self.scope, ids=self.ids, abc_class=self.abc_class, is_by_product=bool(self.is_by_product)
        )


class StockCountIn(NewRecord, ScopeIn):
    warehouse_id: UUID
    counter_ids: list[UUID] = Field(
        default_factory=list, max_length=100, description="Memberships; none: whoever may count in the warehouse."
    )
    tolerance_percent: Exact | None = Field(None, description="The workspace's when both tolerances are left out.")
    tolerance_value: Exact | None = None
    due_on: Day | None = Field(None, description="Today when left out.")
    notes: str = ""


class CountedIn(Body):
    location_id: UUID
    product_id: UUID
    quantity: str = Field(
        max_length=80, description="As typed: “34”, or several units as in “3 box + 4 strip”.", examples=["34"]
    )
    unit: str | None = Field(None, description="Of a number without one; the base unit when left out.")
    batch_id: UUID | None = Field(
        None, description="Without it and without `batch_number`, a product tracked by batch is counted as a whole."
    )
    batch_number: str = Field("", description="A batch that is not on file is made.")
    expires_on: Expiry | None = Field(
        None, description="As the pack shows it; where the file says another one, that is told in `other_expiries`."
    )

    def counted(self) -> CountedInput:
        expires_on, precision = expiry_of(self.expires_on)
        return CountedInput(**self.given("expires_on"), expires_on=expires_on, expiry_precision=precision)


class EntriesIn(Body):
    lines: list[CountedIn] = Field(min_length=1, max_length=MOST_LINES, description="All or none.")


class BinIn(Body):
    location_id: UUID
    is_rest_empty: Flag = Field(False, description="What was not counted in the bin is not there.")


class RecountIn(Body):
    line_ids: list[UUID] = Field(min_length=1, max_length=MOST_LINES)
    by_another: Flag = Field(True, description="Who counted a line before shall not count it again.")


class LineIn(Body):
    line_id: UUID


class ChoiceIn(Body):
    line_id: UUID
    entry_id: UUID


class CauseIn(Body):
    line_id: UUID
    cause: Cause


class ApprovalIn(Body):
    causes: list[CauseIn] = Field(
        default_factory=list, max_length=MOST_LINES, description="A difference without one was found or lost."
    )


_NO_CAUSES = ApprovalIn()


class BinOut(Schema):
    location_id: UUID
    code: str
    state: Literal["waiting", "counting", "counted"]
    lines: int
    counted: int
    finished_by_name: str
    finished_at: Moment | None


class StockCountHead(RecordOut):
    number: str
    status: CountStatus
    warehouse_id: UUID
    plan_id: UUID | None
    scope: Scope
    is_by_product: bool
    due_on: dt.date
    notes: str
    tolerance_percent: Exact | None
    tolerance_value: Exact | None
    submitted_at: Moment | None
    approved_at: Moment | None
    approved_by_name: str
    cancelled_at: Moment | None
    adjustment_id: UUID | None
    reversed_at: Moment | None
    bin_count: int
    bins_counted: int
    line_count: int
    lines_counted: int
    differences: int | None = Field(description="Null without `variances:read`; so are the three below.")
    out_of_tolerance: int | None
    disputed: int | None
    value: Exact | None = Field(description="What is more less what is missing, at cost.")


class PackExpiryOut(Schema):
    line_id: UUID
    product_id: UUID
    batch_id: UUID
    batch_number: str
    expires_on: dt.date = Field(description="On file.")
    expiry_precision: Literal["day", "month"]
    pack_expires_on: dt.date = Field(description="On the pack, as whoever counted it said.")
    pack_expiry_precision: Literal["day", "month"]
    counter_name: str


class StockCountOut(StockCountHead):
    bins: list[BinOut]
    other_expiries: list[PackExpiryOut] = Field(
        description="Lines whose packs say another expiry than the file does, until one of them is corrected."
    )


class StockCountLineOut(Schema):
    id: UUID
    location_id: UUID
    location_code: str
    product_id: UUID
    sku: str
    batch_id: UUID | None = Field(description="Null where a product is counted as a whole.")
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: Literal["day", "month"]
    state: Literal["waiting", "counted", "recount", "left_out"]
    round: int
    is_expected: bool = Field(description="On the list, not found by a counter.")
    counted_base: Exact | None = Field(description="Null without `variances:read`; so is all that follows.")
    book_base: Exact | None = Field(description="What the books said at the moment in which the line was counted.")
    difference_base: Exact | None
    is_out_of_tolerance: bool | None
    is_disputed: bool | None
    cause: Literal["miscount", "misplaced", "unposted", "damaged", "lost", "found", ""] | None
    other_expiry: PackExpiryOut | None = Field(description="Where its pack says another expiry; for everybody.")


class EntryOut(Schema):
    id: UUID
    round: int
    counter_name: str
    typed: str
    counted_base: Exact = Field(validation_alias="counted")
    book_base: Exact = Field(validation_alias="book")
    difference_base: Exact = Field(validation_alias="difference")
    counted_at: Moment
    is_chosen: bool


class ReviewLineOut(Schema):
    id: UUID
    location_id: UUID
    product_id: UUID
    batch_id: UUID | None
    difference_base: Exact = Field(validation_alias="difference")
    value: Exact | None = Field(description="Null for who sees no costs.")
    moved_base: Exact | None = Field(
        validation_alias="moved", description="What came, or with a minus went, since it was counted."
    )
    is_disputed: bool
    is_out_of_tolerance: bool
    other_expiry: PackExpiryOut | None
    entries: list[EntryOut] = Field(description="What each counter said, in every round; the newest of each.")


class StockCountQuery(ChangedPaged):
    warehouse_id: UUID | None = None
    plan_id: UUID | None = None
    status: CountStatus | None = None


@router.get("/stock-counts", response=Listed[StockCountHead], summary="List stock counts")
def list_stock_counts(request: Any, query: Query[StockCountQuery]) -> Any:
    asked = query.given("cursor", "limit", "status")
    wanted = queries.CountFilter(**asked, status=query.status or "", sort="changed")
    return queries.stock_counts(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/stock-counts", response={200: StockCountOut, 201: StockCountOut}, summary="Make a stock count")
def create_stock_count(request: Any, payload: StockCountIn) -> Status:
    """Of what lies in the scope now. Trading goes on while it is counted."""

    def make(id: UUID) -> None:
        operations.create_stock_count(
            actor=request.actor,
            id=id,
            scope=payload.scope_input(),
            **payload.given("id", "scope", "ids", "abc_class", "is_by_product"),
        )

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/stock-counts/{uuid:stock_count_id}", response=StockCountOut, summary="Read a stock count")
def get_stock_count(request: Any, stock_count_id: UUID) -> Any:
    return queries.stock_count(actor=request.actor, count_id=stock_count_id)


@router.get(
    "/stock-counts/{uuid:stock_count_id}/lines", response=Listed[StockCountLineOut], summary="List the lines of a count"
)
def list_stock_count_lines(request: Any, stock_count_id: UUID, query: Query[Paged]) -> Any:
    """What is on the list; figures for who may see variances alone."""
    return queries.stock_count_lines(
        actor=request.actor, count_id=stock_count_id, cursor=query.cursor, limit=query.limit
    )


@router.get(
    "/stock-counts/{uuid:stock_count_id}/variances",
    response=Listed[ReviewLineOut],
    summary="List what was counted beside the books",
)
def list_variances(request: Any, stock_count_id: UUID, query: Query[Paged]) -> Any:
    """What two people see differently first, then what is out of tolerance, then what is worth most."""
    return queries.review_lines(actor=request.actor, count_id=stock_count_id, cursor=query.cursor, limit=query.limit)


@router.post(
    "/stock-counts/{uuid:stock_count_id}/entries", response=StockCountOut, summary="Write down what was counted"
)
def record_entries(request: Any, stock_count_id: UUID, payload: EntriesIn) -> Status:
    """Counting a line again replaces your own entry; what somebody else counted is kept beside it."""
    lines = [line.counted() for line in payload.lines]
    return act(
        request, payload, operations.record_counts, count_id=stock_count_id, lines=lines, source="api", show=_shown
    )


@router.post("/stock-counts/{uuid:stock_count_id}/bins", response=StockCountOut, summary="Finish a bin")
def finish_bin(request: Any, stock_count_id: UUID, payload: BinIn) -> Status:
    """The last bin sends the count to its approver."""
    return act(
        request,
        payload,
        operations.finish_bin,
        count_id=stock_count_id,
        location_id=payload.location_id,
        is_rest_empty=bool(payload.is_rest_empty),
        show=_shown,
    )


@router.post("/stock-counts/{uuid:stock_count_id}/completion", response=StockCountOut, summary="End the counting")
def complete_stock_count(request: Any, stock_count_id: UUID, payload: Nothing = NOTHING) -> Status:
    """What was not counted by now is left out."""
    return act(request, payload, operations.submit_stock_count, count_id=stock_count_id, show=_shown)


@router.post("/stock-counts/{uuid:stock_count_id}/recounts", response=StockCountOut, summary="Have lines counted again")
def recount_lines(request: Any, stock_count_id: UUID, payload: RecountIn) -> Status:
    return act(
        request,
        payload,
        operations.recount_lines,
        count_id=stock_count_id,
        line_ids=payload.line_ids,
        by_another=bool(payload.by_another),
        show=_shown,
    )


@router.post("/stock-counts/{uuid:stock_count_id}/choices", response=StockCountOut, summary="Choose one of two results")
def choose_entry(request: Any, stock_count_id: UUID, payload: ChoiceIn) -> Status:
    return act(request, payload, operations.choose_entry, count_id=stock_count_id, **payload.given(), show=_shown)


@router.post(
    "/stock-counts/{uuid:stock_count_id}/expiry-corrections",
    response=StockCountOut,
    summary="Correct a batch's expiry by its pack",
)
def correct_counted_expiry(request: Any, stock_count_id: UUID, payload: LineIn) -> Status:
    """The batch of the line gets the expiry that its pack showed when it was counted. Needs `stock:write`."""
    return act(
        request,
        payload,
        operations.correct_counted_expiry,
        count_id=stock_count_id,
        line_id=payload.line_id,
        show=_shown,
    )


@router.post("/stock-counts/{uuid:stock_count_id}/approval", response=StockCountOut, summary="Approve a stock count")
def approve_stock_count(request: Any, stock_count_id: UUID, payload: ApprovalIn = _NO_CAUSES) -> Status:
    """Posts what differs as one adjustment, dated now; a count that agrees posts nothing."""
    causes = {each.line_id: each.cause for each in payload.causes}
    return act(request, payload, operations.approve_stock_count, count_id=stock_count_id, causes=causes, show=_shown)


@router.post("/stock-counts/{uuid:stock_count_id}/cancellation", response=StockCountOut, summary="Cancel a stock count")
def cancel_stock_count(request: Any, stock_count_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.cancel_stock_count, count_id=stock_count_id, show=_shown)


@router.post(
    "/stock-counts/{uuid:stock_count_id}/reversal", response=StockCountOut, summary="Take back what a count posted"
)
def reverse_stock_count(request: Any, stock_count_id: UUID, payload: Reason = NO_REASON) -> Status:
    """Its adjustment, whole, dated now."""
    return act(
        request, payload, operations.reverse_stock_count, count_id=stock_count_id, reason=payload.reason, show=_shown
    )


def _shown(request: Any, stock_count_id: UUID) -> Any:
    return queries.stock_count(actor=writer(request.actor), count_id=stock_count_id)
