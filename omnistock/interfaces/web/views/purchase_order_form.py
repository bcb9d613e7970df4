"""A new purchase order and the changing of one: supplier first, then the grid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from omnistock.domain.purchasing.operations import (
    change_purchase_order,
    confirm_purchase_order,
    create_purchase_order,
)
from omnistock.domain.purchasing.previews import preview_purchase_order
from omnistock.domain.purchasing.queries import purchase_order
from omnistock.domain.purchasing.views import PurchaseOrderView
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther, page_around
from omnistock.interfaces.web.asked import id_of, parse_id, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.entry import EntryLine, lines_again
from omnistock.interfaces.web.form_draft import forget_form, kept_form
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.purchase_order_entry import (
    at_controls,
    entry_lines,
    order_columns,
    read_begun,
    read_order,
    read_words,
    values_of,
)
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.supplier_choice import label_by_id, offered
from omnistock.interfaces.web.views.scan import meanings, sku_of
from omnistock.interfaces.web.words import money_words
from omnistock.kernel.errors import Conflict, DomainError, IdReused, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

_PAGE: Final = "purchase-order"


@tenant_view("purchasing:write")
def purchase_order_new(request: TenantRequest) -> HttpResponse:
    """The empty form (`?supplier=` chooses one), and its order: a draft, or confirmed at once."""
    actor = request.actor
    if request.method != "POST":
        return _form(request, FormState(values={"id": str(uuid7()), "supplier_id": request.GET.get("supplier", "")}))
    order_id = parse_id(request.POST.get("id")) or uuid7()
    confirms = request.POST.get("do") != "draft"
    try:
        with transaction.atomic():
            typed = read_order(request.POST, actor=actor)
            order = create_purchase_order(actor=actor, id=order_id, lines=typed.lines, confirm=confirms, **typed.head)
            forget_form(request, _PAGE, _about(request, None))
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("purchase-order", args=[order_id]))
    except (Invalid, Conflict) as error:
        return _refused(request, error)
    said = _("{number} is confirmed") if confirms else _("{number} is kept as a draft")
    messages.success(request, said.format(number=order.number))
    return SeeOther(reverse("purchase-order", args=[order.id]))


@tenant_view("purchasing:write")
def purchase_order_edit(request: TenantRequest, purchase_order_id: UUID) -> HttpResponse:
    """A draft changes as a whole; afterwards only the expected day, the reference and the notes."""
    actor = request.actor
    order = purchase_order(actor=actor, purchase_order_id=purchase_order_id)
    if request.method != "POST":
        return _form(request, FormState(values=values_of(order)), lines=entry_lines(order, actor=actor), order=order)
    try:
        with transaction.atomic():
            _change(order, request, actor=actor)
            forget_form(request, _PAGE, _about(request, order))
    except (Invalid, Conflict) as error:
        return _refused(request, error, order=order)
    messages.success(request, _("{number} is saved").format(number=order.number))
    return SeeOther(reverse("purchase-order", args=[order.id]))


def _change(order: PurchaseOrderView, request: TenantRequest, *, actor: Actor) -> None:
    reader = Reader(request.POST)
    changes: dict[str, Any]
    if _edits_lines(order, actor=actor):
        typed = read_order(request.POST, actor=actor)
        changes = {**typed.head, "lines": typed.lines}
    else:
        changes = read_words(reader)
        reader.stop()
    change_purchase_order(actor=actor, purchase_order_id=order.id, changes=changes, expected_version=reader.version())
    if order.status == "draft" and request.POST.get("do") == "confirm":
        confirm_purchase_order(actor=actor, purchase_order_id=order.id)


def _about(request: TenantRequest, order: PurchaseOrderView | None) -> str:
    """What a kept form is about: the order, or for a new one the supplier or the product that it was begun for."""
    return str(order.id if order else id_of(request, "supplier") or id_of(request, "product") or "")


def _edits_lines(order: PurchaseOrderView | None, *, actor: Actor) -> bool:
    """Who sees no costs cannot send a line back as it was."""
    return order is None or (order.status == "draft" and actor.sees_costs)


def _refused(request: TenantRequest, error: DomainError, *, order: PurchaseOrderView | None = None) -> HttpResponse:
    lines = lines_again(request.POST, columns=order_columns(request.actor))
    form = FormState.refused(request.POST, at_controls(error))
    return _form(request, form, lines=lines, order=order, status=error.status)


def _form(
    request: TenantRequest,
    form: FormState,
    *,
    lines: Sequence[EntryLine] = (),
    order: PurchaseOrderView | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    kept = kept_form(request, _PAGE, _about(request, order))
    if kept.draft and _edits_lines(order, actor=actor):
        form, lines = kept.again(order_columns(actor))
    chosen_id = parse_id(str(form.value("supplier_id")))
    places = warehouses(actor=actor)
    context = {
        "form": form,
        "kept": kept,
        "begins_with": "" if lines else sku_of(actor=actor, product_id=id_of(request, "product")),
        "order": order,
        "edits_lines": _edits_lines(order, actor=actor),
        "columns": order_columns(actor),
        "lines": lines,
        "supplier_text": form.value("supplier") or label_by_id(actor=actor, supplier_id=chosen_id),
        "supplier_id": chosen_id or "",
        "warehouses": [(place.id, place.name) for place in places],
        "warehouse_id": form.value("warehouse_id") or (str(places[0].id) if places else ""),
        "today": actor.today.isoformat(),
        "crumbs": [(_("Purchase orders"), reverse("purchase-orders"))],
    }
    return render(request, "pages/purchase_orders/form.html", context, status=status)


@tenant_view("purchasing:write")
def purchase_order_preview(request: TenantRequest) -> HttpResponse:
    """What the lines come to as they are typed: a part of the form, and the amounts of its lines."""
    supplier_id, lines = read_begun(request.POST, actor=request.actor)
    preview = preview_purchase_order(actor=request.actor, supplier_id=supplier_id, lines=lines)
    amounts = {line.at: line.amount for line in preview.lines}
    context = {"preview": preview, "amounts": [(at, amounts.get(at)) for at in range(len(lines))]}
    return render(request, "pages/purchase_orders/preview.html", context)


@tenant_view("parties:read")
def purchase_order_suppliers(request: TenantRequest) -> HttpResponse:
    """What the supplier field offers for the letters typed so far."""
    actor, text = request.actor, text_of(request, "supplier")
    context = {
        "offered": offered(actor=actor, text=text),
        "typed": text,
        "may_add": actor.may("parties:write"),
        "page": page_around(request),
    }
    return render(request, "parts/offered_suppliers.html", context)


@tenant_view("purchasing:read")
def purchase_order_products(request: TenantRequest) -> HttpResponse:
    """What a scan or a name means to a buyer: as `/app/scan`; the batch in the hand does not bind an order."""
    answer = meanings(actor=request.actor, text=text_of(request, "code"), warehouse_id=id_of(request, "warehouse_id"))
    for match in answer["matches"]:
        known = money_words(Decimal(match["cost"] or 0), actor=request.actor)
        cost = _("last known {cost} a {unit}").format(cost=known, unit=match["unit"]) if match["cost"] else ""
        free = _("free {free}").format(free=match["free"]) if match["free"] is not None else ""
        match |= {"batch_number": None, "note": " · ".join(part for part in (free, cost) if part)}
    return JsonResponse(answer)


urlpatterns: list[URLPattern] = [
    path("app/purchase-orders/new", purchase_order_new, name="purchase-order-new"),
    path("app/purchase-orders/preview", purchase_order_preview, name="purchase-order-preview"),
    path("app/purchase-orders/suppliers", purchase_order_suppliers, name="purchase-order-suppliers"),
    path("app/purchase-orders/products", purchase_order_products, name="purchase-order-products"),
    path("app/purchase-orders/<uuid:purchase_order_id>/edit", purchase_order_edit, name="purchase-order-edit"),
]
