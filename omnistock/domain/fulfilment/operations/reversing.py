"""Reversing a dispatch: the goods are back, as a whole, and the order waits for them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.billing.models import CreditNote, Invoice
from omnistock.domain.billing.operations.drafting import withdraw_draft
from omnistock.domain.fulfilment.access import dispatch_rows
from omnistock.domain.fulfilment.models import Dispatch, DispatchLine
from omnistock.domain.fulfilment.policies import POLICIES
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import AlreadyReversed
from omnistock.domain.ledger.types import DocumentRef
from omnistock.domain.sales.access import lock_sales_order
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations import undo_dispatch
from omnistock.kernel.errors import Conflict
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

LONGEST_REASON: Final = 300


class DispatchInvoiced(Conflict):
    """The dispatch stands on an issued invoice: that is cancelled or credited first."""

    code = "dispatch_invoiced"


@dataclass(frozen=True, slots=True)
class Locked:
    """A dispatch with what it belongs to, locked in this order: order, dispatch, invoice."""

    order: SalesOrder
    order_lines: Sequence[SalesOrderLine]
    dispatch: Dispatch
    invoice: Invoice | None


def lock_dispatch(*, actor: Actor, dispatch_id: UUID, expected_version: int | None = None) -> Locked:
    """Raises `NotFound` and `VersionConflict`."""
    rows = dispatch_rows(actor=actor)
    seen = find(rows, dispatch_id, kind="dispatch")
    order, lines = lock_sales_order(actor=actor, sales_order_id=seen.sales_order_id)
    dispatch = find_for_change(rows, dispatch_id, kind="dispatch", expected_version=expected_version)
    invoice = None
    if dispatch.invoice_id is not None:
        invoice = Invoice.objects.select_for_update(of=("self",)).get(pk=dispatch.invoice_id)
    return Locked(order=order, order_lines=lines, dispatch=dispatch, invoice=invoice)


@operation(POLICIES)
def reverse_dispatch(*, actor: Actor, dispatch_id: UUID, reason: str, expected_version: int | None = None) -> Dispatch:
    """Take a whole dispatch back, dated now: it did not leave after all, or came back undelivered.

    A draft invoice is withdrawn with it. An issued one stops it until it is cancelled (which reverses the dispatch
    itself) or credited whole without goods. Raises `Invalid` without a reason, `NotFound`, `VersionConflict`,
    `DispatchInvoiced`, `AlreadyReversed`, `ReversalBlocked`.
    """
    said = checked_reason(reason)
    locked = lock_dispatch(actor=actor, dispatch_id=dispatch_id, expected_version=expected_version)
    sentence = invoice_hindrance(locked.dispatch, locked.invoice)
    if sentence is not None:
        raise DispatchInvoiced(sentence)
    take_back(actor=actor, locked=locked, reason=said)
    if locked.invoice is not None and locked.invoice.status == "draft":
        withdraw_draft(actor=actor, invoice=locked.invoice, reason=said)
    return locked.dispatch


def checked_reason(reason: str) -> str:
    """The reason, which a person has to give. Raises `Invalid`."""
    check = Checker()
    said = check.text("reason", reason, longest=LONGEST_REASON, required=True)
    check.stop()
    return said


def document_of(dispatch: Dispatch) -> DocumentRef:
    """The dispatch as the ledger knows it."""
    return DocumentRef("dispatch", dispatch.id, dispatch.number)


def take_back(*, actor: Actor, locked: Locked, reason: str) -> None:
    """Bring the goods of a locked dispatch back, open its order again, and mark it. Raises `AlreadyReversed`,
    `ReversalBlocked`."""
    dispatch = locked.dispatch
    if dispatch.reversed_at is not None:
        raise AlreadyReversed(_("{number} was reversed before.").format(number=dispatch.number))
    ledger.reverse(actor=actor, document=document_of(dispatch))
    quantities: dict[UUID, Decimal] = {}
    for line in DispatchLine.objects.filter(dispatch_id=dispatch.id):
        before = quantities.get(line.sales_order_line_id, Decimal(0))
        quantities[line.sales_order_line_id] = before + line.quantity_base
    undo_dispatch(actor=actor, order=locked.order, lines=locked.order_lines, quantities=quantities)
    dispatch.reversed_at, dispatch.reversed_reason = actor.now, reason
    save_change(dispatch, actor=actor, fields=["reversed_at", "reversed_reason"])
    record(
        actor=actor,
        operation="fulfilment.reverse_dispatch",
        subject_kind="dispatch",
        subject_id=dispatch.id,
        subject_name=dispatch.number,
        after={"reversed_reason": reason, "sales_order": locked.order.number, "order_status": locked.order.status},
    )


def invoice_hindrance(dispatch: Dispatch, invoice: Invoice | None) -> str | None:
    """Why the invoice stops a reversal, and what to do instead; None where it does not."""
    if invoice is None or invoice.status != "issued":
        return None
    if invoice.credited < invoice.total:
        message = _("{dispatch} left on the invoice {invoice}. Cancel that, which brings the goods back, or credit it.")
    elif CreditNote.objects.filter(invoice_id=invoice.id).exclude(goods_to="").exists():
        message = _("The goods of {dispatch} came back with a credit note on {invoice}.")
    else:
        return None
    return message.format(dispatch=dispatch.number, invoice=invoice.number)
