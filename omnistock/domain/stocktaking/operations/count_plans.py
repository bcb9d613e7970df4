"""Plans of counts: what, how often, how many bins at a time; and the counts that they make due."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record, save_changed
from omnistock.domain.stocktaking.access import count_plan_rows
from omnistock.domain.stocktaking.counting_inputs import CountScope, PlanInput
from omnistock.domain.stocktaking.models import CountPlan, StockCount
from omnistock.domain.stocktaking.operations.count_making import (
    check_counters,
    judge_scope,
    judge_tolerance,
    make_count,
)
from omnistock.domain.stocktaking.policies import POLICIES
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.models import Membership
from omnistock.tenancy.operation import operation

COUNT_PLAN: Final = "count_plan"
DAYS_MOST: Final = 3650
BINS_MOST: Final = 10_000


class PlanIsArchived(Conflict):
    """A plan that was put away makes no counts."""

    code = "archived"


@operation(POLICIES)
def create_count_plan(
    *, actor: Actor, plan: PlanInput, id: UUID | None = None, external_id: str | None = None
) -> CountPlan:
    """Make a plan; its first count is due on `next_on` (today where none is said). Raises `Invalid`, `IdReused`."""
    checker = Checker()
    wanted_id = check_free(CountPlan, id=id, external_id=external_id, checker=checker)
    values = _judged(plan, actor=actor, checker=checker, own_id=None)
    checker.stop()
    made = CountPlan(
        id=id or uuid7(),
        organization_id=actor.organization_id,
        external_id=wanted_id,
        created_at=actor.now,
        updated_at=actor.now,
        **values,
    )
    made.save(force_insert=True)
    told = {"name": made.name, "scope": made.scope, "every_days": made.every_days, "next_on": made.next_on}
    record(
        actor=actor,
        operation="stocktaking.create_count_plan",
        subject_kind=COUNT_PLAN,
        subject_id=made.pk,
        subject_name=made.name,
        after=told,
    )
    return made


@operation(POLICIES)
def change_count_plan(
    *, actor: Actor, count_plan_id: UUID, plan: PlanInput, expected_version: int | None = None
) -> CountPlan:
    """Set a plan anew; counts that it made stay as they are. Raises `NotFound`, `VersionConflict`, `PlanIsArchived`,
    `Invalid`."""
    found = _plan(count_plan_id, actor=actor, expected_version=expected_version)
    checker = Checker()
    values = _judged(plan, actor=actor, checker=checker, own_id=found.pk)
    checker.stop()
    save_changed(
        actor=actor,
        row=found,
        values=values,
        operation="stocktaking.change_count_plan",
        subject_kind=COUNT_PLAN,
    )
    return found


@operation(POLICIES)
def archive_count_plan(*, actor: Actor, count_plan_id: UUID, expected_version: int | None = None) -> CountPlan:
    """Put a plan away: it makes no count any more. Raises `NotFound`, `VersionConflict`, `PlanIsArchived`."""
    found = _plan(count_plan_id, actor=actor, expected_version=expected_version)
    save_changed(
        actor=actor,
        row=found,
        values={"archived_at": actor.now},
        operation="stocktaking.archive_count_plan",
        subject_kind=COUNT_PLAN,
    )
    return found


@operation(POLICIES)
def start_planned_count(*, actor: Actor, count_plan_id: UUID, expected_version: int | None = None) -> StockCount:
    """The plan's next count, now. Its turn after that is one cadence from today. Raises `NotFound`, `PlanIsArchived`,
    `Invalid` where there is nothing to count."""
    return _start(_plan(count_plan_id, actor=actor, expected_version=expected_version), actor=actor)


@operation(POLICIES)
def make_due_counts(*, actor: Actor) -> int:
    """Make the counts of all plans whose turn it is; answers how many. Twice on a day makes none twice.

    A plan with nothing to count, or whose last count is still open, waits for its next turn.
    """
    made = 0
    for plan in count_plan_rows(actor=actor).filter(archived_at=None, next_on__lte=actor.today).order_by("id"):
        held = _plan(plan.pk, actor=actor, expected_version=None)
        if held.next_on > actor.today:
            continue  # somebody started it meanwhile
        if StockCount.objects.filter(plan=held, status__in=("counting", "awaiting_approval")).exists():
            continue
        try:
            _start(held, actor=actor)
            made += 1
        except Invalid:
            _next_turn(held, actor=actor)
    return made


def _start(plan: CountPlan, *, actor: Actor) -> StockCount:
    scope = CountScope(
        scope=plan.scope,
        ids=[UUID(each) for each in plan.scope_ids],
        abc_class=plan.abc_class,
        is_by_product=plan.is_by_product,
    )
    checker = Checker()
    wanted = judge_scope(scope, warehouse_id=plan.warehouse_id, actor=actor, checker=checker)
    tolerance = judge_tolerance(plan.tolerance_percent, plan.tolerance_value, actor=actor, checker=checker)
    checker.stop()
    assert wanted is not None
    count = StockCount(
        id=uuid7(),
        organization_id=actor.organization_id,
        plan=plan,
        warehouse_id=plan.warehouse_id,
        scope=plan.scope,
        is_by_product=plan.is_by_product,
        due_on=actor.today,
        notes=plan.name,
        tolerance_percent=tolerance.percent,
        tolerance_value=tolerance.value,
        created_at=actor.now,
        updated_at=actor.now,
    )
    members = Membership.objects.filter(pk__in=plan.counter_ids, ended_at=None)
    made = make_count(
        count,
        wanted,
        actor=actor,
        counters=list(members.values_list("id", flat=True)),
        event="start_planned_count",
        most_bins=plan.bins_at_once or BINS_MOST,
    )
    _next_turn(plan, actor=actor)
    return made


def _next_turn(plan: CountPlan, *, actor: Actor) -> None:
    plan.next_on = actor.today + dt.timedelta(days=plan.every_days)
    save_change(plan, actor=actor, fields=["next_on"])


def _plan(count_plan_id: UUID, *, actor: Actor, expected_version: int | None) -> CountPlan:
    rows = count_plan_rows(actor=actor)
    found = find_for_change(rows, count_plan_id, kind="count plan", expected_version=expected_version)
    if found.archived_at is not None:
        raise PlanIsArchived(_("The plan {name} was put away.").format(name=found.name))
    return found


def _judged(plan: PlanInput, *, actor: Actor, checker: Checker, own_id: UUID | None) -> dict[str, Any]:
    judge_scope(plan.scope, warehouse_id=plan.warehouse_id, actor=actor, checker=checker)
    check_counters(plan.counter_ids, checker=checker)
    name = checker.text("name", plan.name, longest=80, required=True)
    same = CountPlan.objects.filter(name=name, archived_at=None)
    if name and (same if own_id is None else same.exclude(pk=own_id)).exists():
        checker.add("name", _("There is a plan with this name already."), "taken")
    if plan.every_days is None:
        checker.add("every_days", _("Write after how many days a count is due again."), "missing")
    if plan.tolerance_percent is not None and not 0 <= plan.tolerance_percent <= 100:
        checker.add("tolerance_percent", _("The tolerance is from 0 to 100 per cent."), "out_of_range")
    return {
        "name": name,
        "warehouse_id": plan.warehouse_id,
        "scope": plan.scope.scope,
        "scope_ids": [str(each) for each in plan.scope.ids],
        "abc_class": plan.scope.abc_class if plan.scope.scope == "abc" else "",
        "is_by_product": plan.scope.is_by_product,
        "every_days": checker.integer("every_days", plan.every_days, least=1, most=DAYS_MOST),
        "bins_at_once": checker.integer("bins_at_once", plan.bins_at_once, least=1, most=BINS_MOST),
        "next_on": checker.day("next_on", plan.next_on) or actor.today,
        "tolerance_percent": plan.tolerance_percent,
        "tolerance_value": checker.amount("tolerance_value", plan.tolerance_value),
        "counter_ids": [str(each) for each in plan.counter_ids],
    }
