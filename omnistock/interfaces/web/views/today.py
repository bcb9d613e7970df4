"""Today: the figures of the house, what to do, what expires, what sold, what runs low. Each by what a role may see."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.billing.queries import InvoiceToDo, invoice_to_do
from omnistock.domain.ledger.integrity import last_integrity_report
from omnistock.domain.reporting.queries import (
    FirstSteps,
    StockValue,
    expiry_months,
    first_steps,
    running_low,
    sales_by_day,
    stock_value,
)
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_table import table_answer
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.today_page import (
    change_words,
    day_points,
    expiry_points,
    overdue_words,
    steps_of,
    tasks,
)
from omnistock.tenancy.actor import Actor

# Where a person put the first steps away: the workspaces, in their session.
_PUT_AWAY: Final = "first_steps_put_away"
_MOST_LOW: Final = 8
_MOST_IN_CSV: Final = 10_000


@tenant_view()
@require_safe
def today(request: TenantRequest) -> HttpResponse:
    actor = request.actor
    done = _first_steps(request)
    # Before the first goods and the first sale there is nothing to draw: the first steps stand alone.
    has_begun = done is None or done.has_stock or done.has_sold
    value = stock_value(actor=actor) if has_begun and actor.may("stock:read") else None
    sees_sales = has_begun and actor.may("billing:read") and actor.may("reports:read")
    invoices = invoice_to_do(actor=actor) if actor.may("billing:read") else None
    expiry = expiry_points(expiry_months(actor=actor), actor=actor) if value else None
    context = {
        "figures": _figures(actor, value, invoices) if has_begun else [],
        "tasks": tasks(actor=actor, expired_batches=value.expired_batches if value else 0, invoices=invoices),
        "steps": steps_of(done, actor=actor) if done else None,
        "expiry": expiry,
        "something_expires": any(any(point.values) for point in expiry or ()),
        "expiry_series": [_("Value") if actor.sees_costs else _("Batches")],
        "sales": day_points(sales_by_day(actor=actor), actor=actor) if sees_sales else None,
        "sales_series": [_("Sales")],
        "low": _low(actor) if value else None,
        "read_at": value.read_at if value and value.read_at != actor.now else None,
        "report": last_integrity_report(actor=actor),
        "may_set_up": actor.may("settings:write"),
    }
    return render(request, "pages/today/page.html", context)


def _figures(actor: Actor, value: StockValue | None, invoices: InvoiceToDo | None) -> list[dict[str, Any]]:
    """At most four, those that the role may see."""
    found: list[dict[str, Any]] = []
    if value is not None and value.on_hand is not None:
        change = change_words(value.by_day, actor=actor)
        points = day_points(value.by_day, actor=actor)
        batches = href_of("batches")
        found = [
            _figure(_("Value on hand"), value.on_hand, change, href_of("stock"), points),
            _figure(_("Free to sell"), value.free, _("at cost, neither reserved nor held"), href_of("stock")),
            _figure(_("Expires within 90 days"), value.expiring, _("at cost"), batches),
        ]
    if invoices is not None and actor.may("payments:read"):
        overdue = _figure(_("Overdue"), invoices.overdue_amount, overdue_words(invoices), reverse("receivable"))
        found = [overdue, *found] if actor.role == "accounts" else [*found, overdue]
    return found


def _figure(label: str, value: Any, change: str, href: str, points: Any = None) -> dict[str, Any]:
    return {"label": label, "value": value, "change": change, "href": href, "points": points}


def _first_steps(request: TenantRequest) -> FirstSteps | None:
    """How far a workspace is that is not yet under way; None once it is, or the checklist was put away."""
    actor = request.actor
    if not actor.may("catalog:write") or str(actor.organization_id) in request.session.get(_PUT_AWAY, []):
        return None
    done = first_steps(actor=actor)
    return None if done.is_done else done


def _low(actor: Actor) -> list[tuple[Any, str, str]]:
    order = href_of("purchase-order-new") if actor.may("purchasing:write") else ""
    return [
        (each, href_of("product", each.id), f"{order}?product={each.id}" if order else "")
        for each in running_low(actor=actor, limit=_MOST_LOW)
    ]


@tenant_view("catalog:write")
@require_POST
def first_steps_dismissal(request: TenantRequest) -> HttpResponse:
    """Put the checklist away, for this person's session."""
    kept = request.session.get(_PUT_AWAY, [])
    request.session[_PUT_AWAY] = sorted({*kept, str(request.actor.organization_id)})
    return SeeOther(reverse("today"))


@tenant_view("stock:read")
@require_safe
def expiry_export(request: TenantRequest) -> HttpResponse:
    actor = request.actor
    rows = [
        [each.month.isoformat()[:7] if each.month else _("expired"), each.batches, each.value]
        for each in expiry_months(actor=actor)
    ]
    headings = [_("Month"), _("Batches"), _("Value")]
    return table_answer(actor=actor, name="expiry", headings=headings, rows=rows)


@tenant_view("billing:read")
@require_safe
def sales_export(request: TenantRequest) -> HttpResponse:
    headings = [_("Day"), _("Sales without tax")]
    return table_answer(
        actor=request.actor, name="sales-by-day", headings=headings, rows=sales_by_day(actor=request.actor)
    )


@tenant_view("stock:read")
@require_safe
def low_export(request: TenantRequest) -> HttpResponse:
    rows = [
        [each.sku, each.name, each.warehouse_name, each.free, each.unit_code, each.reorder_point, each.target]
        for each in running_low(actor=request.actor, limit=_MOST_IN_CSV)
    ]
    headings = ["SKU", _("Name"), _("Warehouse"), _("Free"), _("Unit"), _("Reorder point"), _("Filled up to")]
    return table_answer(actor=request.actor, name="running-low", headings=headings, rows=rows)


urlpatterns: list[URLPattern] = [
    path("app/", today, name="today"),
    path("app/today/first-steps-dismissal", first_steps_dismissal, name="first-steps-dismissal"),
    path("app/today/expiry.csv", expiry_export, name="expiry-export"),
    path("app/today/sales.csv", sales_export, name="sales-by-day-export"),
    path("app/today/running-low.csv", low_export, name="running-low-export"),
]
