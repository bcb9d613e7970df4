"""A new transfer: what shall go from one warehouse to another. Batches are proposed when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.stocktaking.inputs import TransferLineInput
from omnistock.domain.stocktaking.operations import create_transfer
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import parse_id
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.entry import EntryColumn, EntryLine, lines_again, typed_lines
from omnistock.interfaces.web.form_draft import forget_form, kept_form
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Conflict, IdReused, Invalid
from omnistock.kernel.ids import uuid7

_PAGE: Final = "transfer-new"
ENTRY_COLUMNS: Final = (
    EntryColumn("quantity", gettext_lazy("Quantity"), kind="figure", is_needed=True),
    EntryColumn("unit", gettext_lazy("Unit"), kind="unit"),
)


@tenant_view("stock:write")
def transfer_new(request: TenantRequest) -> HttpResponse:
    """The form, and the draft that it makes."""
    if request.method != "POST":
        return _form(request, FormState(values={"id": str(uuid7())}), lines=[], status=200)
    transfer_id = parse_id(request.POST.get("id")) or uuid7()
    try:
        with transaction.atomic():
            create_transfer(actor=request.actor, id=transfer_id, **_typed(request))
            forget_form(request, _PAGE)
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("transfer", args=[transfer_id]))
    except (Invalid, Conflict) as error:
        lines = lines_again(request.POST, columns=ENTRY_COLUMNS)
        return _form(request, FormState.refused(request.POST, error), lines=lines, status=error.status)
    return SeeOther(reverse("transfer", args=[transfer_id]))


def _typed(request: TenantRequest) -> dict[str, Any]:
    """By the names of `create_transfer`. Raises `Invalid` with everything that could not be read."""
    reader = Reader(request.POST)
    ends = {name: reader.id(name) for name in ("from_warehouse_id", "to_warehouse_id")}
    for name, chosen in ends.items():
        if chosen is None:
            reader.checker.add(name, _("Choose the warehouse."), "missing")
    lines = []
    for at, typed in enumerate(typed_lines(request.POST)):
        cells = reader.line(f"lines/{at}", typed)
        product_id, quantity = cells.id("product_id"), cells.number("quantity") or Decimal(0)
        if product_id is not None:
            lines.append(TransferLineInput(product_id=product_id, quantity=quantity, unit=cells.text("unit") or None))
    reader.stop()
    return {**ends, "lines": lines, "notes": reader.text("notes"), "to_quarantine": reader.is_on("to_quarantine")}


def _form(request: TenantRequest, form: FormState, *, lines: Sequence[EntryLine], status: int) -> HttpResponse:
    kept = kept_form(request, _PAGE)
    if kept.draft:
        form, lines = kept.again(ENTRY_COLUMNS)
    context = {
        "form": form,
        "kept": kept,
        "columns": ENTRY_COLUMNS,
        "lines": lines,
        "warehouses": [(place.id, place.name) for place in warehouses(actor=request.actor)],
        "crumbs": [(_("Transfers"), reverse("transfers"))],
    }
    return render(request, "pages/transfers/new.html", context, status=status)


urlpatterns: list[URLPattern] = [path("app/transfers/new", transfer_new, name="transfer-new")]
