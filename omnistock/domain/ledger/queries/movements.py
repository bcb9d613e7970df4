"""The history: every movement, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from omnistock.domain.ledger.engine.run import unit_cost
from omnistock.domain.ledger.models import Layer, Movement
from omnistock.domain.ledger.queries.naming import standing_batch
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, page
from omnistock.tenancy.statements import Statement, send

NEWEST_FIRST: Final = ("-effective_at", "-id")
# Polled by integrators: in the order of writing, so that a backdated movement is not missed.
BY_ID: Final = ("id",)


@dataclass(frozen=True, slots=True)
class MovementRow:
    """`value` and `unit_cost` are None for who sees no costs."""

    id: UUID
    product_id: UUID
    sku: str
    product_name: str
    unit_code: str
    batch_id: UUID
    batch_number: str
    layer_id: UUID
    from_location_id: UUID
    from_location_code: str
    from_kind: str
    to_location_id: UUID
    to_location_code: str
    to_kind: str
    quantity: Decimal
    value: Decimal | None
    reason: str
    document_kind: str
    document_id: UUID
    document_line_id: UUID | None
    effective_at: dt.datetime
    recorded_at: dt.datetime
    actor_name: str
    reverses_id: UUID | None

    @property
    def unit_cost(self) -> Decimal | None:
        return None if self.value is None else unit_cost(value=self.value, quantity=self.quantity)


# Of what stands beside a movement the words that are shown. Read by their keys once the page is known: joined to the
# movements, six tables take longer to plan than to read, and the more so the longer the history is.
_PRODUCTS: Final = """
SELECT p.id, p.sku, p.name, u.code
FROM product p JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
WHERE p.organization_id = %(organization)s AND p.id = ANY(%(products)s::uuid[])
"""
_LAYERS: Final = """
SELECT l.id, l.batch_id, b.number
FROM layer l JOIN batch b ON b.organization_id = l.organization_id AND b.id = l.batch_id
WHERE l.organization_id = %(organization)s AND l.id = ANY(%(layers)s::uuid[])
"""
_PLACES: Final = """
SELECT id, code, kind FROM location WHERE organization_id = %(organization)s AND id = ANY(%(places)s::uuid[])
"""
_PRODUCT: Final = ("sku", "product_name", "unit_code")
_LAYER: Final = ("batch_id", "batch_number")
_FROM: Final = ("from_location_code", "from_kind")
_TO: Final = ("to_location_code", "to_kind")
_NAMED: Final = frozenset({*_PRODUCT, *_LAYER, *_FROM, *_TO})
_OWN: Final = tuple(each.name for each in fields(MovementRow) if each.name not in _NAMED)


def movements(
    *,
    actor: Actor,
    batch_id: UUID | None = None,
    order: tuple[str, ...] = NEWEST_FIRST,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
    **asked: Any,
) -> Page[MovementRow]:
    """Movements from or to the actor's warehouses, in two round trips, of a batch in four; `asked` are those of
    `movement_rows`."""
    if batch_id is not None:  # by the layers themselves: a join would be answered from the whole history, newest first
        standing_id = standing_batch(actor=actor, batch_id=batch_id)
        asked["layer_ids"] = list(Layer.objects.filter(batch_id=standing_id).values_list("id", flat=True))
    found = page(movement_rows(actor=actor, **asked), order=order, cursor=cursor, limit=limit)
    return Page(_named(found.items, actor=actor), found.next_cursor)


def movement_rows(
    *,
    actor: Actor,
    product_id: UUID | None = None,
    layer_id: UUID | None = None,
    layer_ids: Collection[UUID] | None = None,
    warehouse_id: UUID | None = None,
    location_id: UUID | None = None,
    document_id: UUID | None = None,
    reason: str | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> QuerySet[Any]:
    """The same before they are sorted and read. `since` is included, `until` is not."""
    rows = Movement.objects.all()
    exact: dict[str, Any] = {
        "product_id": product_id,
        "layer_id": layer_id,
        "layer_id__in": layer_ids,
        "document_id": document_id,
        "reason": reason,
        "effective_at__gte": since,
        "effective_at__lt": until,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if location_id is not None:
        rows = rows.filter(Q(from_location_id=location_id) | Q(to_location_id=location_id))
    if warehouse_id is not None:
        rows = rows.filter(Q(from_location__warehouse_id=warehouse_id) | Q(to_location__warehouse_id=warehouse_id))
    if actor.warehouse_ids is not None:
        allowed = actor.warehouse_ids
        rows = rows.filter(Q(from_location__warehouse_id__in=allowed) | Q(to_location__warehouse_id__in=allowed))
    return rows.values(*_OWN)


def _named(movements: Sequence[dict[str, Any]], *, actor: Actor) -> list[MovementRow]:
    values = {
        "organization": actor.organization_id,
        "products": list({each["product_id"] for each in movements}),
        "layers": list({each["layer_id"] for each in movements}),
        "places": list({each[end] for each in movements for end in ("from_location_id", "to_location_id")}),
    }
    reads = [Statement(sql, values) for sql in (_PRODUCTS, _LAYERS, _PLACES)]
    if movements:
        send(*reads)
    products, layers, places = ({row[0]: row[1:] for row in read.rows} for read in reads)
    rows = []
    for movement in movements:
        row = movement if actor.sees_costs else movement | {"value": None}
        row |= zip(_PRODUCT, products[movement["product_id"]], strict=True)
        row |= zip(_LAYER, layers[movement["layer_id"]], strict=True)
        row |= zip(_FROM, places[movement["from_location_id"]], strict=True)
        row |= zip(_TO, places[movement["to_location_id"]], strict=True)
        rows.append(MovementRow(**row))
    return rows
