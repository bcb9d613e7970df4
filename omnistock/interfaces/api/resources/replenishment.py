"""When and from whom products are ordered, what is proposed now, and the drafts that one request makes of it."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.purchasing import supplied
from omnistock.domain.purchasing.inputs import ProductSupplierInput
from omnistock.domain.purchasing.operations import set_product_suppliers
from omnistock.domain.replenishment import queries
from omnistock.domain.replenishment.drafting import check_window, draft_replenishment
from omnistock.domain.replenishment.inputs import DraftLineInput, ReorderRuleInput
from omnistock.domain.replenishment.levels import USUAL_WINDOW
from omnistock.domain.replenishment.operations import set_reorder_rules
from omnistock.domain.replenishment.proposing import proposals
from omnistock.interfaces.api.shapes import (
    MOST_LINES,
    Body,
    ChangedPaged,
    Exact,
    Flag,
    Listed,
    NewRecord,
    Paged,
    RecordOut,
    Whole,
)
from omnistock.interfaces.api.writes import act, create, writer
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.paging import MOST, Page

router = Router(tags=["Replenishment"])


class ReorderRuleIn(Body):
    warehouse_id: UUID
    reorder_point: Exact = Field(description="In the product's base unit: at this much or less, more is proposed.")
    target: Exact | None = Field(None, description="What it is filled up to; the reorder point when left out.")
    lead_days: Whole | None = Field(None, description="The supplier's own when left out.")
    unit: str = Field("", description="A pack unit of the product of which only whole ones are proposed.")


class ReorderRulesIn(Body):
    rules: list[ReorderRuleIn] = Field(max_length=MOST_LINES)


class ReorderRuleOut(RecordOut):
    product_id: UUID
    sku: str
    warehouse_id: UUID
    reorder_point: Exact
    target: Exact
    lead_days: int | None
    unit: str = Field(validation_alias="unit_code")


class ReorderRuleQuery(ChangedPaged):
    product_id: UUID | None = None
    warehouse_id: UUID | None = None


class ProductSupplierIn(Body):
    supplier_id: UUID
    code: str = Field("", description="What the supplier calls the product.")
    unit: str = Field("", description="In which it is ordered, whole ones only; the base unit when left out.")
    unit_cost: Exact | None = Field(None, description="For one of `unit`, before discount and tax.")
    minimum_quantity: Exact | None = Field(None, description="The least that is sold, in `unit`.")
    lead_days: Whole | None = Field(None, description="The supplier's own when left out.")
    is_preferred: Flag = Field(False, description="Orders go to the first that says so, else to the first.")


class ProductSuppliersIn(Body):
    suppliers: list[ProductSupplierIn] = Field(max_length=MOST_LINES)


class ProductSupplierOut(RecordOut):
    product_id: UUID
    sku: str
    supplier_id: UUID
    supplier_name: str
    code: str
    unit: str = Field(validation_alias="unit_code")
    unit_cost: Exact | None
    minimum_quantity: Exact | None
    lead_days: int | None
    is_preferred: bool


class ProductSupplierQuery(ChangedPaged):
    product_id: UUID | None = None
    supplier_id: UUID | None = None


class ProposalOut(Schema):
    """What would bring a product to a warehouse: bought from a supplier, or sent by another warehouse."""

    kind: Literal["order", "transfer"]
    product_id: UUID
    sku: str
    product_name: str
    warehouse_id: UUID
    source_id: UUID | None = Field(description="The supplier, or the warehouse; null where nobody is known to sell it.")
    source_name: str
    supplier_code: str
    quantity: Exact
    unit: str = Field(validation_alias="unit_code")
    quantity_base: Exact
    free: Exact
    incoming: Exact
    demand: Exact = Field(description="What orders still wait for.")
    reorder_point: Exact
    level: Exact = Field(description="The reorder point, or the use until a delivery comes where that is more.")
    target: Exact
    daily_use: Exact
    days_left: int | None
    lead_days: int | None
    is_other_registration: bool
    unit_cost: Exact | None
    amount: Exact | None
    why: str


class ProposalQuery(Paged):
    days: int = Field(USUAL_WINDOW, description="Over how many days the use is averaged: 30, 60, 90, 180 or 365.")
    warehouse_id: UUID | None = None


class DraftLineIn(Body):
    kind: Literal["order", "transfer"]
    product_id: UUID
    warehouse_id: UUID
    source_id: UUID
    quantity: Exact = Field(description="In the unit of the proposal.")


class RunIn(NewRecord):
    days: Whole = USUAL_WINDOW
    lines: list[DraftLineIn] = Field(max_length=MOST_LINES)


class DraftOut(Schema):
    id: UUID
    number: str
    status: str


class RunOut(RecordOut):
    days: int
    purchase_orders: list[DraftOut]
    transfers: list[DraftOut]


@router.get("/reorder-rules", response=Listed[ReorderRuleOut], summary="List reorder rules")
def list_reorder_rules(request: Any, query: Query[ReorderRuleQuery]) -> Any:
    wanted = queries.ReorderRuleFilter(
        product_id=query.product_id,
        warehouse_id=query.warehouse_id,
        updated_since=query.updated_since,
        sort="changed",
    )
    return queries.reorder_rules(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.put("/products/{uuid:product_id}/reorder-rules", response=Listed[ReorderRuleOut], summary="Set reorder rules")
def put_reorder_rules(request: Any, product_id: UUID, payload: ReorderRulesIn) -> Status:
    """The rules of one product, whole: a warehouse that is left out has none. What they were is in the audit trail."""

    def write(*, actor: Any, product_id: UUID, expected_version: int | None = None) -> None:
        rules = [
            ReorderRuleInput(product_id=product_id, pointer=f"rules/{at}", **each.given())
            for at, each in enumerate(payload.rules)
        ]
        set_reorder_rules(actor=actor, rules=rules, whole_of=[product_id])

    def show(request: Any, product_id: UUID) -> Any:
        wanted = queries.ReorderRuleFilter(product_id=product_id)
        return queries.reorder_rules(actor=writer(request.actor), wanted=wanted, limit=MOST)

    return act(request, payload, write, product_id=product_id, show=show)


@router.get("/product-suppliers", response=Listed[ProductSupplierOut], summary="List suppliers of products")
def list_product_suppliers(request: Any, query: Query[ProductSupplierQuery]) -> Any:
    wanted = supplied.ProductSupplierFilter(
        product_id=query.product_id,
        supplier_id=query.supplier_id,
        updated_since=query.updated_since,
        sort="changed",
    )
    return supplied.product_suppliers(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


@router.put(
    "/products/{uuid:product_id}/suppliers", response=Listed[ProductSupplierOut], summary="Set suppliers of a product"
)
def put_product_suppliers(request: Any, product_id: UUID, payload: ProductSuppliersIn) -> Status:
    """The suppliers of one product, whole: who is left out is none any more."""

    def write(*, actor: Any, product_id: UUID, expected_version: int | None = None) -> None:
        rows = [
            ProductSupplierInput(product_id=product_id, pointer=f"suppliers/{at}", **each.given())
            for at, each in enumerate(payload.suppliers)
        ]
        set_product_suppliers(actor=actor, suppliers=rows, whole_of=[product_id])

    def show(request: Any, product_id: UUID) -> Any:
        wanted = supplied.ProductSupplierFilter(product_id=product_id)
        return supplied.product_suppliers(actor=writer(request.actor), wanted=wanted, limit=MOST)

    return act(request, payload, write, product_id=product_id, show=show)


@router.get("/replenishment", response=Listed[ProposalOut], summary="List what should be ordered or sent")
def list_proposals(request: Any, query: Query[ProposalQuery]) -> Any:
    """Computed when it is asked: transfers of what other warehouses can spare, and orders of the rest. A page goes on
    after the number of rows that its cursor names."""
    checker = Checker()
    check_window(query.days, checker)
    at = int(query.cursor) if query.cursor and query.cursor.isdecimal() and len(query.cursor) < 7 else 0
    if query.cursor and not at:
        checker.add("cursor", "This cursor belongs to another list; ask for the first page without one.")
    checker.stop()
    found = proposals(actor=request.actor, days=query.days, warehouse_id=query.warehouse_id)
    after = at + query.limit
    return Page(found[at:after], str(after) if len(found) > after else None)


@router.post("/replenishment/runs", response={200: RunOut, 201: RunOut}, summary="Make drafts of proposals")
def create_run(request: Any, payload: RunIn) -> Status:
    """Drafts of purchase orders, one a supplier and warehouse, and of transfers, one a pair of warehouses: all or none.
    A line that is not proposed at this moment is refused."""

    def make(id: UUID) -> None:
        lines = [
            DraftLineInput(pointer=f"lines/{at}/quantity", **line.given()) for at, line in enumerate(payload.lines)
        ]
        draft_replenishment(actor=request.actor, id=id, external_id=payload.external_id, days=payload.days, lines=lines)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/replenishment/runs/{uuid:replenishment_run_id}", response=RunOut, summary="Read what came of proposals")
def get_run(request: Any, replenishment_run_id: UUID) -> Any:
    return queries.replenishment_run(actor=request.actor, replenishment_run_id=replenishment_run_id)


def _shown(request: Any, run_id: UUID) -> Any:
    return queries.replenishment_run(actor=writer(request.actor), replenishment_run_id=run_id)
