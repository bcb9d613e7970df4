"""Batches as a label prints them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from omnistock.domain.ledger.models import Batch
from omnistock.domain.ledger.queries.naming import standing_batches
from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class PrintedBatch:
    id: UUID
    number: str
    expires_on: dt.date | None
    expiry_precision: str
    product_id: UUID
    product_name: str
    sku: str


def printed_batches(*, actor: Actor, batch_ids: Collection[UUID]) -> list[PrintedBatch]:
    """Those of `batch_ids` that are there, in two statements; of one that was merged what the batch that has its goods is
    called. The caller has checked that batches may be read."""
    standing = standing_batches(actor=actor, batch_ids=batch_ids)
    ids = {standing.get(each, each) for each in batch_ids}
    found = {row.pk: row for row in Batch.objects.filter(pk__in=ids).select_related("product")}
    asked = [(each, found.get(standing.get(each, each))) for each in batch_ids]
    return [
        PrintedBatch(
            id=batch_id,
            number=row.number,
            expires_on=row.expires_on,
            expiry_precision=row.expiry_precision,
            product_id=row.product_id,
            product_name=row.product.name,
            sku=row.product.sku,
        )
        for batch_id, row in asked
        if row is not None
    ]
