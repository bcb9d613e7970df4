"""Invoices. A dispatch makes them; here they are issued, cancelled, credited and printed."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.billing import operations, queries
from omnistock.domain.billing.inputs import CreditLineInput
from omnistock.domain.fulfilment import documents
from omnistock.domain.fulfilment.operations import cancel_invoice as cancel
from omnistock.domain.fulfilment.operations import credit_invoice
from omnistock.interfaces.api.papers import PDF, pdf
from omnistock.interfaces.api.resources.credit_notes import CreditNoteOut
from omnistock.interfaces.api.resources.credit_notes import shown as credit_note_shown
from omnistock.interfaces.api.resources.tax_documents import (
    DocumentStatus,
    Parties,
    TaxDocumentHead,
    TaxDocumentLineOut,
    TaxDocumentQuery,
)
from omnistock.interfaces.api.shapes import NO_REASON, AskedFlag, Body, Day, Exact, Listed, Reason
from omnistock.interfaces.api.writes import act, create, expected_version, writer

router = Router(tags=["Invoices and credit notes"])


class InvoicePatch(Body):
    """Of a draft."""

    notes: str | None = None
    due_on: Day | None = None


class IssuanceIn(Body):
    issued_on: Day | None = Field(
        default=None, description="Today when left out. Not before the last one of its series."
    )


class CreditLineIn(Body):
    invoice_line_id: UUID
    quantity: Exact = Field(description="Free ones included.")
    unit: str = Field("", description="A unit of the product; left out: its base unit.")


class CreditNoteIn(Body):
    id: UUID | None = None
    reason: str
    lines: list[CreditLineIn] | None = Field(None, description="All that is left of the invoice when left out.")
    goods_to: Literal["quarantine", "stock"] | None = Field(
        None, description="Where the goods come back to; left out: no goods come."
    )
    issued_on: Day | None = None
    notes: str = ""


_TODAY = IssuanceIn()


class InvoiceLineOut(TaxDocumentLineOut):
    creditable_quantity_base: Exact = Field(description="What can still be credited.")


class SettlementOut(Schema):
    """What settled a part of the invoice."""

    id: UUID
    kind: Literal["payment", "credit_note"]
    number: str
    on: dt.date
    amount: Exact


class InvoiceHead(TaxDocumentHead):
    kind: Literal["tax_invoice", "bill_of_supply", "invoice_cum_bill", "invoice"]
    sales_order_id: UUID | None
    due_on: dt.date | None
    paid: Exact
    credited: Exact
    balance_due: Exact
    state: Literal["draft", "issued", "cancelled", "paid", "overdue"]
    days_overdue: int
    credit_until: dt.date | None = Field(description="The last day for a credit note that takes tax back.")


class InvoiceOut(InvoiceHead, Parties):
    lines: list[InvoiceLineOut]
    settlements: list[SettlementOut]


class InvoiceQuery(TaxDocumentQuery):
    status: DocumentStatus | None = None
    warehouse_id: UUID | None = None
    sales_order_id: UUID | None = None
    is_open: AskedFlag = Field(False, description="Something is owed.")
    is_overdue: AskedFlag = False


@router.get("/invoices", response=Listed[InvoiceHead], summary="List invoices")
def list_invoices(request: Any, query: Query[InvoiceQuery]) -> Any:
    """Without their lines."""
    asked = query.given("cursor", "limit", "status")
    statuses = (query.status,) if query.status else ()
    wanted = queries.InvoiceFilter(**asked, statuses=statuses, sort="changed")
    return queries.invoices(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.get("/invoices/{uuid:invoice_id}", response=InvoiceOut, summary="Read an invoice")
def get_invoice(request: Any, invoice_id: UUID) -> Any:
    return queries.invoice(actor=request.actor, invoice_id=invoice_id)


@router.get("/invoices/{uuid:invoice_id}.pdf", openapi_extra=PDF, summary="An invoice as PDF")
def get_invoice_pdf(request: Any, invoice_id: UUID) -> HttpResponse:
    return pdf(documents.invoice_pdf(actor=request.actor, invoice_id=invoice_id), name="invoice")


@router.patch("/invoices/{uuid:invoice_id}", response=InvoiceOut, summary="Change a draft invoice")
def change_invoice(request: Any, invoice_id: UUID, payload: InvoicePatch) -> Any:
    """What was sold stands in its dispatch."""
    operations.change_invoice(
        actor=request.actor,
        invoice_id=invoice_id,
        changes=payload.changes(),
        expected_version=expected_version(request),
    )
    return _shown(request, invoice_id)


@router.post("/invoices/{uuid:invoice_id}/issuance", response=InvoiceOut, summary="Issue a draft invoice")
def issue_invoice(request: Any, invoice_id: UUID, payload: IssuanceIn = _TODAY) -> Status:
    """Gives it its number, by registration, series and financial year; from then on it is frozen."""
    return act(
        request, payload, operations.issue_invoice, invoice_id=invoice_id, issued_on=payload.issued_on, show=_shown
    )


@router.post("/invoices/{uuid:invoice_id}/cancellation", response=InvoiceOut, summary="Cancel an issued invoice")
def cancel_invoice(request: Any, invoice_id: UUID, payload: Reason = NO_REASON) -> Status:
    """Only while its goods are here: its dispatch is reversed with it. What was delivered is credited instead."""
    return act(request, payload, cancel, invoice_id=invoice_id, reason=payload.reason, show=_shown)


@router.post(
    "/invoices/{uuid:invoice_id}/credit-notes",
    response={200: CreditNoteOut, 201: CreditNoteOut},
    summary="Credit an issued invoice",
)
def create_credit_note(request: Any, invoice_id: UUID, payload: CreditNoteIn) -> Status:
    """Whole or in part, at the invoice's own rates, with or without the goods."""

    def make(id: UUID) -> None:
        lines = None if payload.lines is None else [CreditLineInput(**line.given()) for line in payload.lines]
        credit_invoice(
            actor=request.actor,
            invoice_id=invoice_id,
            id=id,
            lines=lines,
            reason=payload.reason,
            goods_to=payload.goods_to or "",
            issued_on=payload.issued_on,
            notes=payload.notes,
            expected_version=expected_version(request),
        )

    return create(request, payload, make=make, show=lambda id: credit_note_shown(request, id))


def _shown(request: Any, invoice_id: UUID) -> Any:
    return queries.invoice(actor=writer(request.actor), invoice_id=invoice_id)
