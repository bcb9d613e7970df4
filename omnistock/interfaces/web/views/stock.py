"""What is on hand, place by place and batch by batch, now or at the end of a past day; and every movement."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from omnistock.domain.catalog.queries import find_products
from omnistock.domain.ledger.queries import movements, stock, value_on_hand
from omnistock.domain.ledger.queries.movements import NEWEST_FIRST
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.asked import id_of, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.document_links import document_hrefs
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.tenancy.actor import Actor

STOCK_COLUMNS: Final = (
    Column("product", _("Product")),
    Column("sku", _("SKU"), is_shown=False),
    Column("batch", _("Batch")),
    Column("expires", _("Life")),
    Column("place", _("Place")),
    Column("free", _("Free"), is_figure=True),
    Column("reserved", _("Reserved"), is_figure=True),
    Column("on_hand", _("On hand"), is_figure=True),
    Column("value", _("Value"), is_figure=True),
)
MOVEMENT_COLUMNS: Final = (
    Column("what", _("What")),
    Column("when", _("When")),
    Column("product", _("Product")),
    Column("batch", _("Batch")),
    Column("from", _("From")),
    Column("to", _("To")),
    Column("quantity", _("Quantity"), is_figure=True),
    Column("document", _("Document")),
    Column("who", _("Who")),
)
# Documents as URL names; a kind without a page of its own has no link.


def batch_and_place(request: TenantRequest) -> HttpResponse:
    """By product, batch and place; the only view of a past day. The page of `views/on_hand.py` answers with it."""
    actor, asked = request.actor, _asked(request)
    moment, warehouse_id = asked["as_of"], asked["warehouse_id"]
    is_narrowed = any(request.GET.get(name) for name in ("q", "product", "location"))
    page = stock(actor=actor, cursor=request.GET.get("cursor"), **asked)
    listing = Listing(
        rows=page.items,
        columns=_stock_columns(actor, is_past=moment is not None),
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("q", "warehouse", "as_of", "product", "location"),
    )
    context = {
        "listing": listing,
        "warehouses": warehouses(actor=actor),
        "warehouse": str(warehouse_id or ""),
        "as_of": moment and request.GET["as_of"],
        "value": None if is_narrowed else value_on_hand(actor=actor, as_of=moment, warehouse_id=warehouse_id),
        "may_receive": actor.may("stock:write"),
        "latest": actor.today.isoformat(),
    }
    return render(request, "pages/stock/list.html", context)


def _stock_columns(actor: Actor, *, is_past: bool) -> list[Column]:
    """Without costs for who sees none, and of a past day without promises: those are known of now alone."""
    hidden = {"value"} if not actor.sees_costs else set()
    hidden |= {"free", "reserved"} if is_past else set()
    return [column for column in STOCK_COLUMNS if column.key not in hidden]


def _asked(request: TenantRequest) -> dict[str, Any]:
    actor, sought = request.actor, text_of(request)
    found = find_products(actor=actor, text=sought, limit=200, with_archived=True) if sought else []
    return {
        "product_id": id_of(request, "product"),
        "product_ids": [each.id for each in found] if sought else None,
        "warehouse_id": id_of(request, "warehouse"),
        "location_id": id_of(request, "location"),
        "as_of": _end_of_day(request.GET.get("as_of", ""), actor),
    }


@tenant_view("stock:read")
def stock_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered, as CSV."""
    return csv_answer(actor=request.actor, name="stock", asked=_asked(request))


@tenant_view("stock:read")
def movement_list(request: TenantRequest) -> HttpResponse:
    """The history, the newest first."""
    actor, asked = request.actor, _asked_movements(request)
    warehouse_id = asked["warehouse_id"]
    page = movements(actor=actor, cursor=request.GET.get("cursor"), **asked)
    listing = Listing(
        rows=page.items,
        columns=MOVEMENT_COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("warehouse", "product", "batch"),
    )
    documents = {(each.document_kind, each.document_id) for each in page.items}
    context = {
        "listing": listing,
        "warehouses": warehouses(actor=actor),
        "warehouse": str(warehouse_id or ""),
        "document_hrefs": document_hrefs(documents, actor=actor),
    }
    return render(request, "pages/stock/movements.html", context)


def _asked_movements(request: TenantRequest) -> dict[str, Any]:
    return {f"{name}_id": id_of(request, name) for name in ("product", "batch", "warehouse")}


@tenant_view("stock:read")
def movement_export(request: TenantRequest) -> HttpResponseBase:
    """The history as it is filtered, the newest first, as CSV."""
    asked = _asked_movements(request) | {"order": NEWEST_FIRST}
    return csv_answer(actor=request.actor, name="movements", asked=asked)


def _end_of_day(text: str, actor: Actor) -> dt.datetime | None:
    """The last moment of a past day where the organization is; None for today, for nonsense, and for no day."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    if not dt.date(1900, 1, 1) <= day < actor.today:
        return None
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(actor.organization.time_zone))
    return midnight - dt.timedelta(microseconds=1)


urlpatterns: list[URLPattern] = [
    path("app/stock/export", stock_export, name="stock-export"),
    path("app/movements", movement_list, name="movements"),
    path("app/movements/export", movement_export, name="movement-export"),
]
