"""The period lock: the day through which the books are closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Router, Schema
from pydantic import Field

from omnistock.domain.ledger import operations, queries
from omnistock.interfaces.api.shapes import Body, Day

router = Router(tags=["Period lock"])


class PeriodLockOut(Schema):
    locked_through: dt.date | None = Field(description="Nothing is posted on that day or before. Null: all is open.")


class PeriodLockIn(Body):
    locked_through: Day | None = Field(description="A day before today. Null opens all periods.")
    reason: str = Field("", max_length=300, description="Needed where an earlier day, or null, opens closed days.")


@router.get("/period-lock", response=PeriodLockOut, summary="The day through which the books are closed")
def get_period_lock(request: Any) -> Any:
    """A posting dated on it or before is refused: 409 `period_locked`."""
    return queries.books(actor=request.actor)


@router.put("/period-lock", response=PeriodLockOut, summary="Close or open the books")
def put_period_lock(request: Any, payload: PeriodLockIn) -> Any:
    return operations.set_lock_date(actor=request.actor, locked_through=payload.locked_through, reason=payload.reason)
