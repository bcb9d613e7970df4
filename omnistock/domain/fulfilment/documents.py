"""Papers: what is frozen on a document, as data for `kernel.paper` and as PDF. Made after commit, never under locks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from omnistock.domain.billing.access import credit_note_rows, invoice_rows
from omnistock.domain.billing.models import CreditNoteLine, Invoice, InvoiceLine
from omnistock.domain.billing.papers import COPIES, Data, credit_note_paper, invoice_paper, party_paper
from omnistock.domain.billing.parties import buyer_snapshot, read_parties, seller_snapshot, state_text
from omnistock.domain.files.logo import logo_of
from omnistock.domain.fulfilment.access import dispatch_rows
from omnistock.domain.fulfilment.models import Dispatch, DispatchLine
from omnistock.domain.sales.models import SalesOrder
from omnistock.kernel.numbers import plain
from omnistock.kernel.paper import PaperKind, render
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor


def invoice_document(*, actor: Actor, invoice_id: UUID | str, copies: Sequence[str] = COPIES) -> Data:
    """The data of an invoice's paper, in four statements. A draft prints as DRAFT, a cancelled one with CANCELLED
    across. Raises `NotFound`."""
    actor.require("billing:read")
    invoice = find(invoice_rows(actor=actor), invoice_id, kind="invoice")
    lines = list(InvoiceLine.objects.filter(invoice_id=invoice.id).order_by("position"))
    dispatch = Dispatch.objects.filter(invoice_id=invoice.id).order_by("id").first()
    order = _order_of(invoice)
    return {
        **invoice_paper(actor=actor, invoice=invoice, lines=lines, copies=copies),
        "order_number": order and (order.customer_reference or order.number),
        **(_carriage(dispatch) if dispatch else {}),
        "delivery_number": dispatch and dispatch.number,
    }


def credit_note_document(*, actor: Actor, credit_note_id: UUID | str) -> Data:
    """The data of a credit note's paper, in two statements. Raises `NotFound`."""
    actor.require("billing:read")
    note = find(credit_note_rows(actor=actor).select_related("invoice"), credit_note_id, kind="credit note")
    lines = list(CreditNoteLine.objects.filter(credit_note_id=note.id).order_by("position"))
    return credit_note_paper(actor=actor, note=note, lines=lines)


def delivery_note_document(*, actor: Actor, dispatch_id: UUID | str) -> Data:
    """The data of a dispatch's delivery note. Where its invoice was not issued when the goods left a registered
    warehouse, it is the delivery challan of CGST Rule 55, in three copies. Raises `NotFound`."""
    actor.require("sales:read")
    rows = dispatch_rows(actor=actor).select_related("invoice", "sales_order")
    dispatch = find(rows, dispatch_id, kind="dispatch")
    order, invoice = dispatch.sales_order, dispatch.invoice
    parties = read_parties(
        warehouse_id=dispatch.warehouse_id,
        customer_id=dispatch.customer_id,
        billing_address_id=order.billing_address_id,
        shipping_address_id=order.shipping_address_id,
    )
    # Frozen where an invoice holds them; a challan without one is printed with what is on file.
    seller = invoice.seller if invoice else seller_snapshot(parties)
    buyer = invoice.buyer if invoice else buyer_snapshot(parties)
    is_challan = bool(seller.get("gstin")) and (invoice is None or invoice.status == "draft")
    lines = DispatchLine.objects.filter(dispatch_id=dispatch.id).order_by("position")
    return {
        "number": dispatch.number,
        "date": actor.organization.day_of(dispatch.dispatched_at).isoformat(),
        "grouping": "indian" if actor.organization.is_indian else "western",
        "language": "en",
        "currency": actor.organization.currency,
        "copies": list(COPIES) if is_challan else [],
        "is_cancelled": dispatch.reversed_at is not None,
        "seller": party_paper(seller),
        "buyer": party_paper(buyer),
        "ship_to": party_paper(dispatch.ship_to) if dispatch.ship_to.get("address") else None,
        "place_of_supply": state_text(invoice.place_of_supply) if invoice and is_challan else None,
        "order_number": order.customer_reference or order.number,
        "lines": [_line(line) for line in lines],
        "notes": dispatch.notes,
        **_carriage(dispatch),
    }


def invoice_pdf(*, actor: Actor, invoice_id: UUID | str, copies: Sequence[str] = COPIES) -> bytes:
    """The invoice as A4 PDF. Raises `NotFound`."""
    document = invoice_document(actor=actor, invoice_id=invoice_id, copies=copies)
    return render(PaperKind.INVOICE, document, logo=logo_of(actor=actor))


def credit_note_pdf(*, actor: Actor, credit_note_id: UUID | str) -> bytes:
    """The credit note as A4 PDF. Raises `NotFound`."""
    document = credit_note_document(actor=actor, credit_note_id=credit_note_id)
    return render(PaperKind.INVOICE, document, logo=logo_of(actor=actor))


def delivery_note_pdf(*, actor: Actor, dispatch_id: UUID | str) -> bytes:
    """The delivery note or challan as A4 PDF. Raises `NotFound`."""
    document = delivery_note_document(actor=actor, dispatch_id=dispatch_id)
    return render(PaperKind.DELIVERY_NOTE, document, logo=logo_of(actor=actor))


def _order_of(invoice: Invoice) -> SalesOrder | None:
    return SalesOrder.objects.get(pk=invoice.sales_order_id) if invoice.sales_order_id else None


def _carriage(dispatch: Dispatch) -> dict[str, Any]:
    return {
        "carrier": dispatch.carrier or None,
        "vehicle_number": dispatch.vehicle_number or None,
        "boxes": None if dispatch.boxes is None else str(dispatch.boxes),
        "weight": None if dispatch.weight_kg is None else f"{plain(dispatch.weight_kg)} kg",
    }


def _line(line: DispatchLine) -> Data:
    charged: Decimal = line.quantity_base - line.free_quantity_base
    return {
        "description": line.description,
        "batch_number": line.batch_number,
        "expires_on": line.expires_on and line.expires_on.isoformat(),
        "expiry_precision": line.expiry_precision,
        "mrp": None if line.mrp is None else str(line.mrp),
        "quantity": str(charged),
        "free_quantity": str(line.free_quantity_base),
        "unit": line.unit_code,
    }
