"""Which invoices a payment would pay, before anybody records it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.billing.queries.invoices import InvoiceFilter, invoices
from omnistock.domain.billing.views import InvoiceView
from omnistock.tenancy.actor import Actor

MOST_PROPOSED: Final = 100


@dataclass(frozen=True, slots=True)
class ProposedPart:
    """How much of the payment an invoice would get; 0 where nothing is left for it."""

    invoice: InvoiceView
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Proposal:
    """`parts` are the customer's open invoices, at most 100; `advance` is what pays none of them."""

    parts: Sequence[ProposedPart]
    owed: Decimal
    advance: Decimal


def propose_allocations(*, actor: Actor, customer_id: UUID, amount: Decimal, first_id: UUID | None = None) -> Proposal:
    """Let `amount` pay the invoice `first_id`, then the oldest by their due day. In one statement."""
    actor.require("payments:read")
    wanted = InvoiceFilter(customer_id=customer_id, is_open=True, sort="due")
    found = invoices(actor=actor, wanted=wanted, limit=MOST_PROPOSED).items
    left, parts = max(amount, Decimal(0)), []
    for each in sorted(found, key=lambda invoice: invoice.id != first_id):
        part = min(each.balance_due, left)
        left -= part
        parts.append(ProposedPart(each, part))
    return Proposal(parts=parts, owed=sum((each.balance_due for each in found), Decimal(0)), advance=left)
