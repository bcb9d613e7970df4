"""Plans of counts: what is counted how often, so that counts become due by themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from omnistock.domain.stocktaking import counting_reports as queries
from omnistock.domain.stocktaking import operations
from omnistock.domain.stocktaking.counting_inputs import PlanInput
from omnistock.interfaces.api.resources.stock_counts import Scope, ScopeIn
from omnistock.interfaces.api.shapes import (
    NOTHING,
    AskedFlag,
    ChangedPaged,
    Day,
    Exact,
    Listed,
    Moment,
    NewRecord,
    Nothing,
    RecordOut,
    Whole,
)
from omnistock.interfaces.api.writes import act, create, writer

router = Router(tags=["Stock counts"])


class PlanFields(ScopeIn):
    name: str
    warehouse_id: UUID
    every_days: Whole = Field(description="After how many days a count is due again: 7 for every week.")
    bins_at_once: Whole | None = Field(
        None, description="Those that were counted longest ago come first; every bin when left out."
    )
    next_on: Day | None = Field(None, description="Today when left out.")
    tolerance_percent: Exact | None = None
    tolerance_value: Exact | None = None
    counter_ids: list[UUID] = Field(default_factory=list, max_length=100)

    def plan(self) -> PlanInput:
        given = self.given("id", "external_id", "scope", "ids", "abc_class", "is_by_product")
        return PlanInput(scope=self.scope_input(), **given)


class CountPlanIn(NewRecord, PlanFields):
    pass


class CountPlanOut(RecordOut):
    name: str
    warehouse_id: UUID
    scope: Scope
    ids: list[UUID] = Field(validation_alias="scope_ids")
    abc_class: Literal["A", "B", "C", ""]
    is_by_product: bool
    every_days: int
    bins_at_once: int | None
    next_on: dt.date
    tolerance_percent: Exact | None
    tolerance_value: Exact | None
    counter_ids: list[UUID]
    archived_at: Moment | None


class CountPlanQuery(ChangedPaged):
    warehouse_id: UUID | None = None
    is_archived: AskedFlag | None = None


@router.get("/count-plans", response=Listed[CountPlanOut], summary="List plans of counts")
def list_count_plans(request: Any, query: Query[CountPlanQuery]) -> Any:
    wanted = queries.PlanFilter(
        warehouse_id=query.warehouse_id,
        is_archived=query.is_archived,
        updated_since=query.updated_since,
        sort="changed",
    )
    return queries.count_plans(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.post("/count-plans", response={200: CountPlanOut, 201: CountPlanOut}, summary="Create a plan of counts")
def create_count_plan(request: Any, payload: CountPlanIn) -> Status:
    """The night makes its counts when they are due."""

    def make(id: UUID) -> None:
        operations.create_count_plan(actor=request.actor, id=id, external_id=payload.external_id, plan=payload.plan())

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/count-plans/{uuid:count_plan_id}", response=CountPlanOut, summary="Read a plan of counts")
def get_count_plan(request: Any, count_plan_id: UUID) -> Any:
    return queries.count_plan(actor=request.actor, count_plan_id=count_plan_id)


@router.put("/count-plans/{uuid:count_plan_id}", response=CountPlanOut, summary="Set a plan of counts anew")
def change_count_plan(request: Any, count_plan_id: UUID, payload: PlanFields) -> Status:
    """Counts that it made stay as they are."""
    return act(
        request,
        payload,
        operations.change_count_plan,
        count_plan_id=count_plan_id,
        plan=payload.plan(),
        show=_shown,
    )


@router.post("/count-plans/{uuid:count_plan_id}/archival", response=CountPlanOut, summary="Archive a plan of counts")
def archive_count_plan(request: Any, count_plan_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.archive_count_plan, count_plan_id=count_plan_id, show=_shown)


def _shown(request: Any, count_plan_id: UUID) -> Any:
    return queries.count_plan(actor=writer(request.actor), count_plan_id=count_plan_id)
