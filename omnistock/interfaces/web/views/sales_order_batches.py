"""The batches of a line of an order, to be chosen by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omnistock.domain.sales.inputs import ChosenBatchInput
from omnistock.domain.sales.operations import choose_batches
from omnistock.domain.sales.operations.choosing import ChoosableLine, choosable_line
from omnistock.domain.sales.policies import OVERRIDE
from omnistock.domain.sales.queries import sales_order
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.entry import lines_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Conflict, Invalid, PermissionMissing


@tenant_view("sales:write")
@require_http_methods(["GET", "POST"])
def sales_order_batches(request: TenantRequest, sales_order_id: UUID, sales_order_line_id: UUID) -> HttpResponse:
    """What lies where stock is sold from, with its life; posted, exactly what was typed is reserved for the line."""
    if request.method != "POST":
        return _show(request, sales_order_id, sales_order_line_id, None, 200)
    reader = Reader(request.POST)
    try:
        with transaction.atomic():
            batches = _typed(request, reader)
            choose_batches(
                actor=request.actor,
                sales_order_id=sales_order_id,
                line_id=sales_order_line_id,
                batches=batches,
                reason=reader.text("reason"),
                expected_version=reader.version(),
            )
    except (Invalid, Conflict, PermissionMissing) as error:
        return _show(request, sales_order_id, sales_order_line_id, FormState.refused(request.POST, error), error.status)
    messages.success(request, _("The batches are reserved as you chose them."))
    return SeeOther(reverse("sales-order", args=[sales_order_id]))


def _typed(request: TenantRequest, reader: Reader) -> list[ChosenBatchInput]:
    """The rows with a quantity over 0. Raises `Invalid` with everything that could not be read."""
    chosen = []
    for at, cells in enumerate(lines_of(request.POST, prefix="batches")):
        row = reader.line(f"batches/{at}", cells)
        batch_id, quantity = row.id("batch_id"), row.number("quantity")
        if batch_id is not None and quantity:
            chosen.append(ChosenBatchInput(batch_id=batch_id, quantity=quantity))
    reader.stop()
    return chosen


def _show(
    request: TenantRequest, sales_order_id: UUID, line_id: UUID, form: FormState | None, status: int
) -> HttpResponse:
    actor = request.actor
    order = sales_order(actor=actor, sales_order_id=sales_order_id)
    line = choosable_line(actor=actor, sales_order_id=sales_order_id, line_id=line_id)
    context = {
        "order": order,
        "line": line,
        "form": form or FormState(),
        "rows": _rows(line, form),
        "may_override": actor.may(OVERRIDE),
        "crumbs": [(_("Orders"), reverse("sales-orders")), (order.number, reverse("sales-order", args=[order.id]))],
    }
    return render(request, "pages/sales_orders/batches.html", context, status=status)


def _rows(line: ChoosableLine, form: FormState | None) -> list[dict[str, Any]]:
    """Each batch with what is typed for it: what the line holds, at first."""
    return [
        {
            "batch": each,
            "prefix": f"batches-{at}",
            "quantity": form.value(f"batches-{at}-quantity") if form else _figure(each.held),
            "there": each.free + each.held,
            "is_short_lived": each.days_left is not None and 0 <= each.days_left < line.days_needed,
        }
        for at, each in enumerate(line.batches)
    ]


def _figure(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}" if quantity else ""


urlpatterns: list[URLPattern] = [
    path(
        "app/sales-orders/<uuid:sales_order_id>/lines/<uuid:sales_order_line_id>/batches",
        sales_order_batches,
        name="sales-order-batches",
    )
]
