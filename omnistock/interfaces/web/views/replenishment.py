"""What to order: the list by supplier, with quantities to change, and one press that makes the drafts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.fulfilment.replenishing import draft_replenishment, replenishment
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import parse_id
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_table import table_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Invalid

_PREFIX = "quantities-"


@tenant_view("stock:read")
@require_http_methods(["GET", "POST"])
def replenishment_page(request: TenantRequest) -> HttpResponse:
    """Posting makes drafts of purchase orders of what has a quantity."""
    if request.method != "POST":
        return _page(request, FormState(values={}), 200)
    request.actor.require("purchasing:write")  # before anything typed is judged
    try:
        made = _draft(request)
    except Invalid as error:
        return _page(request, FormState.refused(request.POST, error), error.status)
    said = ngettext("{count} draft is made: {numbers}", "{count} drafts are made: {numbers}", len(made))
    messages.success(request, said.format(count=len(made), numbers=", ".join(each.number for each in made)))
    return SeeOther(reverse("purchase-orders") + "?status=draft")


def _draft(request: TenantRequest) -> Any:
    reader = Reader(request.POST)
    quantities = {}
    for name in request.POST:
        product_id = parse_id(name.removeprefix(_PREFIX)) if name.startswith(_PREFIX) else None
        if product_id is not None and (quantity := reader.number(name)) is not None:
            quantities[product_id] = quantity
    warehouse_id = reader.id("warehouse_id")
    if warehouse_id is None:
        reader.checker.add("warehouse_id", _("Choose a warehouse."), "missing")
    reader.stop()
    assert isinstance(warehouse_id, UUID)
    return draft_replenishment(actor=request.actor, warehouse_id=warehouse_id, quantities=quantities)


def _page(request: TenantRequest, form: FormState, status: int) -> HttpResponse:
    actor, typed = request.actor, request.POST
    rows = replenishment(actor=actor)
    data = {
        "form": form,
        "rows": [(row, typed.get(f"{_PREFIX}{row.product_id}", _plain(row.proposed))) for row in rows],
        "warehouses": [(str(each.id), each.name) for each in warehouses(actor=actor)],
        "may_order": actor.may("purchasing:write"),
    }
    return render(request, "pages/reports/replenishment.html", data, status=status)


def _plain(value: Any) -> str:
    return f"{value:f}"


@tenant_view("stock:read")
@require_safe
def replenishment_export(request: TenantRequest) -> HttpResponse:
    headings = ["SKU", _("Product"), _("Unit"), _("On hand"), _("Incoming"), _("Orders wait for")]
    headings += [_("Reorder point"), _("Use a day"), _("Order"), _("Supplier")]
    names = ("sku", "name", "unit_code", "on_hand", "incoming", "demand", "reorder_point", "daily_use", "proposed")
    rows = [[getattr(row, name) for name in (*names, "supplier_name")] for row in replenishment(actor=request.actor)]
    return table_answer(actor=request.actor, name="replenishment", headings=headings, rows=rows)


urlpatterns: list[URLPattern] = [
    path("app/replenishment", replenishment_page, name="replenishment"),
    path("app/replenishment.csv", replenishment_export, name="replenishment-export"),
]
