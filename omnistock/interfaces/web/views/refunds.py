"""Refunds: their list, giving back what is left of a payment, and taking that back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.billing.inputs import RefundInput
from omnistock.domain.billing.models import PAYMENT_METHODS, Refund
from omnistock.domain.billing.operations import refund_payment
from omnistock.domain.billing.queries import PaymentFilter, RefundFilter, payments, refund, refund_sums, refunds
from omnistock.domain.billing.views import PaymentView
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, parse_id, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.money_words import METHOD_KEYS, METHODS, word_in
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.words import money_words
from omnistock.kernel.errors import Conflict, IdReused, Invalid, NotFound
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    Column("number", gettext_lazy("Refund")),
    Column("refunded", gettext_lazy("Date"), is_sortable=True),
    Column("customer", gettext_lazy("Customer")),
    Column("payment", gettext_lazy("Payment")),
    Column("method", gettext_lazy("Method")),
    Column("reference", gettext_lazy("Reference")),
    Column("amount", gettext_lazy("Amount"), is_figure=True),
    Column("status", gettext_lazy("Status")),
)
_FILTERS: Final = ("q", "method", "customer")
_SORTS: Final = {"refunded": "oldest", "-refunded": "newest"}
MOST_OFFERED: Final = 100


@tenant_view("payments:read")
@require_safe
def refund_list(request: TenantRequest) -> HttpResponse:
    """Refunds, the newest first."""
    actor, wanted = request.actor, _wanted(request)
    page = refunds(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(each, word_in(METHODS, each.method), href_of("payment", each.payment_id)) for each in page.items],
        columns=COLUMNS,
        query=request.GET,
        sort=choice_of(request, "sort", _SORTS, default="-refunded"),
        next_cursor=page.next_cursor or "",
        filter_names=_FILTERS,
        sums=refund_sums(actor=actor, wanted=wanted),
    )
    context = {
        "listing": listing,
        "methods": METHODS,
        "method": wanted.method,
        "may_write": actor.may("payments:write"),
    }
    return render(request, "pages/refunds/list.html", context)


def _wanted(request: TenantRequest) -> RefundFilter:
    return RefundFilter(
        customer_id=id_of(request, "customer"),
        method=choice_of(request, "method", PAYMENT_METHODS),
        search=text_of(request),
        sort=_SORTS[choice_of(request, "sort", _SORTS, default="-refunded")],
    )


@tenant_view("payments:read")
@require_safe
def refund_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="refunds", asked={"wanted": _wanted(request)})


@tenant_view("payments:read")
@require_safe
def refund_page(request: TenantRequest, refund_id: UUID) -> HttpResponse:
    actor = request.actor
    found = refund(actor=actor, refund_id=refund_id)
    context = {
        "refund": found,
        "method": word_in(METHODS, found.method),
        "status": "reversed" if found.reversed_at else "refunded",
        "crumbs": [(_("Refunds"), reverse("refunds"))],
        "customer_href": href_of("customer", found.customer_id),
        "payment_href": href_of("payment", found.payment_id),
        "events": told(events_of(subject_ids=[found.id])),
        "may_change": actor.may("payments:write") and found.reversed_at is None,
    }
    return render(request, "pages/refunds/page.html", context)


@tenant_view("payments:write")
@require_http_methods(["GET", "POST"])
def refund_new(request: TenantRequest) -> HttpResponse:
    """Of the payment or the customer that the address names, else of any payment with an advance."""
    asked = request.POST if request.method == "POST" else request.GET
    offered = _offered(request.actor, customer_id=parse_id(asked.get("customer")))
    if request.method == "POST":
        return _refunded(request, offered)
    named = parse_id(asked.get("payment"))
    chosen = next((each for each in offered if each.id == named), offered[0] if len(offered) == 1 else None)
    return _form(request, offered, FormState(values=_begun(chosen, actor=request.actor)))


def _offered(actor: Actor, *, customer_id: UUID | None) -> list[PaymentView]:
    """The payments of which something can be given back."""
    wanted = PaymentFilter(customer_id=customer_id, is_advance=True)
    return list(payments(actor=actor, wanted=wanted, limit=MOST_OFFERED).items)


def _begun(chosen: PaymentView | None, *, actor: Actor) -> dict[str, str]:
    """All that is left goes back the way it came."""
    begun = {"id": str(uuid7()), "refunded_on": actor.today.isoformat()}
    if chosen is None:
        return begun
    return begun | {"payment_id": str(chosen.id), "amount": str(chosen.unallocated), "method": chosen.method}


def _form(request: TenantRequest, offered: list[PaymentView], form: FormState, *, status: int = 200) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    context = {
        "form": form,
        "payments": [(str(each.id), _label(each, actor=request.actor)) for each in offered],
        "methods": METHOD_KEYS,
        "customer_id": parse_id(asked.get("customer")) or "",
        "crumbs": [(_("Refunds"), reverse("refunds"))],
    }
    return render(request, "pages/refunds/new.html", context, status=status)


def _label(payment: PaymentView, *, actor: Actor) -> str:
    left = _("{amount} left").format(amount=money_words(payment.unallocated, actor=actor))
    return " · ".join((payment.number, payment.customer_name, left))


def _refunded(request: TenantRequest, offered: list[PaymentView]) -> HttpResponse:
    try:
        with transaction.atomic():
            made = _refund(request)
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("refund", args=[Reader(request.POST).id("id")]))
    except (Invalid, Conflict) as error:
        return _form(request, offered, FormState.refused(request.POST, error), status=error.status)
    said = _("{number} is recorded: {amount} went back.")
    messages.success(request, said.format(number=made.number, amount=money_words(made.amount, actor=request.actor)))
    return SeeOther(reverse("refund", args=[made.pk]))


def _refund(request: TenantRequest) -> Refund:
    """Raises `Invalid` for what cannot be read, and what `refund_payment` raises."""
    reader = Reader(request.POST)
    payment_id, amount = reader.id("payment_id"), reader.number("amount")
    refunded_on, refund_id = reader.day("refunded_on"), reader.id("id")
    texts: dict[str, Any] = {name: reader.text(name) for name in ("method", "reference", "notes")}
    if payment_id is None:
        reader.checker.add("payment_id", _("Choose the payment that goes back."), "missing")
    reader.stop()
    assert payment_id is not None  # else the reader has stopped
    wanted = RefundInput(amount=amount or Decimal(0), refunded_on=refunded_on, **texts)
    try:
        return refund_payment(actor=request.actor, payment_id=payment_id, refund=wanted, id=refund_id)
    except NotFound as error:
        raise Invalid.at("payment_id", str(error), "not_found") from error


_ONE: Final = "app/refunds/<uuid:refund_id>"
urlpatterns: list[URLPattern] = [
    path("app/refunds", refund_list, name="refunds"),
    path("app/refunds/export", refund_export, name="refund-export"),
    path("app/refunds/new", refund_new, name="refund-new"),
    path(_ONE, refund_page, name="refund"),
]
