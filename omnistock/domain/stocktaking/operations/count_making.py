"""A count is made: by hand for a scope, or by a plan whose turn it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.models import Category, Product
from omnistock.domain.ledger.queries.abc import products_of_class
from omnistock.domain.ledger.queries.counting import lying
from omnistock.domain.ledger.queries.naming import standing_batches
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.stocktaking.counting_inputs import CountScope
from omnistock.domain.stocktaking.counting_models import ABC_CLASSES, COUNT_SCOPES
from omnistock.domain.stocktaking.counting_rows import STOCK_COUNT, Shelf, insert_count, record_count_event
from omnistock.domain.stocktaking.models import (
    StockCount,
    StockCountLine,
)
from omnistock.domain.stocktaking.policies import MOST_COUNT_LINES, POLICIES
from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.kernel.errors import Conflict, Fault, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.models import Membership, Organization
from omnistock.tenancy.operation import operation
from omnistock.tenancy.statements import Statement, send

_BATCHES: Final = "SELECT id FROM batch WHERE organization_id = %(organization)s AND id = ANY(%(ids)s::uuid[])"
_LEAST_LATELY: Final = """
SELECT l.id
FROM location l
LEFT JOIN stock_count_bin b ON b.organization_id = l.organization_id AND b.location_id = l.id AND b.finished_at IS NOT NULL
WHERE l.organization_id = %(organization)s AND l.id = ANY(%(locations)s::uuid[])
GROUP BY l.id, l.code
ORDER BY max(b.finished_at) NULLS FIRST, l.code, l.id
"""


class CountedElsewhere(Conflict):
    """What shall be counted is being counted already; each difference would be corrected twice."""

    code = "counted_elsewhere"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A difference is looked at when it is more than `percent` of the books or worth more than `value`; any, where both
    are None."""

    percent: Decimal | None
    value: Decimal | None

    def is_exceeded(self, *, difference: Decimal, book: Decimal, unit_value: Decimal) -> bool:
        size = abs(difference)
        if self.percent is None and self.value is None:
            return size > 0
        by_percent = self.percent is not None and size * 100 > book * self.percent
        return by_percent or (self.value is not None and size * unit_value > self.value)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A scope that was judged: what it narrows, by ids."""

    location_ids: Collection[UUID] | None = None
    product_ids: Collection[UUID] | None = None
    batch_ids: Collection[UUID] | None = None


@operation(POLICIES)
def create_stock_count(
    *,
    actor: Actor,
    warehouse_id: UUID,
    scope: CountScope,
    counter_ids: Sequence[UUID] = (),
    tolerance_percent: Decimal | None = None,
    tolerance_value: Decimal | None = None,
    due_on: dt.date | None = None,
    notes: str = "",
    id: UUID | None = None,
    external_id: str | None = None,
) -> StockCount:
    """A count of what lies in the scope now, given to the members `counter_ids` (none: whoever may count there).

    Tolerances None: the workspace's. Raises `Invalid` with every fault, `IdReused`, `CountedElsewhere`.
    """
    checker = Checker()
    wanted_id = check_free(StockCount, id=id, external_id=external_id, checker=checker)
    wanted = judge_scope(scope, warehouse_id=warehouse_id, actor=actor, checker=checker)
    check_counters(counter_ids, checker=checker)
    tolerance = judge_tolerance(tolerance_percent, tolerance_value, actor=actor, checker=checker)
    count = StockCount(
        id=id or uuid7(),
        organization_id=actor.organization_id,
        external_id=wanted_id,
        warehouse_id=warehouse_id,
        scope=scope.scope,
        is_by_product=scope.is_by_product,
        due_on=checker.day("due_on", due_on) or actor.today,
        notes=checker.text("notes", notes, longest=500),
        tolerance_percent=tolerance.percent,
        tolerance_value=tolerance.value,
        created_at=actor.now,
        updated_at=actor.now,
    )
    checker.stop()
    assert wanted is not None
    return make_count(count, wanted, actor=actor, counters=counter_ids, event="create_stock_count")


def judge_scope(scope: CountScope, *, warehouse_id: UUID, actor: Actor, checker: Checker) -> _Wanted | None:
    """What the scope narrows; None, with the faults, where it is wrong."""
    before = len(checker.faults)
    found = Warehouse.objects.filter(pk=warehouse_id, archived_at=None).first()
    if found is None or not actor.may_use_warehouse(warehouse_id):
        checker.known("warehouse_id", warehouse_id, (), kind="warehouse")
    checker.choice("scope", scope.scope, COUNT_SCOPES)
    if scope.scope == "abc":
        checker.choice("abc_class", scope.abc_class, ABC_CLASSES)
    if len(checker.faults) > before:
        return None
    there = _ids_there(scope, warehouse_id=warehouse_id, actor=actor)
    if there is not None:
        if not scope.ids:
            checker.add("ids", _("Choose what shall be counted."), "missing")
        for at, each in enumerate(scope.ids):
            checker.known(f"ids/{at}", each, there, kind=scope.scope.removesuffix("s").removesuffix("e"))
    if len(checker.faults) > before:
        return None
    return _wanted(scope, warehouse_id=warehouse_id, actor=actor)


def _ids_there(scope: CountScope, *, warehouse_id: UUID, actor: Actor) -> set[UUID] | None:
    """Those of the scope's ids that there are; None where the scope names none."""
    match scope.scope:
        case "locations":
            rows = Location.objects.filter(warehouse_id=warehouse_id, archived_at=None).exclude(kind="transit")
            return set(rows.filter(pk__in=scope.ids).values_list("id", flat=True))
        case "category":
            return set(Category.objects.filter(pk__in=scope.ids).values_list("id", flat=True))
        case "products":
            return set(Product.objects.filter(pk__in=scope.ids).values_list("id", flat=True))
        case "batches":
            found = Statement(_BATCHES, {"organization": actor.organization_id, "ids": list(scope.ids)})
            send(found)
            return {row[0] for row in found.rows}
    return None


def _wanted(scope: CountScope, *, warehouse_id: UUID, actor: Actor) -> _Wanted:
    match scope.scope:
        case "locations":
            return _Wanted(location_ids=list(dict.fromkeys(scope.ids)))
        case "category":
            rows = Product.objects.filter(category_id__in=scope.ids)
            return _Wanted(product_ids=list(rows.values_list("id", flat=True)))
        case "products":
            return _Wanted(product_ids=list(dict.fromkeys(scope.ids)))
        case "batches":
            merged = standing_batches(actor=actor, batch_ids=scope.ids)
            return _Wanted(batch_ids=list(dict.fromkeys(merged.get(each, each) for each in scope.ids)))
        case "abc":
            return _Wanted(
                product_ids=list(products_of_class(actor=actor, warehouse_id=warehouse_id, abc_class=scope.abc_class))
            )
    places = Location.objects.filter(warehouse_id=warehouse_id, archived_at=None).exclude(kind="transit")
    return _Wanted(location_ids=list(places.values_list("id", flat=True)))


def check_counters(counter_ids: Sequence[UUID], *, checker: Checker) -> None:
    there = set(Membership.objects.filter(pk__in=counter_ids, ended_at=None).values_list("id", flat=True))
    for at, each in enumerate(counter_ids):
        checker.known(f"counter_ids/{at}", each, there, kind="member")


def judge_tolerance(percent: Decimal | None, value: Decimal | None, *, actor: Actor, checker: Checker) -> Tolerance:
    """What was said, else what the workspace has set."""
    if percent is not None and not 0 <= percent <= 100:
        checker.add("tolerance_percent", _("The tolerance is from 0 to 100 per cent."), "out_of_range")
    amount = checker.amount("tolerance_value", value)
    if percent is not None or value is not None:
        return Tolerance(percent, amount)
    found = Organization.objects.get(pk=actor.organization_id)
    return Tolerance(found.count_tolerance_percent, found.count_tolerance_value)


def make_count(
    count: StockCount,
    wanted: _Wanted,
    *,
    actor: Actor,
    counters: Sequence[UUID],
    event: str,
    most_bins: int | None = None,
) -> StockCount:
    """Write the count with the lines that lie there now. `most_bins` takes those that were counted longest ago, and
    leaves out what is being counted already. Raises `Invalid` where there is nothing to count, `CountedElsewhere`."""
    shelves = _shelves(count, wanted, actor=actor)
    bins = {shelf[0] for shelf in shelves} | set(wanted.location_ids or ())
    ordered = _in_order(bins, actor=actor, walking=most_bins is None)
    if most_bins is not None:
        busy = _busy(shelves)
        ordered = [each for each in ordered if each not in {place for place, _number in busy}][:most_bins]
        ordered = _in_order(set(ordered), actor=actor, walking=True)
        kept = set(ordered)
        shelves = [shelf for shelf in shelves if shelf[0] in kept]
    if not ordered:
        raise Invalid.at("scope", _("Nothing of this lies there: there is nothing to count."), "nothing_to_count")
    if len(shelves) > MOST_COUNT_LINES:
        message = _("A count has at most {most} lines; this would have {count}. Count fewer bins at once.")
        raise Invalid.at("scope", message.format(most=MOST_COUNT_LINES, count=len(shelves)), "too_many")
    _refuse_busy(shelves)
    count.product_ids = None if wanted.product_ids is None else [str(each) for each in wanted.product_ids]
    count.batch_ids = None if wanted.batch_ids is None else [str(each) for each in wanted.batch_ids]
    count.number = take_number(actor=actor, kind=STOCK_COUNT)
    insert_count(count, bins=ordered, lines=shelves, counters=counters)
    told = {"warehouse_id": count.warehouse_id, "scope": count.scope, "bins": len(ordered), "lines": len(shelves)}
    record_count_event(count, event, actor=actor, after=told)
    return count


def _shelves(count: StockCount, wanted: _Wanted, *, actor: Actor) -> list[Shelf]:
    found = lying(
        actor=actor,
        warehouse_id=count.warehouse_id,
        location_ids=wanted.location_ids,
        product_ids=wanted.product_ids,
        batch_ids=wanted.batch_ids,
    )
    return shelves_of(found, is_by_product=count.is_by_product)


def shelves_of(found: Sequence[tuple[UUID, UUID, UUID]], *, is_by_product: bool) -> list[Shelf]:
    """The lines that a count makes of what lies there: by batch, or by product where the packs show none. Goods that
    are not tracked have one batch without a number, and a serial is always counted by itself."""
    if not is_by_product:
        return list(found)
    products = {product_id for _place, product_id, _batch in found}
    batched = set(Product.objects.filter(pk__in=products, tracking="batch").values_list("id", flat=True))
    shelves = [(place, product, None if product in batched else batch) for place, product, batch in found]
    return list(dict.fromkeys(shelves))


def _in_order(bins: Collection[UUID], *, actor: Actor, walking: bool) -> list[UUID]:
    """By code, as somebody walks; or those first that were counted longest ago."""
    if walking:
        return list(Location.objects.filter(pk__in=bins).order_by("code", "id").values_list("id", flat=True))
    statement = Statement(_LEAST_LATELY, {"organization": actor.organization_id, "locations": list(bins)})
    send(statement)
    return [row[0] for row in statement.rows]


def _busy(shelves: Sequence[Shelf]) -> set[tuple[UUID, str]]:
    """(bin, number of the count) where one of these products is being counted."""
    pairs = {(shelf[0], shelf[1]) for shelf in shelves}
    rows = StockCountLine.objects.filter(is_open=True, location_id__in={place for place, _product in pairs})
    found = rows.values_list("location_id", "product_id", "count__number").distinct()
    return {(place, number) for place, product, number in found if (place, product) in pairs}


def _refuse_busy(shelves: Sequence[Shelf]) -> None:
    busy = _busy(shelves)
    if not busy:
        return
    codes = dict(Location.objects.filter(pk__in={place for place, _number in busy}).values_list("id", "code"))
    message = _("{bin} is being counted in {number}: finish that count, or cancel it.")
    told = sorted((codes[place], number) for place, number in busy)
    faults = [Fault("ids", message.format(bin=code, number=number), CountedElsewhere.code) for code, number in told]
    raise CountedElsewhere(faults[0].message, faults=faults[:20])
