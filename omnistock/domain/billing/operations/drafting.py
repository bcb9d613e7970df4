"""Drafts: made by what brings goods out, and withdrawn with it. A draft has no number and claims nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from omnistock.domain.audit.operations import record
from omnistock.domain.billing.assembly import assemble, lines_of_sale
from omnistock.domain.billing.inputs import Sale
from omnistock.domain.billing.models import Invoice, InvoiceLine
from omnistock.domain.billing.parties import SaleParties
from omnistock.domain.search.operations import index_many
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class Draft:
    """An invoice with its lines and parties in hand, assembled, perhaps not saved yet."""

    invoice: Invoice
    lines: list[InvoiceLine]
    parties: SaleParties


def draft_of_sale(*, actor: Actor, sale: Sale, parties: SaleParties, id: UUID | None = None) -> Draft:
    """The invoice of a sale between `parties`, assembled and not saved: `save_new_invoice` does that."""
    invoice = Invoice(
        organization_id=actor.organization_id,
        id=id or uuid7(),
        warehouse=parties.warehouse,
        customer=parties.customer,
        sales_order_id=sale.sales_order_id,
        prices_include_tax=sale.prices_include_tax,
        discount_amount=sale.discount_amount,
        notes=sale.notes,
        created_at=actor.now,
        updated_at=actor.now,
    )
    lines = lines_of_sale(sale, actor=actor, invoice=invoice)
    assemble(actor=actor, invoice=invoice, lines=lines, parties=parties)
    return Draft(invoice=invoice, lines=lines, parties=parties)


def save_new_invoice(*, actor: Actor, draft: Draft) -> Invoice:
    """Write the invoice with its lines, its audit event and its words for search, in a fixed number of statements."""
    invoice = draft.invoice
    invoice.save(force_insert=True)
    InvoiceLine.objects.bulk_create(draft.lines)
    index_invoice(actor=actor, invoice=invoice, is_new=True)
    record(
        actor=actor,
        operation="billing.issue_invoice" if invoice.number else "billing.draft_invoice",
        subject_kind="invoice",
        subject_id=invoice.id,
        subject_name=invoice.number,
        after={"status": invoice.status, "total": invoice.total, "issued_on": invoice.issued_on},
    )
    return invoice


def index_invoice(*, actor: Actor, invoice: Invoice, is_new: bool = False) -> None:
    """An invoice is found by its number and by its buyer's name."""
    texts = {invoice.id: [invoice.number, invoice.buyer.get("name", "")]}
    index_many(actor=actor, kind="invoice", texts=texts, are_new=is_new)


def withdraw_draft(*, actor: Actor, invoice: Invoice, reason: str) -> None:
    """End a draft whose goods did not leave after all. It was never numbered, so nothing has to be printed of it."""
    invoice.status, invoice.cancelled_at, invoice.cancel_reason = "cancelled", actor.now, reason
    save_change(invoice, actor=actor, fields=["status", "cancelled_at", "cancel_reason"])
    record(
        actor=actor,
        operation="billing.withdraw_draft",
        subject_kind="invoice",
        subject_id=invoice.id,
        before={"status": "draft"},
        after={"status": "cancelled", "cancel_reason": reason},
    )
