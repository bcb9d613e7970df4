"""The workspace's own settings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omnistock.domain.files.logo import logo_file
from omnistock.domain.identity.operations import change_workspace
from omnistock.domain.identity.operations.workspaces import time_zones
from omnistock.domain.identity.queries import workspace
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.choices import KEEPS
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reauthentication import is_fresh, way_to_confirm
from omnistock.kernel.countries import COUNTRIES

_TEXTS: Final = (
    "name", "time_zone", "keeps", "minimum_shelf_life_days", "life_watch_days", "life_near_days", "life_urgent_days",
    "adjustment_approval_over", "count_tolerance_percent", "count_tolerance_value", "upi_id", "bank_details",
    "invoice_terms", "phone", "email", "customer_language",
)  # fmt: skip
_FLAGS: Final = (
    "round_off",
    "count_needs_two_people",
    "sends_dispatch_alerts",
    "needs_second_factor",
)


@tenant_view("settings:write")
@require_http_methods(["GET", "POST"])
def workspace_settings(request: TenantRequest) -> HttpResponse:
    def write(posted: Posted) -> str:
        changes = {name: posted.text(name) for name in _TEXTS} | {name: posted.is_on(name) for name in _FLAGS}
        version = posted.version()
        change_workspace(actor=request.actor, changes=changes, expected_version=version)
        messages.success(request, _("The settings are saved."))
        return reverse("workspace-settings")

    if request.method == "POST":
        if _does_harm(Posted(request.POST)) and not is_fresh(request):
            way = way_to_confirm(reverse("workspace-settings"))
            return show_settings(request, form=FormState(values=request.POST, confirm_href=way), status=403)
        return answer_form(
            request, write=write, show=lambda form, status: show_settings(request, form=form, status=status)
        )
    return show_settings(request)


def _does_harm(posted: Posted) -> bool:
    """Whether it changes how members prove who they are, or to whom customers pay."""
    found = workspace()
    names = ("upi_id", "bank_details")
    pays_elsewhere = any(posted.text(name).splitlines() != getattr(found, name).splitlines() for name in names)
    return pays_elsewhere or posted.is_on("needs_second_factor") != found.needs_second_factor


def show_settings(
    request: TenantRequest,
    *,
    form: FormState | None = None,
    logo_form: FormState | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `form` and `logo_form` as they were sent, where one of them was refused."""
    data = {
        "form": form or _as_they_are(),
        "logo_form": logo_form or FormState(),
        "logo": logo_file(actor=request.actor),
        "country": COUNTRIES[request.actor.organization.country].name,
        "keeps": KEEPS,
        "languages_offered": settings.LANGUAGES,
        "time_zones": sorted(time_zones()),
    }
    return render(request, "pages/workspaces/settings.html", data, status=status)


def _as_they_are() -> FormState:
    found = workspace()
    shown = {name: getattr(found, name) for name in (*_TEXTS, "version")}
    texts = {name: _text(value) for name, value in shown.items()}
    return FormState(values=texts | {name: getattr(found, name) for name in _FLAGS})


def _text(value: Any) -> str:
    """A setting as its field shows it: nothing where it is not set, no zeros behind an amount."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


urlpatterns: list[URLPattern] = [path("app/settings", workspace_settings, name="workspace-settings")]
