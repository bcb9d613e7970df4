"""What was mailed in the workspace's name, and what became of each mail."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.notifications.kinds import MAIL_KINDS
from omnistock.domain.notifications.models import STATES
from omnistock.domain.notifications.queries import workspace_mails
from omnistock.domain.notifications.stopping import resume_mail, stopped_among
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.status import status_of

COLUMNS: Final = (
    Column("subject", gettext_lazy("Subject")),
    Column("status", gettext_lazy("Status")),
    Column("recipient", gettext_lazy("To")),
    Column("written", gettext_lazy("Written")),
    Column("error", gettext_lazy("What went wrong")),
)


def _asked(request: TenantRequest) -> dict[str, Any]:
    return {
        "text": text_of(request),
        "status": choice_of(request, "status", STATES),
        "kind": choice_of(request, "kind", MAIL_KINDS),
    }


@tenant_view("settings:write")
@require_safe
def mails(request: TenantRequest) -> HttpResponse:
    asked = _asked(request)
    page = workspace_mails(actor=request.actor, cursor=request.GET.get("cursor"), **asked)
    listing = Listing(
        rows=page.items,
        columns=COLUMNS,
        query=request.GET,
        next_cursor=page.next_cursor or "",
        filter_names=("q", "status", "kind"),
    )
    context = {
        "listing": listing,
        "asked": asked,
        "statuses": [(state, status_of(state).word) for state in STATES],
        "stopped": stopped_among(addresses={mail.recipient for mail in page.items}),
        "is_sent": bool(settings.RESEND_API_KEY),
    }
    return render(request, "pages/mails/list.html", context)


@tenant_view("settings:write")
@require_safe
def mail_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="mails", asked=_asked(request))


@tenant_view("settings:write")
@require_POST
def mail_resumption(request: TenantRequest, workspace_mail_id: UUID) -> HttpResponse:
    """The address of this mail gets mail again."""
    resume_mail(actor=request.actor, mail_id=workspace_mail_id)
    messages.success(request, _("Mail is sent to this address again."))
    return SeeOther(reverse("mails"))


urlpatterns: list[URLPattern] = [
    path("app/mails", mails, name="mails"),
    path("app/mails/export", mail_export, name="mail-export"),
    path("app/mails/<uuid:workspace_mail_id>/resumption", mail_resumption, name="mail-resumption"),
]
