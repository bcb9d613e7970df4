"""One's own data: what is kept about oneself, at once; and the other rights, as requests that are proved by being signed
in. It belongs to the person, so it needs no workspace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.rights import queries
from omnistock.domain.rights.account_bundle import bundle_of_account
from omnistock.domain.rights.operations import file_request
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reauthentication import reauthenticated
from omnistock.interfaces.web.rights_words import KINDS, OUTCOMES, SHORT, chips
from omnistock.interfaces.web.views.rights_public import asked_for, letter_answer, said_in, shown
from omnistock.kernel.errors import NotFound

# Seeing is a press on this page, and erasing an account a page of its own.
ASKED_HERE = ("correction", "erasure", "grievance", "nomination")


@login_required
@require_http_methods(["GET", "POST"])
def my_data(request: Any) -> HttpResponse:
    def write(posted: Posted) -> str:
        person = request.user
        filed = file_request(asked=asked_for(posted), language=person.language, now=timezone.now(), person_id=person.pk)
        words = _("Your request {reference} is on its way; you see here what becomes of it.")
        messages.success(request, words.format(reference=filed.request.reference))
        return reverse("my-data-request", args=[filed.request.pk])

    def show(form: FormState, status: int) -> HttpResponse:
        rows = queries.requests_of(person_id=request.user.pk, now=timezone.now())
        return shown(
            request,
            "rights/mine.html",
            _("Your data"),
            status=status,
            form=form,
            kinds=[(kind, KINDS[kind]) for kind in ASKED_HERE],
            rows=[(row, SHORT[row.kind], chips(row)) for row in rows],
        )

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


@login_required
@require_safe
@reauthenticated
def my_data_file(request: Any) -> HttpResponse:
    """Everything that is kept, for programs."""
    answer = HttpResponse(bundle_of_account(person_id=request.user.pk, now=timezone.now()).as_json())
    answer["Content-Type"] = "application/json"
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@login_required
@require_safe
@reauthenticated
def my_data_report(request: Any) -> HttpResponse:
    """The same to read and to print."""
    bundle = bundle_of_account(person_id=request.user.pk, now=timezone.now())
    context = {"bundle": bundle, "file_href": reverse("my-data-file"), "back_href": reverse("my-data")}
    return render(request, "rights/bundle.html", context)


@login_required
@require_safe
def my_request(request: Any, rights_request_id: UUID) -> HttpResponse:
    try:
        row = queries.request_of(person_id=request.user.pk, request_id=rights_request_id, now=timezone.now())
    except NotFound:
        raise Http404 from None
    said = said_in(row)
    closed = any(each["kind"] == "closing" for each in said)
    return shown(
        request,
        "rights/proved.html",
        row.reference,
        row=row,
        kind=SHORT[row.kind],
        outcome=OUTCOMES.get(row.outcome),
        messages_said=said,
        letter_href=reverse("my-data-letter", args=[row.id]) if closed else "",
        back_href=reverse("my-data"),
    )


@login_required
@require_safe
def my_letter(request: Any, rights_request_id: UUID) -> HttpResponse:
    try:
        row = queries.request_of(person_id=request.user.pk, request_id=rights_request_id, now=timezone.now())
        return letter_answer(request, row)
    except NotFound:
        raise Http404 from None


urlpatterns: list[URLPattern] = [
    path("app/my-data", my_data, name="my-data"),
    path("app/my-data/file", my_data_file, name="my-data-file"),
    path("app/my-data/report", my_data_report, name="my-data-report"),
    path("app/my-data/requests/<uuid:rights_request_id>", my_request, name="my-data-request"),
    path("app/my-data/requests/<uuid:rights_request_id>/letter.pdf", my_letter, name="my-data-letter"),
]
