"""Invoices: their list, the page of one as it prints, issuing, cancelling, and the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.billing.models import INVOICE_STATUSES
from omnistock.domain.billing.operations import change_invoice, issue_invoice
from omnistock.domain.billing.queries import InvoiceFilter, invoice, invoice_sums, invoices
from omnistock.domain.billing.queries.invoices import INVOICE_ORDERS
from omnistock.domain.billing.views import InvoiceView
from omnistock.domain.fulfilment.documents import invoice_document, invoice_pdf
from omnistock.domain.fulfilment.operations import cancel_invoice
from omnistock.domain.fulfilment.queries import DispatchFilter, dispatches
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.money_words import INVOICE_KINDS, due_words, word_in
from omnistock.interfaces.web.paper_shown import shown_paper
from omnistock.interfaces.web.pdf_answer import pdf_answer
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.sales_order_page import tax_totals
from omnistock.interfaces.web.status import status_of
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    Column("number", gettext_lazy("Invoice")),
    Column("issued", gettext_lazy("Date"), is_sortable=True),
    Column("customer", gettext_lazy("Customer")),
    Column("balance", gettext_lazy("Balance"), is_figure=True),
    Column("total", gettext_lazy("Amount"), is_sortable=True, is_figure=True),
    Column("due", gettext_lazy("Due"), is_sortable=True),
    Column("status", gettext_lazy("Status")),
    Column("kind", gettext_lazy("Kind"), is_shown=False),
)
_FILTERS: Final = ("q", "status", "customer", "from", "to")
_OPEN, _OVERDUE = "open", "overdue"
# Heads of the table turn to these orders of the domain.
_SORTS: Final[Mapping[str, str]] = {"-issued": "issued", "due": "due", "-total": "-total", "newest": "newest"}


@tenant_view("billing:read")
@require_safe
def invoice_list(request: TenantRequest) -> HttpResponse:
    """Invoices, the newest first; what is open or overdue is a choice of the status."""
    actor = request.actor
    wanted = _wanted(request)
    page = invoices(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(each, due_words(each, today=actor.today), word_in(INVOICE_KINDS, each.kind)) for each in page.items],
        columns=COLUMNS,
        query=request.GET,
        sort=_sort(request),
        next_cursor=page.next_cursor or "",
        filter_names=_FILTERS,
        sums=invoice_sums(actor=actor, wanted=wanted),
    )
    context = {
        "listing": listing,
        "status": request.GET.get("status", ""),
        "statuses": [(_OPEN, _("Unpaid")), *((code, status_of(code).word) for code in (_OVERDUE, *INVOICE_STATUSES))],
    }
    return render(request, "pages/invoices/list.html", context)


def _sort(request: TenantRequest) -> str:
    """A head that is pressed twice turns; an order that the domain does not keep stays as it is."""
    asked = request.GET.get("sort", "")
    turned = {"issued": "-issued", "total": "-total", "-due": "due"}.get(asked, asked)
    return turned if turned in _SORTS else "newest"


def _wanted(request: TenantRequest) -> InvoiceFilter:
    status = request.GET.get("status", "")
    reader = Reader(request.GET)
    order = _SORTS[_sort(request)]
    assert order in INVOICE_ORDERS
    return InvoiceFilter(
        statuses=[status] if status in INVOICE_STATUSES else (),
        is_open=status == _OPEN,
        is_overdue=status == _OVERDUE,
        customer_id=id_of(request, "customer"),
        issued_from=reader.day("from"),
        issued_to=reader.day("to"),
        search=text_of(request),
        sort=order,
    )


@tenant_view("billing:read")
@require_safe
def invoice_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="invoices", asked={"wanted": _wanted(request)})


@tenant_view("billing:read")
@require_safe
def invoice_page(request: TenantRequest, invoice_id: UUID) -> HttpResponse:
    return _show(request, invoice_id, FormState())


def _show(request: TenantRequest, invoice_id: UUID, form: FormState, *, status: int = 200) -> HttpResponse:
    """The paper at the left; at the right what can still change of a draft, what was paid of an issued one."""
    actor = request.actor
    found = invoice(actor=actor, invoice_id=invoice_id)
    document = invoice_document(actor=actor, invoice_id=found.id, copies=())
    context = {
        "invoice": found,
        "name": found.number or _("Draft invoice"),
        "paper": shown_paper(document),
        "totals": tax_totals(found),
        "due": due_words(found, today=actor.today),
        "kind": word_in(INVOICE_KINDS, found.kind),
        "crumbs": [(_("Invoices"), reverse("invoices"))],
        "customer_href": href_of("customer", found.customer_id),
        "steps": _steps(found),
        "linked": _linked(found, actor=actor),
        "settlements": [(each, href_of(each.kind.replace("_", "-"), each.id)) for each in found.settlements],
        "attached": attached("invoice", found.id, actor=actor),
        "events": told(events_of(subject_ids=[found.id])),
        "form": form if form.values else FormState(values=_values(found, actor)),
        **_may(found, actor=actor),
    }
    return render(request, "pages/invoices/page.html", context, status=status)


def _values(found: InvoiceView, actor: Actor) -> dict[str, Any]:
    return {
        "issued_on": actor.today.isoformat(),
        "due_on": found.due_on.isoformat() if found.due_on else "",
        "notes": found.notes,
    }


def _may(found: InvoiceView, *, actor: Actor) -> dict[str, bool]:
    is_issued = found.status == "issued"
    writes = actor.may("billing:write")
    return {
        "may_issue": writes and found.status == "draft",
        "may_pay": is_issued and bool(found.balance_due) and actor.may("payments:write"),
        "may_credit": writes and is_issued and found.credited < found.total,
        "may_cancel": writes and is_issued,
    }


def _steps(found: InvoiceView) -> list[dict[str, Any]]:
    is_issued = found.status == "issued"
    is_paid = is_issued and not found.balance_due
    paid = "done" if is_paid else "partly" if found.paid or found.credited else "waiting"
    issued_on = found.issued_on if is_issued else None
    return [
        {"label": _("Issued"), "state": "done" if is_issued else "waiting", "on": issued_on},
        {"label": _("Paid"), "state": paid, "on": found.settlements[-1].on if found.settlements else None},
    ]


def _linked(found: InvoiceView, *, actor: Actor) -> list[dict[str, Any]]:
    """The order and the dispatches that it bills, and its credit notes."""
    linked = []
    if found.sales_order_id and actor.may("sales:read"):
        sent = dispatches(actor=actor, wanted=DispatchFilter(invoice_id=found.id)).items
        order_number = sent[0].sales_order_number if sent else _("Order")
        order_href = href_of("sales-order", found.sales_order_id)
        linked = [{"number": order_number, "kind": _("Order"), "href": order_href, "status": ""}]
        linked += [
            {
                "number": each.number,
                "kind": _("Dispatch"),
                "href": href_of("dispatch", each.id),
                "status": "reversed" if each.reversed_at else "dispatched",
            }
            for each in sent
        ]
    return linked


@tenant_view("billing:write")
@require_http_methods(["GET", "POST"])
def invoice_issuance(request: TenantRequest, invoice_id: UUID) -> HttpResponse:
    """Issue a draft with the day, the due day and the note of the form; refused, the page says what stops it."""
    if request.method != "POST":
        return SeeOther(reverse("invoice", args=[invoice_id]))

    def write(posted: Posted) -> str:
        issued = _issue(request, posted, invoice_id)
        messages.success(request, _("{number} is issued").format(number=issued.number))
        return reverse("invoice", args=[invoice_id])

    return answer_form(request, write=write, show=lambda form, status: _show(request, invoice_id, form, status=status))


def _issue(request: TenantRequest, reader: Posted, invoice_id: UUID) -> Any:
    actor = request.actor
    issued_on, due_on, notes = reader.day("issued_on"), reader.day("due_on"), reader.text("notes")
    version = reader.version()
    reader.stop()
    draft = invoice(actor=actor, invoice_id=invoice_id)
    changes = {
        name: value
        for name, value, before in (("due_on", due_on, draft.due_on), ("notes", notes, draft.notes))
        if name in request.POST and value != before
    }
    if changes:
        changed = change_invoice(actor=actor, invoice_id=invoice_id, changes=changes, expected_version=version)
        version = changed.version
    return issue_invoice(actor=actor, invoice_id=invoice_id, issued_on=issued_on, expected_version=version)


@tenant_view("billing:write")
@require_http_methods(["GET", "POST"])
def invoice_cancellation(request: TenantRequest, invoice_id: UUID) -> HttpResponse:
    """First what it would do and what stands in the way, then, with a reason, the cancelling."""
    actor = request.actor

    def write(posted: Posted) -> str:
        reason, version = posted.text("reason"), posted.version()
        done = cancel_invoice(actor=actor, invoice_id=invoice_id, reason=reason, expected_version=version)
        messages.success(request, _("{number} is cancelled").format(number=done.number))
        return reverse("invoice", args=[invoice_id])

    def show(form: FormState, status: int) -> HttpResponse:
        return _cancellation(request, invoice_id, form, status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


def _cancellation(request: TenantRequest, invoice_id: UUID, form: FormState, status: int) -> HttpResponse:
    actor = request.actor
    found = invoice(actor=actor, invoice_id=invoice_id)
    context = {
        "invoice": found,
        "form": form,
        "hindrance": _hindrance(found),
        "may_credit": _may(found, actor=actor)["may_credit"],
        "crumbs": [
            (_("Invoices"), reverse("invoices")),
            (found.number or _("Draft"), reverse("invoice", args=[found.id])),
        ],
    }
    return render(request, "pages/invoices/cancellation.html", context, status=status)


def _hindrance(found: InvoiceView) -> str:
    """What is known before trying; the rest is said when it is tried."""
    if found.status != "issued":
        return _("Only an issued invoice is cancelled; this one is not.")
    if found.paid or found.credited:
        return _("Something was paid or credited on it: take the payment off first, or make a credit note.")
    return ""


@tenant_view("billing:read")
@require_safe
def invoice_pdf_view(request: TenantRequest, invoice_id: UUID) -> HttpResponse:
    """All copies, or the customer's own with `copy=original`; to look at, or to keep with `download=yes`."""
    copy = choice_of(request, "copy", ("original", "duplicate", "triplicate"))
    found = invoice(actor=request.actor, invoice_id=invoice_id)
    chosen = {"copies": (copy,)} if copy else {}
    made = invoice_pdf(actor=request.actor, invoice_id=invoice_id, **chosen)
    return pdf_answer(request, made, name=found.number or "draft")


_ONE: Final = "app/invoices/<uuid:invoice_id>"
urlpatterns: list[URLPattern] = [
    path("app/invoices", invoice_list, name="invoices"),
    path("app/invoices/export", invoice_export, name="invoice-export"),
    path(_ONE, invoice_page, name="invoice"),
    path(f"{_ONE}/issuance", invoice_issuance, name="invoice-issuance"),
    path(f"{_ONE}/cancellation", invoice_cancellation, name="invoice-cancellation"),
    path(f"{_ONE}/invoice.pdf", invoice_pdf_view, name="invoice-pdf"),
]
