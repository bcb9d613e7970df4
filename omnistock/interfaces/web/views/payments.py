"""Payments: their list, recording one in place or on its page, what it pays, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.billing.models import PAYMENT_METHODS, Payment
from omnistock.domain.billing.operations import allocate_payment, unallocate_payment
from omnistock.domain.billing.queries import PaymentFilter, payment, payment_sums, payments
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.money_words import METHODS, word_in
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Conflict, DomainError, Invalid

COLUMNS: Final = (
    Column("number", gettext_lazy("Payment")),
    Column("paid", gettext_lazy("Date"), is_sortable=True),
    Column("customer", gettext_lazy("Customer")),
    Column("method", gettext_lazy("Method")),
    Column("reference", gettext_lazy("Reference")),
    Column("amount", gettext_lazy("Amount"), is_figure=True),
    Column("advance", gettext_lazy("Advance left"), is_figure=True),
    Column("status", gettext_lazy("Status")),
)
_FILTERS: Final = ("q", "method", "state", "customer")
_SORTS: Final = {"paid": "oldest", "-paid": "newest"}


@tenant_view("payments:read")
@require_safe
def payment_list(request: TenantRequest) -> HttpResponse:
    """Payments, the newest first."""
    actor, sort = request.actor, choice_of(request, "sort", _SORTS, default="-paid")
    page = payments(actor=actor, wanted=_wanted(request), cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(each, word_in(METHODS, each.method)) for each in page.items],
        columns=COLUMNS,
        query=request.GET,
        sort=sort,
        next_cursor=page.next_cursor or "",
        filter_names=_FILTERS,
        sums=payment_sums(actor=actor, wanted=_wanted(request)),
    )
    context = {
        "listing": listing,
        "methods": METHODS,
        "method": choice_of(request, "method", PAYMENT_METHODS),
        "state": request.GET.get("state", ""),
        "may_write": actor.may("payments:write"),
    }
    return render(request, "pages/payments/list.html", context)


def _wanted(request: TenantRequest) -> PaymentFilter:
    return PaymentFilter(
        customer_id=id_of(request, "customer"),
        method=choice_of(request, "method", PAYMENT_METHODS),
        is_advance=request.GET.get("state") == "advance",
        search=text_of(request),
        sort=_SORTS[choice_of(request, "sort", _SORTS, default="-paid")],
    )


@tenant_view("payments:read")
@require_safe
def payment_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="payments", asked={"wanted": _wanted(request)})


@tenant_view("payments:read")
@require_safe
def payment_page(request: TenantRequest, payment_id: UUID) -> HttpResponse:
    return _show(request, payment_id)


def _show(request: TenantRequest, payment_id: UUID, *, refusal: DomainError | None = None) -> HttpResponse:
    actor = request.actor
    found = payment(actor=actor, payment_id=payment_id)
    writes = actor.may("payments:write") and found.reversed_at is None
    context = {
        "payment": found,
        "refusal": refusal,
        "method": word_in(METHODS, found.method),
        "status": "reversed" if found.reversed_at else "received",
        "crumbs": [(_("Payments"), reverse("payments"))],
        "customer_href": href_of("customer", found.customer_id),
        "allocations": [(each, href_of("invoice", each.invoice_id)) for each in found.allocations],
        "refunds": [(each, href_of("refund", each.id)) for each in found.refunds],
        "attached": attached("payment", found.id, actor=actor),
        "events": told(events_of(subject_ids=[found.id])),
        "may_change": writes,
        "may_allocate": writes and bool(found.unallocated),
    }
    return render(request, "pages/payments/page.html", context, status=refusal.status if refusal else 200)


def _step(request: TenantRequest, payment_id: UUID, write: Callable[..., Payment], **asked: Any) -> HttpResponse:
    """Change where the payment went, and go back to it; refused, its page says why and nothing has changed."""
    version = Reader(request.POST).version()
    try:
        with transaction.atomic():
            write(actor=request.actor, payment_id=payment_id, expected_version=version, **asked)
    except (Invalid, Conflict) as error:
        return _show(request, payment_id, refusal=error)
    return SeeOther(reverse("payment", args=[payment_id]))


@tenant_view("payments:write")
@require_POST
def payment_allocation(request: TenantRequest, payment_id: UUID) -> HttpResponse:
    """What is left of it pays the oldest invoices."""
    return _step(request, payment_id, allocate_payment)


@tenant_view("payments:write")
@require_POST
def payment_unallocation(request: TenantRequest, payment_id: UUID) -> HttpResponse:
    """Taken off one invoice, it is an advance again."""
    return _step(request, payment_id, unallocate_payment, invoice_id=Reader(request.POST).id("invoice_id"))


_ONE: Final = "app/payments/<uuid:payment_id>"
urlpatterns: list[URLPattern] = [
    path("app/payments", payment_list, name="payments"),
    path("app/payments/export", payment_export, name="payment-export"),
    path(_ONE, payment_page, name="payment"),
    path(f"{_ONE}/allocation", payment_allocation, name="payment-allocation"),
    path(f"{_ONE}/unallocation", payment_unallocation, name="payment-unallocation"),
]
