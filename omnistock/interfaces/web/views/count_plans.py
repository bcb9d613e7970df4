"""Plans of counts: their list, their form, and a plan's count started now."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.stocktaking.counting_inputs import CountScope, PlanInput
from omnistock.domain.stocktaking.counting_reports import PlanFilter, count_plan, count_plans
from omnistock.domain.stocktaking.counting_views import PlanView
from omnistock.domain.stocktaking.operations import (
    archive_count_plan,
    change_count_plan,
    create_count_plan,
    start_planned_count,
)
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.count_scope_form import at_fields, scope_context, typed_counters, typed_scope
from omnistock.interfaces.web.count_words import CADENCES, cadence_words, scope_words
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.numbers import plain

COLUMNS: Final = (
    Column("name", gettext_lazy("Plan")),
    Column("what", gettext_lazy("What")),
    Column("warehouse", gettext_lazy("Warehouse")),
    Column("cadence", gettext_lazy("How often")),
    Column("bins", gettext_lazy("Bins at a time"), is_figure=True),
    Column("next", gettext_lazy("Next count")),
    Column("start", gettext_lazy("Count now")),
)
_STATES: Final = {"": False, "archived": True}


@tenant_view("counts:read")
@require_safe
def plan_list(request: TenantRequest) -> HttpResponse:
    """Plans, the next due first."""
    actor, state = request.actor, request.GET.get("state", "")
    wanted = PlanFilter(is_archived=_STATES.get(state, False))
    page = count_plans(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(row, scope_words(row), cadence_words(row.every_days)) for row in page.items],
        columns=COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("state",),
    )
    context = {
        "listing": listing,
        "may_plan": actor.may("counts:approve"),
        "state": state,
        "crumbs": [(_("Counts"), reverse("stock-counts"))],
    }
    return render(request, "pages/counts/plans.html", context)


@tenant_view("counts:read")
@require_safe
def plan_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="count_plans", asked={})


@tenant_view("counts:approve")
@require_http_methods(["GET", "POST"])
def plan_form(request: TenantRequest, count_plan_id: UUID | None = None) -> HttpResponse:
    """A new plan, or one set anew."""
    found = count_plan(actor=request.actor, count_plan_id=count_plan_id) if count_plan_id else None
    if request.method != "POST":
        return _form(request, _shown(found), found, _scope_of(found), list(found.counter_ids) if found else [], 200)
    reader = Reader(request.POST)
    scope, counters = typed_scope(request.POST, reader), typed_counters(request.POST)
    try:
        with transaction.atomic():
            _save(request, reader, found, scope, counters)
    except (Invalid, Conflict) as error:
        form = FormState.refused(request.POST, at_fields(error, scope.scope))
        return _form(request, form, found, scope, counters, error.status)
    messages.success(request, _("The plan is saved."))
    return SeeOther(reverse("count-plans"))


def _save(request: TenantRequest, reader: Reader, found: PlanView | None, scope: CountScope, counters: Any) -> None:
    warehouse_id = reader.id("warehouse_id")
    values: dict[str, Any] = {
        "name": reader.text("name"),
        "every_days": reader.integer("every_days"),
        "bins_at_once": reader.integer("bins_at_once"),
        "next_on": reader.day("next_on"),
        "tolerance_percent": reader.number("tolerance_percent"),
        "tolerance_value": reader.number("tolerance_value"),
    }
    if warehouse_id is None:
        reader.checker.add("warehouse_id", _("Choose the warehouse."), "missing")
    reader.stop()
    assert warehouse_id is not None
    plan = PlanInput(warehouse_id=warehouse_id, scope=scope, counter_ids=counters, **values)
    if found is None:
        create_count_plan(actor=request.actor, plan=plan)
    else:
        change_count_plan(actor=request.actor, count_plan_id=found.id, plan=plan, expected_version=reader.version())


def _shown(found: PlanView | None) -> FormState:
    if found is None:
        return FormState(values={"every_days": "7", "bins_at_once": "6"})
    texts = {name: getattr(found, name) for name in ("name", "version", "every_days", "bins_at_once", "next_on")}
    numbers = {
        name: plain(value)
        for name in ("tolerance_percent", "tolerance_value")
        if (value := getattr(found, name)) is not None
    }
    return FormState(values={name: str(value) for name, value in texts.items() if value is not None} | numbers)


def _scope_of(found: PlanView | None) -> CountScope:
    if found is None:
        return CountScope(scope="warehouse")
    return CountScope(
        scope=found.scope, ids=found.scope_ids, abc_class=found.abc_class, is_by_product=found.is_by_product
    )


def _form(
    request: TenantRequest,
    form: FormState,
    found: PlanView | None,
    scope: CountScope,
    counters: list[UUID],
    status: int,
) -> HttpResponse:
    warehouse_id = found.warehouse_id if found else None
    context = {
        "form": form,
        "plan": found,
        "cadences": [(days, word) for days, word in CADENCES.items()],
        "crumbs": [(_("Counts"), reverse("stock-counts")), (_("Plans"), reverse("count-plans"))],
        "events": told(events_of(subject_ids=[found.id])) if found else [],
        **scope_context(actor=request.actor, warehouse_id=warehouse_id, scope=scope, counters=counters),
    }
    return render(request, "pages/counts/plan.html", context, status=status)


@require_POST
@tenant_view("counts:approve")
def plan_archival(request: TenantRequest, count_plan_id: UUID) -> HttpResponse:
    archive_count_plan(
        actor=request.actor, count_plan_id=count_plan_id, expected_version=Reader(request.POST).version()
    )
    messages.success(request, _("The plan is put away; counts that it made stay."))
    return SeeOther(reverse("count-plans"))


@require_POST
@tenant_view("counts:approve")
def plan_start(request: TenantRequest, count_plan_id: UUID) -> HttpResponse:
    """The plan's next count, now."""
    try:
        with transaction.atomic():
            made = start_planned_count(actor=request.actor, count_plan_id=count_plan_id)
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
        return SeeOther(reverse("count-plans"))
    return SeeOther(reverse("stock-count", args=[made.pk]))


urlpatterns: list[URLPattern] = [
    path("app/counts/plans", plan_list, name="count-plans"),
    path("app/counts/plans.csv", plan_export, name="count-plan-export"),
    path("app/counts/plans/new", plan_form, name="count-plan-new"),
    path("app/counts/plans/<uuid:count_plan_id>", plan_form, name="count-plan"),
    path("app/counts/plans/<uuid:count_plan_id>/archival", plan_archival, name="count-plan-archival"),
    path("app/counts/plans/<uuid:count_plan_id>/start", plan_start, name="count-plan-start"),
]
