"""Counting: what somebody found in a bin, while trading goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import product_facts
from omnistock.domain.ledger.queries.counting import book_of, lying
from omnistock.domain.stocktaking.counting_expiries import packs_that_differ
from omnistock.domain.stocktaking.counting_inputs import CountedInput
from omnistock.domain.stocktaking.counting_judgement import Said, batches_in_scope, judged
from omnistock.domain.stocktaking.counting_models import ENTRY_SOURCES
from omnistock.domain.stocktaking.counting_rows import (
    LockedLine,
    NewEntry,
    Shelf,
    count_for_change,
    count_for_counting,
    lock_lines,
    make_lines,
    record_count_event,
    require_counter,
    write_entries,
)
from omnistock.domain.stocktaking.models import StockCount, StockCountBin, StockCountEntry, StockCountLine
from omnistock.domain.stocktaking.operations.count_making import Tolerance, shelves_of
from omnistock.domain.stocktaking.policies import MOST_COUNT_LINES, POLICIES
from omnistock.domain.stocktaking.typed_quantity import LONGEST
from omnistock.kernel.errors import Conflict, Fault, Invalid
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation
from omnistock.tenancy.statements import Statement, send

_TOUCH_BINS: Final = """
UPDATE stock_count_bin b SET state = 'counting'
FROM (SELECT id FROM stock_count_bin
    WHERE organization_id = %(organization)s AND count_id = %(count)s AND location_id = ANY(%(locations)s::uuid[])
        AND state = 'waiting'
    ORDER BY id FOR NO KEY UPDATE) mine
WHERE b.organization_id = %(organization)s AND b.id = mine.id
"""
_LEAVE_OUT: Final = """
UPDATE stock_count_line n SET state = 'left_out'
FROM unnest(%(locations)s::uuid[], %(products)s::uuid[]) AS covered (location_id, product_id)
WHERE n.organization_id = %(organization)s AND n.count_id = %(count)s AND n.location_id = covered.location_id
    AND n.product_id = covered.product_id AND n.batch_id IS NOT NULL AND n.state IN ('waiting', 'recount')
"""
# A batch that was merged since has no goods of its own: once the other is counted, whose books are those of both by then,
# nothing is waited for of it, and what was counted of it before is covered.
_LEAVE_MERGED: Final = """
UPDATE stock_count_line n SET state = 'left_out'
FROM batch t
WHERE n.organization_id = %(organization)s AND n.count_id = %(count)s AND n.location_id = ANY(%(locations)s::uuid[])
    AND t.organization_id = n.organization_id AND t.id = n.batch_id AND n.state <> 'left_out'
    AND (n.location_id, t.merged_into_id) IN (SELECT * FROM unnest(%(places)s::uuid[], %(batches)s::uuid[]))
"""


class BinNotCounted(Conflict):
    """Something on the bin's list was not counted; what is not there is written as 0."""

    code = "bin_not_counted"


class AnotherCounter(Conflict):
    """The line was sent back to be counted by somebody else."""

    code = "another_counter"


@operation(POLICIES)
def record_counts(
    *,
    actor: Actor,
    count_id: UUID,
    lines: Sequence[CountedInput],
    source: str = "typed",
    expected_version: int | None = None,
) -> int:
    """Write down what was counted, all or none; answers how many lines. The books of each line are read now, under
    lock: a posting comes before its count or after it, never in between.

    A batch that is not on file is made from what is printed on the pack. Where the pack of one that is says another expiry,
    that is kept with the entry: it changes nothing of what is there, and the approver is shown it. Counting a line again
    replaces one's own entry; what two people find is kept twice. Raises `NotFound`, `CountNotAtThatPoint`,
    `AnotherCounter`, `Invalid` with every fault, `BatchRequired`.
    """
    count = count_for_counting(count_id, actor=actor, expected_version=expected_version)
    checker = Checker()
    checker.choice("source", source, ENTRY_SOURCES)
    if not lines:
        checker.add("lines", _("There is no line; say what and how much."), "missing")
    if len(lines) > MOST_COUNT_LINES:
        message = _("At most {most} lines are counted at once; send them in parts.")
        checker.add("lines", message.format(most=MOST_COUNT_LINES), "too_many")
        checker.stop()
    said = judged(count, lines, actor=actor, checker=checker)
    _write(count, said, actor=actor, source=source)
    return len(said)


def _write(count: StockCount, said: Sequence[Said], *, actor: Actor, source: str) -> None:
    shelves = [each.shelf for each in said]
    open_lines = lock_lines(actor=actor, shelves=shelves)
    if missing := [shelf for shelf in dict.fromkeys(shelves) if shelf not in open_lines]:
        make_lines(count, missing, is_expected=False)
        open_lines = lock_lines(actor=actor, shelves=shelves)
    _check_lines(count, said, open_lines, actor=actor)
    books = book_of(actor=actor, shelves=shelves, is_locked=True)
    packs = packs_that_differ(actor=actor, said=[(each.input, each.batch_id) for each in said])
    tolerance = Tolerance(count.tolerance_percent, count.tolerance_value)
    entries = [
        NewEntry(
            line=open_lines[each.shelf],
            typed=each.input.quantity.strip()[:LONGEST],
            counted=each.quantity,
            book=book.on_hand,
            unit_value=book.unit_value,
            is_out=tolerance.is_exceeded(
                difference=each.quantity - book.on_hand, book=book.on_hand, unit_value=book.unit_value
            ),
            pack=pack,
        )
        for each, book, pack in zip(said, books, packs, strict=True)
    ]
    write_entries(actor=actor, entries=entries, source=source)
    _cover(count, said, actor=actor)
    record_count_event(count, "record_counts", actor=actor, after={"lines": len(entries), "source": source})


def _cover(count: StockCount, said: Sequence[Said], *, actor: Actor) -> None:
    """The bins are under way; what was counted by product needs no count by batch."""
    whole = [each.shelf for each in said if each.batch_id is None]
    values = {
        "organization": actor.organization_id,
        "count": count.pk,
        "locations": list({each.input.location_id for each in said}),
        "places": [each.shelf[0] for each in said],
        "batches": [each.shelf[2] for each in said],
    }
    covered = {
        "organization": actor.organization_id,
        "count": count.pk,
        "locations": [shelf[0] for shelf in whole],
        "products": [shelf[1] for shelf in whole],
    }
    send(Statement(_TOUCH_BINS, values), Statement(_LEAVE_MERGED, values), Statement(_LEAVE_OUT, covered))


def _check_lines(count: StockCount, said: Sequence[Said], lines: Mapping[Shelf, LockedLine], *, actor: Actor) -> None:
    """Raises what stands in the way of these lines, for all of them at once."""
    earlier = _earlier_lines([lines[each.shelf] for each in said if each.shelf in lines], actor=actor)
    counted = _counted_ways(lines.values())
    elsewhere: list[Fault] = []
    again: list[Fault] = []
    for each in said:
        line, pointer = lines[each.shelf], f"{each.input.pointer}/quantity"
        if line.count_id != count.pk:
            message = _("{product} is being counted here in {number} already.")
            elsewhere.append(
                Fault(pointer, message.format(product=each.product.name, number=line.count_number), "counted_elsewhere")
            )
        elif line.id in earlier:
            message = _("You counted {product} before; this time somebody else counts it.")
            again.append(Fault(pointer, message.format(product=each.product.name), AnotherCounter.code))
        elif problem := _mixed(each, counted):
            elsewhere.append(Fault(pointer, problem, "counted_by_product"))
    if elsewhere:
        raise Invalid.of([*elsewhere, *again])
    if again:
        raise AnotherCounter(again[0].message, faults=again)


def _counted_ways(lines: Iterable[LockedLine]) -> set[tuple[UUID, UUID, bool]]:
    """(bin, product, as a whole) of everything that is counted already."""
    return {(line.location_id, line.product_id, line.batch_id is None) for line in lines if line.state == "counted"}


def _mixed(said: Said, counted: set[tuple[UUID, UUID, bool]]) -> str:
    """A product is counted in a bin as a whole or batch by batch, not both ways: the same goods would count twice."""
    if said.product.tracking != "batch":
        return ""
    if said.batch_id is None and (*said.shelf[:2], False) in counted:
        message = _("Batches of {product} were counted in this bin already: go on batch by batch.")
        return message.format(product=said.product.name)
    if said.batch_id is not None and (*said.shelf[:2], True) in counted:
        message = _("{product} was counted in this bin as a whole: count it so again, or ask for a recount.")
        return message.format(product=said.product.name)
    return ""


def _earlier_lines(lines: Sequence[LockedLine], *, actor: Actor) -> set[UUID]:
    """Those that this counter counted in an earlier round and that somebody else shall count now."""
    wanted = {line.id for line in lines if line.needs_another}
    if not wanted:
        return set()
    rounds = {line.id: line.round for line in lines}
    rows = StockCountEntry.objects.filter(line_id__in=wanted, counter_key=actor.who)
    return {line_id for line_id, at in rows.values_list("line_id", "round") if at < rounds[line_id]}


@operation(POLICIES)
def finish_bin(
    *,
    actor: Actor,
    count_id: UUID,
    location_id: UUID,
    is_rest_empty: bool = False,
    expected_version: int | None = None,
) -> StockCount:
    """The bin is counted. With `is_rest_empty`, everything on its list that was not counted, and whatever else the
    books say lies there, is not there. The last bin sends the count to its approver.

    Raises `NotFound`, `CountNotAtThatPoint`, `BinNotCounted` naming what is missing, `AnotherCounter`.
    """
    count = count_for_change(count_id, actor=actor, status=("counting",), expected_version=expected_version)
    require_counter(count, actor=actor)
    place = StockCountBin.objects.filter(count_id=count.pk, location_id=location_id).select_related("location").first()
    if place is None:
        raise Invalid.at(
            "location_id", _("This bin does not belong to {number}.").format(number=count.number), "not_found"
        )
    if is_rest_empty:
        _write_rest(count, location_id, actor=actor)
    _refuse_uncounted(count, place)
    place.state, place.finished_at, place.finished_by_name = "counted", actor.now, actor.name[:120]
    place.save(update_fields=["state", "finished_at", "finished_by_name"])
    after = {"bin": place.location.code, "rest_is_empty": is_rest_empty}
    record_count_event(count, "finish_bin", actor=actor, after=after)
    if not StockCountBin.objects.filter(count_id=count.pk).exclude(state="counted").exists():
        hand_over(count, actor=actor)
    return count


def _write_rest(count: StockCount, location_id: UUID, *, actor: Actor) -> None:
    listed = StockCountLine.objects.filter(count_id=count.pk, location_id=location_id)
    shelves = _waited_for(listed)
    if not listed.filter(round__gt=1).exists():
        there = lying(
            actor=actor,
            warehouse_id=count.warehouse_id,
            location_ids=[location_id],
            product_ids=None if count.product_ids is None else [UUID(each) for each in count.product_ids],
            batch_ids=batches_in_scope(count, actor=actor),
        )
        known = {*listed.values_list("location", "product", "batch"), *shelves}
        whole = {(place, product) for place, product, batch in known if batch is None}
        shelves += [
            shelf
            for shelf in shelves_of(there, is_by_product=count.is_by_product)
            if shelf not in known and shelf[:2] not in whole
        ]
    if not shelves:
        return
    facts = product_facts(actor=actor, ids={shelf[1] for shelf in shelves})
    said = [
        Said(
            CountedInput(location_id=place, product_id=product, quantity="0", pointer=f"lines/{at}"),
            facts[product],
            Decimal(0),
            batch,
        )
        for at, (place, product, batch) in enumerate(shelves)
    ]
    _write(count, said, actor=actor, source="empty")


def _waited_for(listed: QuerySet[StockCountLine]) -> list[Shelf]:
    """What of the lines was not counted; for a batch that was merged since, the one that has its goods. Where that one was
    counted before they became its own, nobody can say of the rest that it is not there: it is counted again."""
    waiting = listed.filter(state__in=("waiting", "recount"))
    names = ("location", "product", "batch")
    counted = set(listed.filter(state="counted").values_list(*names))
    standing = waiting.values_list("location", "product", Coalesce("batch__merged_into", "batch"))
    return [shelf for shelf in dict.fromkeys(standing) if shelf not in counted]


def _refuse_uncounted(count: StockCount, place: StockCountBin) -> None:
    rows = StockCountLine.objects.filter(
        count_id=count.pk, location_id=place.location_id, state__in=("waiting", "recount")
    ).select_related("product", "batch__merged_into")
    message = _("{product} {batch} was not counted: count it, or say that it is not there.")
    faults = [
        Fault(
            f"lines/{row.pk}",
            message.format(product=row.product.name, batch=_number_now(row)).replace("  ", " "),
            "missing",
        )
        for row in rows.order_by("product__name", "batch__number")[:100]
    ]
    if faults:
        raise BinNotCounted(faults[0].message, faults=faults)


def _number_now(line: StockCountLine) -> str:
    """Under which number the goods of a line are counted by now."""
    return (line.batch.merged_into or line.batch).number if line.batch else ""


@operation(POLICIES)
def submit_stock_count(*, actor: Actor, count_id: UUID, expected_version: int | None = None) -> StockCount:
    """End the counting: what was not counted by now is left out of this count. Raises `NotFound`, `VersionConflict`,
    `CountNotAtThatPoint`, and `BinNotCounted` where nothing was counted at all."""
    count = count_for_change(count_id, actor=actor, status=("counting",), expected_version=expected_version)
    if not StockCountLine.objects.filter(count_id=count.pk, state="counted").exists():
        raise BinNotCounted(_("Nothing was counted in {number}; cancel it instead.").format(number=count.number))
    left = StockCountLine.objects.filter(count_id=count.pk, state__in=("waiting", "recount"))
    left_out = left.update(state="left_out", is_open=False)
    record_count_event(count, "submit_stock_count", actor=actor, after={"left_out": left_out})
    hand_over(count, actor=actor)
    return count


def hand_over(count: StockCount, *, actor: Actor) -> None:
    """Everything is counted: the approver looks at it."""
    count.status, count.submitted_at = "awaiting_approval", actor.now
    save_change(count, actor=actor, fields=["status", "submitted_at"])
