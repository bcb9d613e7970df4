"""Attachments: adding one to a document, taking it along, taking it away; and the list of all."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.attachments.operations import attach_file, detach_file
from omnistock.domain.attachments.policies import ATTACH, READ
from omnistock.domain.attachments.queries import AttachmentFilter, attached_file, attachments
from omnistock.domain.attachments.subjects import KINDS, subject_of
from omnistock.domain.files.serving import headers_of
from omnistock.domain.files.storing import read_chunks
from omnistock.domain.parties.queries import customer, supplier
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.attached import PAPERS, SUBJECTS, attached, shown
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.kernel.errors import Invalid

COLUMNS: Final = (
    Column("file", gettext_lazy("File")),
    Column("paper", gettext_lazy("What it is")),
    Column("document", gettext_lazy("With")),
    Column("size", gettext_lazy("Size"), is_figure=True),
    Column("by", gettext_lazy("Added by")),
    Column("when", gettext_lazy("When")),
)
# Where a document's page lies that is not called as the API calls its kind.
_PATHS: Final = {"stock_count": "counts"}


def _asked(request: TenantRequest) -> AttachmentFilter:
    return AttachmentFilter(
        subject_kind=choice_of(request, "kind", SUBJECTS),
        paper=choice_of(request, "paper", PAPERS),
        text=text_of(request),
        customer_id=id_of(request, "customer"),
        supplier_id=id_of(request, "supplier"),
    )


@tenant_view(READ)
@require_safe
def attachment_list(request: TenantRequest) -> HttpResponse:
    """Every attachment of what somebody may see, the newest first."""
    asked = _asked(request)
    page = attachments(actor=request.actor, wanted=asked, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[shown(each) for each in page.items],
        columns=COLUMNS,
        query=request.GET,
        next_cursor=page.next_cursor or "",
        filter_names=("q", "kind", "paper", "customer", "supplier"),
    )
    kinds = [(name, SUBJECTS[name]) for name, kind in KINDS.items() if request.actor.may(kind.reads)]
    context = {
        "listing": listing,
        "asked": asdict(asked),
        "kinds": kinds,
        "papers": PAPERS.items(),
        "whose": _whose(request, asked),
    }
    return render(request, "pages/attachments/list.html", context)


@tenant_view(READ)
@require_safe
def attachment_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="attachments", asked={"wanted": _asked(request)})


@tenant_view(READ)
def attachments_page(request: TenantRequest, document_id: UUID, kind: str) -> HttpResponse:
    """The attachments of one document; files that are posted are added, all of them or none. `kind` stands in the URL's
    pattern. A script is led back here, a person to the document."""
    actor = request.actor
    _known, row = subject_of(actor=actor, kind=kind, id=document_id)
    if request.method != "POST":
        return _show(request, kind, row, FormState(), 200)
    actor.require(ATTACH)

    def write(posted: Posted) -> str:
        files = request.FILES.getlist("file")
        if not files:
            raise Invalid.at("file", _("Choose a PDF or a picture."), "missing")
        for file in files:
            attach_file(
                actor=actor,
                subject_kind=kind,
                subject_id=row.pk,
                name=file.name or "file",
                parts=file.chunks(),
                paper=posted.text("paper"),
            )
        return request.path if "X-Upload" in request.headers else _document(kind, row.pk)

    return answer_form(request, write=write, show=lambda form, status: _show(request, kind, row, form, status))


@tenant_view(READ)
@require_safe
def attachment(request: TenantRequest, attachment_id: UUID) -> HttpResponse:
    """The file, to keep: never shown in place, whatever it says it is."""
    found = attached_file(actor=request.actor, attachment_id=attachment_id)
    content = b"".join(read_chunks(actor=request.actor, file_id=found.pk))
    return HttpResponse(content, headers=headers_of(found))


@require_POST
@tenant_view(ATTACH)
def attachment_removal(request: TenantRequest, attachment_id: UUID) -> HttpResponse:
    kind, subject_id = detach_file(actor=request.actor, attachment_id=attachment_id)
    messages.success(request, _("The file is removed; the history keeps that it was there."))
    return SeeOther(_document(kind, subject_id))


def _show(request: TenantRequest, kind: str, row: Any, form: FormState, status: int) -> HttpResponse:
    number = str(getattr(row, KINDS[kind].label))
    context = {
        "attached": attached(kind, row.pk, actor=request.actor, form=form),
        "title": _("Attachments of {number}").format(number=number or SUBJECTS[kind]),
        "crumbs": [(number or str(SUBJECTS[kind]), _document(kind, row.pk))],
    }
    return render(request, "pages/attachments/page.html", context, status=status)


def _whose(request: TenantRequest, asked: AttachmentFilter) -> tuple[str, str] | None:
    """Name and page of the customer or supplier that the list is limited to. Raises `NotFound`."""
    if asked.customer_id:
        found = customer(actor=request.actor, customer_id=asked.customer_id)
        return found.name, reverse("customer", args=[found.id])
    if asked.supplier_id:
        found = supplier(actor=request.actor, supplier_id=asked.supplier_id)
        return found.name, reverse("supplier", args=[found.id])
    return None


def _document(kind: str, id: UUID) -> str:
    return href_of(kind.replace("_", "-"), id) or reverse("attachments")


urlpatterns: list[URLPattern] = [
    path("app/attachments", attachment_list, name="attachments"),
    path("app/attachments.csv", attachment_export, name="attachment-export"),
    path("app/attachments/<uuid:attachment_id>", attachment, name="attachment"),
    path("app/attachments/<uuid:attachment_id>/removal", attachment_removal, name="attachment-removal"),
    *(
        path(
            f"app/{_PATHS.get(name, kind.plural)}/<uuid:document_id>/attachments",
            attachments_page,
            {"kind": name},
            name=f"{name.replace('_', '-')}-attachments",
        )
        for name, kind in KINDS.items()
    ),
]
