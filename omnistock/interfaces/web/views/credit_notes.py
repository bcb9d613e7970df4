"""Credit notes: their list, the page of one as it prints, and taking back lines of an invoice."""

from __future__ import annotations

from collections.abc import Mapping
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
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.billing.inputs import CreditLineInput
from omnistock.domain.billing.models import CreditNote
from omnistock.domain.billing.queries import CreditNoteFilter, credit_note, credit_note_sums, credit_notes, invoice
from omnistock.domain.catalog.units import product_facts
from omnistock.domain.fulfilment.documents import credit_note_document, credit_note_pdf
from omnistock.domain.fulfilment.operations import credit_invoice
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.choices import Choices
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.entry import at_rows, lines_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.paper_shown import shown_paper
from omnistock.interfaces.web.pdf_answer import pdf_answer
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.numbers import plain

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
    """All that is left of each line stands ready, and can be less; a line left empty is not credited."""
    if request.method != "POST":
        return _form(request, invoice_id, FormState())
    typed = lines_of(request.POST, prefix="lines")
    chosen = [at for at, cells in enumerate(typed) if cells.get("quantity", "").strip() not in ("", "0")]
    try:
        with transaction.atomic():
            made = _credit(request, invoice_id, [typed[at] for at in chosen])
    except (Invalid, Conflict) as error:
        form = FormState.refused(request.POST, at_rows(error, chosen))
        return _form(request, invoice_id, form, status=error.status)
    messages.success(request, _("{number} is issued").format(number=made.number))
    return SeeOther(reverse("credit-note", args=[made.id]))


def _credit(request: TenantRequest, invoice_id: UUID, typed: list[dict[str, str]]) -> CreditNote:
    reader = Reader(request.POST)
    lines = []
    for at, cells in enumerate(typed):
        line = reader.line(f"lines/{at}", cells)
        line_id, quantity = line.id("invoice_line_id"), line.number("quantity")
        if line_id is not None and quantity is not None:
            lines.append(CreditLineInput(invoice_line_id=line_id, quantity=quantity))
    issued_on, version = reader.day("issued_on"), reader.version()
    reader.stop()
    return credit_invoice(
        actor=request.actor,
        invoice_id=invoice_id,
        reason=reader.text("reason"),
        lines=lines,
        goods_to=reader.text("goods_to"),
        issued_on=issued_on,
        notes=reader.text("notes"),
        expected_version=version,
    )


def _form(request: TenantRequest, invoice_id: UUID, form: FormState, *, status: int = 200) -> HttpResponse:
    actor = request.actor
    found = invoice(actor=actor, invoice_id=invoice_id)
    left = [line for line in found.lines if line.creditable_quantity_base]
    facts = product_facts(actor=actor, ids=[line.product_id for line in left])
    values: Mapping[str, Any] = form.values or {"issued_on": actor.today.isoformat()}
    context = {
        "invoice": found,
        "rows": [
            (
                f"lines-{at}",
                line,
                facts[line.product_id].unit_code,
                values.get(f"lines-{at}-quantity", plain(line.creditable_quantity_base or Decimal(0))),
            )
            for at, line in enumerate(left)
        ],
        "form": FormState(values=values, mistakes=form.mistakes),
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
]
