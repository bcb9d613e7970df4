"""Plans of counts, what waits to be counted or approved, and how well the books agreed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from omnistock.domain.stocktaking.access import count_plan_rows, stock_count_rows
from omnistock.domain.stocktaking.counting_queries import SEES_VARIANCES, counts_seen, views_of
from omnistock.domain.stocktaking.counting_views import AccuracyMonth, CountToDo, CountView, PlanView
from omnistock.domain.stocktaking.models import CountPlan, StockCountCounter
from omnistock.domain.stocktaking.sql import read
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.statements import Statement, send

PLAN_ORDERS: Final = {"next": ("next_on", "id"), "changed": BY_CHANGE}
_ACCURACY: Final = read("count_accuracy")
_ZERO: Final = Decimal(0)
_PLAN: Final = (
    *("id", "external_id", "version", "created_at", "updated_at", "warehouse_id", "tolerance_percent"),
    *("tolerance_value", "name", "scope", "abc_class", "is_by_product", "every_days", "bins_at_once", "next_on"),
    "archived_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFilter:
    warehouse_id: UUID | None = None
    is_archived: bool | None = False
    updated_since: dt.datetime | None = None
    sort: str = "next"


ALL_PLANS: Final = PlanFilter()


def count_plans(
    *, actor: Actor, wanted: PlanFilter = ALL_PLANS, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[PlanView]:
    """A page of plans, the next due first, in one statement."""
    actor.require("counts:read")
    rows = count_plan_rows(actor=actor).select_related("warehouse")
    if wanted.warehouse_id is not None:
        rows = rows.filter(warehouse_id=wanted.warehouse_id)
    if wanted.is_archived is not None:
        rows = rows.filter(archived_at__isnull=not wanted.is_archived)
    rows = changed_since(rows, actor=actor, since=wanted.updated_since)
    found = page(rows, order=PLAN_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    return Page([_plan(row) for row in found.items], found.next_cursor)


def count_plan(*, actor: Actor, count_plan_id: UUID | str) -> PlanView:
    """Raises `NotFound`."""
    actor.require("counts:read")
    return _plan(find(count_plan_rows(actor=actor).select_related("warehouse"), count_plan_id, kind="count plan"))


def count_accuracy(*, actor: Actor, months: int = 12) -> list[AccuracyMonth]:
    """How well the books agreed with what was counted, by month of approval, oldest first; in one statement. A
    count that was taken back says nothing."""
    actor.require(SEES_VARIANCES)
    first = actor.today.replace(day=1)
    for _month in range(months - 1):
        first = (first - dt.timedelta(days=1)).replace(day=1)
    values = {
        "organization": actor.organization_id,
        "zone": actor.organization.time_zone,
        "first": first,
        "warehouses": None if actor.warehouse_ids is None else list(actor.warehouse_ids),
    }
    statement = Statement(_ACCURACY, values)
    send(statement)
    return [AccuracyMonth(*(row if actor.sees_costs else (*row[:5], None, None))) for row in statement.rows]


def count_to_do(*, actor: Actor) -> CountToDo:
    """For Today, in at most five statements."""
    mine = stock_count_rows(actor=actor).filter(status="counting", due_on__lte=actor.today)
    if not actor.may("counts:approve"):
        given = StockCountCounter.objects.filter(count_id=OuterRef("pk"))
        mine = mine.annotate(given=_count_of(given, "count_id")).filter(
            Q(given=0)
            | Q(
                pk__in=StockCountCounter.objects.filter(membership_id=actor.membership_id or actor.who).values(
                    "count_id"
                )
            )
        )
    counting = list(mine.select_related("warehouse", "plan", "adjustment").order_by("due_on", "id")[:50])
    views = views_of(counting, actor=actor)
    waiting: list[CountView] = []
    if actor.may("counts:approve"):
        rows = counts_seen(actor).filter(status="awaiting_approval").order_by("id")[:50]
        waiting = views_of(list(rows), actor=actor)
    values = [view.value for view in waiting if view.value is not None]
    return CountToDo(
        bins=sum(view.bin_count - view.bins_counted for view in views),
        minutes=sum(view.minutes for view in views),
        count_id=views[0].id if views else None,
        to_approve=len(waiting),
        approve_id=waiting[0].id if len(waiting) == 1 else None,
        value=sum(values, _ZERO) if values else None,
    )


def _count_of(rows: QuerySet[Any], group: str) -> Any:
    counted = rows.order_by().values(group).annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(counted), 0)


def _plan(row: CountPlan) -> PlanView:
    return PlanView(
        **{name: getattr(row, name) for name in _PLAN},
        warehouse_name=row.warehouse.name,
        scope_ids=tuple(UUID(each) for each in row.scope_ids),
        counter_ids=tuple(UUID(each) for each in row.counter_ids),
    )
