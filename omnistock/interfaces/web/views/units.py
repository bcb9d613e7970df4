"""Units of measure: their list with a form for one more, and the form of one."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omnistock.domain.catalog import queries
from omnistock.domain.catalog.vocabulary import change_unit, create_unit
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.kernel.india import UNIT_QUANTITY_CODES

_FIELDS: Final = ("code", "name", "decimals", "uqc_code")
DECIMALS: Final = [(str(places), str(places)) for places in range(5)]


@tenant_view("catalog:read")
@require_http_methods(["GET", "POST"])
def unit_list(request: TenantRequest) -> HttpResponse:
    """The units; who may write adds one here."""

    def write(posted: Posted) -> str:
        made = create_unit(actor=request.actor, **_typed(posted))
        messages.success(request, _("The unit {unit} is there.").format(unit=made.code))
        return reverse("units")

    def show(form: FormState, status: int) -> HttpResponse:
        context = {
            "units": queries.units(actor=request.actor),
            "may_write": request.actor.may("catalog:write"),
            "crumbs": [(_("Products"), reverse("products"))],
        }
        return _render(request, "pages/units/list.html", form, context, status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(values={"decimals": "0"}), 200)


@tenant_view("catalog:write")
@require_http_methods(["GET", "POST"])
def unit(request: TenantRequest, unit_id: UUID) -> HttpResponse:
    """The form of a unit."""

    def write(posted: Posted) -> str:
        saved = change_unit(
            actor=request.actor, unit_id=unit_id, changes=_typed(posted), expected_version=posted.version()
        )
        messages.success(request, _("The unit {unit} is saved.").format(unit=saved.code))
        return reverse("units")

    def show(form: FormState, status: int) -> HttpResponse:
        found = queries.unit(actor=request.actor, unit_id=unit_id)
        chosen = (
            form if form.values else FormState(values={name: getattr(found, name) for name in (*_FIELDS, "version")})
        )
        crumbs = [(_("Products"), reverse("products")), (_("Units"), reverse("units"))]
        return _render(request, "pages/units/form.html", chosen, {"unit": found, "crumbs": crumbs}, status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


def _typed(posted: Posted) -> dict[str, Any]:
    return {name: posted.text(name) for name in _FIELDS}


def _render(request: TenantRequest, page: str, form: FormState, context: dict[str, Any], status: int) -> HttpResponse:
    shared = {
        "form": form,
        "decimals": DECIMALS,
        "codes": sorted(UNIT_QUANTITY_CODES),
    }
    return render(request, page, {**shared, **context}, status=status)


urlpatterns: list[URLPattern] = [
    path("app/units", unit_list, name="units"),
    path("app/units/<uuid:unit_id>", unit, name="unit"),
]
