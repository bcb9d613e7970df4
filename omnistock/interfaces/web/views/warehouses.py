"""Warehouses with their locations."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.warehouses.models import ALLOCATABLE_KINDS, Warehouse
from omnistock.domain.warehouses.operations import (
    archive_location,
    archive_warehouse,
    change_location,
    change_warehouse,
    create_location,
    create_locations,
    create_warehouse,
    restore_location,
    restore_warehouse,
)
from omnistock.domain.warehouses.queries import registrations, warehouse_page, warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import id_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.choices import LOCATION_KINDS, word_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.move_entry import at_cells
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.kernel.countries import CHOICES as COUNTRIES
from omnistock.kernel.errors import Invalid
from omnistock.kernel.india_states import CHOICES as STATES

_TEXTS: Final = ("code", "name", "city", "state_code", "postal_code", "country", "phone")
_WHOLE: Final = ("address_lines",)


@tenant_view("warehouses:read")
@require_safe
def warehouse_list(request: TenantRequest) -> HttpResponse:
    """Those in use, and the archived below."""
    rows = warehouses(actor=request.actor)
    data = {
        "rows": rows,
        "count": len(rows),
        "archived": warehouses(actor=request.actor, archived=True),
        "may_write": request.actor.may("warehouses:write"),
    }
    return render(request, "pages/warehouses/list.html", data)


@tenant_view("warehouses:write")
@require_http_methods(["GET", "POST"])
def warehouse_new(request: TenantRequest) -> HttpResponse:
    def write(posted: Posted) -> str:
        made = create_warehouse(actor=request.actor, **_typed(posted))
        messages.success(request, _("{name} is made, with its first locations.").format(name=made.name))
        return reverse("warehouse", args=[made.pk])

    def show(form: FormState, status: int) -> HttpResponse:
        return _form(request, form, status, warehouse=None)

    if request.method == "POST":
        return answer_form(request, write=write, show=show, whole=_WHOLE)
    return show(FormState(values={"country": request.actor.organization.country}), 200)


@tenant_view("warehouses:read")
@require_http_methods(["GET", "POST"])
def warehouse(request: TenantRequest, warehouse_id: UUID) -> HttpResponse:
    """A warehouse and its locations; posting adds a location."""

    def write(posted: Posted) -> str:
        code, kind, zone = posted.text("code"), posted.text("kind"), posted.text("zone")
        if ".." in code or "," in code:
            count = _many(request, warehouse_id, code, kind, zone)
            messages.success(
                request, ngettext("{count} bin is added.", "{count} bins are added.", count).format(count=count)
            )
        else:
            made = create_location(
                actor=request.actor,
                warehouse_id=warehouse_id,
                code=code,
                name=posted.text("name"),
                kind=kind,
                zone=zone,
            )
            messages.success(request, _("{code} is added.").format(code=made.code))
        return reverse("warehouse", args=[warehouse_id])

    def show(form: FormState, status: int) -> HttpResponse:
        page = warehouse_page(actor=request.actor, id=warehouse_id)
        data = {
            "page": page,
            "locations": [(row, word_of(row.kind), page.is_spare(row)) for row in page.locations],
            "kinds": LOCATION_KINDS,
            "form": form,
            "may_write": request.actor.may("warehouses:write"),
            "may_print": request.actor.may("stock:write"),
            "may_see_stock": request.actor.may("stock:read"),
        }
        return render(request, "pages/warehouses/warehouse.html", data, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(values={"kind": "storage"}), 200)


def _many(request: TenantRequest, warehouse_id: UUID, pattern: str, kind: str, zone: str) -> int:
    """Many bins, by a pattern that was typed where one code may stand."""
    try:
        made = create_locations(actor=request.actor, warehouse_id=warehouse_id, pattern=pattern, kind=kind, zone=zone)
    except Invalid as error:
        raise at_cells(error, {"pattern": "code"}) from None
    return len(made)


@tenant_view("warehouses:write")
@require_http_methods(["GET", "POST"])
def warehouse_edit(request: TenantRequest, warehouse_id: UUID) -> HttpResponse:
    def write(posted: Posted) -> str:
        changes = _typed(posted)
        if posted.text("default_location_id"):
            changes["default_location_id"] = posted.id("default_location_id")
            posted.stop()
        changed = change_warehouse(
            actor=request.actor, warehouse_id=warehouse_id, changes=changes, expected_version=posted.version()
        )
        messages.success(request, _("{name} is saved.").format(name=changed.name))
        return reverse("warehouse", args=[warehouse_id])

    def show(form: FormState, status: int) -> HttpResponse:
        page = warehouse_page(actor=request.actor, id=warehouse_id)
        places = [(row.pk, row.code) for row in page.locations if row.kind in ALLOCATABLE_KINDS and not row.archived_at]
        values = _values(page.warehouse)
        values["registration_id"] = values["registration_id"] or id_of(request, "registration")
        chosen = form if form.values else FormState(values=values)
        return _form(request, chosen, status, warehouse=page.warehouse, places=places)

    if request.method == "POST":
        return answer_form(request, write=write, show=show, whole=_WHOLE)
    return show(FormState(), 200)


@tenant_view("warehouses:write")
@require_POST
def warehouse_archival(request: TenantRequest, warehouse_id: UUID) -> HttpResponse:
    """Put away, or taken up again with `do=restore`."""
    act = restore_warehouse if request.POST.get("do") == "restore" else archive_warehouse
    changed = act(actor=request.actor, warehouse_id=warehouse_id)
    words = _("{name} is put away.") if changed.archived_at else _("{name} is in use again.")
    messages.success(request, words.format(name=changed.name))
    return SeeOther(reverse("warehouse", args=[warehouse_id]))


@tenant_view("warehouses:write")
@require_POST
def location_archival(request: TenantRequest, location_id: UUID) -> HttpResponse:
    """Put away, or taken up again with `do=restore`."""
    act = restore_location if request.POST.get("do") == "restore" else archive_location
    changed = act(actor=request.actor, location_id=location_id)
    words = _("{code} is put away.") if changed.archived_at else _("{code} is in use again.")
    messages.success(request, words.format(code=changed.code))
    return SeeOther(reverse("warehouse", args=[changed.warehouse_id]))


@tenant_view("warehouses:write")
@require_http_methods(["GET", "POST"])
def location_edit(request: TenantRequest, warehouse_id: UUID, location_id: UUID) -> HttpResponse:
    def write(posted: Posted) -> str:
        changes = {name: posted.text(name) for name in ("code", "name", "zone", "kind") if name in request.POST}
        changed = change_location(
            actor=request.actor, location_id=location_id, changes=changes, expected_version=posted.version()
        )
        messages.success(request, _("{code} is saved.").format(code=changed.code))
        return reverse("warehouse", args=[changed.warehouse_id])

    def show(form: FormState, status: int) -> HttpResponse:
        page = warehouse_page(actor=request.actor, id=warehouse_id)
        found = page.location(location_id)
        values = {name: getattr(found, name) for name in ("code", "name", "zone", "kind", "version")}
        data = {
            "form": form if form.values else FormState(values=values),
            "location": found,
            "warehouse": page.warehouse,
            "kinds": LOCATION_KINDS,
        }
        return render(request, "pages/warehouses/location.html", data, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


def _typed(posted: Posted) -> dict[str, Any]:
    values: dict[str, Any] = {name: posted.text(name) for name in _TEXTS}
    values["address_lines"] = posted.lines("address_lines")
    values["registration_id"] = posted.id("registration_id")
    posted.stop()
    return values


def _values(found: Warehouse) -> dict[str, Any]:
    names = (*_TEXTS, "registration_id", "default_location_id", "version")
    return {name: getattr(found, name) for name in names} | {"address_lines": "\n".join(found.address_lines)}


def _form(request: TenantRequest, form: FormState, status: int, *, warehouse: Any, places: Any = ()) -> HttpResponse:
    data = {
        "form": form,
        "warehouse": warehouse,
        "places": places,
        "countries": [(country.code, country.name) for country in COUNTRIES],
        "states": [(state.code, state.name) for state in STATES],
        "registrations": [(row.pk, row.gstin or row.tax_number or row.legal_name) for row in registrations()],
    }
    return render(request, "pages/warehouses/form.html", data, status=status)


urlpatterns: list[URLPattern] = [
    path("app/warehouses", warehouse_list, name="warehouses"),
    path("app/warehouses/new", warehouse_new, name="warehouse-new"),
    path("app/warehouses/<uuid:warehouse_id>", warehouse, name="warehouse"),
    path("app/warehouses/<uuid:warehouse_id>/edit", warehouse_edit, name="warehouse-edit"),
    path("app/warehouses/<uuid:warehouse_id>/archival", warehouse_archival, name="warehouse-archival"),
    path("app/warehouses/<uuid:warehouse_id>/locations/<uuid:location_id>", location_edit, name="location-edit"),
    path("app/locations/<uuid:location_id>/archival", location_archival, name="location-archival"),
]
