"""Receiving: the open lines of an order stand ready, or the form is empty; a scan makes a row whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import product_facts
from omnistock.domain.ledger.queries.naming import batches_named
from omnistock.domain.purchasing.operations import post_receipt
from omnistock.domain.purchasing.previews import preview_receipt
from omnistock.domain.purchasing.queries import (
    WAITING_STATUSES,
    PurchaseOrderFilter,
    purchase_order,
    purchase_orders,
)
from omnistock.domain.purchasing.views import PurchaseOrderView
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import id_of, parse_id, text_of
from omnistock.interfaces.web.batch_words import tell_merged
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.cautions import asked_reasons, said_of
from omnistock.interfaces.web.entry import EntryLine, lines_again
from omnistock.interfaces.web.form_draft import forget_form, kept_form
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.purchase_page import is_late
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.receipt_entry import (
    at_controls,
    bins_of_batches,
    mrp_words,
    read_begun,
    read_receipt,
    ready_lines,
    receipt_columns,
    suggested_bins,
)
from omnistock.interfaces.web.supplier_choice import label_by_id
from omnistock.interfaces.web.views.scan import meanings
from omnistock.kernel.batch_number import fold_batch_number
from omnistock.kernel.errors import Conflict, DomainError, IdReused, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

_PAGE: Final = "receipt-new"
_EXPECTED_SHOWN: Final = 8


@tenant_view("stock:write")
def receipt_new(request: TenantRequest) -> HttpResponse:
    """The form (`?order=`: what is still to come of it stands ready), and its receipt, posted as it is made."""
    actor = request.actor
    if request.method != "POST":
        order = _order(id_of(request, "order"), actor=actor)
        values = {"id": str(uuid7()), "received_on": actor.today.isoformat()}
        lines = ready_lines(order, actor=actor) if order else []
        return _form(request, FormState(values=values), order=order, lines=lines)
    receipt_id = parse_id(request.POST.get("id")) or uuid7()
    try:
        with transaction.atomic():
            typed = read_receipt(request.POST, actor=actor)
            named = batches_named(actor=actor, named=[(line.product_id, line.batch_number) for line in typed.lines])
            receipt = post_receipt(
                actor=actor,
                id=receipt_id,
                lines=typed.lines,
                accepted_cautions=said_of(request.POST),
                **typed.head,
            )
            forget_form(request, _PAGE, request.POST.get("purchase_order_id", ""))
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("receipt", args=[receipt_id]))
    except (Invalid, Conflict) as error:
        return _refused(request, error)
    messages.success(request, _("{number} is received").format(number=receipt.number))
    tell_merged(request, named.values())
    return SeeOther(reverse("receipt", args=[receipt.id]))


def _order(order_id: UUID | None, *, actor: Actor) -> PurchaseOrderView | None:
    if order_id is None or not actor.may("purchasing:read"):
        return None
    return purchase_order(actor=actor, purchase_order_id=order_id)


def _refused(request: TenantRequest, error: DomainError) -> HttpResponse:
    """The form again, with what was typed: cautions ask for a reason in place, everything else stands at its cell."""
    asked = asked_reasons(error, said_of(request.POST))
    mended = at_controls(error, request.POST)
    form = FormState(values=request.POST) if asked else FormState.refused(request.POST, mended)
    order = _order(parse_id(request.POST.get("purchase_order_id")), actor=request.actor)
    lines = lines_again(request.POST, columns=receipt_columns(request.actor))
    return _form(request, form, order=order, lines=lines, status=error.status, cautions=asked)


def _form(
    request: TenantRequest,
    form: FormState,
    *,
    order: PurchaseOrderView | None,
    lines: Sequence[EntryLine],
    status: int = 200,
    cautions: Sequence[Any] = (),
) -> HttpResponse:
    actor = request.actor
    kept = kept_form(request, _PAGE, str(order.id) if order else "")
    if kept.draft:
        form, lines = kept.again(receipt_columns(actor))
    chosen_id = parse_id(str(form.value("supplier_id")))
    places = warehouses(actor=actor)
    context = {
        "form": form,
        "kept": kept,
        "order": order,
        "columns": receipt_columns(actor),
        "lines": lines,
        "cautions": cautions,
        "supplier_text": form.value("supplier") or label_by_id(actor=actor, supplier_id=chosen_id),
        "supplier_id": chosen_id or "",
        "warehouses": [(place.id, place.name) for place in places],
        "warehouse_id": form.value("warehouse_id") or (str(places[0].id) if places else ""),
        "today": actor.today.isoformat(),
        "expected": [] if order or lines else _expected(actor=actor),
        "crumbs": [(_("Receipts"), reverse("receipts"))],
    }
    return render(request, "pages/receipts/new.html", context, status=status)


def _expected(*, actor: Actor) -> list[tuple[PurchaseOrderView, bool]]:
    """The orders whose goods may come now, the one expected first before the rest, each with whether it is late."""
    if not actor.may("purchasing:read"):
        return []
    wanted = PurchaseOrderFilter(statuses=WAITING_STATUSES, sort="expected")
    found = purchase_orders(actor=actor, wanted=wanted, limit=_EXPECTED_SHOWN).items
    return [(order, is_late(order, actor=actor)) for order in found]


@tenant_view("stock:write")
def receipt_preview(request: TenantRequest) -> HttpResponse:
    """What the goods are worth as they are typed: a part of the form."""
    reader = Reader(request.POST)
    preview = preview_receipt(
        actor=request.actor,
        warehouse_id=reader.id("warehouse_id"),
        purchase_order_id=reader.id("purchase_order_id"),
        lines=read_begun(request.POST),
    )
    return render(request, "pages/receipts/preview.html", {"preview": preview})


@tenant_view("stock:write")
def receipt_products(request: TenantRequest) -> HttpResponse:
    """What a scan or a name means to a receiver: as `/app/scan`, with the bin where the batch already lies, else the product.

    A code that names the batch is one pack in the hand, so it counts one.
    """
    actor, warehouse_id = request.actor, id_of(request, "warehouse_id")
    answer = meanings(actor=actor, text=text_of(request, "code"), warehouse_id=warehouse_id)
    ids = {UUID(match["product_id"]) for match in answer["matches"]}
    facts = product_facts(actor=actor, ids=ids)
    bins = suggested_bins(ids, actor=actor, warehouse_id=warehouse_id)
    named = {UUID(match["product_id"]) for match in answer["matches"] if match["batch_number"]}
    of_batch = bins_of_batches(named, actor=actor, warehouse_id=warehouse_id)
    for match in answer["matches"]:
        product = facts[UUID(match["product_id"])]
        notes = (match["note"], mrp_words(product, actor=actor))
        key = (product.id, fold_batch_number(match["batch_number"] or ""))
        match |= {
            "note": " · ".join(filter(None, notes)),
            "location": of_batch.get(key, "") or bins.get(product.id, ""),
        }
        if match["batch_number"] and match["quantity"] is None:
            match["quantity"] = "1"
    return JsonResponse(answer)


urlpatterns: list[URLPattern] = [
    path("app/receipts/new", receipt_new, name="receipt-new"),
    path("app/receipts/preview", receipt_preview, name="receipt-preview"),
    path("app/receipts/products", receipt_products, name="receipt-products"),
]
