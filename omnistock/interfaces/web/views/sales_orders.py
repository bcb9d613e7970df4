"""Sales orders: their list, the page of one, and each step of its way to the door."""

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
from omnistock.domain.billing.queries import InvoiceFilter, invoices
from omnistock.domain.fulfilment.queries import DispatchFilter, dispatches, dispatches_of_order
from omnistock.domain.parties.queries import customer as customer_of
from omnistock.domain.sales import operations as sales
from omnistock.domain.sales.models import SALES_ORDER_STATUSES
from omnistock.domain.sales.queries import (
    SALES_ORDER_ORDERS,
    SalesOrderFilter,
    sales_order,
    sales_order_sums,
    sales_orders,
)
from omnistock.domain.sales.views import SalesOrderView
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.cautions import asked_reasons, said_of
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.customer_choice import credit_chips, credit_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.sales_order_page import (
    NextStep,
    given_up_totals,
    history_of,
    line_rows,
    linked_documents,
    next_step,
    steps_of,
    tax_totals,
    waiting_invoice,
)
from omnistock.interfaces.web.status import status_of
from omnistock.kernel.errors import Conflict, DomainError, Invalid
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    Column("number", gettext_lazy("Order"), is_sortable=True),
    Column("customer", gettext_lazy("Customer")),
    Column("ordered", gettext_lazy("Ordered"), is_sortable=True),
    Column("promised", gettext_lazy("Promised"), is_sortable=True),
    Column("status", gettext_lazy("Status")),
    Column("ready", gettext_lazy("Lines ready"), is_figure=True),
    Column("total", gettext_lazy("Amount"), is_sortable=True, is_figure=True),
    Column("warehouse", gettext_lazy("Warehouse"), is_shown=False),
)
_FILTERS: Final = ("q", "status", "warehouse", "due", "customer")


@tenant_view("sales:read")
def sales_order_list(request: TenantRequest) -> HttpResponse:
    """Orders, the newest first."""
    actor, wanted = request.actor, _wanted(request)
    status = choice_of(request, "status", SALES_ORDER_STATUSES)
    page = sales_orders(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(order, _ready(order)) for order in page.items],
        columns=COLUMNS,
        query=request.GET,
        sort=wanted.sort,
        next_cursor=page.next_cursor or "",
        filter_names=_FILTERS,
        sums=sales_order_sums(actor=actor, wanted=wanted),
    )
    context = {
        "listing": listing,
        "may_write": actor.may("sales:write"),
        "status": status,
        "statuses": [(code, status_of(code).word) for code in SALES_ORDER_STATUSES],
        "warehouses": warehouses(actor=actor),
        "warehouse": str(id_of(request, "warehouse") or ""),
        "due": request.GET.get("due", ""),
    }
    return render(request, "pages/sales_orders/list.html", context)


def _wanted(request: TenantRequest) -> SalesOrderFilter:
    status = choice_of(request, "status", SALES_ORDER_STATUSES)
    return SalesOrderFilter(
        statuses=[status] if status else (),
        customer_id=id_of(request, "customer"),
        warehouse_id=id_of(request, "warehouse"),
        promised_by=request.actor.today if request.GET.get("due") == "today" else None,
        search=text_of(request),
        sort=choice_of(request, "sort", SALES_ORDER_ORDERS, default="newest"),
        with_lines=True,
    )


@tenant_view("sales:read")
def sales_order_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, as CSV."""
    wanted = replace(_wanted(request), with_lines=False)
    return csv_answer(actor=request.actor, name="sales_orders", asked={"wanted": wanted})


def _ready(order: SalesOrderView) -> int:
    """How many lines have nothing on backorder."""
    return 0 if order.status == "draft" else sum(not line.short_base for line in order.lines)


@tenant_view("sales:read")
def sales_order_page(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    return show_order(request, sales_order_id)


def show_order(request: TenantRequest, sales_order_id: UUID, *, refusal: DomainError | None = None) -> HttpResponse:
    """The page; after a refused step with what stands in the way, and what was typed for it."""
    actor = request.actor
    order = sales_order(actor=actor, sales_order_id=sales_order_id)
    sent = dispatches_of_order(actor=actor, sales_order_id=order.id)
    billed = _invoices(order, actor=actor)
    customer = customer_of(actor=actor, customer_id=order.customer_id) if actor.may("parties:read") else None
    events = events_of(subject_ids=[order.id, *(each.id for each in sent)])
    step = next_step(order, actor=actor)
    context = {
        "order": order,
        "crumbs": [(_("Orders"), reverse("sales-orders"))],
        "customer_href": href_of("customer", order.customer_id),
        "chips": credit_chips(actor=actor, customer=customer, credit=credit_of(actor=actor, customer=customer))
        if customer
        else [],
        "steps": steps_of(order, dispatches=sent, invoices=billed),
        "rows": line_rows(order, dispatches=sent, customer=customer),
        "totals": [*tax_totals(order), *given_up_totals(order)],
        "attached": attached("sales_order", order.id, actor=actor),
        "events": history_of(events),
        "linked": linked_documents(sent, billed),
        "step": step.value,
        "carriage": _carriage(request, order, actor=actor) if step is NextStep.DISPATCH else None,
        "issues": actor.may("billing:write"),
        "waiting": waiting_invoice(billed, actor=actor) if step is NextStep.NONE else None,
        "last_dispatch": next((each for each in reversed(sent) if each.reversed_at is None), None),
        "refusal": refusal,
        "cautions": asked_reasons(refusal, said_of(request.POST)),
        **_may(order, actor=actor),
    }
    return render(request, "pages/sales_orders/page.html", context, status=refusal.status if refusal else 200)


def _invoices(order: SalesOrderView, *, actor: Actor) -> list[Any] | None:
    if not actor.may("billing:read"):
        return None
    return list(reversed(invoices(actor=actor, wanted=InvoiceFilter(sales_order_id=order.id)).items))


def _carriage(request: TenantRequest, order: SalesOrderView, *, actor: Actor) -> FormState:
    """How it travels: as typed, else as it did for this customer the last time."""
    if request.method == "POST":
        return FormState(values=request.POST)
    last = dispatches(actor=actor, wanted=DispatchFilter(customer_id=order.customer_id), limit=1).items
    return FormState(values={"carrier": last[0].carrier, "vehicle_number": last[0].vehicle_number} if last else {})


def _may(order: SalesOrderView, *, actor: Actor) -> dict[str, bool]:
    """What the page offers besides its next step."""
    is_open = order.status in ("confirmed", "reserved", "picked", "partly_dispatched")
    writes, reserved = actor.may("sales:write"), any(line.reserved_base for line in order.lines)
    return {
        "may_edit": writes and order.status not in ("cancelled", "closed"),
        "may_reserve": writes and is_open and order.is_short,
        "may_choose": writes and is_open and actor.may("stock:read"),
        "may_release": writes and is_open and reserved,
        "may_dispatch_part": actor.may("dispatch:write") and is_open and reserved,
        "may_close": writes and is_open,
        "may_cancel": writes
        and (is_open or order.status == "draft")
        and not any(each.dispatched_base for each in order.lines),
    }


def _step(
    request: TenantRequest, sales_order_id: UUID, *, done: str, write: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """Do one step and go back to the order; refused, the page says what stands in the way and nothing has changed.

    To look at a step (a reload, a link back) is to look at the order.
    """
    if request.method != "POST":
        return SeeOther(reverse("sales-order", args=[sales_order_id]))
    version = Reader(request.POST).version()
    try:
        with transaction.atomic():
            order = write({"actor": request.actor, "sales_order_id": sales_order_id, "expected_version": version})
    except (Invalid, Conflict) as error:
        return show_order(request, sales_order_id, refusal=error)
    messages.success(request, done.format(number=order.number))
    return SeeOther(reverse("sales-order", args=[sales_order_id]))


@tenant_view("sales:write")
def sales_order_confirmation(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    """Promise the goods; cautions ask for a reason on the page."""

    def write(common: dict[str, Any]) -> Any:
        seen = sales_order(actor=request.actor, sales_order_id=sales_order_id)
        customer = customer_of(actor=request.actor, customer_id=seen.customer_id)
        credit = credit_of(actor=request.actor, customer=customer)
        return sales.confirm_sales_order(credit=credit, accepted_cautions=said_of(request.POST), **common)

    return _step(request, sales_order_id, done=_("{number} is confirmed"), write=write)


@tenant_view("sales:write")
def sales_order_allocation(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    """Reserve again for what is on backorder."""
    return _step(
        request,
        sales_order_id,
        done=_("Reserved again for {number}"),
        write=lambda common: sales.allocate_sales_order(**common),
    )


@tenant_view("sales:write")
def sales_order_release(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    """Give up what is reserved; what was picked goes back into storage."""
    return _step(
        request,
        sales_order_id,
        done=_("Nothing is reserved for {number} any more"),
        write=lambda common: sales.release_sales_order(**common),
    )


@tenant_view("dispatch:write")
def sales_order_pick(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    """What is reserved lies at the dispatch place now."""
    return _step(
        request, sales_order_id, done=_("{number} is picked"), write=lambda common: sales.pick_sales_order(**common)
    )


@tenant_view("sales:write")
def sales_order_cancellation(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    """Nothing of it will leave: asks for the reason, then cancels."""
    return _ending(request, sales_order_id, kind="cancel", write=sales.cancel_sales_order)


@tenant_view("sales:write")
def sales_order_closure(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    """The rest will not leave: asks for the reason, then closes the order short."""
    return _ending(request, sales_order_id, kind="close", write=sales.close_sales_order)


def _ending(request: TenantRequest, sales_order_id: UUID, *, kind: str, write: Callable[..., Any]) -> HttpResponse:
    here, named = reverse("sales-order", args=[sales_order_id]), {"sales_order_id": sales_order_id}

    def end(posted: Posted) -> str:
        write(actor=request.actor, reason=posted.text("reason"), expected_version=posted.version(), **named)
        return here

    def show(form: FormState, status: int) -> HttpResponse:
        order = sales_order(actor=request.actor, **named)
        crumbs = [(_("Orders"), reverse("sales-orders")), (order.number, here)]
        context = {"order": order, "form": form, "kind": kind, "crumbs": crumbs, "is_cancel": kind == "cancel"}
        return render(request, "pages/sales_orders/ending.html", context, status=status)

    return answer_form(request, write=end, show=show) if request.method == "POST" else show(FormState(), 200)


_ONE: Final = "app/sales-orders/<uuid:sales_order_id>"
urlpatterns: list[URLPattern] = [
    path("app/sales-orders", sales_order_list, name="sales-orders"),
    path("app/sales-orders/export", sales_order_export, name="sales-order-export"),
    path(_ONE, sales_order_page, name="sales-order"),
    path(f"{_ONE}/confirmation", sales_order_confirmation, name="sales-order-confirmation"),
    path(f"{_ONE}/allocation", sales_order_allocation, name="sales-order-allocation"),
    path(f"{_ONE}/release", sales_order_release, name="sales-order-release"),
    path(f"{_ONE}/pick", sales_order_pick, name="sales-order-pick"),
    path(f"{_ONE}/cancellation", sales_order_cancellation, name="sales-order-cancellation"),
    path(f"{_ONE}/closure", sales_order_closure, name="sales-order-closure"),
]
