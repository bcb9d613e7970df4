"""Erasing a person from the workspace's records: whom it may be about, the erasure, and what it did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.attachments.queries import papers_of_parties
from omnistock.domain.rights import queries
from omnistock.domain.rights.candidates import Candidate, candidates_of_party, candidates_of_request
from omnistock.domain.rights.models import PrincipalRequest
from omnistock.domain.rights.operations import Subjects, erase_person, parties_of
from omnistock.interfaces.web.asked import id_of
from omnistock.interfaces.web.attached import shown
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.erasure_words import CANDIDATES, answer_of, held_told, kept_told, overwritten_told
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reauthentication import reauthenticated
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    Column("at", gettext_lazy("Erased at")),
    Column("by", gettext_lazy("By")),
    Column("overwritten", gettext_lazy("Overwritten"), is_figure=True),
    Column("kept", gettext_lazy("Kept"), is_figure=True),
)
_FILES_SHOWN: Final = 100
_PARTS: Final = {
    "customer": "customers",
    "supplier": "suppliers",
    "customer_contact": "customer_contacts",
    "supplier_contact": "supplier_contacts",
}


@tenant_view("rights:answer")
@require_safe
def erasure_list(request: TenantRequest) -> HttpResponse:
    page = queries.erasures(actor=request.actor, cursor=request.GET.get("cursor"))
    rows = [
        (row, sum(each["count"] for each in row.overwritten), sum(each["count"] for each in row.kept))
        for row in page.items
    ]
    listing = Listing(rows=rows, columns=COLUMNS, query=request.GET, next_cursor=page.next_cursor or "")
    return render(request, "rights/erasures.html", {"listing": listing})


@tenant_view("rights:answer")
@require_safe
def erasure_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="erasures", asked={})


@tenant_view("rights:answer")
@require_http_methods(["GET", "POST"])
@reauthenticated(methods=("POST",), form=True)
def erasure_new(request: TenantRequest) -> HttpResponse:
    """Whom a request, a customer or a supplier may be about; what would go, what would stay, what stands in the way."""
    asked, found = _asked(request)

    def write(posted: Posted) -> str:
        if not posted.is_on("is_sure"):
            raise Invalid.at("is_sure", _("Make sure that it is them, and say so here."), "missing")
        papers = posted.ids("papers")
        posted.stop()
        made = erase_person(
            actor=request.actor,
            subjects=_subjects(posted.texts("subjects"), papers),
            principal_request_id=asked.pk if asked else None,
        )
        messages.success(request, _("Erased. Here is what was overwritten, what was kept and why."))
        return reverse("erasure", args=[made.pk])

    def show(form: FormState, status: int) -> HttpResponse:
        ticked = request.POST.getlist("subjects")
        context = {
            "form": form,
            "asked": asked,
            "rows": [
                (
                    each,
                    CANDIDATES[each.what],
                    f"{each.what}:{each.id}",
                    f"{each.what}:{each.id}" in ticked,
                    held_told(each.held),
                )
                for each in found
            ],
            "ticked_papers": request.POST.getlist("papers"),
            "crumbs": _crumbs(asked),
            **_files(request.actor, found),
        }
        return render(request, "rights/erasure_new.html", context, status=status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


@tenant_view("rights:answer")
@require_safe
def erasure(request: TenantRequest, erasure_id: UUID) -> HttpResponse:
    row = queries.erasure(actor=request.actor, erasure_id=erasure_id)
    context = {
        "row": row,
        "overwritten": overwritten_told(row.overwritten),
        "kept": kept_told(row.kept),
        "answer": answer_of(row.overwritten, row.kept),
        "crumbs": _crumbs(None),
    }
    return render(request, "rights/erasure.html", context)


def _asked(request: TenantRequest) -> tuple[PrincipalRequest | None, Sequence[Candidate]]:
    """Raises 404 where the address names nobody."""
    request_id, customer_id, supplier_id = (id_of(request, name) for name in ("request", "customer", "supplier"))
    if request_id:
        asked = queries.principal_request(actor=request.actor, principal_request_id=request_id)
        return asked, candidates_of_request(actor=request.actor, request=asked)
    if not customer_id and not supplier_id:
        raise Http404
    return None, candidates_of_party(actor=request.actor, customer_id=customer_id, supplier_id=supplier_id)


def _files(actor: Actor, found: Sequence[Candidate]) -> dict[str, Any]:
    """The files with documents of everybody who was found, to be looked into."""
    subjects = _subjects([f"{each.what}:{each.id}" for each in found], [])
    views, count = papers_of_parties(actor=actor, **parties_of(actor=actor, subjects=subjects), most=_FILES_SHOWN)
    return {"papers": [shown(each) for each in views], "papers_beyond": count - len(views)}


def _subjects(texts: Sequence[str], papers: Sequence[UUID]) -> Subjects:
    """What the boxes say, "customer:id" each. Raises `Invalid` for what no box says."""
    found: dict[str, list[UUID]] = {}
    for text in texts:
        what, _colon, number = text.partition(":")
        try:
            found.setdefault(_PARTS[what], []).append(UUID(number))
        except (KeyError, ValueError):
            raise Invalid.at("subjects", _("Choose from the list."), "unknown") from None
    return Subjects(**found, attachments=papers)


def _crumbs(asked: PrincipalRequest | None) -> list[tuple[str, str]]:
    crumbs = [(_("Privacy requests"), reverse("principal-requests"))]
    if asked is not None:
        return [*crumbs, (asked.name, reverse("principal-request", args=[asked.pk]))]
    return [*crumbs, (_("Erasures"), reverse("erasures"))]


urlpatterns: list[URLPattern] = [
    path("app/erasures", erasure_list, name="erasures"),
    path("app/erasures/export", erasure_export, name="erasure-export"),
    path("app/erasures/new", erasure_new, name="erasure-new"),
    path("app/erasures/<uuid:erasure_id>", erasure, name="erasure"),
]
