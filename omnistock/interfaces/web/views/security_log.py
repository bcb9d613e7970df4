"""The security log: of the workspace, for its owner, admins and auditors; and of one's own account, for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from omnistock.domain.identity.queries import workspaces_of
from omnistock.domain.security.kinds import KINDS
from omnistock.domain.security.queries import EventRow, own_activity, security_log
from omnistock.interfaces.web.asked import choice_of, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.csv_table import file_answer
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.tenancy.boundary import person_boundary
from omnistock.tenancy.paging import DEFAULT_LIMIT, MOST

COLUMNS: Final = (
    Column("what", _("What")),
    Column("when", _("When")),
    Column("who", _("Who")),
    Column("about", _("About")),
    Column("address", _("IP address")),
    Column("outcome", _("Outcome")),
    Column("details", _("Details")),
)
OUTCOMES: Final[Mapping[str, str | Promise]] = {"done": _("Done"), "refused": _("Refused")}
_OFFERED: Final = [(kind.name, kind.label) for kind in KINDS.values() if kind.reach != "account"]
_HEADINGS: Final = ("At", "Event", "Outcome", "Workspace", "IP address", "Details")


@tenant_view("security:read")
@require_safe
def security_list(request: TenantRequest) -> HttpResponse:
    """Who came in, who was kept out, and what was changed about that."""
    asked = _asked(request)
    page = security_log(actor=request.actor, cursor=request.GET.get("cursor"), **asked)
    listing = Listing(
        rows=page.items,
        columns=COLUMNS,
        query=request.GET,
        next_cursor=page.next_cursor or "",
        filter_names=("q", "kind", "outcome"),
    )
    data = {"listing": listing, "kinds": _OFFERED, "outcomes": OUTCOMES.items(), "asked": asked}
    return render(request, "pages/security/list.html", data)


@tenant_view("security:read")
@require_safe
def security_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="security_events", asked=_asked(request))


@login_required
@require_safe
def activity(request: Any) -> HttpResponse:
    """What one did oneself and what was done to one's account, in whatever workspace."""
    rows, next_cursor = _own(request, DEFAULT_LIMIT)
    return render(request, "account/activity.html", {"rows": rows, "next_cursor": next_cursor})


@login_required
@require_safe
def activity_export(request: Any) -> HttpResponse:
    """The newest of it as a file."""
    rows, _next_cursor = _own(request, MOST)
    table = [(row.at, row.kind, row.outcome, name, row.address or "", row.details) for row, name in rows]
    return file_answer(name="activity", day=timezone.now().date(), headings=_HEADINGS, rows=table, time_zone="UTC")


def _own(request: Any, limit: int) -> tuple[list[tuple[EventRow, str]], str | None]:
    """A page of one's own events, each with the name of its workspace where one is still a member."""
    person_id = request.user.pk
    with person_boundary(person_id):
        page = own_activity(person_id=person_id, cursor=request.GET.get("cursor"), limit=limit)
        names: dict[UUID | None, str] = {row.id: row.name for row in workspaces_of(person_id=person_id)}
    return [(row, names.get(row.organization_id, "")) for row in page.items], page.next_cursor


def _asked(request: TenantRequest) -> dict[str, Any]:
    return {
        "text": text_of(request),
        "kind": choice_of(request, "kind", KINDS) or None,
        "outcome": choice_of(request, "outcome", OUTCOMES) or None,
    }


urlpatterns: list[URLPattern] = [
    path("app/security-events", security_list, name="security-events"),
    path("app/security-events/export", security_export, name="security-events-export"),
    path("app/profile/activity", activity, name="activity"),
    path("app/profile/activity/export", activity_export, name="activity-export"),
]
