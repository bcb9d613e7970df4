"""What is where, how much of it is promised, and what it is worth."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.ledger.queries.levels import levels
from omnistock.domain.ledger.queries.naming import standing_batch
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.usability import usable_on
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import DEFAULT_LIMIT, MOST, Page
from omnistock.tenancy.statements import Statement, send

_BY: Final = {"batch": read("stock_by_batch"), "layer": read("stock_by_layer")}
_VALUE_AS_OF: Final = read("value_as_of")
_VALUE_NOW: Final = """
SELECT coalesce(sum(s.value), 0) FROM stock_total s
WHERE s.organization_id = %(organization)s
    AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
"""
_TOTALS: Final = read("stock_totals")
# Goods in these places are promised to nobody, whatever their batch.
NEVER_PROMISED: Final = ("quarantine", "transit")
_KEYS: Final = ("sku", "product", "location", "batch", "layer")


@dataclass(frozen=True, slots=True)
class StockItem:
    """What of a batch (or of a layer) is at a location. `reserved` and `available` are None in the past, `value` for
    who sees no costs. `is_usable`: today, by the one rule of `usability`."""

    product_id: UUID
    location_id: UUID
    batch_id: UUID
    layer_id: UUID | None
    sku: str
    product_name: str
    unit_code: str
    warehouse_id: UUID
    warehouse_name: str
    location_code: str
    location_kind: str
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    batch_status: str
    on_hand: Decimal
    reserved: Decimal | None
    value: Decimal | None
    is_usable: bool

    @property
    def available(self) -> Decimal | None:
        """What may be promised: nothing of what is expired, held or recalled, in quarantine or on its way."""
        if self.reserved is None:
            return None
        is_free = self.is_usable and self.location_kind not in NEVER_PROMISED
        return self.on_hand - self.reserved if is_free else Decimal(0)


@dataclass(frozen=True, slots=True)
class StockTotals:
    """A product in a warehouse, all its places together, in transit to it too. `withheld` is neither reserved nor may be
    promised: expired, held or recalled, in quarantine or on its way."""

    product_id: UUID
    warehouse_id: UUID
    on_hand: Decimal
    reserved: Decimal
    withheld: Decimal
    value: Decimal | None

    @property
    def available(self) -> Decimal:
        return self.on_hand - self.reserved - self.withheld


def stock(
    *,
    actor: Actor,
    product_id: UUID | None = None,
    product_ids: Collection[UUID] | None = None,
    warehouse_id: UUID | None = None,
    location_id: UUID | None = None,
    location_kind: str | None = None,
    batch_id: UUID | None = None,
    as_of: dt.datetime | None = None,
    by: Literal["batch", "layer"] = "batch",
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[StockItem]:
    """One item per location and batch, or by layer, sorted by SKU; in one statement (two as of a moment, one more for a
    batch, which may have been merged). Raises `Invalid`."""
    if not 1 <= limit <= MOST:
        raise Invalid.at("limit", _("A page has 1 to {most} rows.").format(most=MOST))
    head, values = levels(
        actor=actor,
        as_of=as_of,
        product_id=product_id,
        batch_id=batch_id and standing_batch(actor=actor, batch_id=batch_id),
        location_id=location_id,
        warehouse_id=warehouse_id,
        paged=True,
    )
    values |= {
        **_after(cursor, by),
        "products": None if product_ids is None else list(product_ids),
        "kind": location_kind,
        "limit": limit + 1,
    }
    statement = Statement(head + _BY[by], values)
    # A page is the first fifty by SKU, found without adding up the others, where the plan may know what is not asked:
    # at 200,000 balances 10 ms, where a plan for whatever comes took minutes.
    send(statement, plan_anew=True)
    rows = statement.rows
    items = [_item(row, actor) for row in rows[:limit]]
    return Page(items, _cursor(rows[limit - 1], by) if len(rows) > limit else None)


def _item(row: tuple[Any, ...], actor: Actor) -> StockItem:
    is_usable = usable_on(status=row[15], expires_on=row[13], day=actor.today)
    columns: tuple[Any, ...] = (*row[1:-1], row[-1] if actor.sees_costs else None, is_usable)
    return StockItem(*columns)


def _cursor(row: tuple[Any, ...], by: str) -> str:
    texts = [by, *(None if part is None else str(part) for part in row[:5])]
    return base64.urlsafe_b64encode(json.dumps(texts).encode()).rstrip(b"=").decode()


def _after(cursor: str | None, by: str) -> dict[str, Any]:
    if not cursor:
        return {f"after_{key}": None for key in _KEYS}
    try:
        named, sku, *ids = json.loads(base64.urlsafe_b64decode(cursor[:2_000] + "=" * (-len(cursor) % 4)))
        if named != by or not isinstance(sku, str) or "\x00" in sku or len(ids) != 4:
            raise ValueError
        parsed = [None if text is None else UUID(text) for text in ids]
    except (ValueError, TypeError, AttributeError, binascii.Error):
        message = _("This cursor belongs to another list; ask for the first page without one.")
        raise Invalid.at("cursor", message) from None
    return {f"after_{key}": value for key, value in zip(_KEYS, [sku, *parsed], strict=True)}


def stock_totals(
    *, actor: Actor, product_ids: Collection[UUID] | None = None, warehouse_id: UUID | None = None
) -> list[StockTotals]:
    """By product and warehouse, from the totals that every posting keeps, less what may not be promised; in one statement."""
    _head, values = levels(actor=actor, warehouse_id=warehouse_id)
    asked = {"products": None if product_ids is None else list(product_ids), "today": actor.today}
    statement = Statement(_TOTALS, {**values, **asked, "never_promised": list(NEVER_PROMISED)})
    send(statement, plan_anew=True)
    return [StockTotals(*(row if actor.sees_costs else (*row[:5], None))) for row in statement.rows]


def value_on_hand(
    *, actor: Actor, as_of: dt.datetime | None = None, warehouse_id: UUID | None = None
) -> Decimal | None:
    """What the stock of the actor's warehouses is, or was, worth; None for who sees no costs."""
    if not actor.sees_costs:
        return None
    _head, values = levels(actor=actor, as_of=as_of, warehouse_id=warehouse_id)
    statement = Statement(_VALUE_NOW if as_of is None else _VALUE_AS_OF, values)
    send(statement, plan_anew=True)
    found: Decimal = statement.rows[0][0]
    return found
