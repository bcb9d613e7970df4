"""Six bins a week: four months of counts behind it, and the next one due today."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Final

from omnistock.domain.stocktaking.counting_inputs import CountScope, PlanInput
from omnistock.domain.stocktaking.counting_queries import stock_count_lines
from omnistock.domain.stocktaking.counting_reports import count_plans
from omnistock.domain.stocktaking.operations import (
    approve_stock_count,
    create_count_plan,
    make_due_counts,
    start_planned_count,
)
from omnistock.interfaces.cli.demo.counted import count_all
from omnistock.interfaces.cli.demo.people import ASHA, RAVI
from omnistock.interfaces.cli.demo.pharma.cast import Cast
from omnistock.interfaces.cli.demo.stage import Stage
from omnistock.tenancy.paging import MOST

NAME: Final = "Six bins a week"
_ENOUGH: Final = Decimal(60)
# Days ago, and the differences by place among the lines of which there is much, with the cause of each.
_PAST: Final[tuple[tuple[int, Mapping[int, str], str], ...]] = (
    (92, {0: "-6", 2: "4", 3: "-2", 5: "-1"}, "misplaced"),
    (64, {1: "-3", 4: "2"}, "miscount"),
    (36, {0: "-2"}, "damaged"),
    (8, {2: "-1"}, "lost"),
)


def counted(stage: Stage, cast: Cast) -> None:
    """Ravi counts six bins, Asha looks at what differs."""
    stage.on(93, partial(_plan, stage))
    for days_ago, differences, cause in _PAST:
        stage.on(days_ago, partial(_count, stage, days_ago, differences, cause))
    stage.on(0, partial(_due, stage))


def _plan(stage: Stage) -> None:
    plan = PlanInput(
        name=NAME,
        warehouse_id=stage.warehouse().pk,
        scope=CountScope(scope="warehouse"),
        every_days=7,
        bins_at_once=6,
        tolerance_percent=Decimal(1),
    )
    create_count_plan(actor=stage.acting(ASHA, days_ago=93), plan=plan)


def _count(stage: Stage, days_ago: int, differences: Mapping[int, str], cause: str) -> None:
    asha, ravi = stage.acting(ASHA, days_ago=days_ago), stage.acting(RAVI, days_ago=days_ago)
    plan = count_plans(actor=asha).items[0]
    count = start_planned_count(actor=asha, count_plan_id=plan.id)
    count_all(count.pk, actor=ravi, differences=differences, least=_ENOUGH)
    lines = stock_count_lines(actor=asha, count_id=count.pk, limit=MOST).items
    causes = {line.id: cause for line in lines if line.difference_base}
    approve_stock_count(actor=asha, count_id=count.pk, causes=causes)


def _due(stage: Stage) -> None:
    """What the night does: the week's count stands on Today."""
    make_due_counts(actor=stage.acting(ASHA))
