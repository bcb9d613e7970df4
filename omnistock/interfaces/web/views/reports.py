"""Reports over stock: their index, and each as a page with a picture, a table and a CSV."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_table import table_answer
from omnistock.interfaces.web.reports.registry import REPORTS
from omnistock.interfaces.web.reports.shape import Asked, Report, Shown


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
        "csv": reverse("report-export", args=[slug]) + (f"?{query}" if query else ""),
    }
    return render(request, "pages/reports/report.html", context)


@tenant_view("reports:read")
@require_safe
def report_export(request: TenantRequest, slug: str) -> HttpResponse:
    """The whole table, also what the page cuts off."""
    _report, shown = _built(request, slug)
    kept = [at for at, column in enumerate(shown.columns) if column.kind != "life"]
    headings = [str(shown.columns[at].label) for at in kept]
    rows = ([row[at].value for at in kept] for row in shown.rows)
    return table_answer(actor=request.actor, name=slug, headings=headings, rows=rows)


def _built(request: TenantRequest, slug: str) -> tuple[Report, Shown]:
    found = REPORTS.get(slug)
    if found is None or (found.needs_costs and not request.actor.sees_costs):
        raise Http404
    return found, found.build(Asked.of(request.actor, request.GET))


urlpatterns: list[URLPattern] = [
    path("app/reports", report_list, name="reports"),
    path("app/reports/<slug:slug>", report, name="report"),
    path("app/reports/<slug:slug>/export", report_export, name="report-export"),
]
