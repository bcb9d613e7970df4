"""What lies on a shelf, by layer: read without a lock, to choose from. Whoever chose locks and looks again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

Shelf = tuple[UUID, UUID, UUID | None]  # location, product, batch (None: any, for goods that are not tracked)

_OLDEST: Final = """
SELECT b.location_id, b.product_id, b.batch_id, b.layer_id, b.on_hand - b.reserved, p.tracking
FROM balance b
JOIN layer l ON l.organization_id = b.organization_id AND l.id = b.layer_id
JOIN product p ON p.organization_id = b.organization_id AND p.id = b.product_id
WHERE b.organization_id = %(organization)s AND b.on_hand > b.reserved AND b.on_hand > 0
    AND (b.product_id, b.location_id) IN (SELECT * FROM unnest(%(products)s::uuid[], %(locations)s::uuid[]))
ORDER BY l.received_on, l.id
"""


@dataclass(slots=True)
class LayerOnShelf:
    layer_id: UUID
    free: Decimal


def oldest_layers(*, actor: Actor, shelves: Collection[Shelf]) -> dict[Shelf, list[LayerOnShelf]]:
    """The layers with free goods on each shelf, oldest first, in one statement."""
    places = sorted({(shelf[1], shelf[0]) for shelf in shelves})
    values = {
        "organization": actor.organization_id,
        "products": [p[0] for p in places],
        "locations": [p[1] for p in places],
    }
    statement = Statement(_OLDEST, values)
    send(statement)
    found: dict[Shelf, list[LayerOnShelf]] = defaultdict(list)
    for location_id, product_id, batch_id, layer_id, free, tracking in statement.rows:
        part = LayerOnShelf(layer_id, free)
        found[location_id, product_id, batch_id].append(part)
        if tracking == "none":
            found[location_id, product_id, None].append(part)
    return found
