"""The second action of a transfer: what arrived, and where what is not usable any more is put."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import check_fineness
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.operations.proposals import in_transit
from omnistock.domain.ledger.queries.naming import standing_batches
from omnistock.domain.ledger.types import InTransit, MoveLine
from omnistock.domain.stocktaking.inputs import ArrivalLineInput
from omnistock.domain.stocktaking.models import Transfer, TransferLine
from omnistock.domain.stocktaking.operations.transfers import (
    locked_transfer,
    record_transfer,
    reference,
    require_warehouse,
)
from omnistock.domain.stocktaking.policies import POLICIES
from omnistock.kernel.errors import Conflict
from omnistock.kernel.numbers import plain
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

_ZERO: Final = Decimal(0)
# By line and batch.
_Arrived = dict[tuple[UUID, UUID], Decimal]


class NothingInTransit(Conflict):
    """All of it has arrived or was written off."""

    code = "nothing_in_transit"


@operation(POLICIES)
def arrive_transfer(
    *,
    actor: Actor,
    transfer_id: UUID,
    lines: Sequence[ArrivalLineInput] | None = None,
    expected_version: int | None = None,
) -> Transfer:
    """Put what arrived where the transfer is bound for; a batch that has expired or was held on the way goes to
    quarantine.

    `lines` None: all of it. Less than was sent needs a reason, and the rest stays in transit, named, until it is found
    or written off; another arrival takes it in, and what is missing then has its reason already. Raises `NotFound`,
    `VersionConflict`, `TransferNotAtThatPoint`, `NothingInTransit`, `Invalid` with every fault.
    """
    transfer = locked_transfer(
        transfer_id, actor=actor, expected_version=expected_version, status=("in_transit", "arrived")
    )
    require_warehouse(transfer.to_warehouse_id, actor=actor)
    rows = {line.pk: line for line in TransferLine.objects.filter(transfer_id=transfer.pk).order_by("position")}
    parts = in_transit(actor=actor, document_id=transfer.pk)
    if not parts:
        raise NothingInTransit(_("Nothing of this transfer is missing."))
    arrived = _judged(lines, rows=rows, parts=parts, actor=actor)
    moves = list(_moves(transfer, parts, arrived))
    if moves:
        ledger.post_move(actor=actor, document=reference(transfer), reason="transfer", effective_at=None, lines=moves)
    reasons = {line.line_id: line.reason.strip() for line in reversed(lines or ()) if line.reason.strip()}
    by_line = {line_id: sum((arrived[key] for key in arrived if key[0] == line_id), _ZERO) for line_id in rows}
    for line in rows.values():
        line.arrived_quantity_base = (line.arrived_quantity_base or _ZERO) + by_line[line.pk]
        is_short = line.arrived_quantity_base < line.quantity_base
        line.short_reason = (reasons.get(line.pk) or line.short_reason) if is_short else ""
    TransferLine.objects.bulk_update(rows.values(), ["arrived_quantity_base", "short_reason"])
    before, transfer.status, transfer.arrived_at = transfer.status, "arrived", actor.now
    save_change(transfer, actor=actor, fields=["status", "arrived_at"])
    after = {
        "status": transfer.status,
        "arrived": {str(line_id): plain(quantity) for line_id, quantity in by_line.items()},
    }
    record_transfer(transfer, "arrive_transfer", actor=actor, before={"status": before}, after=after)
    return transfer


def _judged(
    lines: Sequence[ArrivalLineInput] | None,
    *,
    rows: Mapping[UUID, TransferLine],
    parts: Sequence[InTransit],
    actor: Actor,
) -> _Arrived:
    """What arrives now of each line and batch, in the order of `parts`. What is not named arrives whole. Raises `Invalid`
    with every fault."""
    sent: _Arrived = {}
    for part in parts:
        sent[part.line_id, part.batch_id] = sent.get((part.line_id, part.batch_id), _ZERO) + part.quantity
    arrived, checker = dict(sent), Checker()
    seen: set[tuple[UUID, UUID]] = set()
    merged = standing_batches(actor=actor, batch_ids={line.batch_id for line in lines or () if line.batch_id})
    for at, line in _together(lines or (), merged):
        under = checker.under(f"lines/{at}")
        under.known("line_id", line.line_id, rows, kind="line")
        batch_id = line.batch_id and merged.get(line.batch_id, line.batch_id)
        mine = {key: each for key, each in sent.items() if key[0] == line.line_id and batch_id in (None, key[1])}
        if batch_id is not None and not mine:
            under.add("batch_id", _("Nothing of this batch is on its way on this line."), "not_found")
        if not seen.isdisjoint(mine):
            under.add("quantity", _("This was counted in a line above; write one sum."), "duplicate")
        seen |= mine.keys()
        quantity = _quantity(line, sum(mine.values(), _ZERO), rows, under)
        for key, most in mine.items():
            arrived[key] = min(most, quantity)
            quantity -= arrived[key]
    named = ((checker.under(f"lines/{at}"), line) for at, line in enumerate(lines or ()))
    asked = [(under, rows[line.line_id].product_id, line.quantity) for under, line in named if line.line_id in rows]
    check_fineness(actor=actor, asked=asked)
    checker.stop()
    return arrived


def _together(lines: Sequence[ArrivalLineInput], merged: Mapping[UUID, UUID]) -> list[tuple[int, ArrivalLineInput]]:
    """The lines with their places in the request; what was counted under the numbers of two batches that became one since is
    added up. The same batch named twice stays two lines, which is a fault."""
    kept: dict[int, ArrivalLineInput] = {}
    first_of: dict[tuple[UUID, UUID | None], int] = {}
    told: set[tuple[UUID, UUID | None]] = set()
    for at, line in enumerate(lines):
        own = (line.line_id, line.batch_id)
        first = first_of.setdefault((line.line_id, line.batch_id and merged.get(line.batch_id, line.batch_id)), at)
        before = kept.get(first)
        if before is None or own in told or min(before.quantity, line.quantity) < 0:
            kept[at] = line
        else:
            total, reason = before.quantity + line.quantity, before.reason or line.reason
            kept[first] = replace(before, quantity=total, reason=reason)
        told.add(own)
    return list(kept.items())


def _quantity(line: ArrivalLineInput, there: Decimal, rows: Mapping[UUID, TransferLine], under: Checker) -> Decimal:
    """What is said to have arrived of what is `there`; its faults are the checker's."""
    quantity = under.quantity("quantity", line.quantity, allow_zero=True)
    reason = under.text("reason", line.reason, longest=200)
    if line.line_id not in rows or quantity is None:
        return _ZERO
    if quantity > there:
        message = _("%(asked)s cannot arrive: %(there)s is in transit. Post what is more as found.")
        under.add("quantity", message % {"asked": plain(quantity), "there": plain(there)}, "more_than_sent")
    elif quantity < there and not (reason or rows[line.line_id].short_reason):
        under.add("reason", _("Say why less arrived than was sent: short, damaged, or in your words."), "missing")
    return quantity


def _moves(transfer: Transfer, parts: Sequence[InTransit], arrived: _Arrived) -> Iterator[MoveLine]:
    left = dict(arrived)
    for part in parts:
        key = (part.line_id, part.batch_id)
        quantity = min(part.quantity, left.get(key, _ZERO))
        if quantity > 0:
            left[key] -= quantity
            yield MoveLine(
                line_id=part.line_id,
                product_id=part.product_id,
                from_location_id=part.location_id,
                to_location_id=transfer.to_location_id if part.is_usable else part.quarantine_location_id,
                quantity=quantity,
                batch_id=part.batch_id,
                layer_id=part.layer_id,
            )
