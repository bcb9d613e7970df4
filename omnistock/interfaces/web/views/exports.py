"""Every list as a file, whole: the page that offers them. Each list's own page has an export of what it shows."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path

from omnistock.domain.exchange.exports.lists import LISTS
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer, workbook_answer


@tenant_view()
def export_list_page(request: TenantRequest) -> HttpResponse:
    """The lists that the actor may read."""
    lists = [each for each in LISTS.values() if request.actor.may(each.permission)]
    return render(
        request, "pages/exports/list.html", {"lists": lists, "may_take_all": request.actor.may("organization:export")}
    )


@tenant_view()
def export_file(request: TenantRequest, name: str) -> HttpResponseBase:
    """One list as CSV. Its own permission is checked before the first line."""
    return csv_answer(actor=request.actor, name=name, asked={})


@tenant_view()
def export_book(request: TenantRequest, name: str) -> HttpResponseBase:
    """The same as a workbook."""
    return workbook_answer(actor=request.actor, name=name, asked={})


urlpatterns: list[URLPattern] = [
    path("app/exports", export_list_page, name="exports"),
    path("app/exports/<slug:name>.csv", export_file, name="export-file"),
    path("app/exports/<slug:name>.xlsx", export_book, name="export-book"),
]
