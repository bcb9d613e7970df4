"""Reports over stock: their index, and each as a page with a picture, a table and a CSV."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from omnistock.domain.exchange.exports.writing import csv_parts
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_table import table_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.reports.registry import REPORTS
from omnistock.interfaces.web.reports.shape import Asked, Report, Shown
from omnistock.interfaces.web.views.tickets import shared_form

SHARED_ROWS: Final = 500


@tenant_view("reports:read")
@require_safe
def report_list(request: TenantRequest) -> HttpResponse:
    """Those that this person may see."""
    found = [report for report in REPORTS.values() if request.actor.sees_costs or not report.needs_costs]
    return render(request, "pages/reports/list.html", {"reports": found})


@tenant_view("reports:read")
@require_safe
def report(request: TenantRequest, slug: str) -> HttpResponse:
    found, shown = _built(request, slug)
    query = request.GET.urlencode()
    context = {
        "report": found,
        "shown": shown,
        "crumbs": [(_("Reports"), reverse("reports"))],
        "share": reverse("report-share", args=[slug]) + (f"?{query}" if query else ""),
        "may_share": request.actor.may("support:write"),
        "csv": reverse("report-export", args=[slug]) + (f"?{query}" if query else ""),
    }
    return render(request, "pages/reports/report.html", context)


@tenant_view("reports:read")
@require_safe
def report_share(request: TenantRequest, slug: str) -> HttpResponse:
    """The table as text, in the box from which it is shared with the operator's staff."""
    request.actor.require("support:write")
    found, shown = _built(request, slug)
    headings, rows = _table(shown)
    zone = request.actor.organization.time_zone
    content = "".join(csv_parts(headings, islice(rows, SHARED_ROWS), time_zone=zone)).lstrip("\ufeff")
    form = FormState(values={"title": str(found.label), "content": content.replace("\r\n", "\n")})
    return shared_form(request, form, 200)


@tenant_view("reports:read")
@require_safe
def report_export(request: TenantRequest, slug: str) -> HttpResponse:
    """The whole table, also what the page cuts off."""
    _report, shown = _built(request, slug)
    headings, rows = _table(shown)
    return table_answer(actor=request.actor, name=slug, headings=headings, rows=rows)


def _table(shown: Shown) -> tuple[list[str], Iterator[list[Any]]]:
    kept = [at for at, column in enumerate(shown.columns) if column.kind != "life"]
    headings = [str(shown.columns[at].label) for at in kept]
    return headings, ([row[at].value for at in kept] for row in shown.rows)


def _built(request: TenantRequest, slug: str) -> tuple[Report, Shown]:
    found = REPORTS.get(slug)
    if found is None or (found.needs_costs and not request.actor.sees_costs):
        raise Http404
    return found, found.build(Asked.of(request.actor, request.GET))


urlpatterns: list[URLPattern] = [
    path("app/reports", report_list, name="reports"),
    path("app/reports/<slug:slug>", report, name="report"),
    path("app/reports/<slug:slug>/share", report_share, name="report-share"),
    path("app/reports/<slug:slug>/export", report_export, name="report-export"),
]
