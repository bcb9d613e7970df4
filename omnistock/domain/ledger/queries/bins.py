"""Stock by bin: what lies where, which bins are empty, and where goods that came in had best be put."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from omnistock.domain.ledger.models import Balance
from omnistock.domain.ledger.sql import read
from omnistock.domain.warehouses.queries import location_rows
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, page
from omnistock.tenancy.statements import Statement, send

# As a person walks: warehouse, zone, bin.
_WALK: Final = ("warehouse__name", "zone", "code", "id")
_HELD: Final = """
SELECT b.location_id, count(DISTINCT b.product_id), count(DISTINCT b.batch_id), sum(b.value), bool_or(b.reserved > 0),
    (array_agg(DISTINCT o.name))[1:3]
FROM balance b JOIN product o ON o.organization_id = b.organization_id AND o.id = b.product_id
WHERE b.organization_id = %(organization)s AND b.location_id = ANY(%(locations)s::uuid[]) AND b.on_hand > 0
GROUP BY b.location_id
"""
_BROUGHT: Final = """
SELECT l.document_line_id, b.product_id, b.batch_id, b.location_id, p.code, p.kind, p.id = w.default_location_id,
    sum(b.on_hand), t.status = 'usable' AND (t.expires_on IS NULL OR t.expires_on >= %(today)s::date)
FROM layer l
JOIN balance b ON b.organization_id = l.organization_id AND b.layer_id = l.id AND b.on_hand > 0
JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id
JOIN warehouse w ON w.organization_id = b.organization_id AND w.id = b.warehouse_id
JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id
WHERE l.organization_id = %(organization)s AND l.document_id = %(document)s AND b.warehouse_id = %(warehouse)s
GROUP BY l.document_line_id, b.product_id, b.batch_id, b.location_id, p.code, p.kind, p.id, w.default_location_id,
    t.status, t.expires_on
ORDER BY min(l.id::text), p.code
"""
_HOMES: Final = """
SELECT DISTINCT ON (b.product_id) b.product_id, p.id, p.code
FROM balance b
JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id AND p.archived_at IS NULL
JOIN warehouse w ON w.organization_id = b.organization_id AND w.id = b.warehouse_id
WHERE b.organization_id = %(organization)s AND b.warehouse_id = %(warehouse)s AND b.on_hand > 0
    AND b.product_id = ANY(%(products)s::uuid[]) AND p.kind IN ('storage', 'picking')
    AND p.id <> w.default_location_id
GROUP BY b.product_id, p.id, p.code
ORDER BY b.product_id, sum(b.on_hand) DESC, p.code
"""
_SHELVED: Final = read("shelved")
_EMPTY: Final = """
SELECT p.id, p.code FROM location p
JOIN warehouse w ON w.organization_id = p.organization_id AND w.id = p.warehouse_id
WHERE p.organization_id = %(organization)s AND p.warehouse_id = %(warehouse)s AND p.archived_at IS NULL
    AND p.kind = 'storage' AND p.id <> w.default_location_id
    AND NOT EXISTS (SELECT 1 FROM balance b
        WHERE b.organization_id = p.organization_id AND b.location_id = p.id AND b.on_hand > 0)
ORDER BY p.zone, p.code, p.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class BinRow:
    """A bin and what lies in it now. `value` is None for who sees no costs; `names` are up to three products."""

    id: UUID
    code: str
    name: str
    zone: str
    kind: str
    warehouse_id: UUID
    warehouse_name: str
    products: int
    batches: int
    value: Decimal | None
    is_reserved: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BinFilter:
    """`holds`: only bins with stock, or (False) only empty ones. `search`: in code, name and zone."""

    warehouse_id: UUID | None = None
    kind: str = ""
    zone: str = ""
    holds: bool | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class PutAwayPart:
    """What of a document's line still lies at a place, and where it had best go: `home_code` is '' where it stays."""

    line_id: UUID | None
    product_id: UUID
    batch_id: UUID
    location_id: UUID
    location_code: str
    location_kind: str
    is_default: bool
    quantity: Decimal
    is_usable: bool
    home_code: str = ""
    why: str = ""  # home (it lies there already), empty, quarantine

    @property
    def is_waiting(self) -> bool:
        """In the receiving place still, or where a better bin is known."""
        return bool(self.home_code) or self.location_kind == "receiving"


@dataclass(frozen=True, slots=True)
class ShelvedPart:
    """What of a document's line was moved to a bin, when and by whom; `move_id` is the move's. In the base unit."""

    line_id: UUID | None
    batch_id: UUID
    move_id: UUID
    from_code: str
    location_id: UUID
    location_code: str
    quantity: Decimal
    at: dt.datetime
    by: str


ALL_BINS: Final = BinFilter()


def bins(
    *, actor: Actor, wanted: BinFilter = ALL_BINS, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[BinRow]:
    """A page of the bins in use in the actor's warehouses, in walking order; in two statements."""
    actor.require("stock:read")
    rows = location_rows(actor=actor).filter(archived_at__isnull=True).select_related("warehouse")
    if wanted.warehouse_id is not None:
        rows = rows.filter(warehouse_id=wanted.warehouse_id)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.zone:
        rows = rows.filter(zone=wanted.zone)
    if wanted.search:
        text = wanted.search
        rows = rows.filter(Q(code__icontains=text) | Q(name__icontains=text) | Q(zone__icontains=text))
    if wanted.holds is not None:
        lying = Exists(Balance.objects.filter(location_id=OuterRef("pk"), on_hand__gt=0))
        rows = rows.filter(lying if wanted.holds else ~lying)
    found = page(rows, order=_WALK, cursor=cursor, limit=limit)
    values = {"organization": actor.organization_id, "locations": [row.pk for row in found.items]}
    statement = Statement(_HELD, values)
    send(statement)
    held = {row[0]: row[1:] for row in statement.rows}
    return Page([_bin(row, held.get(row.pk), actor) for row in found.items], found.next_cursor)


def _bin(row: Any, held: tuple[Any, ...] | None, actor: Actor) -> BinRow:
    products, batches, value, is_reserved, names = held or (0, 0, Decimal(0), False, ())
    return BinRow(
        id=row.pk,
        code=row.code,
        name=row.name,
        zone=row.zone,
        kind=row.kind,
        warehouse_id=row.warehouse_id,
        warehouse_name=row.warehouse.name,
        products=products,
        batches=batches,
        value=value if actor.sees_costs else None,
        is_reserved=is_reserved,
        names=tuple(names),
    )


def zones(*, actor: Actor) -> list[str]:
    """The zones that bins of the actor's warehouses stand in."""
    rows = location_rows(actor=actor).filter(archived_at__isnull=True).exclude(zone="")
    return list(rows.order_by("zone").values_list("zone", flat=True).distinct())


def put_away_parts(*, actor: Actor, document_id: UUID, warehouse_id: UUID, quarantine_code: str) -> list[PutAwayPart]:
    """Where what a document brought lies now, each with a suggestion, in two round trips: unusable goods to quarantine;
    else the bin where most of the product already is; else an empty storage bin, each offered once."""
    actor.require("stock:read")
    values = {
        "organization": actor.organization_id,
        "document": document_id,
        "warehouse": warehouse_id,
        "today": actor.today,
    }
    brought = Statement(_BROUGHT, values)
    send(brought)
    parts = [PutAwayPart(*row) for row in brought.rows]
    products = list({part.product_id for part in parts})
    homes = Statement(_HOMES, {**values, "products": products})
    empty = Statement(_EMPTY, {**values, "limit": len(products)})
    send(homes, empty)
    known = {row[0]: row[2] for row in homes.rows}
    spare = [row[1] for row in empty.rows]
    return [_suggested(part, known, spare, quarantine_code) for part in parts]


def shelved_parts(*, actor: Actor, document_id: UUID) -> list[ShelvedPart]:
    """To which bins what a document brought was moved, the oldest first; in one statement."""
    actor.require("stock:read")
    statement = Statement(_SHELVED, {"organization": actor.organization_id, "document": document_id})
    send(statement)
    return [ShelvedPart(*row) for row in statement.rows]


def _suggested(part: PutAwayPart, known: dict[UUID, str], spare: list[str], quarantine_code: str) -> PutAwayPart:
    if not part.is_usable:
        stays = part.location_kind == "quarantine"
        return part if stays else _going(part, quarantine_code, "quarantine")
    if part.location_kind in ("storage", "picking") and not part.is_default:
        return part  # it lies in a bin of its own: it stays
    if part.product_id in known:
        return _going(part, known[part.product_id], "home")
    if not spare:
        return part
    known[part.product_id] = spare.pop(0)  # the next batch of it goes to the same bin
    return _going(part, known[part.product_id], "empty")


def _going(part: PutAwayPart, code: str, why: str) -> PutAwayPart:
    return replace(part, home_code=code, why=why)
