"""Stock: what is where, now or as of a moment."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from omnistock.domain.ledger import queries
from omnistock.interfaces.api.shapes import Exact, Listed, Moment, Paged

router = Router(tags=["Stock"])


class StockItemOut(Schema):
    """What of a batch (or layer) is at a location, in the base unit."""

    product_id: UUID
    sku: str
    product_name: str
    unit: str = Field(validation_alias="unit_code")
    warehouse_id: UUID
    location_id: UUID
    location_code: str
    location_kind: str
    batch_id: UUID
    batch_number: str
    batch_status: Literal["usable", "on_hold", "recalled"]
    layer_id: UUID | None = Field(description="With `by=layer`.")
    expires_on: dt.date | None
    expiry_precision: Literal["day", "month"]
    on_hand: Exact
    reserved: Exact | None = Field(description="Null in the past: promises are kept as of now only.")
    available: Exact | None
    value: Exact | None


class StockQuery(Paged):
    product_id: UUID | None = None
    warehouse_id: UUID | None = None
    location_id: UUID | None = None
    batch_id: UUID | None = None
    as_of: Moment | None = Field(None, description="What was there at this moment, by what is known now.")
    by: Literal["batch", "layer"] = Field("batch", description="One item for each location and batch, or layer.")


@router.get("/stock", response=Listed[StockItemOut], summary="List stock")
def list_stock(request: Any, query: Query[StockQuery]) -> Any:
    """By SKU. Places without anything are left out."""
    request.actor.require("stock:read")
    return queries.stock(actor=request.actor, **query.given())
