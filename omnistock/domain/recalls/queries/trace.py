"""Where batches are, and where they came from and went to, through transfers and returns: the ground of a recall. Each part is
one statement over the layers of the batches, by index, and all of them go in one round trip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from omnistock.domain.ledger.queries.mass_balance import MassBalance, mass_balances
from omnistock.domain.recalls.sql import read
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_PLACES: Final = read("places")
_IN_TRANSIT: Final = read("in_transit")
_CAME_FROM: Final = read("came_from")
_RESERVED: Final = read("reserved")
_WENT_TO: Final = read("went_to")
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Place:
    batch_id: UUID
    warehouse_id: UUID
    warehouse_name: str
    location_id: UUID
    location_code: str
    location_kind: str
    on_hand: Decimal
    reserved: Decimal

    @property
    def is_quarantine(self) -> bool:
        return self.location_kind == "quarantine"


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """On its way between two warehouses, by a transfer."""

    batch_id: UUID
    transfer_id: UUID
    transfer_number: str
    from_warehouse_name: str
    to_warehouse_name: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Source:
    """What brought goods of the batch in. `document_kind` receipt or adjustment; the number is '' where it has none."""

    batch_id: UUID
    document_kind: str
    document_id: UUID
    document_number: str
    supplier_document_number: str
    supplier_id: UUID | None
    supplier_name: str
    received_on: dt.date
    quantity: Decimal
    free_quantity: Decimal


@dataclass(frozen=True, slots=True)
class Reserved:
    """Reserved for an order. `is_picked`: it lies at the dispatch place already."""

    batch_id: UUID
    sales_order_id: UUID
    sales_order_number: str
    customer_id: UUID
    customer_name: str
    promised_on: dt.date | None
    is_picked: bool
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Went:
    """A dispatch of the batch, and what of it came back since. `invoice_number` is '' for a draft."""

    batch_id: UUID
    dispatch_id: UUID
    dispatch_number: str
    dispatched_at: dt.datetime
    invoice_id: UUID | None
    invoice_number: str
    customer_id: UUID
    customer_name: str
    phone: str
    email: str
    contact_name: str
    sent: Decimal
    returned: Decimal

    @property
    def outstanding(self) -> Decimal:
        return self.sent - self.returned


@dataclass(frozen=True, slots=True)
class Trace:
    """`balances` are of the whole organization; the lists are of the actor's own warehouses and customers."""

    balances: dict[UUID, MassBalance]
    places: Sequence[Place]
    on_the_way: Sequence[OnTheWay]
    sources: Sequence[Source]
    reserved: Sequence[Reserved]
    went: Sequence[Went]

    @property
    def outside_quarantine(self) -> Decimal:
        """What still lies among the other goods."""
        return sum((place.on_hand for place in self.places if not place.is_quarantine), _ZERO)

    @property
    def customer_count(self) -> int:
        return len({went.customer_id for went in self.went})


def trace(*, actor: Actor, batch_ids: Collection[UUID]) -> Trace:
    """Two round trips, whatever the number of batches. Orders and customers are left out for who may not read sales."""
    values = _values(actor, batch_ids)
    places, transit, sources = (Statement(sql, values) for sql in (_PLACES, _IN_TRANSIT, _CAME_FROM))
    sales = [Statement(sql, values) for sql in (_RESERVED, _WENT_TO)] if actor.may("sales:read") else []
    send(places, transit, sources, *sales)
    reserved, went = (statement.rows for statement in sales) if sales else ([], [])
    return Trace(
        balances=mass_balances(actor=actor, batch_ids=batch_ids),
        places=[Place(*row) for row in places.rows],
        on_the_way=[OnTheWay(*row) for row in transit.rows],
        sources=[Source(*row) for row in sources.rows],
        reserved=[Reserved(*row) for row in reserved],
        went=[Went(*row) for row in went],
    )


def _values(actor: Actor, batch_ids: Collection[UUID]) -> dict[str, Any]:
    return {
        "organization": actor.organization_id,
        "batches": list(batch_ids),
        "warehouses": None if actor.warehouse_ids is None else list(actor.warehouse_ids),
        "membership": actor.membership_id if actor.sees_only_own_customers else None,
    }
