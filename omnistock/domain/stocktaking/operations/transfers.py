"""Transfers: one document, two actions. Between them the goods are in the destination's transit place, and in its
totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.catalog.units import Converted, mark_units_used
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.operations.proposals import propose
from omnistock.domain.ledger.queries.naming import standing_batches
from omnistock.domain.ledger.types import DocumentRef, MoveLine, ProposalLine
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.stocktaking.access import reversing_ends, transfer_rows
from omnistock.domain.stocktaking.challans import Paper, freeze, paper_of
from omnistock.domain.stocktaking.heads import Stand, check_ids, check_line_count, check_stand, convert, read_known
from omnistock.domain.stocktaking.inputs import TransferLineInput
from omnistock.domain.stocktaking.models import Transfer, TransferLine
from omnistock.domain.stocktaking.policies import POLICIES
from omnistock.domain.warehouses.models import Location
from omnistock.kernel.errors import Conflict, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

TRANSFER: Final = "transfer"
_SAID: Final = ("invoice_note", "carrier", "vehicle_number")
TAKEN: Final = """
SELECT 'id' FROM transfer WHERE organization_id = %(organization)s AND id = %(id)s
UNION ALL SELECT 'external_id' FROM transfer WHERE organization_id = %(organization)s AND external_id = %(external_id)s
"""


class TransferNotAtThatPoint(Conflict):
    """A draft is dispatched, what is in transit arrives, and only what has not left is cancelled."""

    code = "wrong_status"


@operation(POLICIES)
def create_transfer(
    *,
    actor: Actor,
    from_warehouse_id: UUID,
    to_warehouse_id: UUID,
    lines: Sequence[TransferLineInput],
    to_quarantine: bool = False,
    notes: str = "",
    id: UUID | None = None,
    external_id: str | None = None,
) -> Transfer:
    """A draft of what shall go from one warehouse to another. `to_quarantine` sends it to the quarantine place there,
    as is the only way for held and expired goods. Raises `Invalid` with every fault, `IdReused`."""
    checker = Checker()
    check_line_count(lines, checker)
    wanted_id = checker.identifier("external_id", external_id)
    known = read_known(
        actor=actor,
        table_of_ids=TAKEN,
        id=id,
        external_id=wanted_id,
        lines=lines,
        warehouses=[from_warehouse_id, to_warehouse_id],
        locations=[],
    )
    check_ids(known=known, id=id, external_id=wanted_id, checker=checker)
    check_stand("from_warehouse_id", from_warehouse_id, known=known, checker=checker)
    there = check_stand("to_warehouse_id", to_warehouse_id, known=known, checker=checker)
    if from_warehouse_id == to_warehouse_id:
        checker.add(
            "to_warehouse_id", _("Goods go from one warehouse to another one; choose another."), "same_warehouse"
        )
    to_location_id = _destination(there, to_quarantine=to_quarantine, checker=checker)
    transfer = Transfer(
        id=id or uuid7(),
        external_id=wanted_id,
        from_warehouse_id=from_warehouse_id,
        to_warehouse_id=to_warehouse_id,
        notes=checker.text("notes", notes, longest=500),
        created_at=actor.now,
        updated_at=actor.now,
    )
    found = [convert(line, at, known=known, checker=checker) for at, line in enumerate(lines)]
    checker.stop()
    assert to_location_id is not None
    transfer.to_location_id = to_location_id
    return _create(transfer, lines, [each[1] for each in found if each], actor=actor)


def _destination(there: Stand | None, *, to_quarantine: bool, checker: Checker) -> UUID | None:
    if there is None:
        return None
    found = there.quarantine_location_id if to_quarantine else there.default_location_id
    if found is None or there.transit_location_id is None:
        message = _("%(name)s has no place for these goods to arrive at; add one.") % {"name": there.name}
        checker.add("to_warehouse_id", message, "no_place")
    return found


def _create(
    transfer: Transfer, lines: Sequence[TransferLineInput], converted: Sequence[Converted], *, actor: Actor
) -> Transfer:
    transfer.number = take_number(actor=actor, kind=TRANSFER)
    transfer.save(force_insert=True)
    TransferLine.objects.bulk_create(line_rows(transfer, lines, converted, actor=actor))
    mark_units_used(actor=actor, converted=converted)
    told = {"from": transfer.from_warehouse_id, "to": transfer.to_warehouse_id, "lines": len(lines)}
    record_transfer(transfer, "create_transfer", actor=actor, before=None, after=told)
    return transfer


def line_rows(
    transfer: Transfer, lines: Sequence[TransferLineInput], converted: Sequence[Converted], *, actor: Actor
) -> list[TransferLine]:
    """The rows of a draft's lines, not written yet."""
    return [
        TransferLine(
            organization_id=actor.organization_id,
            transfer=transfer,
            position=at + 1,
            product_id=line.product_id,
            batch_id=line.batch_id,
            unit_code=each.unit_code,
            quantity=each.quantity,
            quantity_base=each.quantity_base,
        )
        for at, (line, each) in enumerate(zip(lines, converted, strict=True))
    ]


@operation(POLICIES)
def dispatch_transfer(
    *,
    actor: Actor,
    transfer_id: UUID,
    to_quarantine: bool = False,
    invoice_note: str = "",
    carrier: str = "",
    vehicle_number: str = "",
    expected_version: int | None = None,
) -> Transfer:
    """Send the goods: from now they are in transit. Lines without a batch take usable ones, first expired first out.
    `to_quarantine` binds the transfer for the quarantine place there.

    Inside one registration the delivery challan is numbered with it; between two the tax invoice has to be named
    (`invoice_note`), which is issued before goods leave. Raises `NotFound`, `VersionConflict`, `Invalid`,
    `TransferNotAtThatPoint`, `InsufficientStock`, `BatchNotUsable`.
    """
    transfer = locked_transfer(transfer_id, actor=actor, expected_version=expected_version, status="draft")
    require_warehouse(transfer.from_warehouse_id, actor=actor)
    paper = _say_papers(transfer, invoice_note, carrier, vehicle_number)
    if to_quarantine:
        transfer.to_location = _quarantine(transfer)
    transit_id, is_quarantine = _way(transfer)
    rows = TransferLine.objects.filter(transfer_id=transfer.pk).select_related("product__unit").order_by("position")
    lines = {line.pk: line for line in rows}
    moves = _moves(transfer, lines.values(), transit_id, is_quarantine=is_quarantine, actor=actor)
    posted = ledger.post_move(
        actor=actor, document=reference(transfer), reason=TRANSFER, effective_at=None, lines=moves
    )
    transfer.status, transfer.dispatched_at = "in_transit", actor.now
    if paper == "challan":
        transfer.challan = freeze(transfer, posted, lines)
        registration_id = transfer.from_warehouse.registration_id
        transfer.challan_number = take_number(actor=actor, kind="delivery_challan", registration_id=registration_id)
    save_change(
        transfer,
        actor=actor,
        fields=["status", "dispatched_at", "to_location", "challan", "challan_number", *_SAID],
    )
    after = {"status": transfer.status, "challan": transfer.challan_number, "invoice": transfer.invoice_note}
    told = {name: value for name, value in after.items() if value}
    record_transfer(transfer, "dispatch_transfer", actor=actor, before={"status": "draft"}, after=told)
    return transfer


def _say_papers(transfer: Transfer, invoice_note: str, carrier: str, vehicle_number: str) -> Paper:
    """Writes what was said of the papers on the transfer. Raises `Invalid` where a tax invoice is needed and none is
    named."""
    checker = Checker()
    transfer.invoice_note = checker.text("invoice_note", invoice_note, longest=100)
    transfer.carrier = checker.text("carrier", carrier, longest=80)
    transfer.vehicle_number = checker.text("vehicle_number", vehicle_number, longest=20)
    paper = paper_of(transfer.from_warehouse, transfer.to_warehouse)
    if paper == "invoice" and not transfer.invoice_note:
        message = _(
            "%(here)s and %(there)s are two registrations, so this is a supply: issue a tax invoice before the goods "
            "leave, and name it here."
        )
        said = {"here": transfer.from_warehouse.name, "there": transfer.to_warehouse.name}
        checker.add("invoice_note", message % said, "invoice_needed")
    checker.stop()
    return paper


def _quarantine(transfer: Transfer) -> Location:
    places = Location.objects.filter(warehouse_id=transfer.to_warehouse_id, kind="quarantine", archived_at=None)
    return places.order_by("id")[0]


def _moves(
    transfer: Transfer, lines: Iterable[TransferLine], transit_id: UUID, *, is_quarantine: bool, actor: Actor
) -> list[MoveLine]:
    lines = list(lines)
    # The batch may have become another one since the draft was made.
    merged = standing_batches(actor=actor, batch_ids={line.batch_id for line in lines if line.batch_id})
    wanted = [
        ProposalLine(
            line_id=line.pk,
            product_id=line.product_id,
            quantity=line.quantity_base,
            warehouse_id=transfer.from_warehouse_id,
            batch_id=line.batch_id and merged.get(line.batch_id, line.batch_id),
            pointer=f"lines/{line.position - 1}",
        )
        for line in lines
    ]
    return [
        MoveLine(
            line_id=part.line_id,
            product_id=part.product_id,
            from_location_id=part.location_id,
            to_location_id=transit_id,
            quantity=part.quantity,
            batch_id=part.batch_id,
            layer_id=part.layer_id,
            bound_for_quarantine=is_quarantine,
            pointer=part.pointer,
        )
        for part in propose(actor=actor, lines=wanted)
    ]


@operation(POLICIES)
def cancel_transfer(*, actor: Actor, transfer_id: UUID, expected_version: int | None = None) -> Transfer:
    """Give up a transfer that has not left. Raises `NotFound`, `VersionConflict`, `TransferNotAtThatPoint`."""
    transfer = locked_transfer(transfer_id, actor=actor, expected_version=expected_version, status="draft")
    transfer.status, transfer.cancelled_at = "cancelled", actor.now
    save_change(transfer, actor=actor, fields=["status", "cancelled_at"])
    record_transfer(
        transfer, "cancel_transfer", actor=actor, before={"status": "draft"}, after={"status": transfer.status}
    )
    return transfer


@operation(POLICIES)
def reverse_transfer(
    *, actor: Actor, transfer_id: UUID, reason: str = "", expected_version: int | None = None
) -> Transfer:
    """Bring everything back to where it came from, dated now, once, whether it has arrived or not. Raises `NotFound`,
    `VersionConflict`, `PermissionMissing` (what has arrived is of both ends), `TransferNotAtThatPoint`, `AlreadyReversed`,
    `ReversalBlocked`."""
    checker = Checker()
    said = checker.text("reason", reason, longest=300)
    checker.stop()
    transfer = locked_transfer(
        transfer_id, actor=actor, expected_version=expected_version, status=("in_transit", "arrived", "reversed")
    )
    for warehouse_id in reversing_ends(transfer):
        require_warehouse(warehouse_id, actor=actor)
    before = transfer.status
    ledger.reverse(actor=actor, document=reference(transfer))
    transfer.status, transfer.reversed_at = "reversed", actor.now
    save_change(transfer, actor=actor, fields=["status", "reversed_at"])
    after = {"status": transfer.status, "reason": said}
    record_transfer(transfer, "reverse_transfer", actor=actor, before={"status": before}, after=after)
    return transfer


def locked_transfer(
    transfer_id: UUID, *, actor: Actor, expected_version: int | None, status: str | tuple[str, ...]
) -> Transfer:
    rows = transfer_rows(actor=actor)
    found = find_for_change(rows, transfer_id, kind="transfer", expected_version=expected_version)
    allowed = (status,) if isinstance(status, str) else status
    if found.status not in allowed:
        message = _("%(number)s is %(status)s; this can be done while it is %(allowed)s.")
        said = {"number": found.number, "status": found.status.replace("_", " "), "allowed": " or ".join(allowed[:2])}
        raise TransferNotAtThatPoint(message % said)
    return found


def require_warehouse(warehouse_id: UUID, *, actor: Actor) -> None:
    """Both ends see a transfer; each end does its own part of it."""
    if not actor.may_use_warehouse(warehouse_id):
        raise PermissionMissing(_("The other end does this: you do not work in that warehouse."))


def _way(transfer: Transfer) -> tuple[UUID, bool]:
    """The transit place of the destination, and whether the goods are bound for quarantine."""
    transit = Location.objects.filter(warehouse_id=transfer.to_warehouse_id, kind="transit", archived_at=None)
    return transit.order_by("id")[0].pk, transfer.to_location.kind == "quarantine"


def reference(transfer: Transfer) -> DocumentRef:
    return DocumentRef(TRANSFER, transfer.pk, transfer.number)


def record_transfer(transfer: Transfer, name: str, *, actor: Actor, before: dict | None, after: dict) -> None:
    record(
        actor=actor,
        operation=f"stocktaking.{name}",
        subject_kind=TRANSFER,
        subject_id=transfer.pk,
        subject_name=transfer.number,
        before=before,
        after=after,
    )
