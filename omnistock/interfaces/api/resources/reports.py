"""Reports: what the pages of reports show, as rows. Each is whole; a value is null for a key that sees no costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, Generic, Literal, TypeVar
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from omnistock.domain.ledger.queries import abc
from omnistock.domain.reporting import ages, flows, valuation
from omnistock.domain.stocktaking.counting_reports import count_accuracy
from omnistock.interfaces.api.shapes import Day, Exact, Given, Moment, Shape

T = TypeVar("T")
By = Literal["product", "warehouse", "category"]
MOST_DAYS: Final = 3_660

router = Router(tags=["Reports"])


class Report(Shape, Generic[T]):
    """All rows of a report, in the order of its page."""

    items: list[T]


class WarehouseQuery(Given):
    warehouse_id: UUID | None = None


class ValueQuery(WarehouseQuery):
    by: By = "product"
    as_of: Moment | None = Field(None, description="What was known at this moment; left out: now.")


class PeriodQuery(WarehouseQuery):
    first: Day = Field(description="The first day of the period.")
    last: Day = Field(description="Its last day.")


class FlowQuery(PeriodQuery):
    by: By = "product"
    registration_id: UUID | None = Field(None, description="The warehouses of one tax registration alone.")


class ExpiryQuery(WarehouseQuery):
    first_days: int | None = Field(None, ge=0, le=MOST_DAYS, description="Left out: what has expired, too.")
    last_days: int = Field(ages.EXPIRY_WITHIN, ge=0, le=MOST_DAYS)
    limit: int = Field(ages.MOST_ROWS, ge=1, le=10_000)


class SlowQuery(WarehouseQuery):
    days: int = Field(90, ge=1, le=MOST_DAYS, description="For how long nothing was sold, used or received.")


class AbcQuery(WarehouseQuery):
    basis: Literal["used", "stock"] = "used"
    days: int = Field(abc.YEAR_DAYS, ge=1, le=MOST_DAYS)


class ValueRowOut(Schema):
    id: UUID | None = Field(description="Of the product, warehouse or category; null: without a category.")
    name: str
    code: str
    unit: str = Field(validation_alias="unit_code")
    on_hand: Exact = Field(description="In base units, which means something for a product alone.")
    value: Exact | None


class AmountOut(Schema):
    quantity: Exact
    value: Exact | None


class FlowRowOut(Schema):
    """opening + what came in - what went out = closing."""

    id: UUID | None
    name: str
    code: str
    unit: str = Field(validation_alias="unit_code")
    opening: AmountOut
    kinds: Mapping[str, AmountOut] = Field(
        description=f"In: {', '.join(flows.INS)}. Out: {', '.join(flows.OUTS)}. What did not happen is left out."
    )
    closing: AmountOut


class CostRowOut(Schema):
    product_id: UUID
    name: str
    sku: str
    unit: str = Field(validation_alias="unit_code")
    quantity: Exact
    value: Exact


class ExpiringBatchOut(Schema):
    batch_id: UUID
    batch_number: str
    expires_on: dt.date
    expiry_precision: Literal["day", "month"]
    status: Literal["usable", "on_hold", "recalled"]
    product_id: UUID
    sku: str
    product_name: str
    unit: str = Field(validation_alias="unit_code")
    warehouse_name: str
    on_hand: Exact
    free: Exact
    value: Exact | None


class ExpiryWindowOut(Schema):
    first_days: int | None = Field(description="Days from today; null: has expired.")
    last_days: int
    batches: int
    value: Exact | None


class ExpiryOut(Schema):
    windows: Sequence[ExpiryWindowOut]
    items: Sequence[ExpiringBatchOut] = Field(validation_alias="rows")


class SlowProductOut(Schema):
    product_id: UUID
    sku: str
    name: str
    unit: str = Field(validation_alias="unit_code")
    on_hand: Exact
    value: Exact | None
    last_out_on: dt.date | None
    received_on: dt.date
    idle_days: int


class AgedProductOut(Schema):
    product_id: UUID
    sku: str
    name: str
    unit: str = Field(validation_alias="unit_code")
    on_hand: Exact
    value: Exact | None
    buckets: Sequence[Exact] = Field(
        description=f"By days since it was received; they begin at {', '.join(map(str, (0, *ages.AGE_BOUNDS)))}. Values; for a "
        "key that sees no costs, base units."
    )


class AbcProductOut(Schema):
    product_id: UUID
    sku: str
    name: str
    abc_class: Literal["A", "B", "C"]
    value: Exact | None
    held: Exact | None = Field(description="What is there, at cost.")
    share: Exact = Field(description="Per cent of all.")
    running_share: Exact


class AccuracyOut(Schema):
    month: dt.date = Field(description="Its first day.")
    counts: int
    lines: int
    agreed: int
    tolerated: int
    missing_value: Exact | None
    found_value: Exact | None


@router.get("/reports/value", response=Report[ValueRowOut], summary="Value on hand")
def get_value(request: Any, query: Query[ValueQuery]) -> Any:
    """The dearest first, now or as of a moment."""
    return {"items": valuation.value_on_hand_by(actor=request.actor, **query.given())}


@router.get("/reports/movements", response=Report[FlowRowOut], summary="Movements in a period, and the stock register")
def get_movements(request: Any, query: Query[FlowQuery]) -> Any:
    """Opening, each kind of movement, closing; by product it is the register of CGST Rule 56(2)."""
    return {"items": flows.stock_flows(actor=request.actor, **query.given())}


@router.get("/reports/cost-of-goods-sold", response=Report[CostRowOut], summary="Cost of goods sold")
def get_costs(request: Any, query: Query[PeriodQuery]) -> Any:
    """By product, by the cost of its batches, less what customers returned. Empty for a key that sees no costs."""
    return {"items": flows.cost_of_goods_sold(actor=request.actor, **query.given())}


@router.get("/reports/expiry", response=ExpiryOut, summary="What expires when")
def get_expiry(request: Any, query: Query[ExpiryQuery]) -> Any:
    """The windows of the year ahead, and the batches of the days asked for, the soonest first."""
    return ages.expiry(actor=request.actor, **query.given())


@router.get("/reports/slow-stock", response=Report[SlowProductOut], summary="Slow and dead stock")
def get_slow_stock(request: Any, query: Query[SlowQuery]) -> Any:
    """The dearest first."""
    return {"items": ages.slow_stock(actor=request.actor, **query.given())}


@router.get("/reports/ageing", response=Report[AgedProductOut], summary="Stock ageing")
def get_ageing(request: Any, query: Query[WarehouseQuery]) -> Any:
    """The products with the oldest goods first."""
    return {"items": ages.stock_ages(actor=request.actor, **query.given())}


@router.get("/reports/abc", response=Report[AbcProductOut], summary="ABC classes")
def get_abc(request: Any, query: Query[AbcQuery]) -> Any:
    """The largest value first."""
    request.actor.require("reports:read")
    return {"items": abc.abc_classes(actor=request.actor, **query.given())}


@router.get("/reports/count-accuracy", response=Report[AccuracyOut], summary="How well the books agreed with counts")
def get_count_accuracy(request: Any) -> Any:
    """By month, of the last twelve."""
    return {"items": count_accuracy(actor=request.actor)}
