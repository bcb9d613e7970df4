"""What may have to be recalled: batches by what a notice of their maker names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.ledger.usability import State, state_on
from omnistock.domain.recalls.sql import read
from omnistock.kernel.batch_number import fold_batch_number
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_FIND: Final = read("find_batches")
MOST_FOUND: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSearch:
    """Everything that is given must hold. `number` is how the number on the pack begins; `receipt` is our receipt's number
    or the supplier's own document's."""

    number: str = ""
    receipt: str = ""
    product_id: UUID | None = None
    supplier_id: UUID | None = None
    expires_from: dt.date | None = None
    expires_through: dt.date | None = None

    @property
    def is_empty(self) -> bool:
        return self == BatchSearch()


@dataclass(frozen=True, slots=True)
class FoundBatch:
    """`on_hand` counts every warehouse, and what is in transit between them."""

    id: UUID
    number: str
    product_id: UUID
    sku: str
    product_name: str
    unit_code: str
    expires_on: dt.date | None
    expiry_precision: str
    manufactured_on: dt.date | None
    status: str
    on_hand: Decimal
    state: State


def find_batches(*, actor: Actor, search: BatchSearch) -> list[FoundBatch]:
    """At most a hundred batches with a number, in one statement; none where nothing is asked."""
    actor.require("stock:read")
    if search.is_empty:
        return []
    key = fold_batch_number(search.number.strip()[:100])
    values = {
        "organization": actor.organization_id,
        "from_key": key or None,
        "before_key": key + "\U0010ffff",
        "receipt": search.receipt.strip().casefold()[:100] or None,
        "product": search.product_id,
        "supplier": search.supplier_id,
        "expires_from": search.expires_from,
        "expires_through": search.expires_through,
        "most": MOST_FOUND,
    }
    statement = Statement(_FIND, values)
    send(statement, plan_anew=True)
    return [
        FoundBatch(*row, state_on(status=row[9], expires_on=row[6], day=actor.today))  # type: ignore[call-arg]
        for row in statement.rows
    ]
