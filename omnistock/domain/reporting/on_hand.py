"""What is on hand as the day's work asks it: by product, with what is coming; by place; and who waits for a product.

Of the actor's own warehouses; values are None for who sees no costs.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.ledger.queries.stock import NEVER_PROMISED
from omnistock.domain.reporting.sql import read
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import DEFAULT_LIMIT, LONGEST_CURSOR, MOST, Page
from omnistock.tenancy.statements import Statement, send

_BY_PRODUCT: Final = read("stock_by_product")
_BY_PLACE: Final = read("stock_by_place")
_WAITING: Final = read("coming_and_promised")


@dataclass(frozen=True, slots=True)
class ProductOnHand:
    """A product that is here or coming, in base units. `withheld` is neither reserved nor may be promised: expired,
    held or recalled, in quarantine or on its way. The batch is the one that ends first of what is here."""

    product_id: UUID
    sku: str
    name: str
    unit_code: str
    shelf_life_days: int | None
    category: str
    on_hand: Decimal
    reserved: Decimal
    withheld: Decimal
    incoming: Decimal
    batch_id: UUID | None
    batch_number: str | None
    expires_on: dt.date | None
    expiry_precision: str | None
    value: Decimal | None

    @property
    def free(self) -> Decimal:
        return self.on_hand - self.reserved - self.withheld


@dataclass(frozen=True, slots=True)
class PlaceOnHand:
    """A place that holds something. `expires_on` is the soonest of its batches."""

    warehouse_name: str
    location_code: str
    location_id: UUID
    location_kind: str
    warehouse_id: UUID
    products: int
    batches: int
    expires_on: dt.date | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order with its party: what of a product is still to come of it, or is reserved for it."""

    document_id: UUID
    number: str
    party: str
    on: dt.date | None
    quantity: Decimal


def products_on_hand(
    *,
    actor: Actor,
    product_ids: Collection[UUID] | None = None,
    category_id: UUID | None = None,
    warehouse_id: UUID | None = None,
    expires: tuple[dt.date, dt.date] | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[ProductOnHand]:
    """By name, in one statement. `expires` keeps the products of which a batch here ends on one of these days. Raises
    `Invalid`."""
    actor.require("stock:read")
    name, product_id = _after(cursor, limit=limit, length=2)
    since, through = expires or (None, None)
    values = {
        **_scope(actor, warehouse_id=warehouse_id, product_ids=product_ids),
        "category": category_id,
        "today": actor.today,
        "never_promised": list(NEVER_PROMISED),
        "since": since,
        "through": through,
        "after_name": name,
        "after_id": product_id,
        "limit": limit + 1,
    }
    statement = Statement(_BY_PRODUCT, values)
    send(statement, plan_anew=True)
    rows = statement.rows
    items = [ProductOnHand(*_priced(row, actor)) for row in rows[:limit]]
    return Page(items, _cursor([items[-1].name, items[-1].product_id]) if len(rows) > limit else None)


def places_on_hand(
    *,
    actor: Actor,
    product_ids: Collection[UUID] | None = None,
    warehouse_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[PlaceOnHand]:
    """By warehouse and code, in one statement. Raises `Invalid`."""
    actor.require("stock:read")
    name, code, location_id = _after(cursor, limit=limit, length=3)
    values = {
        **_scope(actor, warehouse_id=warehouse_id, product_ids=product_ids),
        "after_name": name,
        "after_code": code,
        "after_id": location_id,
        "limit": limit + 1,
    }
    statement = Statement(_BY_PLACE, values)
    send(statement, plan_anew=True)
    rows = statement.rows
    items = [PlaceOnHand(*_priced(row, actor)) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(items, _cursor(last[:3]) if last else None)


def waiting_for(*, actor: Actor, product_id: UUID) -> tuple[list[Waiting], list[Waiting]]:
    """What is still to come of a product by purchase order, and for which sales orders it is reserved; in one
    statement. Each is empty for who may not see such orders."""
    actor.require("stock:read")
    values = {
        **_scope(actor, warehouse_id=None, product_ids=None),
        "product": product_id,
        "member": actor.membership_id if actor.sees_only_own_customers else None,
    }
    statement = Statement(_WAITING, values)
    send(statement, plan_anew=True)
    rows = [(kind, Waiting(*columns)) for kind, *columns in statement.rows]
    coming = [each for kind, each in rows if kind == "coming" and actor.may("purchasing:read")]
    promised = [each for kind, each in rows if kind == "promised" and actor.may("sales:read")]
    return coming, promised


def _scope(actor: Actor, *, warehouse_id: UUID | None, product_ids: Collection[UUID] | None) -> dict[str, Any]:
    limited = None if actor.warehouse_ids is None else list(actor.warehouse_ids)
    if warehouse_id is not None:
        limited = [warehouse_id] if actor.may_use_warehouse(warehouse_id) else []
    return {
        "organization": actor.organization_id,
        "warehouses": limited,
        "products": None if product_ids is None else list(product_ids),
    }


def _priced(row: Sequence[Any], actor: Actor) -> Sequence[Any]:
    return row if actor.sees_costs else (*row[:-1], None)


def _cursor(keys: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([str(key) for key in keys]).encode()).rstrip(b"=").decode()


def _after(cursor: str | None, *, limit: int, length: int) -> list[Any]:
    if not 1 <= limit <= MOST:
        raise Invalid.at("limit", _("A page has 1 to {most} rows.").format(most=MOST))
    if not cursor:
        return [None] * length
    try:
        keys = json.loads(base64.urlsafe_b64decode(cursor[:LONGEST_CURSOR] + "=" * (-len(cursor) % 4)))
        if len(keys) != length or not all(isinstance(key, str) and "\x00" not in key for key in keys):
            raise ValueError
        return [*keys[:-1], UUID(keys[-1])]
    except (ValueError, TypeError, binascii.Error):
        message = _("This cursor belongs to another list; ask for the first page without one.")
        raise Invalid.at("cursor", message) from None
