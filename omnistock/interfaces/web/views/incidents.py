"""What this workspace was told of security incidents that concern it (promise P15)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from omnistock.domain.incidents import notices
from omnistock.domain.incidents.operations import see_notice
from omnistock.domain.incidents.papers import notice_pdf, sections_of
from omnistock.domain.privacy.operator import security_contact
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.incident_words import AUDIENCES
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.pdf_answer import pdf_answer

COLUMNS: Final = (
    Column("subject", gettext_lazy("Incident")),
    Column("whom", gettext_lazy("To")),
    Column("sent", gettext_lazy("Sent")),
    Column("seen", gettext_lazy("Seen"), is_figure=True),
)


@tenant_view(notices.READ)
@require_safe
def incident_list(request: TenantRequest) -> HttpResponse:
    page = notices.notices(actor=request.actor, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(row, _said(row)[0], AUDIENCES[row.notice.audience]) for row in page.items],
        columns=COLUMNS,
        query=request.GET,
        next_cursor=page.next_cursor or "",
        filter_names=(),
    )
    return render(request, "pages/incidents/list.html", {"listing": listing})


@tenant_view(notices.READ)
@require_safe
def incident_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="incident_notices", asked={})


@tenant_view()
@require_safe
def incident(request: TenantRequest, incident_notice_id: UUID) -> HttpResponse:
    """One notice, word for word: for who may read them all, and for whom it was sent to. Their receipt says that it was
    seen."""
    row = notices.notice(actor=request.actor, notice_id=incident_notice_id)
    see_notice(actor=request.actor, notice_id=incident_notice_id)
    sees_all = request.actor.may(notices.READ)
    subject, text = _said(row)
    context = {
        "row": row,
        "subject": subject,
        "parts": sections_of(text),
        "is_also_english": text != row.notice.text,
        "notice": row.notice,
        "whom": AUDIENCES[row.notice.audience],
        "crumbs": [(_("Incidents"), reverse("incidents"))] if sees_all else [],
        "receipts": notices.receipts(actor=request.actor, notice_id=incident_notice_id) if sees_all else [],
    }
    return render(request, "pages/incidents/page.html", context)


def _said(row: notices.NoticeRow) -> tuple[str, str]:
    return row.notice.said(get_language() or "en")


@tenant_view(notices.READ)
@require_safe
def incident_paper(request: TenantRequest, incident_notice_id: UUID) -> HttpResponse:
    made = notice_pdf(actor=request.actor, notice_id=incident_notice_id, contact=security_contact())
    return pdf_answer(request, made, name="incident-notice")


urlpatterns: list[URLPattern] = [
    path("app/incidents", incident_list, name="incidents"),
    path("app/incidents/export", incident_export, name="incident-export"),
    path("app/incidents/<uuid:incident_notice_id>", incident, name="incident"),
    path("app/incidents/<uuid:incident_notice_id>/paper", incident_paper, name="incident-paper"),
]
