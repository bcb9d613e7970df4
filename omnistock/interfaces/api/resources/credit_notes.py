"""Credit notes: what takes back part of an issued invoice. They are made at the invoice."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from omnistock.domain.billing import queries
from omnistock.domain.fulfilment import documents
from omnistock.interfaces.api.papers import PDF, pdf
from omnistock.interfaces.api.resources.tax_documents import (
    Parties,
    TaxDocumentHead,
    TaxDocumentLineOut,
    TaxDocumentQuery,
)
from omnistock.interfaces.api.shapes import Listed
from omnistock.interfaces.api.writes import writer

router = Router(tags=["Invoices and credit notes"])


class CreditNoteLineOut(TaxDocumentLineOut):
    invoice_line_id: UUID


class CreditNoteHead(TaxDocumentHead):
    invoice_id: UUID
    invoice_number: str
    invoice_issued_on: dt.date
    reason: str
    goods_to: Literal["quarantine", "stock", ""]


class CreditNoteOut(CreditNoteHead, Parties):
    lines: list[CreditNoteLineOut]


class CreditNoteQuery(TaxDocumentQuery):
    invoice_id: UUID | None = None


@router.get("/credit-notes", response=Listed[CreditNoteHead], summary="List credit notes")
def list_credit_notes(request: Any, query: Query[CreditNoteQuery]) -> Any:
    """Without their lines."""
    wanted = queries.CreditNoteFilter(**query.given("cursor", "limit"), sort="changed")
    return queries.credit_notes(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.get("/credit-notes/{uuid:credit_note_id}", response=CreditNoteOut, summary="Read a credit note")
def get_credit_note(request: Any, credit_note_id: UUID) -> Any:
    return queries.credit_note(actor=request.actor, credit_note_id=credit_note_id)


@router.get("/credit-notes/{uuid:credit_note_id}.pdf", openapi_extra=PDF, summary="A credit note as PDF")
def get_credit_note_pdf(request: Any, credit_note_id: UUID) -> HttpResponse:
    return pdf(documents.credit_note_pdf(actor=request.actor, credit_note_id=credit_note_id), name="credit-note")


def shown(request: Any, credit_note_id: UUID) -> Any:
    return queries.credit_note(actor=writer(request.actor), credit_note_id=credit_note_id)
