"""Who of the operator's staff asked to look at the workspace, who let them, and ending it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.support import operations, queries
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reauthentication import reauthenticated
from omnistock.interfaces.web.support_words import grant_chip, scope_words

COLUMNS: Final = (
    Column("who", gettext_lazy("Who")),
    Column("ticket", gettext_lazy("Ticket")),
    Column("status", gettext_lazy("Status")),
    Column("what", gettext_lazy("What they may see")),
    Column("by", gettext_lazy("Granted by")),
    Column("until", gettext_lazy("Until")),
)


@tenant_view("support:read")
@require_safe
def access_grant_list(request: TenantRequest) -> HttpResponse:
    page = queries.grants(actor=request.actor, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(row, grant_chip(row, request.actor.now), scope_words(row.scopes)) for row in page.items],
        columns=COLUMNS,
        query=request.GET,
        next_cursor=page.next_cursor or "",
        filter_names=(),
    )
    return render(
        request, "pages/support/grants.html", {"listing": listing, "crumbs": [(_("Support"), reverse("tickets"))]}
    )


@tenant_view("support:read")
@require_safe
def access_grant_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="access_grants", asked={})


@tenant_view("access:grant")
@reauthenticated
@require_http_methods(["GET", "POST"])
def access_grant_decision(request: TenantRequest, access_grant_id: UUID) -> HttpResponse:
    """What is asked, in full, and the member's yes or no, once they confirmed who they are."""
    grant = queries.grant(actor=request.actor, access_grant_id=access_grant_id)

    def write(posted: Posted) -> str:
        if posted.text("do") == "refuse":
            operations.refuse_access(actor=request.actor, access_grant_id=access_grant_id)
            messages.success(request, _("Refused. They can still answer the ticket."))
        else:
            operations.grant_access(
                actor=request.actor, access_grant_id=access_grant_id, expected_version=posted.version()
            )
            messages.success(request, _("They may look now. Everybody here sees a banner meanwhile."))
        return reverse("ticket", args=[grant.ticket_id])

    def show(form: FormState, status: int) -> HttpResponse:
        context = {
            "grant": grant,
            "state": grant_chip(grant, request.actor.now),
            "scopes": scope_words(grant.scopes),
            "form": form,
            "crumbs": [
                (_("Support"), reverse("tickets")),
                (grant.ticket.number, reverse("ticket", args=[grant.ticket_id])),
            ],
        }
        return render(request, "pages/support/decision.html", context, status=status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


@tenant_view("access:grant")
@require_POST
def access_grant_end(request: TenantRequest, access_grant_id: UUID) -> HttpResponse:
    grant = operations.end_access(actor=request.actor, access_grant_id=access_grant_id)
    messages.success(request, _("Ended: from this moment on they see nothing."))
    return SeeOther(reverse("ticket", args=[grant.ticket_id]))


_ONE: Final = "app/access-grants/<uuid:access_grant_id>"
urlpatterns: list[URLPattern] = [
    path("app/access-grants", access_grant_list, name="access-grants"),
    path("app/access-grants/export", access_grant_export, name="access-grant-export"),
    path(f"{_ONE}/decision", access_grant_decision, name="access-grant-decision"),
    path(f"{_ONE}/end", access_grant_end, name="access-grant-end"),
]
