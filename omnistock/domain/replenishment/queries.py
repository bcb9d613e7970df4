"""Reading the reorder rules, and what came of the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from omnistock.domain.purchasing.access import purchase_order_rows
from omnistock.domain.replenishment.levels import USUAL_WINDOW, ZERO
from omnistock.domain.replenishment.models import ReorderRule, ReplenishmentRun
from omnistock.domain.replenishment.sql import read
from omnistock.domain.stocktaking.access import transfer_rows
from omnistock.kernel.numbers import EXACT
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.records import RecordView
from omnistock.tenancy.statements import Statement, send

_BY_NAME: Final = ("product__name", "product_id", "warehouse__name", "id")
_USE: Final = read("use")


@dataclass(frozen=True, slots=True)
class ReorderRuleView(RecordView):
    """Quantities in the product's base unit; `unit_code` is empty where any quantity will do."""

    product_id: UUID
    sku: str
    product_name: str
    base_unit_code: str
    warehouse_id: UUID
    warehouse_code: str
    warehouse_name: str
    reorder_point: Decimal
    target: Decimal
    lead_days: int | None
    unit_code: str


@dataclass(frozen=True, slots=True)
class ReorderRuleFilter:
    product_id: UUID | None = None
    product_ids: Collection[UUID] | None = None
    warehouse_id: UUID | None = None
    updated_since: dt.datetime | None = None
    sort: str = "product"


@dataclass(frozen=True, slots=True)
class Draft:
    id: UUID
    number: str
    status: str


@dataclass(frozen=True, slots=True)
class RunView(RecordView):
    """One press, and what came of it; drafts that the actor may not see are left out."""

    days: int
    made_by: str
    purchase_orders: list[Draft]
    transfers: list[Draft]


def reorder_rules(
    *, actor: Actor, wanted: ReorderRuleFilter | None = None, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[ReorderRuleView]:
    """By product and warehouse, those of the actor's warehouses."""
    actor.require("stock:read")
    asked = wanted or ReorderRuleFilter()
    rows = changed_since(
        ReorderRule.objects.select_related("product__unit", "warehouse"), actor=actor, since=asked.updated_since
    )
    if actor.warehouse_ids is not None:
        rows = rows.filter(warehouse_id__in=actor.warehouse_ids)
    for name in ("product_id", "warehouse_id"):
        if (value := getattr(asked, name)) is not None:
            rows = rows.filter(**{name: value})
    if asked.product_ids is not None:
        rows = rows.filter(product_id__in=asked.product_ids)
    order = BY_CHANGE if asked.sort == "changed" else _BY_NAME
    found = page(rows, order=order, cursor=cursor, limit=limit)
    return Page([_view(row) for row in found.items], found.next_cursor)


def daily_use(
    *, actor: Actor, product_ids: Collection[UUID], warehouse_id: UUID | None = None, days: int = USUAL_WINDOW
) -> dict[tuple[UUID, UUID], Decimal]:
    """What is used of each product in each of the actor's warehouses a day, less what came back; in one statement."""
    actor.require("stock:read")
    places = None if actor.warehouse_ids is None else list(actor.warehouse_ids)
    if warehouse_id is not None:
        places = [warehouse_id] if actor.may_use_warehouse(warehouse_id) else []
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "products": list(product_ids),
        "warehouses": places,
        "since": actor.now - dt.timedelta(days=days),
        "until": actor.now,
    }
    statement = Statement(_USE, values)
    send(statement, plan_anew=True)
    cent = Decimal("0.01")
    return {
        (product_id, place): EXACT.divide(max(used, ZERO), Decimal(days)).quantize(cent, context=EXACT)
        for product_id, place, used in statement.rows
    }


def replenishment_run(*, actor: Actor, replenishment_run_id: UUID) -> RunView:
    """Raises `NotFound`."""
    actor.require("stock:read")
    row = find(ReplenishmentRun.objects.all(), replenishment_run_id, kind="replenishment run")
    return RunView(
        id=row.pk,
        external_id=row.external_id,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        days=row.days,
        made_by=row.made_by,
        purchase_orders=_drafts(purchase_order_rows(actor=actor), row.purchase_order_ids),
        transfers=_drafts(transfer_rows(actor=actor), row.transfer_ids),
    )


def _drafts(rows: QuerySet[Any], ids: list[str]) -> list[Draft]:
    return [Draft(*row) for row in rows.filter(pk__in=ids).order_by("id").values_list("id", "number", "status")]


def _view(row: ReorderRule) -> ReorderRuleView:
    return ReorderRuleView(
        id=row.pk,
        external_id=row.external_id,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        product_id=row.product_id,
        sku=row.product.sku,
        product_name=row.product.name,
        base_unit_code=row.product.unit.code,
        warehouse_id=row.warehouse_id,
        warehouse_code=row.warehouse.code,
        warehouse_name=row.warehouse.name,
        reorder_point=row.reorder_point,
        target=row.target,
        lead_days=row.lead_days,
        unit_code=row.unit_code,
    )
