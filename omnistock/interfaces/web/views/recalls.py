"""Recalls: their list, and the one page on which a recall is worked off until it is closed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.recalls.inputs import AnswerInput
from omnistock.domain.recalls.operations import close_recall, quarantine_recall, record_contact, release_recall
from omnistock.domain.recalls.papers import letters_pdf, message_text
from omnistock.domain.recalls.queries import RecallFilter, recall, recalls
from omnistock.domain.recalls.queries.recalls import CustomerRow, RecallPage
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.csv_table import table_answer
from omnistock.interfaces.web.document_links import document_hrefs
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.mass_balance import shown
from omnistock.interfaces.web.pdf_answer import pdf_answer
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.status import status_of
from omnistock.kernel.errors import Conflict, Invalid

COLUMNS: Final = (
    Column("number", gettext_lazy("Recall")),
    Column("opened", gettext_lazy("Opened")),
    Column("batches", gettext_lazy("Batches")),
    Column("reason", gettext_lazy("Reason")),
    Column("status", gettext_lazy("Status")),
    Column("by", gettext_lazy("Opened by"), is_shown=False),
    Column("closed", gettext_lazy("Closed"), is_shown=False),
)
_STATUSES: Final = ("open", "closed", "released")


@tenant_view("stock:read")
@require_safe
def recall_list(request: TenantRequest) -> HttpResponse:
    """Recalls and drills, the newest first."""
    actor, wanted = request.actor, _wanted(request)
    page = recalls(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=page.items,
        columns=COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("q", "status"),
    )
    context = {
        "listing": listing,
        "status": wanted.status,
        "statuses": [(each, status_of(each).word) for each in _STATUSES],
        "may_write": actor.may("recalls:write"),
    }
    return render(request, "pages/recalls/list.html", context)


@tenant_view("stock:read")
@require_safe
def recall_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="recalls", asked={"wanted": _wanted(request)})


@tenant_view("stock:read")
@require_safe
def recall_page(request: TenantRequest, recall_id: UUID) -> HttpResponse:
    return _show(request, recall_id, FormState(), 200)


@tenant_view("sales:read")
@require_safe
def recall_letters(request: TenantRequest, recall_id: UUID, customer_id: UUID | None = None) -> HttpResponse:
    """The letters to all customers, or to one, as PDF."""
    found = recall(actor=request.actor, recall_id=recall_id)
    made = letters_pdf(actor=request.actor, recall_id=recall_id, customer_id=customer_id)
    return pdf_answer(request, made, name=found.number)


@tenant_view("sales:read")
@require_safe
def recall_contacts(request: TenantRequest, recall_id: UUID) -> HttpResponse:
    """Whom to call, as CSV: one row for each customer, batch and document."""
    found = recall(actor=request.actor, recall_id=recall_id)
    batches = {batch.id: batch for batch in found.batches}
    rows = [
        [
            *(each.name, each.contact_name, each.phone, each.email),
            *(batches[went.batch_id].product_name, batches[went.batch_id].number),
            *(went.invoice_number or went.dispatch_number, went.dispatched_at, went.sent, went.returned),
            *(batches[went.batch_id].unit_code, str(status_of(each.state).word), each.notes),
        ]
        for each in found.customers
        for went in each.documents
    ]
    headings = [
        *(_("Customer"), _("Contact"), _("Phone"), _("Email"), _("Product"), _("Batch"), _("Document"), _("Sent on")),
        *(_("Quantity"), _("Returned"), _("Unit"), _("Status"), _("Notes")),
    ]
    return table_answer(actor=request.actor, name=f"{found.number}-contacts", headings=headings, rows=rows)


@require_POST
@tenant_view("recalls:write")
def recall_contact(request: TenantRequest, recall_id: UUID, customer_id: UUID) -> HttpResponse:
    """What was done with one customer, and what they say became of the goods."""
    actor = request.actor

    def write(posted: Posted) -> str:
        record_contact(
            actor=actor,
            recall_id=recall_id,
            customer_id=customer_id,
            is_contacted=posted.is_on("contacted"),
            is_answered=posted.is_on("answered"),
            notes=posted.text("notes"),
            answers=_answers(actor=actor, recall_id=recall_id, customer_id=customer_id, reader=posted),
        )
        return f"{reverse('recall', args=[recall_id])}#customer-{customer_id}"

    return answer_form(
        request, write=write, show=lambda form, status: _show(request, recall_id, form, status, customer_id)
    )


def _answers(*, actor: Any, recall_id: UUID, customer_id: UUID, reader: Reader) -> list[AnswerInput]:
    """The quantities typed for each batch of the customer. Raises `Invalid` with everything that could not be read."""
    found = recall(actor=actor, recall_id=recall_id)
    shares = next((each.shares for each in found.customers if each.id == customer_id), ())
    answers = []
    for at, share in enumerate(shares):
        destroyed, used = reader.number(f"answers-{at}-destroyed"), reader.number(f"answers-{at}-used")
        if (destroyed, used) != (None, None):
            answers.append(AnswerInput(batch_id=share.batch.id, destroyed=destroyed, used=used))
    reader.stop()
    return answers


@require_POST
@tenant_view("recalls:write")
def recall_step(request: TenantRequest, recall_id: UUID, step: str) -> HttpResponse:
    """Move the goods to quarantine, close, or release."""
    actor, posted = request.actor, request.POST
    version = Reader(posted).version()
    try:
        with transaction.atomic():
            if step == "quarantine":
                quarantine_recall(actor=actor, recall_id=recall_id)
                messages.success(request, _("The goods are booked into quarantine."))
            elif step == "close":
                close_recall(
                    actor=actor, recall_id=recall_id, notes=posted.get("closing", ""), expected_version=version
                )
            else:
                reason = posted.get("release_reason", "")
                release_recall(actor=actor, recall_id=recall_id, reason=reason, expected_version=version)
    except (Invalid, Conflict) as error:
        return _show(request, recall_id, FormState.refused(request.POST, _at_field(error, step)), error.status)
    return SeeOther(reverse("recall", args=[recall_id]))


def _at_field(error: Invalid | Conflict, step: str) -> Invalid | Conflict:
    """The refusal, with its faults at the fields as this page calls them: two forms on it ask for words."""
    names = {"close": ("notes", "closing"), "release": ("reason", "release_reason")}
    if step not in names or not isinstance(error, Invalid):
        return error
    theirs, ours = names[step]
    faults = [Invalid.at(ours if f.pointer == theirs else f.pointer, f.message, f.code).faults[0] for f in error.faults]
    return Invalid(error.message, faults=faults)


def _wanted(request: TenantRequest) -> RecallFilter:
    return RecallFilter(status=choice_of(request, "status", _STATUSES), search=text_of(request))


def _show(
    request: TenantRequest, recall_id: UUID, form: FormState, status: int, at_customer: UUID | None = None
) -> HttpResponse:
    actor = request.actor
    found = recall(actor=actor, recall_id=recall_id)
    writes = actor.may("recalls:write")
    context = {
        "recall": found,
        "form": form,
        "crumbs": [(_("Recalls"), reverse("recalls"))],
        "steps": _steps(found),
        "sums": [(batch, shown(balance)) for batch, balance in found.balances],
        "names": {batch.id: batch for batch in found.batches},
        "hrefs": document_hrefs(
            [(each.document_kind, each.document_id) for each in found.trace.sources if each.document_id], actor=actor
        ),
        "work": [(each, form if each.id == at_customer else _typed(each)) for each in found.customers],
        "message": message_text(actor=actor, page=found),
        "attached": attached("recall", found.id, actor=actor),
        "events": told(events_of(subject_ids=[found.id])),
        "may_work": writes and found.status == "open",
        "may_move": writes and not found.is_drill and found.status != "released" and found.trace.outside_quarantine,
        "may_release": writes and not found.is_drill and found.status != "released",
        "sees_sales": actor.may("sales:read"),
    }
    return render(request, "pages/recalls/page.html", context, status=status)


def _typed(customer: CustomerRow) -> FormState:
    values: dict[str, Any] = {"notes": customer.notes}
    for at, share in enumerate(customer.shares):
        values |= {f"answers-{at}-destroyed": _figure(share.destroyed), f"answers-{at}-used": _figure(share.used)}
    return FormState(values=values)


def _figure(quantity: Any) -> str:
    return f"{quantity.normalize():f}" if quantity else ""


def _steps(found: RecallPage) -> list[dict[str, Any]]:
    all_reached = found.reached == len(found.customers)
    ended = found.closed_at or found.released_at
    return [
        {"label": _("Opened") if found.is_drill else _("Frozen"), "state": "done", "at": found.opened_at},
        {"label": _("Customers reached"), "state": "done" if all_reached else "partly" if found.reached else "waiting"},
        {
            "label": _("Accounted for"),
            "state": "done" if not found.unaccounted else "partly" if found.percent else "waiting",
        },
        {
            "label": status_of(found.status).word if ended else _("Closed"),
            "state": "done" if ended else "waiting",
            "at": ended,
        },
    ]


urlpatterns: list[URLPattern] = [
    path("app/recalls", recall_list, name="recalls"),
    path("app/recalls/export.csv", recall_export, name="recall-export"),
    path("app/recalls/<uuid:recall_id>", recall_page, name="recall"),
    path("app/recalls/<uuid:recall_id>/letters.pdf", recall_letters, name="recall-letters"),
    path("app/recalls/<uuid:recall_id>/customers/<uuid:customer_id>/letter.pdf", recall_letters, name="recall-letter"),
    path("app/recalls/<uuid:recall_id>/contacts.csv", recall_contacts, name="recall-contacts"),
    path("app/recalls/<uuid:recall_id>/customers/<uuid:customer_id>", recall_contact, name="recall-contact"),
    *(
        path(f"app/recalls/<uuid:recall_id>/{step}", recall_step, {"step": step}, name=f"recall-{step}")
        for step in ("quarantine", "close", "release")
    ),
]
