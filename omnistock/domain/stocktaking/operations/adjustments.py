"""Adjustments: stock is more or less than the books say, with the reason. Posted when made, reversed as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from omnistock.domain.audit.operations import event_values, record
from omnistock.domain.catalog.units import Converted, ProductFacts, mark_units_used
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.queries.costs import last_unit_costs
from omnistock.domain.ledger.queries.worth import worth_of
from omnistock.domain.ledger.types import BatchInput, DocumentRef, InLine, OutLine
from omnistock.domain.numbering.kinds import KINDS
from omnistock.domain.numbering.operations import NEXT_INTERNAL
from omnistock.domain.stocktaking.access import adjustment_rows
from omnistock.domain.stocktaking.heads import (
    Known,
    Stand,
    check_ids,
    check_line_count,
    check_stand,
    convert,
    read_known,
)
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.models import ADJUSTMENT_REASONS, Adjustment
from omnistock.domain.stocktaking.policies import POLICIES
from omnistock.domain.stocktaking.sql import read
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7
from omnistock.kernel.money import line_amount
from omnistock.kernel.numbers import EXACT
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation
from omnistock.tenancy.statements import Statement, send_later

ADJUSTMENT: Final = "adjustment"
# By these, stock only comes in; by the others it only goes out; a correction goes either way.
INCREASING: Final = frozenset({"opening", "found"})
_TAKEN: Final = """
SELECT 'id' FROM adjustment WHERE organization_id = %(organization)s AND id = %(id)s
UNION ALL SELECT 'external_id' FROM adjustment
WHERE organization_id = %(organization)s AND external_id = %(external_id)s
"""
_WRITE: Final = "WITH taken AS (" + NEXT_INTERNAL + ")" + read("write_adjustment")


class NothingPosted(Conflict):
    """An adjustment that waits or was rejected has nothing to take back."""

    code = "nothing_posted"


@dataclass(frozen=True, slots=True)
class _Judged:
    """A line that is right as far as it can be seen without stock."""

    id: UUID
    at: int
    said: AdjustmentLineInput
    product: ProductFacts
    converted: Converted
    location_id: UUID
    batch_id: UUID | None

    @property
    def is_more(self) -> bool:
        return self.converted.quantity_base > 0

    @property
    def pointer(self) -> str:
        return f"lines/{self.at}"


@operation(POLICIES)
def post_adjustment(
    *,
    actor: Actor,
    warehouse_id: UUID,
    reason: str,
    lines: Sequence[AdjustmentLineInput],
    effective_at: dt.datetime | None = None,
    notes: str = "",
    id: UUID | None = None,
    is_new_id: bool = False,
    external_id: str | None = None,
) -> Adjustment:
    """Post 1 to 1,000 lines of more or less, all or none. `reason` is one of `ADJUSTMENT_REASONS`; `effective_at` None
    means now. `is_new_id`: the caller has just made `id`, so nobody can have it.

    Worth more than the workspace's limit, it awaits the approval of a second person (`adjustment_approvals.py`) and
    posts nothing. What is lost takes even what was promised (facts displace promises); what is given away does not.

    Raises `Invalid` with every fault, `IdReused`, and the ledger's `InsufficientStock`, `BatchRequired`, `BatchDiffers`,
    `BatchNotUsable`, `SerialElsewhere`, `PeriodLocked`, `BackdatedShortage`.
    """
    checker = Checker()
    check_line_count(lines, checker)
    wanted_id = checker.identifier("external_id", external_id)
    known = _known(lines, warehouse_id, None if is_new_id else id, wanted_id, actor=actor)
    check_ids(known=known, id=id, external_id=wanted_id, checker=checker)
    adjustment = Adjustment(
        id=id or uuid7(),
        organization_id=actor.organization_id,
        external_id=wanted_id,
        warehouse_id=warehouse_id,
        reason=checker.choice("reason", reason, ADJUSTMENT_REASONS),
        notes=checker.text("notes", notes, longest=500),
        effective_at=effective_at or actor.now,
        created_at=actor.now,
        updated_at=actor.now,
    )
    stand = check_stand("warehouse_id", warehouse_id, known=known, checker=checker)
    found = [_judge(line, at, stand, adjustment, known, checker) for at, line in enumerate(lines)]
    checker.stop()
    judged = [line for line in found if line]
    if _needs_approval(adjustment, judged, actor=actor):
        return _put_up(adjustment, judged, actor=actor)
    return _post(adjustment, judged, actor=actor, effective_at=effective_at)


def _known(
    lines: Sequence[AdjustmentLineInput], warehouse_id: UUID, id: UUID | None, external_id: str | None, *, actor: Actor
) -> Known:
    return read_known(
        actor=actor,
        table_of_ids=_TAKEN,
        id=id,
        external_id=external_id,
        lines=lines,
        warehouses=[warehouse_id],
        locations=[line.location_id for line in lines if line.location_id],
    )


def _judge(
    line: AdjustmentLineInput, at: int, stand: Stand | None, adjustment: Adjustment, known: Known, checker: Checker
) -> _Judged | None:
    found = convert(line, at, known=known, checker=checker, allow_negative=True)
    under = checker.under(f"lines/{at}")
    under.unit_price("unit_cost", line.unit_cost)
    under.unit_price("mrp", line.mrp)
    under.day("expires_on", line.expires_on)
    under.day("manufactured_on", line.manufactured_on)
    under.choice("expiry_precision", line.expiry_precision, ("day", "month"))
    location_id = _location(line, stand, known, under)
    if found is None or location_id is None:
        return None
    product, converted = found
    _check_direction(converted, adjustment.reason, under)
    if product.tracking == "serial" and abs(converted.quantity_base) != 1:
        under.add("quantity", _("A serial number is one piece; give each its own line."), "serial_is_one")
    return _Judged(
        id=uuid7(),
        at=at,
        said=line,
        product=product,
        converted=converted,
        location_id=location_id,
        batch_id=line.batch_id,
    )


def _location(line: AdjustmentLineInput, stand: Stand | None, known: Known, checker: Checker) -> UUID | None:
    if stand is None:
        return None
    if line.location_id is None:
        return stand.default_location_id
    place = known.locations.get(line.location_id)
    if place is None or place.warehouse_id != stand.id or place.is_archived:
        message = _("There is no location with the id %(id)s in %(warehouse)s.")
        checker.add("location_id", message % {"id": line.location_id, "warehouse": stand.name}, "not_found")
        return None
    if place.kind == "transit":  # each piece there belongs to a transfer, which would miss it
        checker.add("location_id", _("Goods in transit are moved by their transfer's arrival."), "location_kind")
        return None
    return line.location_id


def _check_direction(converted: Converted, reason: str, checker: Checker) -> None:
    is_more = converted.quantity_base > 0
    if reason and reason != "correction" and is_more != (reason in INCREASING):
        message = (
            _("By the reason %(reason)s stock gets less: write the quantity with a minus.")
            if is_more
            else _("By the reason %(reason)s stock gets more: write the quantity without a minus.")
        )
        checker.add("quantity", message % {"reason": reason.replace("_", " ")}, "wrong_direction")


def _post(
    adjustment: Adjustment, lines: Sequence[_Judged], *, actor: Actor, effective_at: dt.datetime | None
) -> Adjustment:
    lines = _with_batches(lines, actor=actor)
    mark_units_used(actor=actor, converted=[line.converted for line in lines])
    document = _document_statement(adjustment, lines, actor=actor)
    ledger.post_both(
        actor=actor,
        document=DocumentRef(ADJUSTMENT, adjustment.id),
        reason=adjustment.reason,
        effective_at=effective_at,
        source="found",
        target="loss",
        ins=_in_lines(lines, actor=actor),
        outs=[_out_line(line) for line in lines if not line.is_more],
        along=[document],
    )
    return _written(adjustment)


def _needs_approval(adjustment: Adjustment, lines: Sequence[_Judged], *, actor: Actor) -> bool:
    """Whether it is worth more than the workspace lets one person adjust. Opening stock is how a firm begins."""
    limit = actor.organization.adjustment_approval_over
    if limit is None or adjustment.reason == "opening":
        return False
    more, less = [line for line in lines if line.is_more], [line for line in lines if not line.is_more]
    last = last_unit_costs(actor=actor, product_ids={line.product.id for line in more}) if more else {}
    gone = [(line.product.id, line.batch_id, line.location_id, -line.converted.quantity_base) for line in less]
    value = sum((_value(line, last=last.get(line.product.id, Decimal(0)), actor=actor) for line in more), Decimal(0))
    adjustment.value = value + (worth_of(actor=actor, goods=gone) if gone else Decimal(0))
    return adjustment.value > limit


def _put_up(adjustment: Adjustment, lines: Sequence[_Judged], *, actor: Actor) -> Adjustment:
    """Write it down without posting anything: a second person approves it."""
    adjustment.status, adjustment.author_id = "awaiting_approval", actor.person_id or actor.api_key_id
    lines = _with_batches(lines, actor=actor)
    mark_units_used(actor=actor, converted=[line.converted for line in lines])
    document = _document_statement(adjustment, lines, actor=actor)
    send_later(document)
    return _written(adjustment)


def _written(adjustment: Adjustment) -> Adjustment:
    """Its number is the database's to give, with the writes: Django reads it for who asks."""
    del adjustment.number
    adjustment._state.adding = False
    return adjustment


def _with_batches(lines: Sequence[_Judged], *, actor: Actor) -> list[_Judged]:
    """What is more and names no batch of ours is found, or made, by what is printed on the pack."""
    new = [line for line in lines if line.is_more and line.batch_id is None]
    if not new:
        return list(lines)
    inputs = [
        BatchInput(
            product=line.product,
            number=line.said.batch_number,
            expires_on=line.said.expires_on,
            precision="month" if line.said.expiry_precision == "month" else "day",
            manufactured_on=line.said.manufactured_on,
            pointer=line.pointer,
        )
        for line in new
    ]
    found = dict(zip((line.id for line in new), ledger.identify_batches(actor=actor, lines=inputs), strict=True))
    return [replace(line, batch_id=found.get(line.id, line.batch_id)) for line in lines]


def _in_lines(lines: Sequence[_Judged], *, actor: Actor) -> list[InLine]:
    more = [line for line in lines if line.is_more]
    without_cost = {line.product.id for line in more if line.said.unit_cost is None}
    last = last_unit_costs(actor=actor, product_ids=without_cost) if without_cost else {}
    return [
        InLine(
            line_id=line.id,
            product_id=line.product.id,
            batch_id=line.batch_id,  # type: ignore[arg-type]
            location_id=line.location_id,
            quantity=line.converted.quantity_base,
            value=_value(line, last=last.get(line.product.id, Decimal(0)), actor=actor),
            mrp=_mrp(line),
            pointer=line.pointer,
        )
        for line in more
    ]


def _value(line: _Judged, *, last: Decimal, actor: Actor) -> Decimal:
    currency = currency_of(actor.organization.currency)
    if line.said.unit_cost is None:
        return line_amount(quantity=line.converted.quantity_base, unit_price=last, currency=currency)
    return line_amount(quantity=line.converted.quantity, unit_price=line.said.unit_cost, currency=currency)


def _mrp(line: _Judged) -> Decimal | None:
    """Per base unit, as layers keep it."""
    if line.said.mrp is None:
        return None
    return EXACT.divide(line.said.mrp, line.converted.factor).quantize(Decimal("0.0001"), context=EXACT)


def _out_line(line: _Judged) -> OutLine:
    return OutLine(
        line_id=line.id,
        product_id=line.product.id,
        location_id=line.location_id,
        quantity=-line.converted.quantity_base,
        batch_id=line.batch_id,
        pointer=line.pointer,
    )


def _document_statement(adjustment: Adjustment, lines: Sequence[_Judged], *, actor: Actor) -> Statement:
    """Sent with the ledger's writes: a single issue is one round trip less for each statement that is not sent
    alone."""
    kind = KINDS[ADJUSTMENT]
    event = event_values(
        actor=actor,
        operation="stocktaking.post_adjustment",
        subject_kind=ADJUSTMENT,
        subject_id=adjustment.id,
        after={
            "warehouse_id": adjustment.warehouse_id,
            "reason": adjustment.reason,
            "lines": len(lines),
            **({"status": adjustment.status} if adjustment.status != "posted" else {}),
        },
    )
    values = {
        **event,
        "event_before": None,
        "event_after": Jsonb(event["event_after"]),
        "organization": actor.organization_id,
        "series_id": uuid7(),
        "kind": kind.name,
        "prefix": kind.prefix,
        "id": adjustment.id,
        "external_id": adjustment.external_id,
        "now": actor.now,
        "warehouse": adjustment.warehouse_id,
        "reason": adjustment.reason,
        "notes": adjustment.notes,
        "effective_at": adjustment.effective_at,
        "status": adjustment.status,
        "value": adjustment.value,
        "author": adjustment.author_id,
        "line_ids": [line.id for line in lines],
        "positions": [line.at + 1 for line in lines],
        "products": [line.product.id for line in lines],
        "batches": [line.batch_id for line in lines],
        "locations": [line.location_id for line in lines],
        "units": [line.converted.unit_code for line in lines],
        "quantities": [line.converted.quantity for line in lines],
        "base": [line.converted.quantity_base for line in lines],
        "costs": [line.said.unit_cost for line in lines],
        "mrps": [line.said.mrp for line in lines],
    }
    return Statement(_WRITE, values)


@operation(POLICIES)
def reverse_adjustment(
    *, actor: Actor, adjustment_id: UUID, reason: str = "", expected_version: int | None = None
) -> Adjustment:
    """Undo a whole adjustment, dated now, once. Raises `NotFound`, `VersionConflict`, `AlreadyReversed`,
    `ReversalBlocked`."""
    checker = Checker()
    said = checker.text("reason", reason, longest=300)
    checker.stop()
    rows = adjustment_rows(actor=actor)
    adjustment = find_for_change(rows, adjustment_id, kind="adjustment", expected_version=expected_version)
    if adjustment.status != "posted":
        message = _("%(number)s has posted nothing; there is nothing to take back.")
        raise NothingPosted(message % {"number": adjustment.number})
    ledger.reverse(actor=actor, document=DocumentRef(ADJUSTMENT, adjustment.pk, adjustment.number))
    adjustment.reversed_at = actor.now
    save_change(adjustment, actor=actor, fields=["reversed_at"])
    record(
        actor=actor,
        operation="stocktaking.reverse_adjustment",
        subject_kind=ADJUSTMENT,
        subject_id=adjustment.pk,
        subject_name=adjustment.number,
        before={"reversed_at": None},
        after={"reversed_at": actor.now, "reason": said},
    )
    return adjustment
