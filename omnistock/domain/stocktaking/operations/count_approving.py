"""What comes of a count: looked at, counted again, approved, cancelled, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import Converted, ProductFacts, mark_units_used, product_facts
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import InsufficientStock
from omnistock.domain.ledger.types import DocumentRef, InLine, OutLine
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.stocktaking.counting_models import CAUSES
from omnistock.domain.stocktaking.counting_rows import count_for_change, record_count_event
from omnistock.domain.stocktaking.models import (
    Adjustment,
    StockCount,
    StockCountBin,
    StockCountEntry,
    StockCountLine,
)
from omnistock.domain.stocktaking.notices import tell_completed
from omnistock.domain.stocktaking.operations.adjustments import ADJUSTMENT, reverse_adjustment
from omnistock.domain.stocktaking.operations.count_making import Tolerance
from omnistock.domain.stocktaking.operations.count_parts import Part, named, overtaken, parts_of
from omnistock.domain.stocktaking.policies import POLICIES, REASON_OF_CAUSE
from omnistock.domain.warehouses.models import Location
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Conflict, Fault, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.kernel.money import line_amount
from omnistock.kernel.numbers import plain
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Organization
from omnistock.tenancy.operation import operation
from omnistock.tenancy.statements import Statement, send

_ZERO: Final = Decimal(0)
_OPEN: Final = ("counting", "awaiting_approval")
_AGAIN: Final = """
UPDATE stock_count_line SET round = round + 1, state = 'recount', needs_another = %(another)s, entry_id = NULL, is_disputed = false,
    difference_base = NULL, is_out_of_tolerance = false, cause = ''
WHERE organization_id = %(organization)s AND id = ANY(%(lines)s::uuid[])
"""
_CAUSES: Final = """
UPDATE stock_count_line n SET cause = said.cause
FROM unnest(%(lines)s::uuid[], %(causes)s::text[]) AS said (id, cause)
WHERE n.organization_id = %(organization)s AND n.id = said.id
"""

_WRITE_LINES: Final = """
INSERT INTO adjustment_line (organization_id, adjustment_id, id, position, product_id, batch_id, location_id, unit_code,
    quantity, quantity_base)
SELECT %(organization)s, %(adjustment)s, line.id, line.position, line.product_id, line.batch_id, line.location_id, line.unit_code,
    line.quantity, line.quantity
FROM unnest(%(ids)s::uuid[], %(products)s::uuid[], %(batches)s::uuid[], %(locations)s::uuid[], %(units)s::text[],
    %(quantities)s::numeric[]) WITH ORDINALITY AS line (id, product_id, batch_id, location_id, unit_code, quantity, position)
"""


class CountDisputed(Conflict):
    """Two people found two different things; the approver chooses, or has it counted again."""

    code = "count_disputed"


class OwnCount(Conflict):
    """The workspace asks for two people, and this one counted."""

    code = "own_count"


class NothingToReverse(Conflict):
    """The count posted nothing."""

    code = "nothing_to_reverse"


@operation(POLICIES)
def recount_lines(
    *,
    actor: Actor,
    count_id: UUID,
    line_ids: Sequence[UUID],
    by_another: bool = True,
    expected_version: int | None = None,
) -> StockCount:
    """Have lines counted once more, by somebody else unless `by_another` is off; their bins are open again. Raises
    `NotFound`, `CountNotAtThatPoint`, `Invalid`."""
    count = count_for_change(count_id, actor=actor, status=_OPEN, expected_version=expected_version)
    lines = _lines(count, line_ids)
    values = {"organization": actor.organization_id, "lines": [line.pk for line in lines], "another": by_another}
    send(Statement(_AGAIN, values))
    places = {line.location_id for line in lines}
    StockCountBin.objects.filter(count_id=count.pk, location_id__in=places).update(
        state="waiting", finished_at=None, finished_by_name=""
    )
    before, count.status, count.submitted_at = count.status, "counting", None
    save_change(count, actor=actor, fields=["status", "submitted_at"])
    after = {"status": count.status, "lines": len(lines), "by_another": by_another}
    record_count_event(count, "recount_lines", actor=actor, before={"status": before}, after=after)
    return count


@operation(POLICIES)
def choose_entry(
    *, actor: Actor, count_id: UUID, line_id: UUID, entry_id: UUID, expected_version: int | None = None
) -> StockCount:
    """Of what several people counted, this is what counts. Raises `NotFound`, `CountNotAtThatPoint`, `Invalid`."""
    count = count_for_change(count_id, actor=actor, status=_OPEN, expected_version=expected_version)
    line = _lines(count, [line_id])[0]
    entry = StockCountEntry.objects.filter(pk=entry_id, line_id=line.pk, round=line.round).first()
    if entry is None:
        raise Invalid.at("entry_id", _("This line has no such entry in its last round."), "not_found")
    tolerance = Tolerance(count.tolerance_percent, count.tolerance_value)
    line.entry, line.difference_base, line.is_disputed = entry, entry.difference_base, False
    line.is_out_of_tolerance = tolerance.is_exceeded(
        difference=entry.difference_base, book=entry.book_base, unit_value=line.unit_value
    )
    line.save(update_fields=["entry", "difference_base", "is_disputed", "is_out_of_tolerance"])
    after = {"line_id": line.pk, "counter": entry.counter_name, "counted": plain(entry.counted_base)}
    record_count_event(count, "choose_entry", actor=actor, after=after)
    return count


@operation(POLICIES)
def set_causes(
    *, actor: Actor, count_id: UUID, causes: Mapping[UUID, str], expected_version: int | None = None
) -> StockCount:
    """Why lines differ: miscount, misplaced, unposted, damaged, lost, found. Raises `NotFound`, `Invalid`,
    `CountNotAtThatPoint`."""
    count = count_for_change(count_id, actor=actor, status=_OPEN, expected_version=expected_version)
    _keep_causes(count, causes, actor=actor)
    if causes:
        after = {str(each): cause for each, cause in causes.items()}
        record_count_event(count, "set_causes", actor=actor, after=after)
    return count


def _keep_causes(count: StockCount, causes: Mapping[UUID, str], *, actor: Actor) -> None:
    faults = [
        Fault(
            f"causes/{line_id}",
            _("“{text}” is not one of: {choices}.").format(text=cause[:40], choices=", ".join(CAUSES)),
            "unknown_choice",
        )
        for line_id, cause in causes.items()
        if cause not in CAUSES
    ]
    if faults:
        raise Invalid.of(faults)
    if causes:
        lines = _lines(count, list(causes))
        chosen = {line.pk: causes[line.pk] for line in lines}
        values = {
            "organization": actor.organization_id,
            "lines": list(chosen),
            "causes": list(chosen.values()),
        }
        send(Statement(_CAUSES, values))


def _lines(count: StockCount, line_ids: Sequence[UUID]) -> list[StockCountLine]:
    """The counted lines with these ids, locked. Raises `Invalid` naming each that is not there."""
    rows = StockCountLine.objects.select_for_update(of=("self",), no_key=True).filter(
        count_id=count.pk, state="counted"
    )
    found = {row.pk: row for row in rows.filter(pk__in=line_ids).order_by("id")}
    if not line_ids:
        raise Invalid.at("line_ids", _("Choose at least one line."), "missing")
    message = _("{number} has no counted line with the id {id}.")
    faults = [
        Fault(f"line_ids/{at}", message.format(number=count.number, id=each), "not_found")
        for at, each in enumerate(line_ids)
        if each not in found
    ]
    if faults:
        raise Invalid.of(faults)
    return list(found.values())


@operation(POLICIES)
def approve_stock_count(
    *, actor: Actor, count_id: UUID, causes: Mapping[UUID, str] | None = None, expected_version: int | None = None
) -> StockCount:
    """Post what the count found as one adjustment, dated now; a count that agrees posts nothing.

    The difference is what was counted less what the books said at that moment, so trade since then does not matter.
    A difference without a cause was found or lost. Raises `NotFound`, `VersionConflict`, `CountNotAtThatPoint`,
    `CountDisputed`, `OwnCount`, `CountOvertaken`, `SerialElsewhere`, `PeriodLocked`.
    """
    count = count_for_change(count_id, actor=actor, status=("awaiting_approval",), expected_version=expected_version)
    _keep_causes(count, causes or {}, actor=actor)
    lines = _counted_lines(count)
    _refuse(lines, actor=actor)
    parts = list(parts_of([line for line in lines if line.difference_base], actor=actor))
    if parts:
        count.adjustment = _post(count, parts, actor=actor)
    StockCountLine.objects.filter(count_id=count.pk, is_open=True).update(is_open=False)
    count.status, count.approved_at, count.approved_by_name = "approved", actor.now, actor.name[:120]
    save_change(count, actor=actor, fields=["status", "approved_at", "approved_by_name", "adjustment"])
    differing = sum(1 for line in lines if line.difference_base)
    number = count.adjustment.number if count.adjustment else ""
    after = {"status": count.status, "lines": len(lines), "differences": differing, "adjustment": number}
    record_count_event(count, "approve_stock_count", actor=actor, before={"status": "awaiting_approval"}, after=after)
    tell_completed(count, lines=len(lines), differences=differing, actor=actor)
    return count


def _counted_lines(count: StockCount) -> list[StockCountLine]:
    """In the order of the bins. Without what they point to: of ten thousand lines only those that stand in the way are
    named, and a join of five tables that were filled a moment ago is planned as if each held one row."""
    lines = list(StockCountLine.objects.filter(count_id=count.pk, state="counted"))
    codes = dict(Location.objects.filter(pk__in={line.location_id for line in lines}).values_list("id", "code"))
    return sorted(lines, key=lambda line: (codes[line.location_id], line.pk))


def _refuse(lines: Sequence[StockCountLine], *, actor: Actor) -> None:
    message = _("{product} in {bin} was counted twice with two results: choose one, or have it counted again.")
    if disputed := [line for line in lines if line.is_disputed]:
        faults = named(disputed, message, CountDisputed.code)
        raise CountDisputed(faults[0].message, faults=faults)
    if not Organization.objects.filter(pk=actor.organization_id, count_needs_two_people=True).exists():
        return
    entries = StockCountEntry.objects.filter(pk__in=[line.entry_id for line in lines])
    if entries.filter(counter_key=actor.who).exists():
        raise OwnCount(_("You counted some of this yourself; this workspace asks somebody else to approve it."))


def _post(count: StockCount, parts: Sequence[Part], *, actor: Actor) -> Adjustment:
    facts = product_facts(actor=actor, ids={part.line.product_id for part in parts})
    mark_units_used(actor=actor, converted=[_converted(part, facts[part.line.product_id]) for part in parts])
    adjustment = Adjustment(
        id=uuid7(),
        organization_id=actor.organization_id,
        warehouse_id=count.warehouse_id,
        reason="correction",
        notes=_("Stock count {number}").format(number=count.number),
        effective_at=actor.now,
        created_at=actor.now,
        updated_at=actor.now,
    )
    try:
        ledger.post_counted(
            actor=actor,
            document=DocumentRef(ADJUSTMENT, adjustment.pk),
            ins=[_in_line(part, actor=actor) for part in parts if part.quantity > 0],
            outs=[_out_line(part) for part in parts if part.quantity < 0],
            reasons={part.id: REASON_OF_CAUSE[_cause(part)] for part in parts},
        )
    except InsufficientStock as shortage:
        short = {fault.pointer.partition("/")[2].partition("/")[0] for fault in shortage.faults}
        raise overtaken([part.line for part in parts if str(part.line.pk) in short]) from shortage
    adjustment.number = take_number(actor=actor, kind=ADJUSTMENT)
    adjustment.save(force_insert=True)
    _write_lines(adjustment, parts, facts)
    return adjustment


def _converted(part: Part, facts: ProductFacts) -> Converted:
    is_first_use = facts.unit_code in facts.unused_units
    quantity = abs(part.quantity)
    return Converted(facts.id, facts.unit_code, Decimal(1), quantity, quantity, is_first_use)


def _cause(part: Part) -> str:
    return part.line.cause or ("found" if part.quantity > 0 else "lost")


def _in_line(part: Part, *, actor: Actor) -> InLine:
    currency = currency_of(actor.organization.currency)
    return InLine(
        line_id=part.id,
        product_id=part.line.product_id,
        batch_id=part.batch_id,
        location_id=part.line.location_id,
        quantity=part.quantity,
        value=line_amount(quantity=part.quantity, unit_price=part.line.unit_value, currency=currency),
        pointer=f"lines/{part.line.pk}",
    )


def _out_line(part: Part) -> OutLine:
    return OutLine(
        line_id=part.id,
        product_id=part.line.product_id,
        location_id=part.line.location_id,
        quantity=-part.quantity,
        batch_id=part.batch_id,
        pointer=f"lines/{part.line.pk}",
    )


def _write_lines(adjustment: Adjustment, parts: Sequence[Part], facts: Mapping[UUID, ProductFacts]) -> None:
    values: dict[str, Any] = {
        "organization": adjustment.organization_id,
        "adjustment": adjustment.pk,
        "ids": [part.id for part in parts],
        "products": [part.line.product_id for part in parts],
        "batches": [part.batch_id for part in parts],
        "locations": [part.line.location_id for part in parts],
        "units": [facts[part.line.product_id].unit_code for part in parts],
        "quantities": [part.quantity for part in parts],
    }
    send(Statement(_WRITE_LINES, values))


@operation(POLICIES)
def cancel_stock_count(*, actor: Actor, count_id: UUID, expected_version: int | None = None) -> StockCount:
    """Give the count up: nothing is posted. Raises `NotFound`, `VersionConflict`, `CountNotAtThatPoint`."""
    count = count_for_change(count_id, actor=actor, status=_OPEN, expected_version=expected_version)
    StockCountLine.objects.filter(count_id=count.pk, is_open=True).update(is_open=False)
    before, count.status, count.cancelled_at = count.status, "cancelled", actor.now
    save_change(count, actor=actor, fields=["status", "cancelled_at"])
    record_count_event(
        count, "cancel_stock_count", actor=actor, before={"status": before}, after={"status": "cancelled"}
    )
    return count


@operation(POLICIES)
def reverse_stock_count(
    *, actor: Actor, count_id: UUID, reason: str = "", expected_version: int | None = None
) -> StockCount:
    """Take back what the count posted: its adjustment, whole, dated now. Raises `NotFound`, `NothingToReverse`,
    `CountNotAtThatPoint`, and what `reverse_adjustment` raises."""
    count = count_for_change(count_id, actor=actor, status=("approved",), expected_version=expected_version)
    if count.adjustment_id is None:
        raise NothingToReverse(_("{number} agreed with the books: it posted nothing.").format(number=count.number))
    reverse_adjustment(actor=actor, adjustment_id=count.adjustment_id, reason=reason)
    save_change(count, actor=actor, fields=[])
    record_count_event(count, "reverse_stock_count", actor=actor, after={"reason": reason})
    return count
