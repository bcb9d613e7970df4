"""On hand: by product with what is reserved and coming, by batch, by place; and a product's batches in the side panel."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from omnistock.domain.catalog.queries import categories, find_products, product
from omnistock.domain.ledger.queries import stock, value_on_hand
from omnistock.domain.reporting.on_hand import places_on_hand, products_on_hand, waiting_for
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.views.stock import batch_and_place
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import MOST, Page

PRODUCT_COLUMNS: Final = (
    Column("product", gettext_lazy("Product")),
    Column("sku", gettext_lazy("SKU")),
    Column("category", gettext_lazy("Category"), is_shown=False),
    Column("free", gettext_lazy("Free"), is_figure=True),
    Column("reserved", gettext_lazy("Reserved"), is_figure=True),
    Column("on_hand", gettext_lazy("On hand"), is_figure=True),
    Column("incoming", gettext_lazy("Incoming"), is_figure=True),
    Column("expires", gettext_lazy("Ends first")),
    Column("value", gettext_lazy("Value"), is_figure=True),
)
PLACE_COLUMNS: Final = (
    Column("place", gettext_lazy("Place")),
    Column("warehouse", gettext_lazy("Warehouse")),
    Column("kind", gettext_lazy("Kind")),
    Column("products", gettext_lazy("Products"), is_figure=True),
    Column("batches", gettext_lazy("Batches"), is_figure=True),
    Column("expires", gettext_lazy("Ends first")),
    Column("value", gettext_lazy("Value"), is_figure=True),
)
VIEWS: Final = ("product", "batch", "place")
EXPIRES: Final = (
    ("expired", gettext_lazy("Expired")),
    ("30", gettext_lazy("Within 30 days")),
    ("90", gettext_lazy("Within 90 days")),
    ("180", gettext_lazy("Within 180 days")),
)
_EARLIEST: Final = dt.date(1900, 1, 1)
_FOUND_MOST: Final = 200


@tenant_view("stock:read")
@require_safe
def on_hand(request: TenantRequest) -> HttpResponse:
    """`?by=`: product, batch or place. A past day, a product and a place are told batch by batch."""
    by = choice_of(request, "by", VIEWS, default="product")
    if by == "batch" or any(request.GET.get(name) for name in ("as_of", "product", "location")):
        return batch_and_place(request)
    return _by_place(request) if by == "place" else _by_product(request)


def _by_product(request: TenantRequest) -> HttpResponse:
    actor, asked = request.actor, _asked(request)
    page = products_on_hand(actor=actor, cursor=request.GET.get("cursor"), **asked)
    names = ("q", "warehouse", "category", "expires")
    context = {
        "listing": _listing(request, page, PRODUCT_COLUMNS, names),
        "categories": [(str(each.id), each.name) for each in categories(actor=actor)],
        "expiries": EXPIRES,
        "may_order": actor.may("purchasing:write"),
        **_common(
            request, is_narrowed=any(asked[name] is not None for name in ("product_ids", "category_id", "expires"))
        ),
    }
    return render(request, "pages/stock/products.html", context)


def _by_place(request: TenantRequest) -> HttpResponse:
    actor, asked = request.actor, _asked(request)
    page = places_on_hand(
        actor=actor,
        product_ids=asked["product_ids"],
        warehouse_id=asked["warehouse_id"],
        cursor=request.GET.get("cursor"),
    )
    context = {
        "listing": _listing(request, page, PLACE_COLUMNS, ("q", "warehouse")),
        **_common(request, is_narrowed=asked["product_ids"] is not None),
    }
    return render(request, "pages/stock/places.html", context)


def _asked(request: TenantRequest) -> dict[str, Any]:
    """The filters of the address, as `products_on_hand` takes them."""
    actor, sought = request.actor, text_of(request)
    found = find_products(actor=actor, text=sought, limit=_FOUND_MOST, with_archived=True) if sought else []
    return {
        "product_ids": [each.id for each in found] if sought else None,
        "category_id": id_of(request, "category"),
        "warehouse_id": id_of(request, "warehouse"),
        "expires": _days(choice_of(request, "expires", [code for code, _word in EXPIRES]), actor),
    }


def _days(asked: str, actor: Actor) -> tuple[dt.date, dt.date] | None:
    if not asked:
        return None
    if asked == "expired":
        return _EARLIEST, actor.today - dt.timedelta(days=1)
    return actor.today, actor.today + dt.timedelta(days=int(asked))


def _listing(
    request: TenantRequest, page: Page[Any], columns: tuple[Column, ...], filter_names: tuple[str, ...]
) -> Listing:
    return Listing(
        rows=page.items,
        columns=columns if request.actor.sees_costs else columns[:-1],
        query=request.GET,
        next_cursor=page.next_cursor or "",
        filter_names=filter_names,
    )


def _common(request: TenantRequest, *, is_narrowed: bool) -> dict[str, Any]:
    """The value at the foot is that of the warehouse asked for; of a narrower list none is told."""
    actor, warehouse_id = request.actor, id_of(request, "warehouse")
    return {
        "warehouses": warehouses(actor=actor),
        "warehouse": str(warehouse_id or ""),
        "value": None if is_narrowed else value_on_hand(actor=actor, warehouse_id=warehouse_id),
        "may_receive": actor.may("stock:write"),
    }


@tenant_view("stock:read")
@require_safe
def product_peek(request: TenantRequest, product_id: UUID) -> HttpResponse:
    """The side panel: where a product lies batch by batch, what ends first at the top, who waits for it, what comes."""
    actor = request.actor
    items = stock(actor=actor, product_id=product_id, warehouse_id=id_of(request, "warehouse"), limit=MOST).items
    coming, promised = waiting_for(actor=actor, product_id=product_id)
    context = {
        "product": product(actor=actor, product_id=product_id),
        "items": sorted(items, key=lambda item: (item.expires_on is None, item.expires_on, item.location_code)),
        "coming": coming,
        "promised": promised,
        "may_sell": actor.may("sales:write"),
    }
    return render(request, "pages/stock/product_peek.html", context)


@tenant_view("stock:read")
@require_safe
def on_hand_export(request: TenantRequest) -> HttpResponseBase:
    """The list by product as it is filtered."""
    asked = {name: value for name, value in _asked(request).items() if value is not None}
    return csv_answer(actor=request.actor, name="stock_by_product", asked=asked)


@tenant_view("stock:read")
@require_safe
def place_export(request: TenantRequest) -> HttpResponseBase:
    asked = _asked(request)
    names = ("product_ids", "warehouse_id")
    wanted = {name: asked[name] for name in names if asked[name] is not None}
    return csv_answer(actor=request.actor, name="stock_by_place", asked=wanted)


urlpatterns: list[URLPattern] = [
    path("app/stock", on_hand, name="stock"),
    path("app/stock/products.csv", on_hand_export, name="stock-by-product-export"),
    path("app/stock/places.csv", place_export, name="stock-by-place-export"),
    path("app/stock/products/<uuid:product_id>/summary", product_peek, name="product-peek"),
]
