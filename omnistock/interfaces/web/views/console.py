"""The operator's console: tickets of all workspaces, their names, and what staff ask for. Nothing of what is in them."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.incidents.queries import incidents
from omnistock.domain.rights.queries import queue
from omnistock.domain.support import console, operations
from omnistock.domain.support.models import TICKET_STATUSES
from omnistock.domain.support.scopes import SCOPES
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, text_of
from omnistock.interfaces.web.console_door import ConsoleRequest, console_view, staff_actor
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.granted import actor_under, enter, leave
from omnistock.interfaces.web.navigation import NAVIGATION
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.support_words import TICKET, grant_chip, scope_words
from omnistock.interfaces.web.views.tickets import kept_file
from omnistock.tenancy.boundary import tenant_boundary


@console_view
@require_safe
def console_home(request: ConsoleRequest) -> HttpResponse:
    """What waits: tickets, and incidents and privacy requests by their clocks."""
    status = choice_of(request, "status", TICKET_STATUSES)
    late = [row for row in queue(now=timezone.now(), using=console.ALIAS) if row.warning]
    pressing = [
        row
        for row in incidents(now=timezone.now(), using=console.ALIAS)
        if row.incident.state == "draft" or row.warnings
    ]
    context = {
        "incidents": pressing,
        "rows": [(row, TICKET[row.status]) for row in console.tickets(status=status)],
        "status": status,
        "states": TICKET.items(),
        "late": late,
    }
    return render(request, "console/home.html", context)


@console_view
@require_safe
def console_accounts(request: ConsoleRequest) -> HttpResponse:
    text = text_of(request)
    return render(request, "console/accounts.html", {"rows": console.accounts(text=text), "text": text})


@console_view
@require_http_methods(["GET", "POST"])
def console_ticket(request: ConsoleRequest, organization_id: UUID, ticket_id: UUID) -> HttpResponse:
    """The ticket with what was said and shared; a post answers it."""
    row = console.ticket(organization_id=organization_id, ticket_id=ticket_id)

    def write(posted: Posted) -> str:
        with tenant_boundary(organization_id):
            operations.answer_ticket(
                actor=staff_actor(request, organization_id),
                ticket_id=ticket_id,
                text=posted.text("text"),
                close=posted.text("do") == "close",
            )
        return request.path

    def show(form: FormState, status: int) -> HttpResponse:
        return _ticket(request, row, form, status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


@console_view
@require_POST
def console_access_request(request: ConsoleRequest, organization_id: UUID, ticket_id: UUID) -> HttpResponse:
    """Ask the workspace to be let in."""
    row = console.ticket(organization_id=organization_id, ticket_id=ticket_id)

    def write(posted: Posted) -> str:
        with tenant_boundary(organization_id):
            operations.request_access(
                actor=staff_actor(request, organization_id),
                ticket_id=ticket_id,
                scopes=posted.texts("scopes"),
                reason=posted.text("reason"),
                hours=posted.text("hours"),
            )
        messages.success(request, _("Asked. An owner or admin of the workspace decides in the app."))
        return reverse("console-ticket", args=[organization_id, ticket_id])

    return answer_form(request, write=write, show=lambda form, status: _ticket(request, row, form, status))


@console_view
@require_safe
def console_file(
    request: ConsoleRequest, organization_id: UUID, ticket_id: UUID, ticket_attachment_id: UUID
) -> HttpResponse:
    name, content = console.attachment(
        organization_id=organization_id, ticket_id=ticket_id, attachment_id=ticket_attachment_id
    )
    return kept_file(name, content)


@console_view
@require_POST
def console_entry(request: ConsoleRequest, organization_id: UUID, access_grant_id: UUID) -> HttpResponse:
    """Into the workspace, under a grant that holds at this moment."""
    with tenant_boundary(organization_id):
        actor, _grant = actor_under(request, organization_id, access_grant_id)
    enter(request, organization_id=organization_id, access_grant_id=access_grant_id)
    for place in NAVIGATION:
        if place.permission is not None and actor.may(place.permission):
            return SeeOther(reverse(place.url_name))
    raise Http404


@console_view
@require_POST
def console_leaving(request: ConsoleRequest) -> HttpResponse:
    leave(request)
    return SeeOther(reverse("console"))


@console_view
@require_POST
def console_return(request: ConsoleRequest, organization_id: UUID, access_grant_id: UUID) -> HttpResponse:
    """Give a grant back before its time."""
    with tenant_boundary(organization_id):
        grant = operations.give_back_access(
            actor=staff_actor(request, organization_id), access_grant_id=access_grant_id
        )
    leave(request)
    messages.success(request, _("Given back."))
    return SeeOther(reverse("console-ticket", args=[organization_id, grant.ticket_id]))


def _ticket(request: ConsoleRequest, row: console.TicketRow, form: FormState, status: int) -> HttpResponse:
    where = {"organization_id": row.organization_id, "ticket_id": row.id}
    now = timezone.now()
    grants: list[dict[str, Any]] = [
        {
            "grant": each,
            "state": grant_chip(each, now),
            "scopes": scope_words(each.scopes),
            "is_mine": each.staff_reference == request.staff.id,
            "is_usable": each.status_at(now) == "active" and each.staff_reference == request.staff.id,
            "is_open": each.status_at(now) in ("requested", "active") and each.staff_reference == request.staff.id,
        }
        for each in console.grants(**where)
    ]
    context = {
        "row": row,
        "state": TICKET[row.status],
        "said": console.messages(**where),
        "shares": console.shares(**where),
        "grants": grants,
        "scopes": [(name, scope.label, name in request.POST.getlist("scopes")) for name, scope in SCOPES.items()],
        "form": form,
        "crumbs": [(_("Console"), reverse("console"))],
    }
    return render(request, "console/ticket.html", context, status=status)


_TICKET: Final = "console/tickets/<uuid:organization_id>/<uuid:ticket_id>"
_GRANT: Final = "console/grants/<uuid:organization_id>/<uuid:access_grant_id>"
urlpatterns: list[URLPattern] = [
    path("console/", console_home, name="console"),
    path("console/accounts", console_accounts, name="console-accounts"),
    path(_TICKET, console_ticket, name="console-ticket"),
    path(f"{_TICKET}/access", console_access_request, name="console-access-request"),
    path(f"{_TICKET}/files/<uuid:ticket_attachment_id>", console_file, name="console-file"),
    path(f"{_GRANT}/entry", console_entry, name="console-entry"),
    path(f"{_GRANT}/return", console_return, name="console-return"),
    path("console/leaving", console_leaving, name="console-leaving"),
]
