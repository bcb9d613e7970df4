"""Reading the catalogue: plain values, with everything that a list or a page shows already there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import BigIntegerField, Max, Q, QuerySet
from django.db.models.functions import Cast, Substr

from omnistock.domain.catalog.codes import fold_sku, normal_barcode
from omnistock.domain.catalog.models import Barcode, Category, Product, ProductUnit, Unit
from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.search.queries import find_ids, matching
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.access import find, find_by_external_id
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import is_storable
from omnistock.tenancy.models import Organization
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_page, changed_since, page
from omnistock.tenancy.records import RecordView

# How a list may be sorted; the second column makes the order whole.
PRODUCT_ORDERS: Final = {
    "name": ("name", "id"),
    "-name": ("-name", "-id"),
    "sku": ("sku_key", "id"),
    "-sku": ("-sku_key", "-id"),
    "newest": ("-id",),
    "changed": BY_CHANGE,
}


@dataclass(frozen=True, slots=True)
class PackUnit:
    code: str
    factor: Decimal
    barcodes: tuple[str, ...]
    is_used: bool


@dataclass(frozen=True, slots=True)
class ProductView(RecordView):
    """A product as lists, pages and answers show it. `purchase_price` is None for who sees no costs."""

    sku: str
    name: str
    description: str
    category_id: UUID | None
    category: str
    brand: str
    unit: str
    decimals: int
    units: tuple[PackUnit, ...]
    barcodes: tuple[str, ...]
    tracking: str
    expires: bool
    hsn_code: str
    tax_category: str
    tax_rate: Decimal | None
    sale_price: Decimal | None
    purchase_price: Decimal | None
    mrp: Decimal | None
    weight_grams: Decimal | None
    shelf_life_days: int | None
    minimum_shelf_life_days: int | None
    reorder_point: Decimal | None
    reorder_quantity: Decimal | None
    custom_fields: dict[str, Any]
    is_used: bool
    archived_at: dt.datetime | None


_COPIED: Final = (
    "id external_id version created_at updated_at sku name description category_id brand tracking expires hsn_code "
    "tax_category tax_rate sale_price mrp weight_grams shelf_life_days minimum_shelf_life_days reorder_point "
    "reorder_quantity custom_fields archived_at"
).split()


def products(
    *,
    actor: Actor,
    search: str = "",
    category_id: UUID | None = None,
    tracking: str | None = None,
    archived: bool | None = False,
    updated_since: dt.datetime | None = None,
    sort: str = "name",
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[ProductView]:
    """A page of products in three statements, with a search in four. `archived` None shows both; `sort` is a key of
    `PRODUCT_ORDERS`."""
    actor.require("catalog:read")
    rows = Product.objects.select_related("unit", "category")
    if search.strip():
        rows = rows.filter(_found_by(search))
    if category_id is not None:
        rows = rows.filter(category_id=category_id)
    if tracking:
        rows = rows.filter(tracking=tracking)
    if archived is not None:
        rows = rows.filter(archived_at__isnull=not archived)
    rows = changed_since(rows, actor=actor, since=updated_since)
    order = BY_CHANGE if updated_since is not None else PRODUCT_ORDERS.get(sort, PRODUCT_ORDERS["name"])
    found = page(rows, order=order, cursor=cursor, limit=limit)
    return Page(_views(actor, found.items), found.next_cursor)


def _found_by(text: str) -> Q:
    """By words of SKU, name and brand, or by a whole barcode. Barcodes are looked up apart: a condition with "or" walks
    through every product."""
    words = Q(id__in=matching(kind="product", text=text))
    try:
        coded = list(Barcode.objects.filter(code=normal_barcode(text)).values_list("product_id", flat=True))
    except Invalid:
        return words
    return words | Q(id__in=coded) if coded else words


def next_sku() -> str:
    """A code for a product of somebody who has none of their own: P-0001, and on from the highest that is taken. Who asks
    at the same moment waits until the product is there."""
    Organization.objects.select_for_update(no_key=True).get()
    taken = Product.objects.filter(sku_key__regex=r"^p-[0-9]{1,18}$")
    highest = taken.aggregate(number=Max(Cast(Substr("sku_key", 3), BigIntegerField())))["number"] or 0
    return f"P-{highest + 1:04}"


def product(*, actor: Actor, product_id: UUID) -> ProductView:
    """One product. Raises `NotFound`."""
    actor.require("catalog:read")
    return _views(actor, [find(_rows(), product_id, kind="product")])[0]


def product_by_external_id(*, actor: Actor, external_id: str) -> ProductView:
    """One product by the id that another system gave it. Raises `NotFound`."""
    actor.require("catalog:read")
    found = find_by_external_id(_rows(), external_id, kind="product")
    return _views(actor, [found])[0]


def products_by_ids(*, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, ProductView]:
    """The products among `ids` that are there, in three statements."""
    actor.require("catalog:read")
    return {view.id: view for view in _views(actor, list(_rows().filter(id__in=set(ids))))}


def find_products(*, actor: Actor, text: str, limit: int = 20, with_archived: bool = False) -> list[ProductFacts]:
    """What an entry grid offers for `text`: the product with exactly this SKU first, then those that match its
    words. `with_archived`: those last, for whoever looks for what there is and not for what to offer."""
    actor.require("catalog:read")
    if not is_storable(text):
        return []
    exact = list(Product.objects.filter(sku_key=fold_sku(text[:64])).values_list("id", flat=True))
    ids = [*exact, *find_ids(kind="product", text=text, limit=limit * 2)]
    facts = product_facts(actor=actor, ids=ids)
    offered = [each for each in facts.values() if with_archived or not each.archived]
    return sorted(offered, key=lambda each: (each.archived, each.id not in exact, each.name, each.id))[:limit]


def has_products() -> bool:
    """Whether the catalogue of the boundary's organization has anything in it."""
    return Product.objects.exists()


def units(*, actor: Actor) -> list[Unit]:
    actor.require("catalog:read")
    return list(Unit.objects.order_by("code"))


def categories(*, actor: Actor) -> list[Category]:
    actor.require("catalog:read")
    return list(Category.objects.order_by("name", "id"))


def unit_page(*, actor: Actor, **asked: Any) -> Page[Unit]:
    """Units in the order of their change. `asked`: updated_since, cursor, limit."""
    actor.require("catalog:read")
    return changed_page(Unit.objects.all(), actor=actor, **asked)


def unit(*, actor: Actor, unit_id: UUID) -> Unit:
    """Raises `NotFound`."""
    actor.require("catalog:read")
    return find(Unit.objects.all(), unit_id, kind="unit")


def category_page(*, actor: Actor, **asked: Any) -> Page[Category]:
    """Categories in the order of their change. `asked`: updated_since, cursor, limit."""
    actor.require("catalog:read")
    return changed_page(Category.objects.all(), actor=actor, **asked)


def category(*, actor: Actor, category_id: UUID) -> Category:
    """Raises `NotFound`."""
    actor.require("catalog:read")
    return find(Category.objects.all(), category_id, kind="category")


def _rows() -> QuerySet[Product]:
    return Product.objects.select_related("unit", "category")


def _views(actor: Actor, rows: Sequence[Product]) -> list[ProductView]:
    """The rows with their pack units and barcodes, in two statements."""
    ids = [row.id for row in rows]
    packs: dict[UUID, list[ProductUnit]] = {}
    for pack in ProductUnit.objects.filter(product_id__in=ids).select_related("unit").order_by("factor", "id"):
        packs.setdefault(pack.product_id, []).append(pack)
    codes: dict[tuple[UUID, UUID | None], list[str]] = {}
    for barcode in Barcode.objects.filter(product_id__in=ids).order_by("id"):
        codes.setdefault((barcode.product_id, barcode.product_unit_id), []).append(barcode.code)
    return [_view(actor, row, packs.get(row.id, []), codes) for row in rows]


def _view(
    actor: Actor, row: Product, packs: list[ProductUnit], codes: dict[tuple[UUID, UUID | None], list[str]]
) -> ProductView:
    return ProductView(
        **{name: getattr(row, name) for name in _COPIED},
        category=row.category.name if row.category else "",
        unit=row.unit.code,
        decimals=row.unit.decimals,
        units=tuple(
            PackUnit(each.unit.code, each.factor, tuple(codes.get((row.id, each.id), ())), each.used_at is not None)
            for each in packs
        ),
        barcodes=tuple(codes.get((row.id, None), ())),
        purchase_price=row.purchase_price if actor.sees_costs else None,
        is_used=row.used_at is not None,
    )
