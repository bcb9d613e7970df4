"""Purchase orders: their list, the page of one, and each step of its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
from omnistock.domain.purchasing import operations as buying
from omnistock.domain.purchasing.models import PURCHASE_ORDER_STATUSES
from omnistock.domain.purchasing.queries import (
    PURCHASE_ORDER_ORDERS,
    PurchaseOrderFilter,
    purchase_order,
    purchase_order_sums,
    purchase_orders,
)
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.purchase_page import (
    history_of,
    is_late,
    lines_received,
    linked_receipts,
    may_of,
    steps_of,
)
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.status import status_of
from omnistock.kernel.errors import Conflict, DomainError, Invalid

COLUMNS: Final = (
    Column("number", gettext_lazy("Order"), is_sortable=True),
    Column("supplier", gettext_lazy("Supplier")),
    Column("ordered", gettext_lazy("Ordered"), is_shown=False),
    Column("expected", gettext_lazy("Expected"), is_sortable=True),
    Column("status", gettext_lazy("Status")),
    Column("received", gettext_lazy("Lines received"), is_figure=True),
    Column("amount", gettext_lazy("Amount"), is_figure=True),
    Column("warehouse", gettext_lazy("Warehouse"), is_shown=False),
)
_FILTERS: Final = ("q", "status", "warehouse", "due", "supplier", "product")


@tenant_view("purchasing:read")
def purchase_order_list(request: TenantRequest) -> HttpResponse:
    """Purchase orders, the newest first."""
    actor = request.actor
    wanted = _wanted(request)
    page = purchase_orders(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(order, lines_received(order), is_late(order, actor=actor)) for order in page.items],
        columns=[column for column in COLUMNS if actor.sees_costs or column.key != "amount"],
        query=request.GET,
        sort=wanted.sort,
        next_cursor=page.next_cursor or "",
        filter_names=_FILTERS,
        sums=purchase_order_sums(actor=actor, wanted=wanted),
    )
    context = {
        "listing": listing,
        "may_write": actor.may("purchasing:write"),
        "status": request.GET.get("status", ""),
        "statuses": [(code, status_of(code).word) for code in PURCHASE_ORDER_STATUSES],
        "warehouses": warehouses(actor=actor),
        "warehouse": str(wanted.warehouse_id or ""),
        "due": request.GET.get("due", ""),
    }
    return render(request, "pages/purchase_orders/list.html", context)


def _wanted(request: TenantRequest) -> PurchaseOrderFilter:
    status = choice_of(request, "status", PURCHASE_ORDER_STATUSES)
    is_due = request.GET.get("due") == "today"
    return PurchaseOrderFilter(
        statuses=[status] if status else ("confirmed", "partly_received") if is_due else (),
        supplier_id=id_of(request, "supplier"),
        warehouse_id=id_of(request, "warehouse"),
        product_id=id_of(request, "product"),
        expected_by=request.actor.today if is_due else None,
        search=text_of(request),
        sort=choice_of(request, "sort", PURCHASE_ORDER_ORDERS, default="newest"),
        with_lines=True,
    )


@tenant_view("purchasing:read")
def purchase_order_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered, as CSV."""
    wanted = replace(_wanted(request), with_lines=False)
    return csv_answer(actor=request.actor, name="purchase_orders", asked={"wanted": wanted})


@tenant_view("purchasing:read")
def purchase_order_page(request: TenantRequest, purchase_order_id: UUID) -> HttpResponse:
    return _show(request, purchase_order_id)


def _show(request: TenantRequest, purchase_order_id: UUID, *, refusal: DomainError | None = None) -> HttpResponse:
    """The page; after a refused step with what stands in the way."""
    actor = request.actor
    order = purchase_order(actor=actor, purchase_order_id=purchase_order_id)
    events = events_of(subject_ids=[order.id, *(each.id for each in order.receipts)])
    context = {
        "order": order,
        "totals": [(_("Ordered"), order.subtotal), (_("Given up"), -order.given_up)] if order.given_up else [],
        "crumbs": [(_("Purchase orders"), reverse("purchase-orders"))],
        "supplier_href": href_of("supplier", order.supplier_id) if actor.may("parties:read") else "",
        "lines": [(line, href_of("product", line.product_id)) for line in order.lines],
        "steps": steps_of(order),
        "is_late": is_late(order, actor=actor),
        "linked": linked_receipts(order),
        "attached": attached("purchase_order", order.id, actor=actor),
        "events": history_of(events),
        "refusal": refusal,
        **may_of(order, actor=actor),
    }
    return render(request, "pages/purchase_orders/page.html", context, status=refusal.status if refusal else 200)


@tenant_view("purchasing:write")
def purchase_order_confirmation(request: TenantRequest, purchase_order_id: UUID) -> HttpResponse:
    """The order goes to the supplier. To look at the step (a reload) is to look at the order."""
    here = reverse("purchase-order", args=[purchase_order_id])
    if request.method != "POST":
        return SeeOther(here)
    version = Reader(request.POST).version()
    try:
        with transaction.atomic():
            order = buying.confirm_purchase_order(
                actor=request.actor, purchase_order_id=purchase_order_id, expected_version=version
            )
    except (Invalid, Conflict) as error:
        return _show(request, purchase_order_id, refusal=error)
    messages.success(request, _("{number} is confirmed").format(number=order.number))
    return SeeOther(here)


@tenant_view("purchasing:write")
def purchase_order_cancellation(request: TenantRequest, purchase_order_id: UUID) -> HttpResponse:
    """Nothing of it will come: asks for the reason, then cancels."""
    return _ending(request, purchase_order_id, is_cancel=True, write=buying.cancel_purchase_order)


@tenant_view("purchasing:write")
def purchase_order_closure(request: TenantRequest, purchase_order_id: UUID) -> HttpResponse:
    """The rest will not come: asks for the reason, then closes the order short."""
    return _ending(request, purchase_order_id, is_cancel=False, write=buying.close_purchase_order)


def _ending(
    request: TenantRequest, purchase_order_id: UUID, *, is_cancel: bool, write: Callable[..., Any]
) -> HttpResponse:
    here, named = reverse("purchase-order", args=[purchase_order_id]), {"purchase_order_id": purchase_order_id}

    def end(posted: Posted) -> str:
        write(actor=request.actor, reason=posted.text("reason"), expected_version=posted.version(), **named)
        return here

    def show(form: FormState, status: int) -> HttpResponse:
        order = purchase_order(actor=request.actor, **named)
        context = {
            "order": order,
            "form": form,
            "is_cancel": is_cancel,
            "standing": [each for each in linked_receipts(order) if each["status"] == "received"],
            "waiting": [line for line in order.lines if line.outstanding_base],
            "crumbs": [(_("Purchase orders"), reverse("purchase-orders")), (order.number, here)],
        }
        return render(request, "pages/purchase_orders/ending.html", context, status=status)

    return answer_form(request, write=end, show=show) if request.method == "POST" else show(FormState(), 200)


_ONE: Final = "app/purchase-orders/<uuid:purchase_order_id>"
urlpatterns: list[URLPattern] = [
    path("app/purchase-orders", purchase_order_list, name="purchase-orders"),
    path("app/purchase-orders.csv", purchase_order_export, name="purchase-order-export"),
    path(_ONE, purchase_order_page, name="purchase-order"),
    path(f"{_ONE}/confirmation", purchase_order_confirmation, name="purchase-order-confirmation"),
    path(f"{_ONE}/cancellation", purchase_order_cancellation, name="purchase-order-cancellation"),
    path(f"{_ONE}/closure", purchase_order_closure, name="purchase-order-closure"),
]
