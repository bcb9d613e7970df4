"""What a stock count asks of the ledger: what lies where, what the books say of a shelf now, what happened there last.

A shelf is (location, product, batch); without a batch it is all of the product's batches there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

Shelf = tuple[UUID, UUID, UUID | None]

_LYING: Final = """
SELECT b.location_id, b.product_id, b.batch_id
FROM balance b
JOIN location l ON l.organization_id = b.organization_id AND l.id = b.location_id
WHERE b.organization_id = %(organization)s AND b.on_hand > 0 AND b.warehouse_id = %(warehouse)s
    AND l.kind <> 'transit'
    AND (%(locations)s::uuid[] IS NULL OR b.location_id = ANY(%(locations)s::uuid[]))
    AND (%(products)s::uuid[] IS NULL OR b.product_id = ANY(%(products)s::uuid[]))
    AND (%(batches)s::uuid[] IS NULL OR b.batch_id = ANY(%(batches)s::uuid[]))
GROUP BY b.location_id, b.product_id, b.batch_id
"""
# A posting that is under way is waited for: what it does comes before the count, whole.
_LOCK: Final = """
SELECT b.id FROM balance b
WHERE b.organization_id = %(organization)s
    AND (b.location_id, b.product_id) IN (SELECT * FROM unnest(%(locations)s::uuid[], %(products)s::uuid[]))
ORDER BY b.location_id, b.layer_id FOR UPDATE
"""
_BOOK: Final = """
WITH shelf AS (
    SELECT * FROM unnest(%(ats)s::int[], %(locations)s::uuid[], %(products)s::uuid[], %(batches)s::uuid[])
        AS shelf (at, location_id, product_id, batch_id)
), there AS (
    -- Each bin and product once, by batch and (for a shelf without a batch) all of its batches together.
    SELECT b.location_id, b.product_id, b.batch_id, sum(b.on_hand) AS on_hand, sum(b.value) AS value
    FROM (SELECT DISTINCT location_id, product_id FROM shelf) wanted
    JOIN balance b ON b.organization_id = %(organization)s AND b.location_id = wanted.location_id
        AND b.product_id = wanted.product_id AND b.on_hand > 0
    GROUP BY GROUPING SETS ((b.location_id, b.product_id, b.batch_id), (b.location_id, b.product_id))
), cost AS (
    SELECT DISTINCT ON (l.product_id) l.product_id, round(l.value / l.quantity, 4) AS unit_value
    FROM layer l
    WHERE l.organization_id = %(organization)s AND l.product_id = ANY(%(products)s::uuid[])
    ORDER BY l.product_id, l.received_on DESC, l.id DESC
)
SELECT shelf.at, coalesce(there.on_hand, 0),
    coalesce(round(there.value / nullif(there.on_hand, 0), 4), cost.unit_value, 0)
FROM shelf
LEFT JOIN there ON there.location_id = shelf.location_id AND there.product_id = shelf.product_id
    AND coalesce(there.batch_id, there.product_id) = coalesce(shelf.batch_id, shelf.product_id)
LEFT JOIN cost ON cost.product_id = shelf.product_id
"""
_BATCHES_ON: Final = """
SELECT b.location_id, b.product_id, b.batch_id, sum(b.on_hand)
FROM balance b
JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id
JOIN layer l ON l.organization_id = b.organization_id AND l.id = b.layer_id
WHERE b.organization_id = %(organization)s AND b.on_hand > 0
    AND (b.location_id, b.product_id) IN (SELECT * FROM unnest(%(locations)s::uuid[], %(products)s::uuid[]))
GROUP BY b.location_id, b.product_id, b.batch_id, t.expires_on
ORDER BY t.expires_on NULLS LAST, min(l.received_on), b.batch_id
"""
_NEWEST: Final = """
SELECT DISTINCT ON (l.product_id) l.product_id, l.batch_id
FROM layer l
WHERE l.organization_id = %(organization)s AND l.product_id = ANY(%(products)s::uuid[])
ORDER BY l.product_id, l.received_on DESC, l.id DESC
"""
_LAST: Final = """
SELECT shelf.at, m.effective_at, m.reason, m.document_kind, m.document_id, m.actor_name, m.from_location_id = shelf.location_id,
    m.quantity
FROM unnest(%(ats)s::int[], %(locations)s::uuid[], %(products)s::uuid[], %(batches)s::uuid[])
    AS shelf (at, location_id, product_id, batch_id)
CROSS JOIN LATERAL (
    SELECT m.* FROM movement m
    JOIN layer l ON l.organization_id = m.organization_id AND l.id = m.layer_id
    WHERE m.organization_id = %(organization)s AND m.product_id = shelf.product_id
        AND (m.from_location_id = shelf.location_id OR m.to_location_id = shelf.location_id)
        AND (shelf.batch_id IS NULL OR l.batch_id = shelf.batch_id)
    ORDER BY m.effective_at DESC, m.id DESC
    LIMIT %(most)s
) m
ORDER BY shelf.at, m.effective_at DESC, m.id DESC
"""


@dataclass(frozen=True, slots=True)
class Book:
    """What the ledger says of a shelf: on hand, and what one base unit there is worth."""

    on_hand: Decimal
    unit_value: Decimal


@dataclass(frozen=True, slots=True)
class LastMovement:
    effective_at: dt.datetime
    reason: str
    document_kind: str
    document_id: UUID
    actor_name: str
    is_out: bool
    quantity: Decimal


def lying(
    *,
    actor: Actor,
    warehouse_id: UUID,
    location_ids: Collection[UUID] | None = None,
    product_ids: Collection[UUID] | None = None,
    batch_ids: Collection[UUID] | None = None,
) -> list[tuple[UUID, UUID, UUID]]:
    """(location, product, batch) of everything that lies in a warehouse, what is on its way there left out."""
    values = {
        "organization": actor.organization_id,
        "warehouse": warehouse_id,
        "locations": None if location_ids is None else list(location_ids),
        "products": None if product_ids is None else list(product_ids),
        "batches": None if batch_ids is None else list(batch_ids),
    }
    statement = Statement(_LYING, values)
    send(statement)
    return [(row[0], row[1], row[2]) for row in statement.rows]


def book_of(*, actor: Actor, shelves: Sequence[Shelf], is_locked: bool = False) -> list[Book]:
    """What the books say of each shelf, in order and in one round trip. `is_locked` holds the balances until the end
    of the transaction, so that no posting comes between the figure and whoever writes it down."""
    if not shelves:
        return []
    values = _shelf_values(actor, shelves)
    book = Statement(_BOOK, values)
    send(*([Statement(_LOCK, values)] if is_locked else []), book)
    found = {row[0]: Book(row[1], row[2]) for row in book.rows}
    return [found[at] for at in range(len(shelves))]


def batches_on(*, actor: Actor, shelves: Sequence[Shelf]) -> dict[tuple[UUID, UUID], list[tuple[UUID, Decimal]]]:
    """The batches of a product in a bin with what is on hand of each, first expired first; locked."""
    if not shelves:
        return {}
    values = _shelf_values(actor, shelves)
    statement = Statement(_BATCHES_ON, values)
    send(Statement(_LOCK, values), statement)
    found: dict[tuple[UUID, UUID], list[tuple[UUID, Decimal]]] = {}
    for location_id, product_id, batch_id, on_hand in statement.rows:
        found.setdefault((location_id, product_id), []).append((batch_id, on_hand))
    return found


def newest_batches(*, actor: Actor, product_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The batch of each product that came in last."""
    statement = Statement(_NEWEST, {"organization": actor.organization_id, "products": list(product_ids)})
    send(statement)
    return dict(statement.rows)


def last_movements(*, actor: Actor, shelves: Sequence[Shelf], most: int = 5) -> list[list[LastMovement]]:
    """The newest movements from or to each shelf, in order of the shelves."""
    found: list[list[LastMovement]] = [[] for _shelf in shelves]
    if shelves:
        statement = Statement(_LAST, {**_shelf_values(actor, shelves), "most": most})
        send(statement)
        for row in statement.rows:
            found[row[0]].append(LastMovement(*row[1:]))
    return found


def _shelf_values(actor: Actor, shelves: Sequence[Shelf]) -> dict[str, Any]:
    return {
        "organization": actor.organization_id,
        "ats": list(range(len(shelves))),
        "locations": [shelf[0] for shelf in shelves],
        "products": [shelf[1] for shelf in shelves],
        "batches": [shelf[2] for shelf in shelves],
    }
