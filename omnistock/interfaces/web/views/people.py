"""The people of the workspace: who they are, what they may do, and asking others in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.identity.operations import change_member, end_membership, invite, withdraw_invitation
from omnistock.domain.identity.queries import MemberRow, keys_made_by, member, members, open_invitations
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web import shown_once
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.choices import ROLE_HELP, ROLES, SIGHT, word_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reauthentication import reauthenticated
from omnistock.tenancy import roles

_LINK = "invitation"


@tenant_view("people:read")
@require_safe
def people(request: TenantRequest) -> HttpResponse:
    """Members, then open invitations, then who left."""
    token = shown_once.take(request, _LINK)
    found = members(actor=request.actor)
    data = {
        "members": [(row, word_of(row.role)) for row in found],
        "count": len(found),
        "left": members(actor=request.actor, ended=True),
        "invitations": [(row, word_of(row.role)) for row in open_invitations(actor=request.actor)],
        "link": settings.BASE_URL + reverse("invitation", args=[token]) if token else None,
        "may_write": request.actor.may("people:write"),
        "may_end": request.actor.may("people:write", though_frozen=True),
    }
    return render(request, "pages/people/list.html", data)


@tenant_view("people:write")
@require_http_methods(["GET", "POST"])
@reauthenticated(form=True)
def invitation_new(request: TenantRequest) -> HttpResponse:
    def write(posted: Posted) -> str:
        limits = _limits(posted)
        role = posted.text("role")
        made = invite(actor=request.actor, role=role, email=posted.text("email"), **limits)
        shown_once.keep(request, _LINK, made.token)
        return reverse("people")

    def show(form: FormState, status: int) -> HttpResponse:
        data = {
            "form": form,
            "roles": ROLES,
            "role_help": ROLE_HELP,
            "cost_choices": [("", _("as the role does")), *SIGHT],
            **_warehouses(request),
        }
        return render(request, "pages/people/invite.html", data, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(values={"role": "warehouse"}), 200)


@tenant_view("people:write", though_frozen=True)
@require_POST
def invitation_withdrawal(request: TenantRequest, invitation_id: UUID) -> HttpResponse:
    withdraw_invitation(actor=request.actor, invitation_id=invitation_id)
    messages.success(request, _("The invitation is withdrawn; its link opens nothing any more."))
    return SeeOther(reverse("people"))


@tenant_view("people:read")
@require_http_methods(["GET", "POST"])
@reauthenticated(methods=("POST",), form=True)
def member_page(request: TenantRequest, membership_id: UUID) -> HttpResponse:
    """What a member may do; changing it."""

    def write(posted: Posted) -> str:
        changes = {"role": posted.text("role"), **_limits(posted)}
        version = posted.version()
        changed = change_member(
            actor=request.actor, membership_id=membership_id, changes=changes, expected_version=version
        )
        messages.success(request, _("{name} is changed.").format(name=changed.person.name))
        if "settings:write" not in roles.ROLES[changed.role]:
            _name_keys(request, changed.person_id)
        return reverse("people")

    def show(form: FormState, status: int) -> HttpResponse:
        found = member(actor=request.actor, membership_id=membership_id)
        data = {
            "form": form if form.values else FormState(values=_values(found)),
            "member": found,
            "role": word_of(found.role),
            "roles": ROLES,
            "role_help": ROLE_HELP,
            "cost_choices": SIGHT,
            "is_self": found.person_id == request.actor.person_id,
            "may_write": request.actor.may("people:write") and found.ended_at is None,
            "may_end": request.actor.may("people:write", though_frozen=True) and found.ended_at is None,
            **_warehouses(request, found),
        }
        return render(request, "pages/people/member.html", data, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


@tenant_view("people:write", though_frozen=True)
@require_POST
@reauthenticated
def membership_end(request: TenantRequest, membership_id: UUID) -> HttpResponse:
    ended = end_membership(actor=request.actor, membership_id=membership_id)
    messages.success(request, _("{name} is no member any more.").format(name=ended.person.name))
    _name_keys(request, ended.person_id)
    return SeeOther(reverse("people"))


def _name_keys(request: TenantRequest, person_id: UUID) -> None:
    """A key goes on when its maker leaves, or may make none any more: somebody has to look whether it should."""
    if count := keys_made_by(person_id=person_id):
        text = ngettext(
            "{count} API key that they made still works: look whether it should.",
            "{count} API keys that they made still work: look whether they should.",
            count,
        )
        messages.warning(request, text.format(count=count))


def _limits(posted: Posted) -> dict[str, Any]:
    chosen = posted.ids("warehouse_ids") if posted.is_on("is_limited") else None
    posted.stop()
    return {
        "sees_costs": {"yes": True, "no": False}.get(posted.text("sees_costs")),
        "sees_only_own_customers": posted.is_on("sees_only_own_customers"),
        "warehouse_ids": chosen,
    }


def _values(found: MemberRow) -> dict[str, Any]:
    return {
        "role": found.role,
        "sees_costs": "yes" if found.sees_costs else "no",
        "sees_only_own_customers": found.sees_only_own_customers,
        "is_limited": found.warehouses is not None,
        "version": found.version,
    }


def _warehouses(request: TenantRequest, found: MemberRow | None = None) -> dict[str, Any]:
    """Every warehouse with whether it is ticked: as it was typed, else as it is; an archived one where the member has it."""
    kept = found.warehouses or () if found else ()
    now = request.POST.getlist("warehouse_ids") if request.method == "POST" else [str(each) for each, _name in kept]
    rows = [(row.id, row.name, str(row.id) in now) for row in warehouses(actor=request.actor)]
    left = [(row.id, row.name, True) for row in warehouses(actor=request.actor, archived=True) if str(row.id) in now]
    return {"warehouses": rows + left, "beyond": found.beyond if found else 0}


urlpatterns: list[URLPattern] = [
    path("app/people", people, name="people"),
    path("app/people/invitations/new", invitation_new, name="invitation-new"),
    path("app/people/invitations/<uuid:invitation_id>/withdrawal", invitation_withdrawal, name="invitation-withdrawal"),
    path("app/people/<uuid:membership_id>", member_page, name="member"),
    path("app/people/<uuid:membership_id>/end", membership_end, name="membership-end"),
]
