"""Cancelling an invoice together with the goods that it let out."""

from __future__ import annotations

from uuid import UUID

from omnistock.domain.billing.access import invoice_rows
from omnistock.domain.billing.models import Invoice
from omnistock.domain.billing.operations.cancelling import cancel_issued, require_issued
from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.fulfilment.operations.reversing import checked_reason, lock_dispatch, take_back
from omnistock.domain.fulfilment.policies import POLICIES
from omnistock.tenancy.access import find, find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation


@operation(POLICIES)
def cancel_invoice(*, actor: Actor, invoice_id: UUID, reason: str, expected_version: int | None = None) -> Invoice:
    """Cancel an issued invoice whose goods are here: they never left the gate, or are back undelivered.

    Its dispatch is reversed whole in the same act, so no invoice is cancelled over goods that are with the buyer; what
    was delivered is credited instead (CGST Act s.34). The number stays and prints CANCELLED.

    Raises `Invalid` without a reason, `NotFound`, `VersionConflict`, `InvoiceNotIssued`, `InvoiceSettled` where
    something was paid or credited, `TaxPeriodLocked` where its period is filed, `ReversalBlocked`.
    """
    said = checked_reason(reason)
    require_issued(find(invoice_rows(actor=actor), invoice_id, kind="invoice"))
    dispatch = Dispatch.objects.filter(invoice_id=invoice_id, reversed_at__isnull=True).first()
    locked = lock_dispatch(actor=actor, dispatch_id=dispatch.id) if dispatch else None
    invoice = find_for_change(invoice_rows(actor=actor), invoice_id, kind="invoice", expected_version=expected_version)
    cancel_issued(actor=actor, invoice=invoice, reason=said)
    if locked is not None:
        take_back(actor=actor, locked=locked, reason=said)
    return invoice
