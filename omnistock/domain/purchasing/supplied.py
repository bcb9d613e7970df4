"""Reading from whom products are bought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.purchasing.models import ProductSupplier
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.records import RecordView

_BY_NAME: Final = ("product__name", "product_id", "id")


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a supplier asks for one of a unit of a product."""

    unit_code: str
    unit_cost: Decimal


@dataclass(frozen=True, slots=True)
class ProductSupplierView(RecordView):
    """A supplier of a product. `unit_cost`, for one of `unit_code`, is None for who sees no costs."""

    product_id: UUID
    sku: str
    product_name: str
    supplier_id: UUID
    supplier_name: str
    code: str
    unit_code: str
    unit_cost: Decimal | None
    minimum_quantity: Decimal | None
    lead_days: int | None
    is_preferred: bool


@dataclass(frozen=True, slots=True)
class ProductSupplierFilter:
    product_id: UUID | None = None
    supplier_id: UUID | None = None
    updated_since: dt.datetime | None = None
    sort: str = "product"


def agreed_costs(supplier_id: UUID | None, product_ids: Collection[UUID]) -> dict[UUID, Agreed]:
    """By product, where the supplier's cost is on file."""
    if supplier_id is None or not product_ids:
        return {}
    rows = ProductSupplier.objects.filter(supplier_id=supplier_id, product_id__in=product_ids, unit_cost__isnull=False)
    found = rows.values_list("product_id", "unit_code", "unit_cost")
    return {
        product_id: Agreed(unit_code, unit_cost) for product_id, unit_code, unit_cost in found if unit_cost is not None
    }


def product_suppliers(
    *,
    actor: Actor,
    wanted: ProductSupplierFilter | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[ProductSupplierView]:
    """By product."""
    actor.require("purchasing:read")
    asked = wanted or ProductSupplierFilter()
    rows = changed_since(
        ProductSupplier.objects.select_related("product__unit", "supplier"), actor=actor, since=asked.updated_since
    )
    if asked.product_id is not None:
        rows = rows.filter(product_id=asked.product_id)
    if asked.supplier_id is not None:
        rows = rows.filter(supplier_id=asked.supplier_id)
    order = BY_CHANGE if asked.sort == "changed" else _BY_NAME
    found = page(rows, order=order, cursor=cursor, limit=limit)
    return Page([_view(row, actor) for row in found.items], found.next_cursor)


def _view(row: ProductSupplier, actor: Actor) -> ProductSupplierView:
    return ProductSupplierView(
        id=row.pk,
        external_id=row.external_id,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        product_id=row.product_id,
        sku=row.product.sku,
        product_name=row.product.name,
        supplier_id=row.supplier_id,
        supplier_name=row.supplier.name,
        code=row.code,
        unit_code=row.unit_code or row.product.unit.code,
        unit_cost=row.unit_cost if actor.sees_costs else None,
        minimum_quantity=row.minimum_quantity,
        lead_days=row.lead_days,
        is_preferred=row.is_preferred,
    )
