"""Products, with their pack units and barcodes."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.catalog import operations, queries
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.interfaces.api.shapes import (
    NOTHING,
    AskedFlag,
    Body,
    ChangedPaged,
    Exact,
    Flag,
    Listed,
    Moment,
    NewRecord,
    Nothing,
    RecordOut,
    Whole,
)
from omnistock.interfaces.api.writes import act, create, expected_version, writer

router = Router(tags=["Products"])

Tracking = Literal["none", "batch", "serial"]
TaxCategory = Literal["taxable", "nil_rated", "exempt", "non_gst"]


class PackUnitIn(Body):
    code: str
    factor: Exact = Field(description="Base units in one, at least 1, up to 8 places. Frozen once used.")
    barcodes: list[str] = []


class ProductFields(Body):
    sku: str | None = Field(None, examples=["PARA-500"])
    name: str | None = Field(None, examples=["Paracetamol 500 mg, strip of 10"])
    unit: str | None = Field(None, description="The code of the base unit, the smallest that is counted. Default: pcs.")
    units: list[PackUnitIn] | None = Field(None, description="Pack units, sent whole.")
    barcodes: list[str] | None = Field(None, description="Of the base unit, sent whole. A GTIN is kept as 14 digits.")
    description: str | None = None
    category: str | None = Field(None, description="By name; a new one is made.")
    brand: str | None = None
    tracking: Tracking | None = None
    expires: Flag | None = Field(None, description="Whether a batch must carry an expiry date.")
    hsn_code: str | None = None
    tax_category: TaxCategory | None = None
    tax_rate: Exact | None = Field(None, description="Per cent.")
    sale_price: Exact | None = None
    purchase_price: Exact | None = None
    mrp: Exact | None = None
    weight_grams: Exact | None = None
    shelf_life_days: Whole | None = None
    minimum_shelf_life_days: Whole | None = None
    reorder_point: Exact | None = None
    reorder_quantity: Exact | None = None
    custom_fields: dict[str, str | bool | Whole] | None = None

    def values(self) -> dict[str, Any]:
        """What was sent, as the domain takes it."""
        sent = self.changes()
        sent.pop("id", None)
        if self.units is not None:
            sent["units"] = tuple(
                PackUnitInput(code=each.code, factor=each.factor, barcodes=tuple(each.barcodes)) for each in self.units
            )
        if self.barcodes is not None:
            sent["barcodes"] = tuple(self.barcodes)
        return sent


class ProductIn(ProductFields, NewRecord):
    sku: str = Field(examples=["PARA-500"])
    name: str = Field(examples=["Paracetamol 500 mg, strip of 10"])


class ProductPatch(ProductFields):
    external_id: str | None = None


class PackUnitOut(Schema):
    code: str
    factor: Exact
    barcodes: list[str]
    is_used: bool


class ProductOut(RecordOut):
    sku: str
    name: str
    unit: str
    units: list[PackUnitOut]
    barcodes: list[str]
    description: str
    category_id: UUID | None
    category: str
    brand: str
    tracking: Tracking
    expires: bool
    hsn_code: str
    tax_category: TaxCategory
    tax_rate: Exact | None
    sale_price: Exact | None
    purchase_price: Exact | None = Field(description="Null, too, for who may not see costs.")
    mrp: Exact | None
    weight_grams: Exact | None
    shelf_life_days: int | None
    minimum_shelf_life_days: int | None
    reorder_point: Exact | None
    reorder_quantity: Exact | None
    custom_fields: dict[str, Any]
    archived_at: Moment | None


class ProductQuery(ChangedPaged):
    search: str = Field("", max_length=400, description="Words of SKU, name, brand, category, HSN or barcode.")
    category_id: UUID | None = None
    tracking: Tracking | None = None
    archived: AskedFlag = False


@router.get("/products", response=Listed[ProductOut], summary="List products")
def list_products(request: Any, query: Query[ProductQuery]) -> Any:
    return queries.products(actor=request.actor, sort="changed", **query.given())


@router.post("/products", response={200: ProductOut, 201: ProductOut}, summary="Create a product")
def create_product(request: Any, payload: ProductIn) -> Status:
    def make(id: UUID) -> None:
        operations.create_product(actor=request.actor, values=payload.values(), id=id)

    return create(request, payload, make=make, show=lambda id: _shown(request, id))


@router.get("/products/{uuid:product_id}", response=ProductOut, summary="Read a product")
def get_product(request: Any, product_id: UUID) -> Any:
    return queries.product(actor=request.actor, product_id=product_id)


@router.patch("/products/{uuid:product_id}", response=ProductOut, summary="Change a product")
def change_product(request: Any, product_id: UUID, payload: ProductPatch) -> Any:
    """What is sent is changed, null clears. Once used, base unit, tracking and the factors of pack units stay."""
    operations.change_product(
        actor=request.actor,
        product_id=product_id,
        changes=payload.values(),
        expected_version=expected_version(request),
    )
    return _shown(request, product_id)


@router.post("/products/{uuid:product_id}/archival", response=ProductOut, summary="Archive a product")
def archive_product(request: Any, product_id: UUID, payload: Nothing = NOTHING) -> Status:
    """No new document offers it; its history stays."""
    return act(request, payload, operations.archive_product, product_id=product_id, show=_shown)


@router.post("/products/{uuid:product_id}/restoration", response=ProductOut, summary="Restore an archived product")
def restore_product(request: Any, product_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.restore_product, product_id=product_id, show=_shown)


def _shown(request: Any, product_id: UUID) -> queries.ProductView:
    return queries.product(actor=writer(request.actor), product_id=product_id)
