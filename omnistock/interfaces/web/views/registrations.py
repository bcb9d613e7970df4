"""Tax registrations, and the day through which their returns are filed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.numbering.operations import set_number_prefix
from omnistock.domain.numbering.queries import NextNumber, next_numbers
from omnistock.domain.warehouses.models import Registration
from omnistock.domain.warehouses.operations import (
    archive_registration,
    change_registration,
    create_registration,
    restore_registration,
    set_tax_lock,
)
from omnistock.domain.warehouses.queries import registration as found_registration
from omnistock.domain.warehouses.queries import registrations, warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.choices import SCHEMES, word_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.money_words import NUMBERED_KINDS, word_in
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.kernel.india_states import CHOICES as STATES
from omnistock.kernel.india_states import STATES as STATE_OF
from omnistock.tenancy.actor import Actor

_TEXTS: Final = (
    "gstin", "tax_number", "legal_name", "trade_name", "scheme", "city", "state_code", "postal_code",
)  # fmt: skip
_DAYS: Final = ("valid_from", "valid_to")
_WHOLE: Final = ("address_lines",)


@tenant_view("settings:write")
@require_safe
def registration_list(request: TenantRequest) -> HttpResponse:
    rows = _rows(registrations())
    data = {"rows": rows, "count": len(rows), "archived": _rows(registrations(archived=True))}
    return render(request, "pages/registrations/list.html", data)


@tenant_view("settings:write")
@require_http_methods(["GET", "POST"])
def registration_new(request: TenantRequest) -> HttpResponse:
    def write(posted: Posted) -> str:
        actor = request.actor
        made = create_registration(actor=actor, **_typed(request, posted))
        messages.success(request, _("The registration is on file; give it to its warehouses."))
        bare = [each for each in warehouses(actor=actor) if each.registration_id is None]
        if not bare or not actor.may("warehouses:write"):
            return reverse("registrations")
        return f"{reverse('warehouse-edit', args=[bare[0].id])}?registration={made.pk}"

    def show(form: FormState, status: int) -> HttpResponse:
        return _form(request, form, status, registration=None)

    if request.method == "POST":
        return answer_form(request, write=write, show=show, whole=_WHOLE)
    return show(FormState(values={"scheme": "regular", "legal_name": request.actor.organization.name}), 200)


@tenant_view("settings:write")
@require_http_methods(["GET", "POST"])
def registration(request: TenantRequest, registration_id: UUID) -> HttpResponse:
    """A registration's form."""

    def write(posted: Posted) -> str:
        changes = _typed(request, posted)
        change_registration(
            actor=request.actor, registration_id=registration_id, changes=changes, expected_version=posted.version()
        )
        messages.success(request, _("The registration is saved."))
        return reverse("registrations")

    def show(form: FormState, status: int) -> HttpResponse:
        found = found_registration(id=registration_id)
        chosen = form if form.values else FormState(values=_values(found))
        return _form(request, chosen, status, registration=found)

    if request.method == "POST":
        return answer_form(request, write=write, show=show, whole=_WHOLE)
    return show(FormState(), 200)


@tenant_view("settings:write")
@require_POST
def tax_lock(request: TenantRequest, registration_id: UUID) -> HttpResponse:
    """The day through which returns are filed; an empty one opens all periods."""

    def write(posted: Posted) -> str:
        through = posted.day("tax_locked_through")
        posted.stop()
        set_tax_lock(actor=request.actor, registration_id=registration_id, through=through)
        messages.success(request, _("The tax lock is set."))
        return reverse("registrations")

    def show(form: FormState, status: int) -> HttpResponse:
        found = found_registration(id=registration_id)
        values = _values(found) | {"tax_locked_through": request.POST.get("tax_locked_through", "")}
        return _form(request, FormState(values=values, mistakes=form.mistakes), status, registration=found)

    return answer_form(request, write=write, show=show)


@tenant_view("settings:write")
@require_POST
def number_prefix(request: TenantRequest, registration_id: UUID) -> HttpResponse:
    """What the numbers of one kind of document begin with, from the next one on."""
    kind, typed = request.POST.get("document_kind", ""), request.POST.get("prefix", "")

    def write(posted: Posted) -> str:
        set_number_prefix(actor=request.actor, registration_id=registration_id, document_kind=kind, prefix=typed)
        messages.success(request, _("The next number begins with it."))
        return reverse("registration", args=[registration_id])

    def show(form: FormState, status: int) -> HttpResponse:
        found = found_registration(id=registration_id)
        values = _values(found) | {f"prefix-{kind}": typed}
        mistakes = tuple(replace(each, target=f"id_prefix-{kind}") for each in form.mistakes)
        return _form(request, FormState(values=values, mistakes=mistakes), status, registration=found)

    return answer_form(request, write=write, show=show)


@tenant_view("settings:write")
@require_POST
def registration_archival(request: TenantRequest, registration_id: UUID) -> HttpResponse:
    """Put away, or taken up again with `do=restore`."""
    act = restore_registration if request.POST.get("do") == "restore" else archive_registration
    changed = act(actor=request.actor, registration_id=registration_id)
    put_away = _("The registration is put away.")
    messages.success(request, put_away if changed.archived_at else _("The registration is in use again."))
    return SeeOther(reverse("registrations"))


def _rows(found: list[Registration]) -> list[tuple[Registration, str, str]]:
    return [(row, _state_name(row.state_code), word_of(row.scheme)) for row in found]


def _state_name(code: str) -> str:
    return STATE_OF[code].name if code in STATE_OF else ""


def _typed(request: TenantRequest, posted: Posted) -> dict[str, Any]:
    """What the form of this country has: a GSTIN says the State, so in India no State is asked."""
    values: dict[str, Any] = {name: posted.text(name) for name in _TEXTS if name in request.POST}
    values.setdefault("legal_name", "")
    values |= {name: posted.day(name) for name in _DAYS}
    values["address_lines"] = posted.lines("address_lines")
    posted.stop()
    return values


def _values(found: Registration) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in (*_TEXTS, "version")}
    days = {name: _iso(getattr(found, name)) for name in (*_DAYS, "tax_locked_through")}
    return values | days | {"address_lines": "\n".join(found.address_lines)}


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def _form(request: TenantRequest, form: FormState, status: int, *, registration: Registration | None) -> HttpResponse:
    data = {
        "form": form,
        "registration": registration,
        "state": _state_name(registration.state_code) if registration else "",
        "is_indian": request.actor.organization.is_indian,
        "schemes": SCHEMES,
        "states": [(state.code, state.name) for state in STATES],
        "numbers": _numbers(request.actor, registration) if registration else [],
    }
    return render(request, "pages/registrations/form.html", data, status=status)


def _numbers(actor: Actor, registration: Registration) -> list[tuple[NextNumber, str]]:
    found = next_numbers(actor=actor, registration_id=registration.pk)
    return [(each, word_in(NUMBERED_KINDS, each.document_kind)) for each in found]


urlpatterns: list[URLPattern] = [
    path("app/registrations", registration_list, name="registrations"),
    path("app/registrations/new", registration_new, name="registration-new"),
    path("app/registrations/<uuid:registration_id>", registration, name="registration"),
    path("app/registrations/<uuid:registration_id>/tax-lock", tax_lock, name="tax-lock"),
    path("app/registrations/<uuid:registration_id>/number-prefix", number_prefix, name="number-prefix"),
    path("app/registrations/<uuid:registration_id>/archival", registration_archival, name="registration-archival"),
]
