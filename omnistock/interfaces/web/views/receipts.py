"""Receipts: their list, the page of one, and how one is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.audit.queries import events_of
from omnistock.domain.ledger.queries.bins import PutAwayPart
from omnistock.domain.purchasing.landed import LandedCostFilter, landed_costs
from omnistock.domain.purchasing.putting_away import Shelving, shelving_of
from omnistock.domain.purchasing.queries import RECEIPT_ORDERS, ReceiptFilter, receipt, receipt_sums, receipts
from omnistock.domain.purchasing.views import ReceiptLineView
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.purchase_page import history_of, linked_order
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    Column("number", gettext_lazy("Receipt")),
    Column("effective", gettext_lazy("Received"), is_sortable=True),
    Column("supplier", gettext_lazy("Supplier")),
    Column("document", gettext_lazy("Supplier's document")),
    Column("order", gettext_lazy("Order")),
    Column("status", gettext_lazy("Status")),
    Column("value", gettext_lazy("Value"), is_figure=True),
    Column("warehouse", gettext_lazy("Warehouse"), is_shown=False),
)
_FILTERS: Final = ("q", "warehouse", "state", "supplier")
_STATES: Final = {"standing": False, "reversed": True}


@tenant_view("purchasing:read")
def receipt_list(request: TenantRequest) -> HttpResponse:
    """Receipts, the newest first."""
    actor, wanted = request.actor, _wanted(request)
    page = receipts(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=page.items,
        columns=[column for column in COLUMNS if actor.sees_costs or column.key != "value"],
        query=request.GET,
        sort=wanted.sort,
        next_cursor=page.next_cursor or "",
        filter_names=_FILTERS,
        sums=receipt_sums(actor=actor, wanted=wanted),
    )
    context = {
        "listing": listing,
        "may_write": actor.may("stock:write"),
        "state": request.GET.get("state", ""),
        "warehouses": warehouses(actor=actor),
        "warehouse": str(wanted.warehouse_id or ""),
    }
    return render(request, "pages/receipts/list.html", context)


def _wanted(request: TenantRequest) -> ReceiptFilter:
    return ReceiptFilter(
        supplier_id=id_of(request, "supplier"),
        warehouse_id=id_of(request, "warehouse"),
        is_reversed=_STATES.get(request.GET.get("state", "")),
        search=text_of(request),
        sort=choice_of(request, "sort", RECEIPT_ORDERS, default="newest"),
    )


@tenant_view("purchasing:read")
def receipt_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered, as CSV."""
    return csv_answer(actor=request.actor, name="receipts", asked={"wanted": _wanted(request)})


@tenant_view("purchasing:read")
def receipt_page(request: TenantRequest, receipt_id: UUID) -> HttpResponse:
    actor = request.actor
    found = receipt(actor=actor, receipt_id=receipt_id)
    writes = actor.may("stock:write")
    shelving = shelving_of(actor=actor, receipt_id=found.id) if actor.may("stock:read") else None
    waiting = shelving.waiting if shelving and found.reversed_at is None else []
    context = {
        "receipt": found,
        "status": "reversed" if found.reversed_at else "received",
        "crumbs": [(_("Receipts"), reverse("receipts"))],
        "supplier_href": href_of("supplier", found.supplier_id) if found.supplier_id else "",
        "lines": [_line(line, shelving, waiting) for line in found.lines],
        "linked": [*linked_order(found), *_landed(found.id, actor=actor)],
        "attached": attached("receipt", found.id, actor=actor),
        "events": history_of(events_of(subject_ids=[found.id, *(shelving.move_ids if shelving else ())])),
        "may_receive": writes,
        "to_put_away": writes and any(part.home_code for part in waiting),
        "may_reverse": writes and found.reversed_at is None,
        "may_add_cost": actor.may("purchasing:write") and actor.sees_costs and found.reversed_at is None,
    }
    return render(request, "pages/receipts/page.html", context)


def _line(line: ReceiptLineView, shelving: Shelving | None, waiting: Sequence[PutAwayPart]) -> dict[str, Any]:
    """A line with where of it went and what of it waits; nothing of that for who sees no stock."""
    put = [(part, shelving.numbers.get(part.move_id, "")) for part in shelving.done] if shelving else []
    return {
        "line": line,
        "product_href": href_of("product", line.product_id),
        "batch_href": href_of("batch", line.batch_id) if line.batch_id else "",
        "put": [(part, number) for part, number in put if part.line_id == line.id],
        "waiting": [part for part in waiting if part.line_id == line.id],
    }


def _landed(receipt_id: UUID, *, actor: Actor) -> list[dict[str, str]]:
    """The landed costs that were spread over it, for who sees costs."""
    if not actor.sees_costs:
        return []
    found = landed_costs(actor=actor, wanted=LandedCostFilter(receipt_id=receipt_id)).items
    return [
        {
            "number": each.number,
            "kind": _("Landed cost"),
            "href": reverse("landed-cost", args=[each.id]),
            "status": "reversed" if each.reversed_at else "posted",
        }
        for each in found
    ]


urlpatterns: list[URLPattern] = [
    path("app/receipts", receipt_list, name="receipts"),
    path("app/receipts.csv", receipt_export, name="receipt-export"),
    path("app/receipts/<uuid:receipt_id>", receipt_page, name="receipt"),
]
