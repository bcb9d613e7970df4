"""Cancelling an issued invoice: its number stays, shown as cancelled (GSTR-1 table 13), and nobody owes it.

The law lets an invoice be cancelled only while nothing was supplied under it; later there is the credit note (CGST Act
s.34). Whether the goods are here is for the room above to know: `fulfilment.cancel_invoice` brings them back in the
same act.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.billing.access import day_of_issue
from omnistock.domain.billing.models import Invoice
from omnistock.domain.billing.operations.periods import require_open_tax_period
from omnistock.kernel.errors import Conflict
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor


class InvoiceNotIssued(Conflict):
    """A draft or a cancelled invoice is no claim that could be cancelled, credited or paid."""

    code = "invoice_not_issued"


class InvoiceSettled(Conflict):
    """Something was paid or credited on the invoice, so it is credited and not cancelled."""

    code = "invoice_settled"


def require_issued(invoice: Invoice) -> None:
    """Raises `InvoiceNotIssued`."""
    if invoice.status != "issued":
        name = invoice.number or _("without a number")
        message = _("The invoice {number} is {status}, not issued.").format(number=name, status=invoice.status)
        raise InvoiceNotIssued(message)


def cancel_issued(*, actor: Actor, invoice: Invoice, reason: str) -> None:
    """Mark a locked invoice as cancelled. Raises `InvoiceNotIssued`, `InvoiceSettled`, `TaxPeriodLocked`."""
    require_issued(invoice)
    if invoice.paid or invoice.credited:
        message = _("Something was paid or credited on {number}: take the payment off first, or make a credit note.")
        raise InvoiceSettled(message.format(number=invoice.number))
    on = day_of_issue(invoice)
    require_open_tax_period(actor=actor, registration_id=invoice.registration_id, on=on, has_number=True)
    invoice.status, invoice.cancelled_at, invoice.cancel_reason = "cancelled", actor.now, reason
    save_change(invoice, actor=actor, fields=["status", "cancelled_at", "cancel_reason"])
    record(
        actor=actor,
        operation="billing.cancel_invoice",
        subject_kind="invoice",
        subject_id=invoice.id,
        subject_name=invoice.number,
        before={"status": "issued"},
        after={"status": "cancelled", "cancel_reason": reason},
    )
