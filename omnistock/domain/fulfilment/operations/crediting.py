"""Crediting an issued invoice, whole or in part, with the goods where they come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.billing.access import invoice_rows
from omnistock.domain.billing.inputs import CreditLineInput
from omnistock.domain.billing.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from omnistock.domain.billing.operations.cancelling import require_issued
from omnistock.domain.billing.operations.crediting import Taken, chosen_lines, note_of, save_note, settle_note
from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.fulfilment.policies import POLICIES
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.queries.returnable import Returnable, returnable
from omnistock.domain.ledger.types import DocumentRef, ReturnLine
from omnistock.domain.warehouses.queries import warehouse_facts
from omnistock.kernel.errors import Conflict, IdReused, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.kernel.numbers import EXACT, plain
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

GOODS_TO: Final = ("quarantine", "stock")
LONGEST_REASON: Final = 200
LONGEST_NOTES: Final = 500
CREDIT_NOTE: Final = "credit_note"


class NothingToCredit(Conflict):
    """All of the invoice is credited already."""

    code = "nothing_to_credit"


@operation(POLICIES)
def credit_invoice(
    *,
    actor: Actor,
    invoice_id: UUID,
    reason: str,
    lines: Sequence[CreditLineInput] | None = None,
    goods_to: str = "",
    issued_on: dt.date | None = None,
    notes: str = "",
    id: UUID | None = None,
    expected_version: int | None = None,
) -> CreditNote:
    """Take back `lines` of an issued invoice, or (None) all that is left of it, at its own rates.

    `goods_to` "quarantine" or "stock" brings the goods back to the layer that they left, at the value they left with;
    empty: no goods come. `issued_on` None means today. What was paid beyond what is then owed becomes an advance.

    Raises `Invalid` with every fault, `NotFound`, `VersionConflict`, `InvoiceNotIssued`, `NothingToCredit`,
    `CreditNoteTooLate`, `TaxPeriodLocked`, `DateBeforeLast`, `BatchNotUsable` where goods may only go to quarantine.
    """
    check = Checker()
    fields = {
        "reason": check.text("reason", reason, longest=LONGEST_REASON, required=True),
        "notes": check.text("notes", notes, longest=LONGEST_NOTES, lines=True),
        "goods_to": check.choice("goods_to", goods_to, GOODS_TO) if goods_to else "",
    }
    on = check.document_day("issued_on", issued_on, today=actor.today) or actor.today
    invoice = find_for_change(invoice_rows(actor=actor), invoice_id, kind="invoice", expected_version=expected_version)
    require_issued(invoice)
    own = list(InvoiceLine.objects.filter(invoice_id=invoice.id).select_related("product__unit").order_by("position"))
    taken = chosen_lines(actor=actor, lines=own, wanted=lines, check=check)
    check.stop()
    if not taken:
        raise NothingToCredit(_("All of {number} is credited already.").format(number=invoice.number))
    note, note_lines = drafted_note(actor=actor, invoice=invoice, own=own, taken=taken, id=id, fields=fields)
    settle_note(actor=actor, note=note, lines=note_lines, taken=taken, on=on)
    if note.goods_to:
        _bring_back(actor=actor, note=note, note_lines=note_lines)
    save_note(actor=actor, note=note, lines=note_lines, on=on)
    return note


def drafted_note(
    *,
    actor: Actor,
    invoice: Invoice,
    own: Sequence[InvoiceLine],
    taken: Sequence[Taken],
    id: UUID | None,
    fields: dict[str, str],
) -> tuple[CreditNote, list[CreditNoteLine]]:
    """The note as it would be issued, unsaved, and its lines."""
    if id is not None and CreditNote.objects.filter(pk=id).exists():
        raise IdReused(_("The id {id} was used before.").format(id=id))
    takes = {each.line.id: each.quantity for each in taken}
    left = [line for line in own if line.credited_quantity_base + takes.get(line.id, Decimal(0)) < line.quantity_base]
    return note_of(
        actor=actor,
        invoice=invoice,
        taken=taken,
        earlier=list(CreditNoteLine.objects.filter(invoice_line__in=own)),
        is_last=not left,
        id=id or uuid7(),
        **fields,
    )


def _bring_back(*, actor: Actor, note: CreditNote, note_lines: Sequence[CreditNoteLine]) -> None:
    """The note's goods, each to the layer it left with the invoice's dispatch."""
    warehouse = warehouse_facts(actor=actor, id=note.warehouse_id)
    is_quarantined = note.goods_to == "quarantine"
    place = warehouse.quarantine_location_id if is_quarantined else warehouse.default_location_id
    check = Checker()
    if place is None:
        message = _("The warehouse {name} has no such place; add one.").format(name=warehouse.name)
        raise Invalid.at("goods_to", message, "no_place")
    dispatches = Dispatch.objects.filter(invoice_id=note.invoice_id, reversed_at__isnull=True)
    out = [part for each in dispatches for part in returnable(actor=actor, document_id=each.id)]
    left = {part.movement_id: part.quantity for part in out}
    returns = []
    for at, line in enumerate(note_lines):
        found = list(_shares(line, out=out, left=left))
        if (missing := line.quantity_base - sum((quantity for _id, quantity in found), Decimal(0))) > 0:
            message = _("{missing} of {product} are not out any more, so they cannot come back.")
            said = message.format(missing=plain(missing), product=line.description)
            check.add(f"lines/{at}/quantity", said, "more_than_left")
        returns += [ReturnLine(line.id, movement, place, quantity, f"lines/{at}") for movement, quantity in found]
    check.stop()
    document = DocumentRef(CREDIT_NOTE, note.id)
    ledger.return_to_stock(actor=actor, document=document, reason="return", effective_at=None, lines=returns)


def _shares(
    line: CreditNoteLine, *, out: Sequence[Returnable], left: dict[UUID, Decimal]
) -> Iterator[tuple[UUID, Decimal]]:
    """Which movements the line's goods left by: those of its MRP first, the last first. Takes them off `left`."""
    sold = line.invoice_line
    wanted = line.quantity_base
    own = [part for part in out if part.line_id == sold.sales_order_line_id and part.batch_id == sold.batch_id]
    mrp = _mrp_of_base(sold)
    for part in sorted(own, key=lambda part: part.mrp != mrp):
        quantity = min(wanted, left[part.movement_id])
        if quantity > 0:
            left[part.movement_id] -= quantity
            wanted -= quantity
            yield part.movement_id, quantity


def _mrp_of_base(line: InvoiceLine) -> Decimal | None:
    """The MRP of one base unit: on the line it stands for the unit that was sold."""
    if line.mrp is None:
        return None
    packs = line.quantity + line.free_quantity
    return EXACT.divide(EXACT.multiply(line.mrp, packs), line.quantity_base).quantize(Decimal("0.0001"), context=EXACT)
