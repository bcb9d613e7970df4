"""Reading counts. Each function takes the same number of statements whatever there is to read.

Who may not see variances (`variances:read`) is given no figure of the books, here, once for every door.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Abs
from django.utils.translation import gettext as _

from omnistock.domain.ledger.queries.counting import book_of, last_movements
from omnistock.domain.stocktaking.access import stock_count_rows
from omnistock.domain.stocktaking.counting_expiries import OtherExpiry, other_expiries
from omnistock.domain.stocktaking.counting_rows import require_counter
from omnistock.domain.stocktaking.counting_views import (
    BinLine,
    BinPage,
    BinView,
    CountView,
    EntryView,
    LineView,
    ReviewLine,
)
from omnistock.domain.stocktaking.models import (
    StockCount,
    StockCountBin,
    StockCountCounter,
    StockCountEntry,
    StockCountLine,
)
from omnistock.kernel.errors import NotFound
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page

SEES_VARIANCES: Final = "variances:read"
OPEN: Final = ("counting", "awaiting_approval")
COUNT_ORDERS: Final = {"newest": ("-id",), "changed": BY_CHANGE}
# What a person must look at first: what two people see differently, what is out of tolerance, what is worth most.
REVIEW_ORDER: Final = ("-is_disputed", "-is_out_of_tolerance", "-weight", "id")
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFilter:
    """What a list shows; an empty choice shows all. `status` "open" is counting or awaiting approval."""

    warehouse_id: UUID | None = None
    plan_id: UUID | None = None
    status: str = ""
    number: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"


ALL_COUNTS: Final = CountFilter()
_RECORD: Final = "id external_id version created_at updated_at warehouse_id tolerance_percent tolerance_value".split()
_COUNT: Final = [
    *_RECORD,
    *"number status plan_id scope is_by_product due_on notes submitted_at approved_at approved_by_name".split(),
    *"cancelled_at adjustment_id".split(),
]


def stock_counts(
    *, actor: Actor, wanted: CountFilter = ALL_COUNTS, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[CountView]:
    """A page of the counts that the actor may see, in three statements."""
    actor.require("counts:read")
    rows = counts_seen(actor)
    if wanted.warehouse_id is not None:
        rows = rows.filter(warehouse_id=wanted.warehouse_id)
    if wanted.plan_id is not None:
        rows = rows.filter(plan_id=wanted.plan_id)
    if wanted.number:
        rows = rows.filter(number__istartswith=wanted.number)
    if wanted.status:
        rows = rows.filter(status__in=OPEN if wanted.status == "open" else (wanted.status,))
    rows = changed_since(rows, actor=actor, since=wanted.updated_since)
    found = page(rows, order=COUNT_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    return Page(views_of(found.items, actor=actor), found.next_cursor)


def stock_count(*, actor: Actor, count_id: UUID | str) -> CountView:
    """One count with its bins in walking order and whom it is given to. Raises `NotFound`."""
    actor.require("counts:read")
    found = find(counts_seen(actor), count_id, kind="stock count")
    bins = tuple(_bins(found.pk))
    given = StockCountCounter.objects.filter(count_id=found.pk).select_related("membership__person")
    counters = tuple((each.membership_id, each.membership.person.name) for each in given.order_by("id"))
    view = views_of([found], actor=actor, bins=bins, counters=counters)[0]
    return replace(view, other_expiries=tuple(other_expiries(count_id=found.pk)))


def bin_page(*, actor: Actor, count_id: UUID, location_id: UUID) -> BinPage:
    """A bin as its counter sees it: what is on the list, never how much the books say. Raises `NotFound`,
    `PermissionMissing` where the count was given to somebody else."""
    actor.require("counts:write")
    found = find(counts_seen(actor), count_id, kind="stock count")
    require_counter(found, actor=actor)
    count = stock_count(actor=actor, count_id=count_id)
    place = next((each for each in count.bins if each.location_id == location_id), None)
    if place is None:
        message = _("There is no bin with the id {id} in {number}.")
        raise NotFound(message.format(id=location_id, number=count.number))
    rows = (
        StockCountLine.objects.filter(count_id=count.id, location_id=location_id)
        .exclude(state="left_out")
        .select_related("product__unit", "batch__merged_into")
    )
    lines = lines_to_count(rows.order_by("product__name", "batch__expires_on", "batch__number", "id"))
    is_recount = any(line.state == "recount" for line in lines)
    entries, packs = _entries([line.pk for line in lines]), {each.line_id: each for each in count.other_expiries}
    shown = [line for line in lines if line.round > 1] if is_recount else lines
    left = [each.location_id for each in count.bins if each.state != "counted" and each.location_id != location_id]
    return BinPage(
        count=count,
        bin=place,
        lines=tuple(_bin_line(line, entries.get(line.pk, []), packs.get(line.pk), actor=actor) for line in shown),
        next_location_id=left[0] if left else None,
    )


def lines_to_count(rows: Iterable[StockCountLine]) -> list[StockCountLine]:
    """What of a batch that was merged since is waited for is counted with the batch that has its goods, and stands under
    that one's name, once. That one waits again where it was counted before they were its own."""
    lines = list(rows)
    listed = {(line.location_id, line.batch_id): line for line in lines}
    found = []
    for line in lines:
        other = line.batch.merged_into if line.batch and line.state in ("waiting", "recount") else None
        again = listed.get((line.location_id, other.pk)) if other else None
        if again is not None:
            again.state, again.round = line.state, max(line.round, again.round)
            continue
        if other is not None:
            line.batch = other
            listed[line.location_id, other.pk] = line
        found.append(line)
    return found


def review_lines(
    *, actor: Actor, count_id: UUID, only: str = "", cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[ReviewLine]:
    """What was counted beside the books, in as many statements for any size of count: what two people see differently
    first, then what is out of tolerance, then what is worth most. `only` "differences" leaves out what agrees. Raises
    `NotFound`."""
    actor.require(SEES_VARIANCES)
    count = find(stock_count_rows(actor=actor), count_id, kind="stock count")
    rows = StockCountLine.objects.filter(count_id=count.pk, state="counted").annotate(
        weight=Abs(F("difference_base") * F("unit_value"))
    )
    if only == "differences":
        rows = rows.exclude(difference_base=0)
    # Sorted by themselves, and only the page is looked up: all lines of the count are sorted for each page.
    rows = rows.prefetch_related("location", "product__unit", "batch", "entry")
    found = page(rows, order=REVIEW_ORDER, cursor=cursor, limit=limit)
    shelves = [(line.location_id, line.product_id, line.batch_id) for line in found.items]
    is_open = count.status in OPEN
    books = book_of(actor=actor, shelves=shelves) if is_open else [None for _line in found.items]
    moved = last_movements(actor=actor, shelves=shelves)
    entries = _entries([line.pk for line in found.items])
    packs = {each.line_id: each for each in other_expiries(count_id=count.pk)}
    lines = [
        replace(
            _review_line(line, entries.get(line.pk, []), now=book.on_hand if book else None, last=last, actor=actor),
            other_expiry=packs.get(line.pk),
        )
        for line, book, last in zip(found.items, books, moved, strict=True)
    ]
    return Page(lines, found.next_cursor)


def stock_count_lines(
    *, actor: Actor, count_id: UUID, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[LineView]:
    """The lines of a count for a program, in the order in which they were made. Raises `NotFound`."""
    actor.require("counts:read")
    count = find(stock_count_rows(actor=actor), count_id, kind="stock count")
    # Each looked up by itself: a join of five tables that were filled a moment ago is planned as if each held one row.
    rows = StockCountLine.objects.filter(count_id=count.pk)
    rows = rows.prefetch_related("location", "product__unit", "batch", "entry")
    found = page(rows, order=("id",), cursor=cursor, limit=limit)
    packs = {each.line_id: each for each in other_expiries(count_id=count.pk)}
    return Page([_line(line, packs.get(line.pk), actor=actor) for line in found.items], found.next_cursor)


def counts_seen(actor: Actor) -> QuerySet[StockCount]:
    return stock_count_rows(actor=actor).select_related("warehouse", "plan", "adjustment")


def views_of(
    rows: Sequence[StockCount],
    *,
    actor: Actor,
    bins: tuple[BinView, ...] = (),
    counters: tuple[tuple[UUID, str], ...] = (),
) -> list[CountView]:
    ids = [row.pk for row in rows]
    places = StockCountBin.objects.filter(count_id__in=ids).values("count_id")
    by_bin: dict[UUID, Any] = {
        each["count_id"]: each for each in places.annotate(all=Count("id"), done=Count("id", filter=Q(state="counted")))
    }
    lines = StockCountLine.objects.filter(count_id__in=ids).exclude(state="left_out").values("count_id")
    by_line: dict[UUID, Any] = {
        each["count_id"]: each
        for each in lines.annotate(
            all=Count("id"),
            done=Count("id", filter=Q(state="counted")),
            differ=Count("id", filter=~Q(difference_base=0) & Q(difference_base__isnull=False)),
            out=Count("id", filter=Q(is_out_of_tolerance=True)),
            disputed=Count("id", filter=Q(is_disputed=True)),
            worth=Sum(F("difference_base") * F("unit_value")),
        )
    }
    empty: dict[str, Any] = {"all": 0, "done": 0, "differ": 0, "out": 0, "disputed": 0, "worth": _ZERO}
    sees = actor.may(SEES_VARIANCES)
    return [
        _view(row, by_bin.get(row.pk, empty), by_line.get(row.pk, empty), sees, actor, bins, counters) for row in rows
    ]


def _view(
    row: StockCount,
    places: dict[str, Any],
    lines: dict[str, Any],
    sees: bool,
    actor: Actor,
    bins: tuple[BinView, ...],
    counters: tuple[tuple[UUID, str], ...],
) -> CountView:
    return CountView(
        **{name: getattr(row, name) for name in _COUNT},
        plan_name=row.plan.name if row.plan else "",
        warehouse_name=row.warehouse.name,
        adjustment_number=row.adjustment.number if row.adjustment else "",
        reversed_at=row.adjustment.reversed_at if row.adjustment else None,
        bin_count=places["all"],
        bins_counted=places["done"],
        line_count=lines["all"],
        lines_counted=lines["done"],
        differences=lines["differ"] if sees else None,
        out_of_tolerance=lines["out"] if sees else None,
        disputed=lines["disputed"] if sees else None,
        value=(lines["worth"] or _ZERO) if sees and actor.sees_costs else None,
        bins=bins,
        counters=counters,
    )


def _bins(count_id: UUID) -> Iterable[BinView]:
    rows = StockCountBin.objects.filter(count_id=count_id).select_related("location").order_by("position")
    lines = StockCountLine.objects.filter(count_id=count_id).exclude(state="left_out").values("location_id")
    sums = {
        each["location_id"]: (each["all"], each["done"])
        for each in lines.annotate(all=Count("id"), done=Count("id", filter=Q(state="counted")))
    }
    for row in rows:
        total, done = sums.get(row.location_id, (0, 0))
        yield BinView(
            location_id=row.location_id,
            code=row.location.code,
            name=row.location.name,
            state=row.state,
            lines=total,
            counted=done,
            finished_by_name=row.finished_by_name,
            finished_at=row.finished_at,
        )


def _entries(line_ids: Sequence[UUID]) -> dict[UUID, list[StockCountEntry]]:
    """Of each line the newest entry of each counter in each round, oldest first."""
    newest: dict[tuple[UUID, int, UUID], StockCountEntry] = {}
    for entry in StockCountEntry.objects.filter(line_id__in=line_ids).order_by("id"):
        newest[entry.line_id, entry.round, entry.counter_key] = entry
    found: dict[UUID, list[StockCountEntry]] = {}
    for entry in sorted(newest.values(), key=lambda each: each.pk):
        found.setdefault(entry.line_id, []).append(entry)
    return found


def _bin_line(
    line: StockCountLine, entries: Sequence[StockCountEntry], pack: OtherExpiry | None, *, actor: Actor
) -> BinLine:
    this_round = [entry for entry in entries if entry.round == line.round]
    mine = next((entry for entry in this_round if entry.counter_key == actor.who), None)
    return BinLine(
        **_names(line),
        tracking=line.product.tracking,
        state=line.state,
        is_expected=line.is_expected,
        my_typed=mine.typed if mine else "",
        my_counted=mine.counted_base if mine else None,
        counted_by=tuple(entry.counter_name for entry in this_round),
        other_expiry=pack,
    )


def _review_line(
    line: StockCountLine,
    entries: Sequence[StockCountEntry],
    *,
    now: Decimal | None,
    last: Sequence[Any],
    actor: Actor,
) -> ReviewLine:
    difference = line.difference_base
    book = line.entry.book_base if line.entry else None
    return ReviewLine(
        **_names(line),
        location_id=line.location_id,
        location_code=line.location.code,
        batch_status=line.batch.status if line.batch else "usable",
        state=line.state,
        round=line.round,
        is_expected=line.is_expected,
        is_disputed=line.is_disputed,
        is_out_of_tolerance=line.is_out_of_tolerance,
        cause=line.cause,
        counted=line.entry.counted_base if line.entry else None,
        book=book,
        difference=difference,
        value=difference * line.unit_value if difference is not None and actor.sees_costs else None,
        moved=now - book if now is not None and book is not None else None,
        is_overtaken=now is not None and difference is not None and now + difference < 0,
        entries=tuple(_entry(entry, line) for entry in entries),
        movements=tuple(last),
    )


def _entry(entry: StockCountEntry, line: StockCountLine) -> EntryView:
    return EntryView(
        id=entry.pk,
        round=entry.round,
        counter_name=entry.counter_name,
        typed=entry.typed,
        counted=entry.counted_base,
        book=entry.book_base,
        difference=entry.difference_base,
        counted_at=entry.counted_at,
        source=entry.source,
        is_chosen=entry.pk == line.entry_id,
    )


def _line(line: StockCountLine, pack: OtherExpiry | None, *, actor: Actor) -> LineView:
    sees = actor.may(SEES_VARIANCES)
    entry = line.entry if sees else None
    return LineView(
        **_names(line),
        location_id=line.location_id,
        location_code=line.location.code,
        state=line.state,
        round=line.round,
        is_expected=line.is_expected,
        is_disputed=line.is_disputed if sees else None,
        is_out_of_tolerance=line.is_out_of_tolerance if sees else None,
        cause=line.cause if sees else None,
        counted_base=entry.counted_base if entry else None,
        book_base=entry.book_base if entry else None,
        difference_base=line.difference_base if sees else None,
        other_expiry=pack,
    )


def _names(line: StockCountLine) -> dict[str, Any]:
    return {
        "id": line.pk,
        "product_id": line.product_id,
        "sku": line.product.sku,
        "product_name": line.product.name,
        "base_unit_code": line.product.unit.code,
        "batch_id": line.batch_id,
        "batch_number": line.batch.number if line.batch else "",
        "expires_on": line.batch.expires_on if line.batch else None,
        "expiry_precision": line.batch.expiry_precision if line.batch else "day",
    }
