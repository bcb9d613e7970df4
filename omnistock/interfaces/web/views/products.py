"""Products: their list, the page of one, and its writes. The form stands in `product_form.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.catalog import queries
from omnistock.domain.catalog.operations import archive_product, change_product, create_product, restore_product
from omnistock.domain.catalog.queries import PRODUCT_ORDERS, ProductView
from omnistock.domain.ledger.queries import movements, stock, stock_totals
from omnistock.domain.ledger.queries.movements import MovementRow
from omnistock.domain.ledger.queries.stock import StockItem
from omnistock.domain.purchasing.supplied import ProductSupplierFilter, ProductSupplierView, product_suppliers
from omnistock.domain.replenishment.queries import ReorderRuleFilter, ReorderRuleView, reorder_rules
from omnistock.domain.reporting.on_hand import waiting_for
from omnistock.interfaces.web.answers import SeeOther, own_address
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.views.product_form import (
    TAX_CATEGORIES,
    TRACKING,
    fresh_values,
    show_product,
    show_product_again,
    typed_product,
    values_of,
)
from omnistock.kernel.currencies import currency_of
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import MOST

STOCK: Final = "stock:read"
MOVEMENTS_SHOWN: Final = 8
_TRACKINGS: Final = (
    ("none", gettext_lazy("Not tracked")),
    ("batch", gettext_lazy("By batch")),
    ("serial", gettext_lazy("By serial number")),
)
_FILTERS: Final = ("q", "category", "tracking", "archived")


@dataclass(frozen=True, slots=True)
class Level:
    """What of a product is in the warehouses that the actor sees, in base units."""

    on_hand: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)
    free: Decimal = Decimal(0)
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A row of the list. `level` is None for who sees no stock. `is_low` is what its rules by warehouse say; None where
    it has none, and its own reorder point counts for all of them."""

    product: ProductView
    level: Level | None
    is_low: bool | None = None

    @property
    def status(self) -> str:
        if self.product.archived_at:
            return "archived"
        point = self.product.reorder_point
        if self.level is None or (self.is_low is None and point is None):
            return ""
        if self.level.on_hand <= 0:
            return "out_of_stock"
        is_low = point is not None and self.level.free <= point if self.is_low is None else self.is_low
        return "low" if is_low else ""


@dataclass(frozen=True, slots=True)
class StockLine:
    """A batch at a place, as the life bar wants it: with how long its product lives."""

    item: StockItem
    shelf_life_days: int | None

    @property
    def expires_on(self) -> Any:
        return self.item.expires_on

    @property
    def expiry_precision(self) -> str:
        return self.item.expiry_precision


@tenant_view("catalog:read")
@require_safe
def product_list(request: TenantRequest) -> HttpResponse:
    actor, asked = request.actor, _asked(request)
    page = queries.products(actor=actor, cursor=request.GET.get("cursor"), **asked)
    ids = [each.id for each in page.items]
    levels, low = _levels(actor, ids), _low(actor, ids)
    rows = [
        ProductRow(each, None if levels is None else levels.get(each.id, Level()), low.get(each.id))
        for each in page.items
    ]
    listing = Listing(
        rows=rows, columns=_columns(actor), query=request.GET, sort=asked["sort"], next_cursor=page.next_cursor or "",
        filter_names=_FILTERS,
    )  # fmt: skip
    context = {
        "listing": listing,
        "categories": [(str(each.id), each.name) for each in queries.categories(actor=actor)],
        "trackings": _TRACKINGS,
        "may_write": actor.may("catalog:write"),
    }
    return render(request, "pages/products/list.html", context)


def _asked(request: TenantRequest) -> dict[str, Any]:
    return {
        "search": text_of(request),
        "category_id": id_of(request, "category"),
        "tracking": choice_of(request, "tracking", [code for code, _word in _TRACKINGS]) or None,
        "archived": request.GET.get("archived") == "yes",
        "sort": choice_of(request, "sort", PRODUCT_ORDERS, default="name"),
    }


@tenant_view("catalog:read")
@require_safe
def product_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, as CSV."""
    return csv_answer(actor=request.actor, name="products", asked=_asked(request))


def _columns(actor: Actor) -> list[Column]:
    symbol = currency_of(actor.organization.currency).symbol
    figures = [Column("on_hand", _("On hand"), is_figure=True), Column("free", _("Free"), is_figure=True)]
    return [
        Column("name", _("Product"), is_sortable=True),
        Column("sku", _("SKU"), is_sortable=True),
        Column("status", _("Status")),
        Column("category", _("Category")),
        Column("brand", _("Brand"), is_shown=False),
        Column("tracking", _("Tracking"), is_shown=False),
        Column("tax_rate", _("Tax"), is_figure=True, is_shown=False),
        Column("mrp", _("MRP, {currency}").format(currency=symbol), is_figure=True),
        Column("sale_price", _("Sale price, {currency}").format(currency=symbol), is_figure=True),
        *(figures if actor.may(STOCK) else []),
    ]


def _levels(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Level] | None:
    if not actor.may(STOCK):
        return None
    found: dict[UUID, Level] = {}
    for row in stock_totals(actor=actor, product_ids=ids):
        sum_ = found.get(row.product_id, Level(value=Decimal(0) if actor.sees_costs else None))
        value = None if row.value is None or sum_.value is None else sum_.value + row.value
        found[row.product_id] = Level(
            sum_.on_hand + row.on_hand, sum_.reserved + row.reserved, sum_.free + row.available, value
        )
    return found


def _low(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Of the products that have rules by warehouse, whether any of these asks for more."""
    if not actor.may(STOCK) or not ids:
        return {}
    rules = reorder_rules(actor=actor, wanted=ReorderRuleFilter(product_ids=ids), limit=MOST).items
    totals = stock_totals(actor=actor, product_ids=ids)
    free = {(row.product_id, row.warehouse_id): row.available for row in totals}
    found: dict[UUID, bool] = {}
    for rule in rules:
        is_low = free.get((rule.product_id, rule.warehouse_id), Decimal(0)) <= rule.reorder_point
        found[rule.product_id] = found.get(rule.product_id, False) or is_low
    return found


@tenant_view("catalog:read")
@require_safe
def product(request: TenantRequest, product_id: UUID) -> HttpResponse:
    """The page of a product: what it is, where it lies batch by batch, what moved lately."""
    actor = request.actor
    found = queries.product(actor=actor, product_id=product_id)
    sees_stock = actor.may(STOCK)
    levels = _levels(actor, [found.id])
    lines = _stock_lines(actor, found) if sees_stock else {}
    coming, promised = waiting_for(actor=actor, product_id=found.id) if sees_stock else ([], [])
    context = {
        "product": found,
        "level": None if levels is None else levels.get(found.id, Level()),
        "warehouses": lines,
        "sees_stock": sees_stock,
        "coming": coming,
        "promised": promised,
        "incoming": sum((each.quantity for each in coming), Decimal(0)) if actor.may("purchasing:read") else None,
        "movements": _recent(actor, found) if sees_stock else [],
        "rules": _rules(actor, found) if sees_stock else [],
        "suppliers": _suppliers(actor, found) if actor.may("purchasing:read") else [],
        "may_set_ordering": actor.may("purchasing:write"),
        "attached": attached("product", found.id, actor=actor),
        "events": told(events_of(subject_ids=[found.id], limit=12)),
        "tracking": dict(TRACKING)[f"{found.tracking}+expires" if found.expires else found.tracking],
        "tax_category": dict(TAX_CATEGORIES)[found.tax_category],
        "crumbs": [(_("Products"), reverse("products"))],
        "may_write": actor.may("catalog:write"),
    }
    return render(request, "pages/products/page.html", context)


def _rules(actor: Actor, found: ProductView) -> list[ReorderRuleView]:
    return reorder_rules(actor=actor, wanted=ReorderRuleFilter(product_id=found.id), limit=MOST).items


def _suppliers(actor: Actor, found: ProductView) -> list[ProductSupplierView]:
    """The first choice first."""
    wanted = ProductSupplierFilter(product_id=found.id)
    return sorted(
        product_suppliers(actor=actor, wanted=wanted, limit=MOST).items, key=lambda each: not each.is_preferred
    )


def _stock_lines(actor: Actor, found: ProductView) -> dict[str, list[StockLine]]:
    """By warehouse, what leaves first at the top."""
    items = stock(actor=actor, product_id=found.id, limit=MOST).items
    ordered = sorted(items, key=lambda item: (item.warehouse_name, item.expires_on is None, item.expires_on))
    warehouses: dict[str, list[StockLine]] = {}
    for item in ordered:
        warehouses.setdefault(item.warehouse_name, []).append(StockLine(item, found.shelf_life_days))
    return warehouses


def _recent(actor: Actor, found: ProductView) -> list[MovementRow]:
    return movements(actor=actor, product_id=found.id, limit=MOVEMENTS_SHOWN).items


@tenant_view("catalog:write")
@require_http_methods(["GET", "POST"])
def product_new(request: TenantRequest) -> HttpResponse:
    def write(posted: Posted) -> str:
        typed = typed_product(request)
        made = create_product(actor=request.actor, values=typed | {"sku": typed.get("sku") or queries.next_sku()})
        messages.success(request, _("{product} is in the catalogue.").format(product=made.name))
        return _back_with(request, made.sku) or reverse("product", args=[made.id])

    def show(form: FormState, status: int) -> HttpResponse:
        return show_product_again(request, form, product=None, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show_product(
        request,
        values=fresh_values(request.actor, name=text_of(request, "name"), barcode=text_of(request, "barcode")),
        product=None,
    )


def _back_with(request: TenantRequest, sku: str) -> str:
    """The way back to the lines in which the product was not known (`next`), where it is entered at once."""
    wanted = own_address(request, request.GET.get("next", ""), otherwise="")
    return wanted and f"{wanted}{'&' if '?' in wanted else '?'}{urlencode({'added': sku})}"


@tenant_view("catalog:write")
@require_http_methods(["GET", "POST"])
def product_edit(request: TenantRequest, product_id: UUID) -> HttpResponse:
    def write(posted: Posted) -> str:
        saved = change_product(
            actor=request.actor,
            product_id=product_id,
            changes=typed_product(request),
            expected_version=posted.version(),
        )
        messages.success(request, _("{product} is saved.").format(product=saved.name))
        return reverse("product", args=[product_id])

    def show(form: FormState, status: int) -> HttpResponse:
        there = queries.product(actor=request.actor, product_id=product_id)
        return show_product_again(request, form, product=there, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    found = queries.product(actor=request.actor, product_id=product_id)
    return show_product(request, values=values_of(found), product=found)


@tenant_view("catalog:write")
@require_POST
def product_archival(request: TenantRequest, product_id: UUID) -> HttpResponse:
    """Put away, or offered again with `do=restore`."""
    is_restored = request.POST.get("do") == "restore"
    act = restore_product if is_restored else archive_product
    changed = act(actor=request.actor, product_id=product_id)
    said = _("{product} is offered again.") if is_restored else _("{product} is archived; its stock and history stay.")
    messages.success(request, said.format(product=changed.name))
    return SeeOther(reverse("product", args=[product_id]))


@tenant_view("catalog:write")
@require_POST
def products_archival(request: TenantRequest) -> HttpResponse:
    """Put away the chosen products, or offer them again with `do=restore`; all or none."""
    posted = Posted(request.POST)
    ids = posted.ids("id")
    posted.stop()
    is_restored, count = request.POST.get("do") == "restore", len(ids)
    act = restore_product if is_restored else archive_product
    for product_id in ids:
        act(actor=request.actor, product_id=product_id)
    said = ngettext("%(n)d product archived", "%(n)d products archived", count)
    if is_restored:
        said = ngettext("%(n)d product is offered again", "%(n)d products are offered again", count)
    messages.success(request, said % {"n": count})
    return SeeOther(reverse("products"))


urlpatterns: list[URLPattern] = [
    path("app/products", product_list, name="products"),
    path("app/products/export", product_export, name="product-export"),
    path("app/products/new", product_new, name="product-new"),
    path("app/products/archival", products_archival, name="products-archival"),
    path("app/products/<uuid:product_id>", product, name="product"),
    path("app/products/<uuid:product_id>/edit", product_edit, name="product-edit"),
    path("app/products/<uuid:product_id>/archival", product_archival, name="product-archival"),
]
