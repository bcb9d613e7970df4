"""Every list as CSV, whole: the page that offers them, and the addresses that the lists' own pages link to."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from omnistock.domain.exchange.exports.lists import LISTS
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer

# Lists whose page has no export of its own filters: the link takes the list out whole.
WHOLE: Final = {
    "product-export": "products",
    "customer-export": "customers",
    "supplier-export": "suppliers",
    "stock-export": "stock",
    "batch-export": "batches",
    "movement-export": "movements",
    "sales-order-export": "sales_orders",
    "dispatch-export": "dispatches",
}


@tenant_view()
def export_list_page(request: TenantRequest) -> HttpResponse:
    """The lists that the actor may read."""
    lists = [each for each in LISTS.values() if request.actor.may(each.permission)]
    return render(request, "pages/exports/list.html", {"lists": lists})


@tenant_view()
def export_file(request: TenantRequest, name: str) -> HttpResponse:
    """One list. Its own permission is checked before the first line."""
    return csv_answer(actor=request.actor, name=name, asked={})


urlpatterns: list[URLPattern] = [
    path("app/exports", export_list_page, name="exports"),
    *(path(f"app/exports/{name}.csv", export_file, {"name": name}, name=url_name) for url_name, name in WHOLE.items()),
    path("app/exports/<slug:name>.csv", export_file, name="export-file"),
]
