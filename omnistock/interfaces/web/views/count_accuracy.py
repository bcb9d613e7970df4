"""How well the books agree with what is counted, month by month."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from omnistock.domain.stocktaking.counting_reports import count_accuracy
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.charts import Point
from omnistock.interfaces.web.csv_table import table_answer


@tenant_view("variances:read")
@require_safe
def accuracy(request: TenantRequest) -> HttpResponse:
    months = count_accuracy(actor=request.actor)
    context = {
        "months": list(reversed(months)),
        "points": [Point(date_format(each.month, "M y"), [each.percent], [f"{each.percent} %"]) for each in months],
        "series": [_("Lines that agreed")],
        "crumbs": [(_("Counts"), reverse("stock-counts"))],
    }
    return render(request, "pages/counts/accuracy.html", context)


@tenant_view("variances:read")
@require_safe
def accuracy_export(request: TenantRequest) -> HttpResponse:
    rows = [
        [
            *(each.month.isoformat()[:7], each.counts, each.lines, each.agreed, each.percent, each.tolerated),
            *(each.missing_value, each.found_value),
        ]
        for each in count_accuracy(actor=request.actor)
    ]
    headings = [
        *(_("Month"), _("Counts"), _("Lines counted"), _("Agreed"), _("Agreed, per cent"), _("Within tolerance")),
        *(_("Worth of what was missing"), _("Worth of what was more")),
    ]
    return table_answer(actor=request.actor, name="count-accuracy", headings=headings, rows=rows)


urlpatterns: list[URLPattern] = [
    path("app/counts/accuracy", accuracy, name="count-accuracy"),
    path("app/counts/accuracy.csv", accuracy_export, name="count-accuracy-export"),
]
