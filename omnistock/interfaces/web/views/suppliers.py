"""Suppliers: their list, the page of one, and its writes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.parties.queries import PartyView
from omnistock.domain.purchasing.queries import PurchaseOrderFilter, ReceiptFilter, purchase_orders, receipts
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.party_sides import SUPPLIERS
from omnistock.interfaces.web.views import parties
from omnistock.interfaces.web.views.party_form import GST_TREATMENTS


@dataclass(frozen=True, slots=True)
class SupplierRow:
    party: PartyView
    city: str


@tenant_view("parties:read")
@require_safe
def supplier_list(request: TenantRequest) -> HttpResponse:
    page = parties.asked_page(request, SUPPLIERS)
    columns = [
        Column("name", _("Supplier"), is_sortable=True),
        Column("code", _("Code"), is_shown=False),
        Column("city", _("City")),
        Column("gstin", _("GSTIN"), is_shown=request.actor.organization.is_indian),
        Column("phone", _("Phone")),
        Column("lead_time", _("Lead time"), is_figure=True),
    ]
    listing = Listing(
        rows=[SupplierRow(each, parties.city_of(each)) for each in page.items], columns=columns, query=request.GET,
        sort=parties.asked_sort(request), next_cursor=page.next_cursor or "", filter_names=parties.FILTERS,
    )  # fmt: skip
    context = {
        "listing": listing,
        "side": SUPPLIERS,
        "treatments": GST_TREATMENTS,
        "may_write": request.actor.may("parties:write"),
    }
    return render(request, "pages/suppliers/list.html", context)


@tenant_view("parties:read")
@require_safe
def supplier_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, as CSV."""
    wanted = parties.asked_filter(request)
    return csv_answer(actor=request.actor, name="suppliers", asked={"wanted": wanted})


@tenant_view("parties:read")
@require_safe
def supplier(request: TenantRequest, supplier_id: UUID) -> HttpResponse:
    """The page of a supplier: where they are, what was ordered from them and what came."""
    actor = request.actor
    found = SUPPLIERS.one(actor=actor, supplier_id=supplier_id)
    shown, may_read = parties.DOCUMENTS_SHOWN, actor.may("purchasing:read")
    wanted = PurchaseOrderFilter(supplier_id=found.id)
    orders = purchase_orders(actor=actor, wanted=wanted, limit=shown).items if may_read else []
    came = receipts(actor=actor, wanted=ReceiptFilter(supplier_id=found.id), limit=shown).items if may_read else []
    context = parties.page_context(request, SUPPLIERS, found) | {
        "orders": orders,
        "receipts": came,
        "may_buy": actor.may("purchasing:write") and found.archived_at is None,
    }
    return render(request, "pages/suppliers/page.html", context)


@tenant_view("parties:write")
@require_http_methods(["GET", "POST"])
def supplier_new(request: TenantRequest) -> HttpResponse:
    return parties.new_party(request, SUPPLIERS)


@tenant_view("parties:write")
@require_http_methods(["GET", "POST"])
def supplier_edit(request: TenantRequest, supplier_id: UUID) -> HttpResponse:
    return parties.edit_party(request, SUPPLIERS, supplier_id)


@tenant_view("parties:write")
@require_POST
def supplier_archival(request: TenantRequest, supplier_id: UUID) -> HttpResponse:
    return parties.archive_party(request, SUPPLIERS, supplier_id)


urlpatterns: list[URLPattern] = [
    path("app/suppliers", supplier_list, name="suppliers"),
    path("app/suppliers/export", supplier_export, name="supplier-export"),
    path("app/suppliers/new", supplier_new, name="supplier-new"),
    path("app/suppliers/<uuid:supplier_id>", supplier, name="supplier"),
    path("app/suppliers/<uuid:supplier_id>/edit", supplier_edit, name="supplier-edit"),
    path("app/suppliers/<uuid:supplier_id>/archival", supplier_archival, name="supplier-archival"),
]
