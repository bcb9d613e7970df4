"""Papers of processing: the agreement that an owner or admin accepts, the clauses they may ask for, the records."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from omnistock.domain.agreements.dpa import CURRENT, SCC_MODULES, VERSIONS
from omnistock.domain.agreements.operations import accept_dpa, ask_for_clauses
from omnistock.domain.agreements.papers import dpa_pdf, records_of_processing_pdf
from omnistock.domain.agreements.queries import accepted_dpa, agreements
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_table import table_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.pdf_answer import pdf_answer
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.site_page import public_page


def dpa(request: HttpRequest) -> HttpResponse:
    """The current text, for everyone."""
    words = _("How this installation processes personal data for its customers. The English text binds.")
    return public_page(
        request,
        "public/dpa.html",
        _("Data processing agreement"),
        description=words,
        agreement=CURRENT,
        published_on=dt.date.fromisoformat(CURRENT.published_on),
    )


@require_GET
def dpa_document(request: HttpRequest) -> HttpResponse:
    return pdf_answer(request, dpa_pdf(), name=f"DPA-{CURRENT.number}")


@tenant_view("settings:write")
@require_http_methods(["GET", "POST"])
def agreement_page(request: TenantRequest) -> HttpResponse:
    """What was accepted and asked for; posting accepts the current text."""

    def write(posted: Posted) -> str:
        accept_dpa(
            actor=request.actor,
            version=posted.text("version"),
            text_sha256=posted.text("text_sha256"),
            function=posted.text("function"),
            confirmed=posted.is_on("confirmed"),
        )
        messages.success(request, _("The data processing agreement is accepted."))
        return reverse("agreements")

    if request.method == "POST":
        return answer_form(request, write=write, show=lambda form, status: _page(request, form, status))
    return _page(request, FormState(), 200)


@tenant_view("settings:write")
@require_POST
def clauses(request: TenantRequest) -> HttpResponse:
    def write(posted: Posted) -> str:
        ask_for_clauses(actor=request.actor, module=posted.text("module"), function=posted.text("function"))
        messages.success(request, _("The operator sees that you asked, and sends you the clauses."))
        return reverse("agreements")

    return answer_form(request, write=write, show=lambda form, status: _page(request, form, status))


@tenant_view("settings:write")
@require_GET
def agreement_document(request: TenantRequest) -> HttpResponse:
    """The accepted agreement as PDF."""
    accepted = accepted_dpa(actor=request.actor)
    if accepted is None or accepted.version not in VERSIONS:
        raise Http404
    return pdf_answer(request, dpa_pdf(accepted), name=f"DPA-{accepted.version}")


@tenant_view("settings:write")
@require_GET
def processing_records(request: TenantRequest) -> HttpResponse:
    return pdf_answer(request, records_of_processing_pdf(actor=request.actor), name="records-of-processing")


@tenant_view("settings:write")
@require_GET
def agreement_export(request: TenantRequest) -> HttpResponse:
    headings = ("made_at", "kind", "version", "person_name", "function", "address", "text_sha256")
    rows = [[getattr(each, name) for name in headings] for each in agreements(actor=request.actor)]
    return table_answer(actor=request.actor, name="agreements", headings=headings, rows=rows)


def _page(request: TenantRequest, form: FormState, status: int) -> HttpResponse:
    accepted = accepted_dpa(actor=request.actor)
    data = {
        "form": form,
        "current": CURRENT,
        "accepted": accepted,
        "is_current": accepted is not None and accepted.version == CURRENT.number,
        "rows": agreements(actor=request.actor),
        "modules": [(module, _("Module {module}").format(module=module)) for module in SCC_MODULES],
    }
    return render(request, "pages/agreements/page.html", data, status=status)


urlpatterns: list[URLPattern] = [
    path("dpa", dpa, name="dpa"),
    path("dpa.pdf", dpa_document, name="dpa-document"),
    path("app/agreements", agreement_page, name="agreements"),
    path("app/agreements.csv", agreement_export, name="agreement-export"),
    path("app/agreements/clauses", clauses, name="agreement-clauses"),
    path("app/agreements/dpa.pdf", agreement_document, name="agreement-document"),
    path("app/agreements/processing.pdf", processing_records, name="processing-records"),
]
