"""Customers: their list with what they owe, the page of one, and its writes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.billing.queries import CustomerBalance, InvoiceFilter, customer_balances, invoices
from omnistock.domain.parties.queries import PartyView
from omnistock.domain.sales.queries import SalesOrderFilter, sales_orders
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.party_sides import CUSTOMERS
from omnistock.interfaces.web.views import parties
from omnistock.interfaces.web.views.party_form import GST_TREATMENTS
from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """`balance` is None for who sees no payments."""

    party: PartyView
    city: str
    balance: CustomerBalance | None

    @property
    def limit_used(self) -> int | None:
        """Per cent of the credit limit; None without a limit."""
        limit = self.party.credit_limit
        if self.balance is None or not limit:
            return None
        return int(max(self.balance.balance, Decimal(0)) * 100 / limit)

    @property
    def limit_bar(self) -> int:
        """The same as a bar draws it: no longer than its track."""
        return min(self.limit_used or 0, 100)

    @property
    def is_over_limit(self) -> bool:
        limit = self.party.credit_limit
        return limit is not None and self.balance is not None and self.balance.balance > limit


@tenant_view("parties:read")
@require_safe
def customer_list(request: TenantRequest) -> HttpResponse:
    page = parties.asked_page(request, CUSTOMERS)
    owed = _balances(request.actor, [each.id for each in page.items])
    rows = [CustomerRow(each, parties.city_of(each), owed.get(each.id)) for each in page.items]
    listing = Listing(
        rows=rows, columns=_columns(request.actor), query=request.GET, sort=parties.asked_sort(request),
        next_cursor=page.next_cursor or "", filter_names=parties.FILTERS,
    )  # fmt: skip
    context = {
        "listing": listing,
        "side": CUSTOMERS,
        "treatments": GST_TREATMENTS,
        "may_write": request.actor.may("parties:write"),
    }
    return render(request, "pages/customers/list.html", context)


@tenant_view("parties:read")
@require_safe
def customer_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, as CSV."""
    wanted = parties.asked_filter(request)
    return csv_answer(actor=request.actor, name="customers", asked={"wanted": wanted})


def _columns(actor: Actor) -> list[Column]:
    money = [
        Column("balance", _("Balance"), is_figure=True),
        Column("overdue", _("Overdue"), is_figure=True),
        Column("limit", _("Limit used")),
    ]
    return [
        Column("name", _("Customer"), is_sortable=True),
        Column("code", _("Code"), is_shown=False),
        Column("city", _("City")),
        Column("gstin", _("GSTIN"), is_shown=actor.organization.is_indian),
        Column("phone", _("Phone"), is_shown=False),
        *(money if actor.may("payments:read") else []),
    ]


def _balances(actor: Actor, ids: list[UUID]) -> dict[UUID, CustomerBalance]:
    return customer_balances(actor=actor, customer_ids=ids) if actor.may("payments:read") else {}


@tenant_view("parties:read")
@require_safe
def customer(request: TenantRequest, customer_id: UUID) -> HttpResponse:
    """The page of a customer: where they are, what they owe, what they ordered lately."""
    actor = request.actor
    found = CUSTOMERS.one(actor=actor, customer_id=customer_id)
    row = CustomerRow(found, parties.city_of(found), _balances(actor, [found.id]).get(found.id))
    context = parties.page_context(request, CUSTOMERS, found) | {
        "row": row,
        "orders": _orders(actor, found.id),
        "invoices": _invoices(actor, found.id),
        "may_pay": actor.may("payments:write"),
        "may_refund": actor.may("payments:write") and row.balance is not None and bool(row.balance.advances),
        "may_sell": actor.may("sales:write") and found.archived_at is None,
    }
    return render(request, "pages/customers/page.html", context)


def _orders(actor: Actor, customer_id: UUID) -> list[object]:
    if not actor.may("sales:read"):
        return []
    wanted = SalesOrderFilter(customer_id=customer_id)
    return list(sales_orders(actor=actor, wanted=wanted, limit=parties.DOCUMENTS_SHOWN).items)


def _invoices(actor: Actor, customer_id: UUID) -> list[object]:
    if not actor.may("billing:read"):
        return []
    wanted = InvoiceFilter(customer_id=customer_id)
    return list(invoices(actor=actor, wanted=wanted, limit=parties.DOCUMENTS_SHOWN).items)


@tenant_view("parties:write")
@require_http_methods(["GET", "POST"])
def customer_new(request: TenantRequest) -> HttpResponse:
    return parties.new_party(request, CUSTOMERS)


@tenant_view("parties:write")
@require_http_methods(["GET", "POST"])
def customer_edit(request: TenantRequest, customer_id: UUID) -> HttpResponse:
    return parties.edit_party(request, CUSTOMERS, customer_id)


@tenant_view("parties:write")
@require_POST
def customer_archival(request: TenantRequest, customer_id: UUID) -> HttpResponse:
    return parties.archive_party(request, CUSTOMERS, customer_id)


urlpatterns: list[URLPattern] = [
    path("app/customers", customer_list, name="customers"),
    path("app/customers/export", customer_export, name="customer-export"),
    path("app/customers/new", customer_new, name="customer-new"),
    path("app/customers/<uuid:customer_id>", customer, name="customer"),
    path("app/customers/<uuid:customer_id>/edit", customer_edit, name="customer-edit"),
    path("app/customers/<uuid:customer_id>/archival", customer_archival, name="customer-archival"),
]
