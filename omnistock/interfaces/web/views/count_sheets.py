"""A count on paper: the sheet that is printed and filled, and the filled sheet read back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.exchange.count_sheets import HEADINGS, MOST_BYTES, import_count_sheet, sheet_rows
from omnistock.domain.stocktaking.counting_queries import stock_count
from omnistock.interfaces.web.batch_words import tell_merged
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_table import table_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.kernel.errors import Invalid


@tenant_view("counts:write")
@require_safe
def count_sheet(request: TenantRequest, stock_count_id: UUID) -> HttpResponse:
    """What is on the list, bin by bin, with an empty column for what is counted."""
    number, rows = sheet_rows(actor=request.actor, count_id=stock_count_id)
    return table_answer(actor=request.actor, name=number, headings=HEADINGS, rows=rows)


@tenant_view("counts:write")
@require_http_methods(["GET", "POST"])
def count_sheet_import(request: TenantRequest, stock_count_id: UUID) -> HttpResponse:
    """The filled sheet: all of it, or every error at once."""
    count = stock_count(actor=request.actor, count_id=stock_count_id)

    def show(form: FormState, status: int) -> HttpResponse:
        crumbs = [
            (_("Counts"), reverse("stock-counts")),
            (count.number, reverse("stock-count", args=[stock_count_id])),
        ]
        context = {"count": count, "form": form, "crumbs": crumbs}
        return render(request, "pages/counts/sheet.html", context, status=status)

    if request.method != "POST":
        return show(FormState(), 200)

    def write(_posted: Posted) -> str:
        upload = request.FILES.get("file")
        if upload is None:
            raise Invalid.at("file", _("Choose the filled sheet."), "missing")
        if (upload.size or 0) > MOST_BYTES:
            raise Invalid.at("file", _("The file is larger than 10 MB; send its bins in parts."), "too_large")
        read = import_count_sheet(actor=request.actor, count_id=stock_count_id, content=b"".join(upload.chunks()))
        text = ngettext("{count} line is written down", "{count} lines are written down", read.rows)
        messages.success(request, text.format(count=read.rows))
        tell_merged(request, read.merged)
        if others := len(stock_count(actor=request.actor, count_id=stock_count_id).other_expiries):
            message = ngettext(
                "{count} pack says another expiry than the file",
                "{count} packs say another expiry than the file",
                others,
            )
            messages.warning(request, message.format(count=others))
        return reverse("stock-count", args=[stock_count_id])

    return answer_form(request, write=write, show=show)


urlpatterns: list[URLPattern] = [
    path("app/counts/<uuid:stock_count_id>/sheet.csv", count_sheet, name="count-sheet"),
    path("app/counts/<uuid:stock_count_id>/sheet", count_sheet_import, name="count-sheet-import"),
]
