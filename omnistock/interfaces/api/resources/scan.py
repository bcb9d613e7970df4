"""What a scanned or typed code means here."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from omnistock.domain.catalog.scanning import ScanMatch, resolve_code
from omnistock.interfaces.api.shapes import Body, Exact

router = Router(tags=["Scanning"])


class ScanIn(Body):
    code: str = Field(max_length=4_096, examples=["]d2010401234567890117270331109AB12"])


class ScanProblemOut(Schema):
    code: str
    message: str
    stops: bool


class ScanMatchOut(Schema):
    """One product, or one pack unit of it, that carries the code."""

    product_id: UUID
    sku: str
    name: str
    unit: str = Field(validation_alias="unit_code")
    factor: Exact = Field(description="Base units in the unit.")
    quantity: Exact | None = Field(description="Of the unit, where the code says it.")

    @staticmethod
    def resolve_product_id(match: ScanMatch) -> UUID:
        return match.product.id

    @staticmethod
    def resolve_sku(match: ScanMatch) -> str:
        return match.product.sku

    @staticmethod
    def resolve_name(match: ScanMatch) -> str:
        return match.product.name


class ScanOut(Schema):
    """What the code says of itself, and what carries it. Several matches: the person chooses."""

    kind: str
    gtin: str | None = Field(validation_alias="gtin14")
    batch_number: str | None
    serial: str | None
    expires_on: dt.date | None
    manufactured_on: dt.date | None
    quantity: Exact | None
    sscc: str | None
    problems: list[ScanProblemOut]
    matches: list[ScanMatchOut]


@router.post("/scan", response=ScanOut, summary="Read a code")
def scan(request: Any, payload: ScanIn) -> Any:
    """GS1 (Data Matrix, QR, Code 128, digital link), EAN and UPC, the product's own barcodes and SKUs."""
    answer = resolve_code(actor=request.actor, text=payload.code)
    said = {name: getattr(answer.scan, name) for name in _SAID}
    return said | {"matches": answer.matches}


_SAID = "kind gtin14 batch_number serial expires_on manufactured_on quantity sscc problems".split()
