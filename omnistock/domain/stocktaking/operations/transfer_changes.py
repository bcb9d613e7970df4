"""Changing a transfer that has not left, and giving up what of one never arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import Converted, check_fineness, mark_units_used
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.operations.proposals import in_transit, propose
from omnistock.domain.ledger.types import InTransit, OutLine, ProposalLine, ProposedPart
from omnistock.domain.stocktaking.heads import check_line_count, convert, read_known
from omnistock.domain.stocktaking.inputs import TransferLineInput, WriteOffLineInput
from omnistock.domain.stocktaking.models import Transfer, TransferLine
from omnistock.domain.stocktaking.operations.transfers import (
    TAKEN,
    line_rows,
    locked_transfer,
    record_transfer,
    reference,
    require_warehouse,
)
from omnistock.domain.stocktaking.policies import POLICIES
from omnistock.kernel.numbers import plain
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

# CGST Rule 56(2) tells these apart.
WRITE_OFF_REASONS: Final = ("lost", "stolen", "destroyed", "written_off")
_ZERO: Final = Decimal(0)


@operation(POLICIES)
def change_transfer(
    *,
    actor: Actor,
    transfer_id: UUID,
    lines: Sequence[TransferLineInput] | None,
    notes: str | None = None,
    expected_version: int | None = None,
) -> Transfer:
    """Other lines for a draft, batches chosen by hand among them; None keeps those it has. Raises `NotFound`,
    `VersionConflict`, `TransferNotAtThatPoint`, `Invalid` with every fault."""
    checker = Checker()
    if lines is not None:
        check_line_count(lines, checker)
    transfer = locked_transfer(transfer_id, actor=actor, expected_version=expected_version, status="draft")
    if notes is not None:
        transfer.notes = checker.text("notes", notes, longest=500)
    converted = None if lines is None else _converted(lines, checker=checker, actor=actor)
    checker.stop()
    if lines is not None and converted is not None:
        TransferLine.objects.filter(transfer_id=transfer.pk).delete()
        TransferLine.objects.bulk_create(line_rows(transfer, lines, converted, actor=actor))
        mark_units_used(actor=actor, converted=converted)
    save_change(transfer, actor=actor, fields=["notes"])
    after = {"notes": transfer.notes} if lines is None else {"lines": len(lines)}
    record_transfer(transfer, "change_transfer", actor=actor, before=None, after=after)
    return transfer


def _converted(lines: Sequence[TransferLineInput], *, checker: Checker, actor: Actor) -> list[Converted]:
    known = read_known(
        actor=actor,
        table_of_ids=TAKEN,
        id=None,
        external_id=None,
        lines=lines,
        warehouses=[],
        locations=[],
    )
    found = [convert(line, at, known=known, checker=checker) for at, line in enumerate(lines)]
    return [each[1] for each in found if each]


def proposed_batches(
    *, actor: Actor, warehouse_id: UUID, lines: Sequence[TransferLineInput]
) -> list[list[ProposedPart]]:
    """Which batches each line would take, first expired first out, without a lock; in base units. What is not there is
    a part without a layer. Raises `Invalid` with every fault."""
    actor.require("stock:read")
    checker = Checker()
    known = read_known(
        actor=actor,
        table_of_ids=TAKEN,
        id=None,
        external_id=None,
        lines=lines,
        warehouses=[warehouse_id],
        locations=[],
    )
    checker.known("from_warehouse_id", warehouse_id, known.warehouses, kind="warehouse")
    found = [convert(line, at, known=known, checker=checker) for at, line in enumerate(lines)]
    checker.stop()
    wanted = [
        ProposalLine(
            line_id=UUID(int=at),
            product_id=line.product_id,
            quantity=each[1].quantity_base,
            warehouse_id=warehouse_id,
            batch_id=line.batch_id,
        )
        for at, (line, each) in enumerate(zip(lines, found, strict=True))
        if each
    ]
    parts = propose(actor=actor, lines=wanted)
    return [[part for part in parts if part.line_id == each.line_id] for each in wanted]


@operation(POLICIES)
def write_off_missing(
    *,
    actor: Actor,
    transfer_id: UUID,
    reason: str,
    lines: Sequence[WriteOffLineInput] | None = None,
    notes: str = "",
    expected_version: int | None = None,
) -> Transfer:
    """Give up what of an arrived transfer is still in transit: it leaves the stock as lost, stolen, destroyed or
    written off. `lines` None: all of it.

    Raises `NotFound`, `VersionConflict`, `TransferNotAtThatPoint`, `Invalid` with every fault.
    """
    checker = Checker()
    wanted_reason = checker.choice("reason", reason, WRITE_OFF_REASONS)
    said = checker.text("notes", notes, longest=300)
    transfer = locked_transfer(transfer_id, actor=actor, expected_version=expected_version, status="arrived")
    require_warehouse(transfer.to_warehouse_id, actor=actor)
    rows = {line.pk: line for line in TransferLine.objects.filter(transfer_id=transfer.pk).order_by("position")}
    parts = in_transit(actor=actor, document_id=transfer.pk)
    given_up = _judged(lines, rows=rows, parts=parts, checker=checker)
    named = ((checker.under(f"lines/{at}"), line) for at, line in enumerate(lines or ()))
    asked = [(under, rows[line.line_id].product_id, line.quantity) for under, line in named if line.line_id in rows]
    check_fineness(actor=actor, asked=asked)
    checker.stop()
    outs = _outs(parts, given_up)
    ledger.post_out(
        actor=actor, document=reference(transfer), reason=wanted_reason, target="loss", effective_at=None, lines=outs
    )
    for line_id, quantity in given_up.items():
        rows[line_id].written_off_quantity_base += quantity
    TransferLine.objects.bulk_update(rows.values(), ["written_off_quantity_base"])
    save_change(transfer, actor=actor, fields=[])
    after = {
        "reason": wanted_reason,
        "notes": said,
        "written_off": {str(line_id): plain(quantity) for line_id, quantity in given_up.items()},
    }
    record_transfer(transfer, "write_off_missing", actor=actor, before=None, after=after)
    return transfer


def _judged(
    lines: Sequence[WriteOffLineInput] | None,
    *,
    rows: Mapping[UUID, TransferLine],
    parts: Sequence[InTransit],
    checker: Checker,
) -> dict[UUID, Decimal]:
    """What of each line is given up; its faults are the checker's."""
    missing = {line_id: sum((part.quantity for part in parts if part.line_id == line_id), _ZERO) for line_id in rows}
    if lines is None:
        found = {line_id: quantity for line_id, quantity in missing.items() if quantity > 0}
    else:
        found = {}
        for at, line in enumerate(lines):
            under = checker.under(f"lines/{at}")
            under.known("line_id", line.line_id, rows, kind="line")
            quantity = under.quantity("quantity", line.quantity)
            if quantity is None or line.line_id not in rows:
                continue
            if quantity > missing[line.line_id]:
                said = {"asked": plain(quantity), "there": plain(missing[line.line_id])}
                under.add("quantity", _("%(asked)s asked, %(there)s is missing.") % said, "more_than_missing")
            if line.line_id in found:
                under.add("line_id", _("This line is there twice; add the quantities up."), "duplicate")
            found[line.line_id] = quantity
    if not found and not checker.faults:
        checker.add("lines", _("Nothing of this transfer is missing."), "missing")
    return found


def _outs(parts: Sequence[InTransit], given_up: Mapping[UUID, Decimal]) -> list[OutLine]:
    left, outs = dict(given_up), []
    for part in parts:
        quantity = min(part.quantity, left.get(part.line_id, _ZERO))
        if quantity > 0:
            left[part.line_id] -= quantity
            outs.append(
                OutLine(
                    line_id=part.line_id,
                    product_id=part.product_id,
                    location_id=part.location_id,
                    quantity=quantity,
                    batch_id=part.batch_id,
                    layer_id=part.layer_id,
                )
            )
    return outs
