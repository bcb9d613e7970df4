"""Moves: goods from bin to bin inside one warehouse. Posted when made, reversed as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.catalog.units import Converted, mark_units_used
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.types import DocumentRef, MoveLine
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.stocktaking.access import move_rows
from omnistock.domain.stocktaking.heads import (
    Known,
    Stand,
    check_ids,
    check_line_count,
    check_stand,
    convert,
    read_known,
)
from omnistock.domain.stocktaking.inputs import MoveLineInput
from omnistock.domain.stocktaking.models import Move
from omnistock.domain.stocktaking.models import MoveLine as MoveLineRow
from omnistock.domain.stocktaking.policies import POLICIES
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

MOVE: Final = "move"
# Goods come to the dispatch place by picking, and in and out of transit by a transfer.
DESTINATION_KINDS: Final = frozenset({"receiving", "storage", "picking", "quarantine"})
ORIGIN_KINDS: Final = DESTINATION_KINDS | {"dispatch"}
_TAKEN: Final = """
SELECT 'id' FROM move WHERE organization_id = %(organization)s AND id = %(id)s
UNION ALL SELECT 'external_id' FROM move WHERE organization_id = %(organization)s AND external_id = %(external_id)s
"""


@operation(POLICIES)
def post_move(
    *,
    actor: Actor,
    warehouse_id: UUID,
    lines: Sequence[MoveLineInput],
    receipt_id: UUID | None = None,
    notes: str = "",
    id: UUID | None = None,
    external_id: str | None = None,
) -> Move:
    """Move 1 to 1,000 lines from bin to bin of one warehouse, all or none, dated now. With `receipt_id` it is the
    put-away of that receipt, which `purchasing` has looked up.

    What is promised goes along with its promise, as `ledger.move_with_promises` says. Raises `Invalid` with every
    fault, `IdReused`, and the ledger's `InsufficientStock` and `BatchNotUsable` (such a batch goes to quarantine only).
    """
    checker = Checker()
    check_line_count(lines, checker)
    wanted_id = checker.identifier("external_id", external_id)
    places = {place for line in lines for place in (line.from_location_id, line.to_location_id)}
    known = read_known(
        actor=actor,
        table_of_ids=_TAKEN,
        id=id,
        external_id=wanted_id,
        lines=lines,
        warehouses=[warehouse_id],
        locations=[*places],
    )
    check_ids(known=known, id=id, external_id=wanted_id, checker=checker)
    stand = check_stand("warehouse_id", warehouse_id, known=known, checker=checker)
    move = Move(
        id=id or uuid7(),
        external_id=wanted_id,
        warehouse_id=warehouse_id,
        kind="put_away" if receipt_id else "move",
        receipt_id=receipt_id,
        notes=checker.text("notes", notes, longest=500),
        moved_at=actor.now,
        created_at=actor.now,
        updated_at=actor.now,
    )
    found = [_judge(line, at, stand, known, checker) for at, line in enumerate(lines)]
    checker.stop()
    return _post(move, lines, [each for each in found if each], actor=actor)


def _judge(line: MoveLineInput, at: int, stand: Stand | None, known: Known, checker: Checker) -> Converted | None:
    found = convert(line, at, known=known, checker=checker)
    under = checker.under(f"lines/{at}")
    if stand is not None:
        _check_place("from_location_id", line.from_location_id, stand, known, under)
        _check_place("to_location_id", line.to_location_id, stand, known, under)
    if line.from_location_id == line.to_location_id:
        under.add("to_location_id", _("The goods lie there already; choose another bin."), "same_location")
    if found is None:
        return None
    product, converted = found
    if product.tracking != "none" and line.batch_id is None:
        message = _("%(product)s is tracked by %(tracking)s: say which one is moved.")
        said = {"product": product.name, "tracking": product.tracking}
        under.add("batch_id", message % said, "batch_required")
    return converted


def _check_place(name: str, location_id: UUID, stand: Stand, known: Known, checker: Checker) -> None:
    is_origin = name == "from_location_id"
    place = known.locations.get(location_id)
    if place is None or place.warehouse_id != stand.id or (place.is_archived and not is_origin):
        message = _("There is no location with the id %(id)s in %(warehouse)s.")
        checker.add(name, message % {"id": location_id, "warehouse": stand.name}, "not_found")
    elif place.kind not in (ORIGIN_KINDS if is_origin else DESTINATION_KINDS):
        message = (
            _("Goods in transit are moved by their transfer's arrival.")
            if place.kind == "transit"
            else _("Goods come to the dispatch place by picking an order; choose a bin.")
        )
        checker.add(name, message, "location_kind")


def _post(move: Move, lines: Sequence[MoveLineInput], converted: Sequence[Converted], *, actor: Actor) -> Move:
    """Stock first, then the document with its number: the lock of the number series is the last one."""
    rows = [
        MoveLineRow(
            id=uuid7(),
            organization_id=actor.organization_id,
            move=move,
            position=at + 1,
            product_id=line.product_id,
            batch_id=line.batch_id,
            from_location_id=line.from_location_id,
            to_location_id=line.to_location_id,
            unit_code=each.unit_code,
            quantity=each.quantity,
            quantity_base=each.quantity_base,
        )
        for at, (line, each) in enumerate(zip(lines, converted, strict=True))
    ]
    ledger.move_with_promises(
        actor=actor,
        document=DocumentRef(MOVE, move.pk),
        reason=move.kind,
        lines=[
            MoveLine(
                line_id=row.pk,
                product_id=row.product_id,
                from_location_id=row.from_location_id,
                to_location_id=row.to_location_id,
                quantity=row.quantity_base,
                batch_id=row.batch_id,
                pointer=f"lines/{row.position - 1}",
            )
            for row in rows
        ],
    )
    mark_units_used(actor=actor, converted=converted)
    move.number = take_number(actor=actor, kind=MOVE)
    move.save(force_insert=True)
    MoveLineRow.objects.bulk_create(rows)
    told = {"warehouse_id": move.warehouse_id, "receipt_id": move.receipt_id, "lines": len(rows)}
    _record(move, "post_move", actor=actor, before=None, after={name: each for name, each in told.items() if each})
    return move


@operation(POLICIES)
def reverse_move(*, actor: Actor, move_id: UUID, reason: str = "", expected_version: int | None = None) -> Move:
    """Put everything back where it was, dated now, once. Raises `NotFound`, `VersionConflict`, `Invalid`,
    `AlreadyReversed`, `ReversalBlocked`."""
    checker = Checker()
    said = checker.text("reason", reason, longest=300)
    checker.stop()
    move = find_for_change(move_rows(actor=actor), move_id, kind="move", expected_version=expected_version)
    ledger.reverse(actor=actor, document=DocumentRef(MOVE, move.pk, move.number))
    move.reversed_at = actor.now
    save_change(move, actor=actor, fields=["reversed_at"])
    after = {"reversed_at": move.reversed_at, "reason": said}
    _record(move, "reverse_move", actor=actor, before={"reversed_at": None}, after=after)
    return move


def _record(move: Move, name: str, *, actor: Actor, before: dict | None, after: dict) -> None:
    record(
        actor=actor,
        operation=f"stocktaking.{name}",
        subject_kind=MOVE,
        subject_id=move.pk,
        subject_name=move.number,
        before=before,
        after=after,
    )
