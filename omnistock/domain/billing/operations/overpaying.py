"""A credit note on an invoice that was paid: the payment then pays less of it, and the rest is an advance again."""

from __future__ import annotations

from omnistock.domain.billing.models import Invoice, Payment, PaymentAllocation
from omnistock.tenancy.actor import Actor


def free_overpayment(*, actor: Actor, invoice: Invoice) -> None:
    """Take off a locked invoice what is paid beyond its total less credits, the youngest payments first.

    The invoice itself is left to the caller to save. Locks the payments by id, after the invoice.
    """
    excess = invoice.paid + invoice.credited - invoice.total
    if excess <= 0:
        return
    rows = PaymentAllocation.objects.filter(invoice_id=invoice.id)
    locked = Payment.objects.filter(pk__in=rows.values("payment_id")).select_for_update(of=("self",)).order_by("id")
    payments = {payment.id: payment for payment in locked}
    changed: list[PaymentAllocation] = []
    emptied: list[PaymentAllocation] = []
    for row in sorted(rows, key=lambda row: payments[row.payment_id].number, reverse=True):
        part = min(row.amount, excess)
        if part == 0:
            break
        excess -= part
        row.amount -= part
        invoice.paid -= part
        payment = payments[row.payment_id]
        payment.allocated -= part
        payment.version, payment.updated_at = payment.version + 1, actor.now
        (changed if row.amount else emptied).append(row)
    rows.filter(pk__in=[row.pk for row in emptied]).delete()
    PaymentAllocation.objects.bulk_update(changed, ["amount"])
    touched = [payments[row.payment_id] for row in (*changed, *emptied)]
    Payment.objects.bulk_update(touched, ["allocated", "version", "updated_at"])
