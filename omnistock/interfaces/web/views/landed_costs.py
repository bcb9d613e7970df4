"""Landed costs: their list, the page of one, and the form that spreads one over a receipt."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.purchasing.inputs import LandedCostLineInput
from omnistock.domain.purchasing.landed import LandedCostFilter, landed_cost, landed_cost_sums, landed_costs
from omnistock.domain.purchasing.operations import (
    post_landed_cost,
    preview_landed_cost_reversal,
    reverse_landed_cost,
)
from omnistock.domain.purchasing.queries import receipt
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import id_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.money_words import word_in
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.repeated import PLACEHOLDER, flat, shown_again, typed_rows
from omnistock.interfaces.web.supplier_choice import meant
from omnistock.kernel.errors import Conflict, Invalid

COLUMNS: Final = (
    Column("number", gettext_lazy("Landed cost")),
    Column("posted", gettext_lazy("Posted")),
    Column("receipt", gettext_lazy("Receipt")),
    Column("supplier", gettext_lazy("Charged by")),
    Column("status", gettext_lazy("Status")),
    Column("gone", gettext_lazy("On goods that had left"), is_figure=True),
    Column("value", gettext_lazy("Amount"), is_figure=True),
)
BASES: Final = (
    ("value", gettext_lazy("By value")),
    ("weight", gettext_lazy("By weight")),
    ("quantity", gettext_lazy("By quantity")),
)
_HEAD: Final = ("basis", "supplier", "supplier_id", "document_number", "document_on", "notes")


@tenant_view("purchasing:read")
@require_safe
def landed_cost_list(request: TenantRequest) -> HttpResponse:
    """The newest first."""
    page = landed_costs(actor=request.actor, wanted=_wanted(request), cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=page.items,
        columns=COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("q", "receipt"),
        sums=landed_cost_sums(actor=request.actor, wanted=_wanted(request)),
    )
    return render(request, "pages/landed_costs/list.html", {"listing": listing})


def _wanted(request: TenantRequest) -> LandedCostFilter:
    return LandedCostFilter(receipt_id=id_of(request, "receipt"), search=text_of(request))


@tenant_view("purchasing:read")
@require_safe
def landed_cost_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="landed_costs", asked={"wanted": _wanted(request)})


@tenant_view("purchasing:read")
@require_safe
def landed_cost_page(request: TenantRequest, landed_cost_id: UUID) -> HttpResponse:
    found = landed_cost(actor=request.actor, landed_cost_id=landed_cost_id)
    data = {
        "cost": found,
        "status": "reversed" if found.reversed_at else "posted",
        "basis": word_in(list(BASES), found.basis),
        "crumbs": [(_("Landed costs"), reverse("landed-costs"))],
        "attached": attached("landed_cost", found.id, actor=request.actor),
        "events": told(events_of(subject_ids=[found.id])),
        "may_reverse": request.actor.may("purchasing:write") and found.reversed_at is None,
    }
    return render(request, "pages/landed_costs/page.html", data)


@tenant_view("purchasing:write")
@require_http_methods(["GET", "POST"])
def landed_cost_reversal(request: TenantRequest, landed_cost_id: UUID) -> HttpResponse:
    """First what taking it back would do now, then the act."""

    def write(posted: Posted) -> str:
        changed = reverse_landed_cost(
            actor=request.actor,
            landed_cost_id=landed_cost_id,
            reason=posted.text("reason"),
            expected_version=posted.version(),
        )
        messages.success(request, _("{number} is taken back.").format(number=changed.number))
        return reverse("landed-cost", args=[landed_cost_id])

    def show(form: FormState, status: int) -> HttpResponse:
        return _preview(request, landed_cost_id, form, status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


def _preview(request: TenantRequest, landed_cost_id: UUID, form: FormState, status: int) -> HttpResponse:
    found = landed_cost(actor=request.actor, landed_cost_id=landed_cost_id)
    taken = preview_landed_cost_reversal(actor=request.actor, landed_cost_id=landed_cost_id)
    shares = {share.receipt_line_id: share for share in found.shares}
    here = reverse("landed-cost", args=[landed_cost_id])
    data = {
        "form": form,
        "cost": found,
        "rows": [(shares[each.receipt_line_id], each) for each in taken],
        "held": sum((each.held for each in taken), Decimal(0)),
        "gone": sum((each.gone for each in taken), Decimal(0)),
        "here": here,
        "crumbs": [(_("Landed costs"), reverse("landed-costs")), (found.number, here)],
    }
    return render(request, "pages/landed_costs/reversal.html", data, status=status)


@tenant_view("purchasing:write")
@require_http_methods(["GET", "POST"])
def landed_cost_new(request: TenantRequest, receipt_id: UUID) -> HttpResponse:
    """Amounts over one receipt."""
    if request.method != "POST":
        values: dict[str, Any] = {"basis": "value", "lines": [{"description": _("Freight"), "amount": ""}]}
        return _form(request, receipt_id, FormState(values=flat(values)), values["lines"], 200)
    # A row without an amount is nothing yet, and stands last: the domain numbers those that it is handed.
    rows = typed_rows(request.POST, "lines", keys=("description", "amount"))
    rows.sort(key=lambda row: not row.get("amount"))
    try:
        made = _post(request, receipt_id, rows)
    except (Invalid, Conflict) as error:
        typed = {name: request.POST.get(name, "") for name in _HEAD}
        form = shown_again(FormState.refused(request.POST, error), {**typed, "lines": rows})
        return _form(request, receipt_id, form, rows, error.status)
    messages.success(request, _("{number} is spread over the goods.").format(number=made.number))
    return SeeOther(reverse("landed-cost", args=[made.pk]))


def _post(request: TenantRequest, receipt_id: UUID, rows: list[dict[str, str]]) -> Any:
    reader = Reader(request.POST)
    amounts = []
    for at, row in enumerate(rows):
        line = reader.line(f"lines/{at}", row)
        amounts.append((line.text("description"), line.number("amount")))
    supplier_id = meant(
        actor=request.actor,
        text=reader.text("supplier"),
        chosen_id=reader.id("supplier_id"),
        checker=reader.checker,
    )
    document_on = reader.day("document_on")
    reader.stop()
    return post_landed_cost(
        actor=request.actor,
        receipt_id=receipt_id,
        lines=[LandedCostLineInput(description=text, amount=amount) for text, amount in amounts if amount is not None],
        basis=reader.text("basis"),
        supplier_id=supplier_id,
        document_number=reader.text("document_number"),
        document_on=document_on,
        notes=reader.text("notes"),
    )


def _form(
    request: TenantRequest, receipt_id: UUID, form: FormState, rows: list[dict[str, str]], status: int
) -> HttpResponse:
    found = receipt(actor=request.actor, receipt_id=receipt_id)
    data = {
        "form": form,
        "receipt": found,
        "rows": rows or [{}],
        "placeholder": PLACEHOLDER,
        "bases": BASES,
        "crumbs": [(_("Receipts"), reverse("receipts")), (found.number, reverse("receipt", args=[receipt_id]))],
    }
    return render(request, "pages/landed_costs/new.html", data, status=status)


urlpatterns: list[URLPattern] = [
    path("app/landed-costs", landed_cost_list, name="landed-costs"),
    path("app/landed-costs.csv", landed_cost_export, name="landed-cost-export"),
    path("app/landed-costs/<uuid:landed_cost_id>", landed_cost_page, name="landed-cost"),
    path("app/landed-costs/<uuid:landed_cost_id>/reversal", landed_cost_reversal, name="landed-cost-reversal"),
    path("app/receipts/<uuid:receipt_id>/landed-costs/new", landed_cost_new, name="landed-cost-new"),
]
