"""Dispatches: goods leave, whole or in part; their list, page and delivery note; and how one is taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.audit.queries import events_of
from omnistock.domain.catalog.units import product_facts
from omnistock.domain.fulfilment.documents import delivery_note_pdf
from omnistock.domain.fulfilment.inputs import Carriage
from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.fulfilment.queries import DISPATCH_ORDERS, DispatchFilter, DispatchView, dispatch, dispatches
from omnistock.domain.sales.inputs import PickLineInput
from omnistock.domain.sales.queries import sales_order
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.document_links import document_hrefs
from omnistock.interfaces.web.entry import apart, at_rows, lines_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.sales_order_page import history_of
from omnistock.interfaces.web.views.sales_orders import show_order
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    Column("number", gettext_lazy("Dispatch")),
    Column("dispatched", gettext_lazy("Left"), is_sortable=True),
    Column("customer", gettext_lazy("Customer")),
    Column("order", gettext_lazy("Order")),
    Column("status", gettext_lazy("Status")),
    Column("invoice", gettext_lazy("Invoice")),
    Column("carrier", gettext_lazy("Carrier")),
    Column("boxes", gettext_lazy("Boxes"), is_figure=True),
    Column("warehouse", gettext_lazy("Warehouse"), is_shown=False),
)
_FILTERS: Final = ("q", "warehouse", "state", "customer")
_STATES: Final = {"standing": False, "reversed": True}


@tenant_view("sales:read")
def dispatch_list(request: TenantRequest) -> HttpResponse:
    """Dispatches, the newest first."""
    actor, wanted = request.actor, _wanted(request)
    sort, state = wanted.sort, choice_of(request, "state", _STATES)
    page = dispatches(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=page.items,
        columns=COLUMNS,
        query=request.GET,
        sort="-dispatched" if sort == "newest" else sort,
        next_cursor=page.next_cursor or "",
        filter_names=_FILTERS,
    )
    context = {
        "listing": listing,
        "state": state,
        "warehouses": warehouses(actor=actor),
        "warehouse": str(id_of(request, "warehouse") or ""),
        "invoice_hrefs": document_hrefs(
            {("invoice", each.invoice_id) for each in page.items if each.invoice_id}, actor=actor
        ),
    }
    return render(request, "pages/dispatches/list.html", context)


def _wanted(request: TenantRequest) -> DispatchFilter:
    return DispatchFilter(
        customer_id=id_of(request, "customer"),
        warehouse_id=id_of(request, "warehouse"),
        is_reversed=_STATES.get(choice_of(request, "state", _STATES)),
        search=text_of(request),
        sort=choice_of(request, "sort", DISPATCH_ORDERS, default="newest"),
    )


@tenant_view("sales:read")
def dispatch_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, as CSV."""
    return csv_answer(actor=request.actor, name="dispatches", asked={"wanted": _wanted(request)})


@tenant_view("sales:read")
def dispatch_page(request: TenantRequest, dispatch_id: UUID) -> HttpResponse:
    actor = request.actor
    found = dispatch(actor=actor, dispatch_id=dispatch_id)
    context = {
        "dispatch": found,
        "status": "reversed" if found.reversed_at else "dispatched",
        "crumbs": [(_("Dispatches"), reverse("dispatches"))],
        "customer_href": href_of("customer", found.customer_id),
        "batch_hrefs": {each.batch_id: href_of("batch", each.batch_id) for each in found.lines if each.batch_id},
        "linked": _linked(found, actor=actor),
        "attached": attached("dispatch", found.id, actor=actor),
        "events": history_of(events_of(subject_ids=[found.id])),
        "may_reverse": actor.may("dispatch:write") and found.reversed_at is None,
    }
    return render(request, "pages/dispatches/page.html", context)


def _linked(found: DispatchView, *, actor: Actor) -> list[dict[str, Any]]:
    order_href = reverse("sales-order", args=[found.sales_order_id])
    linked = [{"number": found.sales_order_number, "kind": _("Order"), "href": order_href, "status": ""}]
    if found.invoice_id and actor.may("billing:read"):
        number, href = found.invoice_number or _("Draft"), href_of("invoice", found.invoice_id)
        linked.append({"number": number, "kind": _("Invoice"), "href": href, "status": found.invoice_status})
    return linked


@tenant_view("sales:read")
def dispatch_note(request: TenantRequest, dispatch_id: UUID) -> HttpResponse:
    """The delivery note or challan as PDF, to look at or to print."""
    found = dispatch(actor=request.actor, dispatch_id=dispatch_id)
    answer = HttpResponse(
        delivery_note_pdf(actor=request.actor, dispatch_id=dispatch_id), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


@tenant_view("dispatch:write")
def dispatch_new(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    """Send what is reserved for an order: all of it from the order's page, or the quantities of the form for a part."""
    if request.method != "POST":
        return _part_form(request, sales_order_id, FormState())
    is_part, typed = "part" in request.POST, lines_of(request.POST, prefix="lines")
    chosen = [at for at, cells in enumerate(typed) if cells.get("quantity", "").strip()]
    try:
        with transaction.atomic():
            sent = _send(request, sales_order_id, [typed[at] for at in chosen] if is_part else None)
    except (Invalid, Conflict) as error:
        if not is_part:
            return show_order(request, sales_order_id, refusal=error)
        form = FormState.refused(request.POST, at_rows(error, chosen))
        return _part_form(request, sales_order_id, form, status=error.status)
    invoice = sent.invoice
    said = _("{number} left with {invoice}") if invoice is not None and invoice.number else _("{number} left")
    messages.success(request, said.format(number=sent.number, invoice=invoice.number if invoice else ""))
    return SeeOther(reverse("sales-order", args=[sales_order_id]))


def _send(request: TenantRequest, sales_order_id: UUID, typed: Sequence[dict[str, str]] | None) -> Dispatch:
    actor, reader = request.actor, Reader(request.POST)
    lines = None if typed is None else [_pick_line(reader, at, cells) for at, cells in enumerate(typed)]
    carriage = Carriage(
        carrier=reader.text("carrier"),
        vehicle_number=reader.text("vehicle_number"),
        boxes=reader.integer("boxes"),
        weight_kg=reader.number("weight_kg"),
    )
    reader.stop()
    return dispatch_order(
        actor=actor,
        sales_order_id=sales_order_id,
        lines=None if lines is None else [line for line in lines if line is not None],
        issue_invoice=actor.may("billing:write"),
        carriage=carriage,
        expected_version=reader.version(),
    )


def _pick_line(reader: Reader, at: int, cells: dict[str, str]) -> PickLineInput | None:
    line = reader.line(f"lines/{at}", apart({"unit": "", **cells}))
    line_id, quantity, unit = line.id("line_id"), line.number("quantity"), line.text("unit")
    return None if line_id is None or quantity is None else PickLineInput(line_id=line_id, quantity=quantity, unit=unit)


def _part_form(request: TenantRequest, sales_order_id: UUID, form: FormState, *, status: int = 200) -> HttpResponse:
    """What is reserved of each line stands ready, and can be less."""
    order = sales_order(actor=request.actor, sales_order_id=sales_order_id)
    reserved = [line for line in order.lines if line.reserved_base]
    facts = product_facts(actor=request.actor, ids={line.product_id for line in reserved})
    rows = [
        (
            f"lines-{at}",
            line,
            json.dumps(list(facts[line.product_id].units)),
            form.values.get(f"lines-{at}-quantity", plain(line.reserved_base)),
        )
        for at, line in enumerate(reserved)
    ]
    crumbs = [(_("Orders"), reverse("sales-orders")), (order.number, reverse("sales-order", args=[order.id]))]
    issues = request.actor.may("billing:write")
    context = {"order": order, "rows": rows, "form": form, "crumbs": crumbs, "issues": issues}
    return render(request, "pages/dispatches/new.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("app/dispatches", dispatch_list, name="dispatches"),
    path("app/dispatches/export", dispatch_export, name="dispatch-export"),
    path("app/dispatches/<uuid:dispatch_id>", dispatch_page, name="dispatch"),
    path("app/dispatches/<uuid:dispatch_id>/note.pdf", dispatch_note, name="dispatch-note"),
    path("app/sales-orders/<uuid:sales_order_id>/dispatches/new", dispatch_new, name="dispatch-new"),
]
