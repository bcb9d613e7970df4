"""Labels: what was chosen, how many of each, on which roll; and the PDF."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from omnistock.domain.reporting.labels import LabelInput, LabelRow, label_rows, labels_pdf
from omnistock.interfaces.web.asked import id_of, parse_id
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.entry import lines_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.pdf_answer import pdf_answer
from omnistock.kernel.errors import Invalid
from omnistock.kernel.paper.stickers import SIZES

_ASKED = ("product", "batch", "location", "receipt", "warehouse")


@tenant_view("stock:write")
def label_form(request: TenantRequest) -> HttpResponse:
    """`?batch=`, `?product=`, `?location=`, `?receipt=` or `?warehouse=`: what there is to print of it."""
    asked: dict[str, UUID] = {f"{name}_id": found for name in _ASKED if (found := id_of(request, name)) is not None}
    rows = label_rows(actor=request.actor, **asked)
    values = {f"labels-{at}-quantity": row.quantity for at, row in enumerate(rows)}
    return _form(request, rows, FormState(values={"size": "50x25", **values}), 200)


@require_POST
@tenant_view("stock:write")
def label_print(request: TenantRequest) -> HttpResponse:
    """The PDF. A line with the quantity 0, or without one, is left out."""
    labels, places = [], []
    for at, typed in enumerate(lines_of(request.POST, prefix="labels")):
        found, quantity = parse_id(typed.get("id")), typed.get("quantity", "").strip()
        if found is not None and quantity not in ("", "0"):
            count = int(quantity) if quantity.isascii() and quantity.isdecimal() and len(quantity) < 7 else 0
            labels.append(LabelInput(kind=typed.get("kind", ""), id=found, quantity=count))
            places.append(at)
    size, is_sheet = request.POST.get("size", ""), request.POST.get("is_sheet") == "on"
    try:
        made = labels_pdf(actor=request.actor, labels=labels, size=size, is_sheet=is_sheet)
    except Invalid as error:
        rows, values = _typed_again(request)
        shown = FormState.refused(request.POST, _at_places(error, places))
        return _form(request, rows, FormState(values=values, mistakes=shown.mistakes), error.status)
    return pdf_answer(request, made, name="labels")


def _at_places(error: Invalid, places: list[int]) -> Invalid:
    """A fault of the third label that is printed, at the row where it stands among those that are not."""

    def moved(pointer: str) -> str:
        head, *rest = pointer.split("/")
        is_row = head == "labels" and rest and rest[0].isdecimal() and int(rest[0]) < len(places)
        return "/".join([head, str(places[int(rest[0])]), *rest[1:]]) if is_row else pointer

    error.faults = tuple(replace(fault, pointer=moved(fault.pointer)) for fault in error.faults)
    return error


def _typed_again(request: TenantRequest) -> tuple[list[LabelRow], dict[str, str]]:
    """The labels that were asked for, as they were typed; those that are not there any more left out."""
    rows: list[LabelRow] = []
    values = {"size": request.POST.get("size", ""), "is_sheet": request.POST.get("is_sheet", "")}
    for typed in lines_of(request.POST, prefix="labels"):
        kind, found = typed.get("kind", ""), parse_id(typed.get("id"))
        if found is None or kind not in ("product", "batch", "location"):
            continue
        for row in label_rows(actor=request.actor, **{f"{kind}_id": found}):
            values[f"labels-{len(rows)}-quantity"] = typed.get("quantity", "")
            rows.append(row)
    return rows, values


def _form(request: TenantRequest, rows: list[LabelRow], form: FormState, status: int) -> HttpResponse:
    context = {
        "rows": [(row, f"labels-{at}", form.value(f"labels-{at}-quantity")) for at, row in enumerate(rows)],
        "form": form,
        "sizes": [(size, f"{width} × {height} mm") for size, (width, height) in SIZES.items()],
    }
    return render(request, "pages/labels/form.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("app/labels", label_form, name="labels"),
    path("app/labels/print", label_print, name="label-print"),
]
