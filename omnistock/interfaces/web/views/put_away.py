"""Putting a receipt away: one screen, every line with its bin suggested, one press."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.purchasing.operations import put_away_receipt
from omnistock.domain.purchasing.putting_away import put_away_of
from omnistock.domain.purchasing.queries import receipt
from omnistock.domain.stocktaking.inputs import MoveLineInput
from omnistock.domain.warehouses.queries import warehouse_page
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import parse_id
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.entry import lines_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.move_entry import at_cells, bins_of
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.receipt_entry import place_typed, places_by_code
from omnistock.kernel.errors import Conflict, IdReused, Invalid
from omnistock.kernel.ids import uuid7

_WHY: Final[dict[str, str | Promise]] = {
    "home": gettext_lazy("it lies there already"),
    "empty": gettext_lazy("an empty bin"),
    "quarantine": gettext_lazy("not usable"),
}


@tenant_view("stock:write")
def put_away(request: TenantRequest, receipt_id: UUID) -> HttpResponse:
    """Everything of the receipt where it lies, with where it had best go; then the move that puts it there."""
    actor = request.actor
    if request.method != "POST":
        return _show(request, receipt_id, FormState(values={"id": str(uuid7())}), 200)
    move_id = parse_id(request.POST.get("id")) or uuid7()
    try:
        with transaction.atomic():
            lines = _typed(request, receipt_id)
            done = put_away_receipt(actor=actor, id=move_id, receipt_id=receipt_id, lines=lines)
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("move", args=[move_id]))
    except (Invalid, Conflict) as error:
        return _show(request, receipt_id, FormState.refused(request.POST, at_cells(error, {})), error.status)
    messages.success(request, _("{number}: put away.").format(number=done.number))
    return SeeOther(reverse("receipt", args=[receipt_id]))


def _typed(request: TenantRequest, receipt_id: UUID) -> list[MoveLineInput]:
    """Every line that has a bin to go to. Raises `Invalid` with everything that could not be read."""
    actor, reader = request.actor, Reader(request.POST)
    found = receipt(actor=actor, receipt_id=receipt_id)
    places = places_by_code(found.warehouse_id, actor=actor)
    lines = []
    for at, typed in enumerate(lines_of(request.POST, prefix="lines")):
        cells = reader.line(f"lines/{at}", typed)
        there, here = place_typed(cells, places=places), cells.id("from_location_id")
        product_id, quantity = cells.id("product_id"), cells.number("quantity")
        if there and here and product_id and there != here:
            lines.append(
                MoveLineInput(
                    product_id=product_id,
                    batch_id=cells.id("batch_id"),
                    quantity=quantity or Decimal(0),
                    from_location_id=here,
                    to_location_id=there,
                )
            )
    reader.stop()
    if not lines:
        raise Invalid.at("lines", _("Nothing is to be moved: give at least one line another bin."), "missing")
    return lines


def _show(request: TenantRequest, receipt_id: UUID, form: FormState, status: int) -> HttpResponse:
    actor = request.actor
    found = receipt(actor=actor, receipt_id=receipt_id)
    parts = put_away_of(actor=actor, receipt_id=receipt_id)
    page = warehouse_page(actor=actor, id=found.warehouse_id)
    lines = {line.id: line for line in found.lines}
    rows = [_row(at, part, lines.get(part.line_id), form) for at, part in enumerate(parts) if part.line_id in lines]
    context = {
        "receipt": found,
        "form": form,
        "rows": rows,
        "places": bins_of(page),
        "is_done": not any(row["part"].home_code for row in rows),
        "crumbs": [(_("Receipts"), reverse("receipts")), (found.number, reverse("receipt", args=[found.id]))],
    }
    return render(request, "pages/receipts/put_away.html", context, status=status)


def _row(at: int, part: Any, line: Any, form: FormState) -> dict[str, Any]:
    prefix = f"lines-{at}"
    return {
        "part": part,
        "line": line,
        "prefix": prefix,
        "quantity": form.value(f"{prefix}-quantity") or f"{part.quantity.normalize():f}",
        "location": form.value(f"{prefix}-location") if form.value(f"{prefix}-quantity") else part.home_code,
        "why": _WHY.get(part.why, ""),
    }


urlpatterns: list[URLPattern] = [path("app/receipts/<uuid:receipt_id>/put-away", put_away, name="put-away")]
