"""Requests of people in the workspace's own records, which the workspace answers: the list, one of them, its bundle."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.rights import queries
from omnistock.domain.rights.models import PRINCIPAL_OUTCOMES, PrincipalRequest
from omnistock.domain.rights.operations import answer_principal_request, record_principal_request, take_bundle
from omnistock.interfaces.web.asked import choice_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.erasure_words import answer_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.rights_words import KINDS, OUTCOMES, SHORT

STATES: Final = ("open", "answered")
COLUMNS: Final = (
    Column("person", gettext_lazy("Person")),
    Column("kind", gettext_lazy("Asks for")),
    Column("status", gettext_lazy("Status")),
    Column("received", gettext_lazy("Received")),
    Column("due", gettext_lazy("Answer by")),
)


def _status(request: TenantRequest) -> str:
    return choice_of(request, "status", STATES)


def _state(request: TenantRequest, row: PrincipalRequest) -> str:
    if row.answered_at is not None:
        return "answered"
    return "overdue" if row.answer_by < request.actor.today else "open"


@tenant_view("rights:answer")
@require_safe
def principal_requests(request: TenantRequest) -> HttpResponse:
    page = queries.principal_requests(actor=request.actor, status=_status(request), cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(row, SHORT[row.kind], _state(request, row)) for row in page.items],
        columns=COLUMNS,
        query=request.GET,
        next_cursor=page.next_cursor or "",
        filter_names=("status",),
    )
    return render(request, "rights/principals.html", {"listing": listing, "states": STATES})


@tenant_view("rights:answer")
@require_safe
def principal_request_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="principal_requests", asked={"status": _status(request)})


@tenant_view("rights:answer")
@require_http_methods(["GET", "POST"])
def principal_request_new(request: TenantRequest) -> HttpResponse:
    def write(posted: Posted) -> str:
        values = {name: posted.text(name) for name in ("kind", "name", "email", "phone", "text")}
        values["received_on"] = posted.day("received_on")  # type: ignore[assignment]
        posted.stop()
        made = record_principal_request(actor=request.actor, values=values)
        return reverse("principal-request", args=[made.pk])

    def show(form: FormState, status: int) -> HttpResponse:
        context = {"form": form, "kinds": KINDS.items(), "crumbs": _crumbs()}
        return render(request, "rights/principal_new.html", context, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(values={"received_on": request.actor.today.isoformat()}), 200)


@tenant_view("rights:answer")
@require_http_methods(["GET", "POST"])
def principal_request(request: TenantRequest, principal_request_id: UUID) -> HttpResponse:
    """What is asked, what the workspace holds, and the answer."""
    row = queries.principal_request(actor=request.actor, principal_request_id=principal_request_id)
    erased = queries.erasures(actor=request.actor, principal_request_id=principal_request_id).items

    def write(posted: Posted) -> str:
        answer_principal_request(
            actor=request.actor,
            principal_request_id=principal_request_id,
            outcome=posted.text("outcome"),
            answer=posted.text("answer"),
            expected_version=posted.version(),
        )
        messages.success(request, _("The answer is written down. Send it to the person, if you have not."))
        return reverse("principal-request", args=[principal_request_id])

    def show(form: FormState, status: int) -> HttpResponse:
        context = {
            "row": row,
            "kind": SHORT[row.kind],
            "state": _state(request, row),
            "outcome": OUTCOMES.get(row.outcome),
            "outcomes": [(each, OUTCOMES[each]) for each in PRINCIPAL_OUTCOMES],
            "form": form,
            "erasures": erased,
            "crumbs": _crumbs(),
        }
        return render(request, "rights/principal.html", context, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    drafted = answer_of(erased[0].overwritten, erased[0].kept) if erased else ""
    return show(FormState(values={"answer": drafted}), 200)


@tenant_view("rights:answer")
@require_safe
def principal_bundle(request: TenantRequest, principal_request_id: UUID) -> HttpResponse:
    """What the workspace holds of the person, to read and to print."""
    bundle = take_bundle(actor=request.actor, principal_request_id=principal_request_id)
    file_href = reverse("principal-bundle-file", args=[principal_request_id])
    back_href = reverse("principal-request", args=[principal_request_id])
    return render(request, "rights/bundle.html", {"bundle": bundle, "file_href": file_href, "back_href": back_href})


@tenant_view("rights:answer")
@require_safe
def principal_bundle_file(request: TenantRequest, principal_request_id: UUID) -> HttpResponse:
    bundle = take_bundle(actor=request.actor, principal_request_id=principal_request_id)
    answer = HttpResponse(bundle.as_json(), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    return answer


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Privacy requests"), reverse("principal-requests"))]


_ONE: Final = "app/principal-requests/<uuid:principal_request_id>"
urlpatterns: list[URLPattern] = [
    path("app/principal-requests", principal_requests, name="principal-requests"),
    path("app/principal-requests/export", principal_request_export, name="principal-request-export"),
    path("app/principal-requests/new", principal_request_new, name="principal-request-new"),
    path(_ONE, principal_request, name="principal-request"),
    path(f"{_ONE}/bundle", principal_bundle, name="principal-bundle"),
    path(f"{_ONE}/bundle/file", principal_bundle_file, name="principal-bundle-file"),
]
