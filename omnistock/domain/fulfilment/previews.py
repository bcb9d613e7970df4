"""What a credit note would take back while it is being typed: judged as it will be, and nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from omnistock.domain.billing.access import invoice_rows
from omnistock.domain.billing.inputs import CreditLineInput
from omnistock.domain.billing.models import InvoiceLine
from omnistock.domain.billing.operations.cancelling import require_issued
from omnistock.domain.billing.operations.crediting import chosen_lines
from omnistock.domain.fulfilment.operations.crediting import drafted_note
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPreview:
    """`amounts` by the id of the invoice's line, tax included. `balance` is what the invoice would still ask for;
    `advance` is what was paid beyond that."""

    amounts: Mapping[UUID, Decimal]
    taxable: Decimal
    tax_lines: Sequence[Mapping[str, Any]]
    discount_amount: Decimal
    round_off: Decimal
    total: Decimal
    balance: Decimal
    advance: Decimal


def preview_credit_note(*, actor: Actor, invoice_id: UUID, lines: Sequence[CreditLineInput]) -> CreditPreview | None:
    """What `credit_invoice` would take back with these lines; None for none yet. Raises `NotFound`, `InvoiceNotIssued`,
    and `Invalid` with every fault of the lines."""
    actor.require("billing:write")
    invoice = find(invoice_rows(actor=actor), invoice_id, kind="invoice")
    require_issued(invoice)
    if not lines:
        return None
    own = list(InvoiceLine.objects.filter(invoice_id=invoice.id).select_related("product__unit").order_by("position"))
    check = Checker()
    taken = chosen_lines(actor=actor, lines=own, wanted=lines, check=check)
    check.stop()
    fields = {"reason": "", "notes": "", "goods_to": ""}
    note, note_lines = drafted_note(actor=actor, invoice=invoice, own=own, taken=taken, id=None, fields=fields)
    left = invoice.balance_due - note.total
    return CreditPreview(
        amounts={line.invoice_line_id: line.amount for line in note_lines},
        taxable=note.taxable,
        tax_lines=note.tax_lines,
        discount_amount=Decimal(0),
        round_off=note.round_off,
        total=note.total,
        balance=max(left, Decimal(0)),
        advance=max(-left, Decimal(0)),
    )
