"""Credit notes: their list, the page of one as it prints, and taking back lines of an invoice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.billing.inputs import CreditLineInput
from omnistock.domain.billing.models import CreditNote
from omnistock.domain.billing.queries import CreditNoteFilter, credit_note, credit_note_sums, credit_notes, invoice
from omnistock.domain.catalog.units import product_facts
from omnistock.domain.fulfilment.documents import credit_note_document, credit_note_pdf
from omnistock.domain.fulfilment.operations import credit_invoice
from omnistock.domain.fulfilment.operations.crediting import LONGEST_REASON
from omnistock.domain.fulfilment.previews import preview_credit_note
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, parse_id, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.choices import Choices
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.entry import apart, at_rows, lines_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.paper_shown import shown_paper
from omnistock.interfaces.web.pdf_answer import pdf_answer
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.sales_order_page import tax_totals
from omnistock.kernel.errors import Conflict, Invalid, NotFound
from omnistock.kernel.ids import uuid7
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    Column("number", gettext_lazy("Credit note")),
    Column("issued", gettext_lazy("Date"), is_sortable=True),
    Column("customer", gettext_lazy("Customer")),
    Column("invoice", gettext_lazy("Against")),
    Column("reason", gettext_lazy("Reason")),
    Column("total", gettext_lazy("Amount"), is_figure=True),
)
GOODS_TO: Final[Choices] = [
    ("", gettext_lazy("No goods come back")),
    ("quarantine", gettext_lazy("Back, into quarantine to be looked at")),
    ("stock", gettext_lazy("Back, straight into stock")),
]
_SORTS: Final[Mapping[str, str]] = {"issued": "oldest", "-issued": "newest"}


def _wanted(request: TenantRequest) -> CreditNoteFilter:
    return CreditNoteFilter(
        customer_id=id_of(request, "customer"),
        invoice_id=id_of(request, "invoice"),
        search=text_of(request),
        sort=_SORTS[choice_of(request, "sort", _SORTS, default="-issued")],
    )


@tenant_view("billing:read")
@require_safe
def credit_note_list(request: TenantRequest) -> HttpResponse:
    """Credit notes, the newest first."""
    page = credit_notes(actor=request.actor, wanted=_wanted(request), cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=page.items,
        columns=COLUMNS,
        query=request.GET,
        sort=choice_of(request, "sort", _SORTS, default="-issued"),
        next_cursor=page.next_cursor or "",
        filter_names=("q", "customer", "invoice"),
        sums=credit_note_sums(actor=request.actor, wanted=_wanted(request)),
    )
    context = {"listing": listing, "crumbs": [(_("Invoices"), reverse("invoices"))]}
    return render(request, "pages/credit_notes/list.html", context)


@tenant_view("billing:read")
@require_safe
def credit_note_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="credit_notes", asked={"wanted": _wanted(request)})


@tenant_view("billing:read")
@require_safe
def credit_note_page(request: TenantRequest, credit_note_id: UUID) -> HttpResponse:
    actor = request.actor
    found = credit_note(actor=actor, credit_note_id=credit_note_id)
    context = {
        "note": found,
        "paper": shown_paper(credit_note_document(actor=actor, credit_note_id=found.id)),
        "goods": dict(GOODS_TO)[found.goods_to],
        "crumbs": [(_("Invoices"), reverse("invoices")), (_("Credit notes"), reverse("credit-notes"))],
        "customer_href": href_of("customer", found.customer_id),
        "linked": [
            {
                "number": found.invoice_number,
                "kind": _("Invoice"),
                "href": reverse("invoice", args=[found.invoice_id]),
                "status": "",
            }
        ],
        "attached": attached("credit_note", found.id, actor=actor),
        "events": told(events_of(subject_ids=[found.id])),
    }
    return render(request, "pages/credit_notes/page.html", context)


@tenant_view("billing:read")
@require_safe
def credit_note_pdf_view(request: TenantRequest, credit_note_id: UUID) -> HttpResponse:
    found = credit_note(actor=request.actor, credit_note_id=credit_note_id)
    made = credit_note_pdf(actor=request.actor, credit_note_id=credit_note_id)
    return pdf_answer(request, made, name=found.number)


@tenant_view("billing:write")
@require_http_methods(["GET", "POST"])
def credit_note_new(request: TenantRequest, invoice_id: UUID) -> HttpResponse:
    """Nothing is credited that nobody typed; one press fills in all that is left of each line."""
    if request.method != "POST":
        return _form(request, invoice_id, FormState())
    if request.POST.get("do") == "all":
        return _form(request, invoice_id, FormState(values=request.POST.dict()), fills=True)
    chosen = _filled(request)
    note_id = parse_id(request.POST.get("id")) or uuid7()
    try:
        with transaction.atomic():
            made = _credit(request, invoice_id, chosen, note_id=note_id)
    except (Invalid, Conflict) as error:
        if _is_made(note_id, actor=request.actor):  # the same form sent twice
            return SeeOther(reverse("credit-note", args=[note_id]))
        form = FormState.refused(request.POST, at_rows(error, chosen))
        return _form(request, invoice_id, form, status=error.status)
    messages.success(request, _("{number} is issued").format(number=made.number))
    return SeeOther(reverse("credit-note", args=[made.id]))


def _filled(request: TenantRequest) -> list[int]:
    """The places of the lines of which something is taken back."""
    typed = lines_of(request.POST, prefix="lines")
    return [at for at, cells in enumerate(typed) if cells.get("quantity", "").strip() not in ("", "0")]


def _lines(request: TenantRequest, reader: Reader, chosen: Sequence[int]) -> list[CreditLineInput]:
    typed, lines = lines_of(request.POST, prefix="lines"), []
    for place, at in enumerate(chosen):
        line = reader.line(f"lines/{place}", apart({"unit": "", **typed[at]}))
        line_id, quantity = line.id("invoice_line_id"), line.number("quantity")
        if line_id is not None and quantity is not None:
            lines.append(CreditLineInput(invoice_line_id=line_id, quantity=quantity, unit=line.text("unit")))
    return lines


def _is_made(note_id: UUID, *, actor: Actor) -> bool:
    try:
        credit_note(actor=actor, credit_note_id=note_id)
    except NotFound:
        return False
    return True


@tenant_view("billing:write")
@require_POST
def credit_note_preview(request: TenantRequest, invoice_id: UUID) -> HttpResponse:
    """What would be credited, as it is typed: a part of the form, and the amounts of its lines."""
    reader = Reader(request.POST)
    context: dict[str, Any] = {"preview": None, "hint": ""}
    amounts: Mapping[UUID, Decimal] = {}
    lines = _lines(request, reader, _filled(request))
    try:
        reader.stop()
        found = preview_credit_note(actor=request.actor, invoice_id=invoice_id, lines=lines)
        if found is not None:
            context |= {"preview": found, "totals": tax_totals(found)}
            amounts = found.amounts
    except (Invalid, Conflict) as error:
        context["hint"] = error.faults[0].message if error.faults else error.message
    ids = [parse_id(cells.get("invoice_line_id")) for cells in lines_of(request.POST, prefix="lines")]
    context["amounts"] = [(at, amounts.get(line_id) if line_id else None) for at, line_id in enumerate(ids)]
    return render(request, "pages/credit_notes/preview.html", context)


def _credit(request: TenantRequest, invoice_id: UUID, chosen: Sequence[int], *, note_id: UUID) -> CreditNote:
    reader = Reader(request.POST)
    lines = _lines(request, reader, chosen)
    issued_on, version = reader.day("issued_on"), reader.version()
    if not chosen:  # the domain's to say, but in the words of this page, and what else is missing is told at once
        reader.checker.add("lines", _("Type how much is taken back, or press “All that is left”."), "empty")
        reader.checker.text("reason", reader.text("reason"), longest=LONGEST_REASON, required=True)
    reader.stop()
    return credit_invoice(
        actor=request.actor,
        invoice_id=invoice_id,
        reason=reader.text("reason"),
        lines=lines,
        goods_to=reader.text("goods_to"),
        issued_on=issued_on,
        notes=reader.text("notes"),
        id=note_id,
        expected_version=version,
    )


def _form(
    request: TenantRequest, invoice_id: UUID, form: FormState, *, fills: bool = False, status: int = 200
) -> HttpResponse:
    actor = request.actor
    found = invoice(actor=actor, invoice_id=invoice_id)
    left = [line for line in found.lines if line.creditable_quantity_base]
    facts = product_facts(actor=actor, ids=[line.product_id for line in left])
    values: Mapping[str, Any] = form.values or {"issued_on": actor.today.isoformat(), "id": str(uuid7())}
    context = {
        "invoice": found,
        "rows": [
            (
                f"lines-{at}",
                line,
                facts[line.product_id].unit_code,
                json.dumps(list(facts[line.product_id].units)),
                plain(line.creditable_quantity_base or Decimal(0)) if fills else values.get(f"lines-{at}-quantity", ""),
            )
            for at, line in enumerate(left)
        ],
        "form": replace(form, values=values),
        "goods_to": GOODS_TO,
        "crumbs": [(_("Invoices"), reverse("invoices")), (found.number, reverse("invoice", args=[found.id]))],
    }
    return render(request, "pages/credit_notes/new.html", context, status=status)


_ONE: Final = "app/credit-notes/<uuid:credit_note_id>"
urlpatterns: list[URLPattern] = [
    path("app/credit-notes", credit_note_list, name="credit-notes"),
    path("app/credit-notes/export", credit_note_export, name="credit-note-export"),
    path(_ONE, credit_note_page, name="credit-note"),
    path(f"{_ONE}/credit-note.pdf", credit_note_pdf_view, name="credit-note-pdf"),
    path("app/invoices/<uuid:invoice_id>/credit-notes/new", credit_note_new, name="credit-note-new"),
    path("app/invoices/<uuid:invoice_id>/credit-notes/preview", credit_note_preview, name="credit-note-preview"),
]
