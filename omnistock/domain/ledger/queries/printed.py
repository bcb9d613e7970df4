"""Batches as a label prints them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from omnistock.domain.ledger.models import Batch


@dataclass(frozen=True, slots=True)
class PrintedBatch:
    id: UUID
    number: str
    expires_on: dt.date | None
    expiry_precision: str
    product_id: UUID
    product_name: str
    sku: str


def printed_batches(*, batch_ids: Collection[UUID]) -> list[PrintedBatch]:
    """Those of `batch_ids` that are there, in one statement. The caller has checked that batches may be read."""
    rows = Batch.objects.filter(pk__in=batch_ids).select_related("product")
    return [
        PrintedBatch(
            id=row.pk,
            number=row.number,
            expires_on=row.expires_on,
            expiry_precision=row.expiry_precision,
            product_id=row.product_id,
            product_name=row.product.name,
            sku=row.product.sku,
        )
        for row in rows
    ]
