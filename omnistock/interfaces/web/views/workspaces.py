"""Before a workspace is chosen: one's workspaces, a new one, and joining one by invitation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.identity.operations import accept_invitation, create_workspace
from omnistock.domain.identity.operations.invitations import open_invitation, parse_invitation
from omnistock.domain.identity.operations.workspaces import NewWorkspace
from omnistock.domain.identity.queries import WorkspaceRow, workspace, workspaces_of
from omnistock.domain.notifications.entering import enter_workspace
from omnistock.interfaces.web.account_events import NEW_PLACE
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import SESSION_ORGANIZATION
from omnistock.interfaces.web.choices import KEEPS, SCHEMES, word_of
from omnistock.interfaces.web.console_door import not_for_staff
from omnistock.interfaces.web.errors import refused
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.kernel.countries import CHOICES as COUNTRIES
from omnistock.kernel.errors import DomainError, NotFound
from omnistock.tenancy.boundary import person_boundary, tenant_boundary
from omnistock.tenancy.limits import address_of

TODAY = "/app/"


@login_required
@not_for_staff
@require_safe
def workspaces(request: HttpRequest) -> HttpResponse:
    """One's workspaces. Who has one only, and none chosen, is let in at once; who has none makes the first."""
    rows = _workspaces_of(request)
    if not rows:
        return redirect("workspace-new")
    chosen = request.session.get(SESSION_ORGANIZATION)
    if chosen is None and len(rows) == 1:
        return enter(request, rows[0].id)
    named = [(row, word_of(row.role)) for row in rows]
    return render(request, "pages/workspaces/list.html", {"rows": named, "chosen": chosen})


@login_required
@not_for_staff
@require_POST
def workspace_choice(request: HttpRequest) -> HttpResponse:
    """Work in another of one's workspaces from now on."""
    chosen = Posted(request.POST).id("organization_id")
    try:
        if chosen is None:
            raise NotFound(_("You have no such workspace; choose one from the list."))
        return enter(request, chosen)
    except NotFound as error:
        return refused(request, error)


@login_required
@not_for_staff
@require_http_methods(["GET", "POST"])
def workspace_new(request: HttpRequest) -> HttpResponse:
    """The one page between signing up and Today."""
    if request.method == "POST":
        return answer_form(request, write=lambda posted: _create(request, posted), show=_new_page(request))
    return _new_page(request)(FormState(values={"country": "IN", "keeps": "medicines", "scheme": "regular"}), 200)


@login_required
@not_for_staff
@require_http_methods(["GET", "POST"])
def invitation(request: Any, token: str) -> HttpResponse:
    """What one is invited to; accepting it. A link that opens nothing says why."""
    now, email = timezone.now(), request.user.email
    try:
        organization_id, secret = parse_invitation(token)
        with tenant_boundary(organization_id):
            if request.method == "POST":
                accept_invitation(
                    person_id=request.user.pk, email=email, secret=secret, now=now, address=address_of(request.META)
                )
            else:
                found = open_invitation(secret=secret, email=email, now=now)
                name = workspace().name
    except DomainError as error:
        return render(request, "pages/workspaces/invitation.html", {"error": error}, status=error.status)
    if request.method == "POST":
        return enter(request, organization_id)
    data = {"invitation": found, "name": name, "role": word_of(found.role)}
    return render(request, "pages/workspaces/invitation.html", data)


def _create(request: Any, posted: Posted) -> str:
    asked = NewWorkspace(
        name=posted.text("name"),
        country=posted.text("country"),
        keeps=posted.text("keeps"),
        gstin=posted.text("gstin"),
        scheme=posted.text("scheme") or "regular",
    )
    made = create_workspace(person_id=request.user.pk, workspace=asked, now=timezone.now())
    enter(request, made)
    return TODAY


def _new_page(request: HttpRequest) -> Any:
    def show(form: FormState, status: int) -> HttpResponse:
        data = {
            "form": form,
            "countries": [(country.code, country.name) for country in COUNTRIES],
            "keeps": KEEPS,
            "schemes": SCHEMES,
        }
        return render(request, "pages/workspaces/new.html", data, status=status)

    return show


def _workspaces_of(request: Any) -> list[WorkspaceRow]:
    with person_boundary(request.user.pk):
        return workspaces_of(person_id=request.user.pk)


def enter(request: Any, organization_id: UUID) -> HttpResponse:
    """Work in this workspace from now on. Raises `NotFound` for one that is not the person's."""
    enter_workspace(
        person_id=request.user.pk,
        organization_id=organization_id,
        now=timezone.now(),
        address=address_of(request.META),
        new_sign_in=request.session.pop(NEW_PLACE, None),
    )
    request.session[SESSION_ORGANIZATION] = str(organization_id)
    return SeeOther(TODAY)


urlpatterns: list[URLPattern] = [
    path("app/workspaces", workspaces, name="workspaces"),
    path("app/workspaces/choice", workspace_choice, name="workspace-choice"),
    path("app/workspaces/new", workspace_new, name="workspace-new"),
    path("invitations/<str:token>", invitation, name="invitation"),
]
