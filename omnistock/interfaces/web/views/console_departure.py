"""A request to delete a workspace that came by mail, written down in the console. Staff get no link: its owners confirm it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omnistock.domain.departure.operations import write_down_departure
from omnistock.domain.support import console
from omnistock.interfaces.web import shown_once
from omnistock.interfaces.web.console_door import ConsoleRequest, console_view, staff_actor
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form, moment_in_utc
from omnistock.tenancy.boundary import tenant_boundary

_DONE: Final = "departure_written_down"


@console_view
@require_http_methods(["GET", "POST"])
def console_departure(request: ConsoleRequest, organization_id: UUID) -> HttpResponse:
    row = console.account(organization_id=organization_id)

    def write(posted: Posted) -> str:
        came_at = moment_in_utc(posted, "came_at")
        with tenant_boundary(organization_id):
            actor = staff_actor(request, organization_id)
            write_down_departure(actor=actor, came_at=came_at, reason=posted.text("reason"))
        shown_once.keep(request, _DONE, "yes")
        return request.path

    def show(form: FormState, status: int) -> HttpResponse:
        crumbs = [(_("Console"), reverse("console")), (_("Workspaces"), reverse("console-accounts"))]
        context = {"row": row, "form": form, "is_done": shown_once.take(request, _DONE), "crumbs": crumbs}
        return render(request, "console/departure.html", context, status=status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


urlpatterns: list[URLPattern] = [
    path("console/accounts/<uuid:organization_id>/departure", console_departure, name="console-departure"),
]
