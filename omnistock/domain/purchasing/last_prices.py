"""What products cost when they came last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from omnistock.domain.purchasing.cautions import LastPrices
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send, send_ahead

# One index probe a product (receipt_line_latest), not a walk through its history.
_LATEST: Final = """
SELECT asked.product_id, latest.unit_cost / latest.factor, latest.mrp / latest.factor
FROM unnest(%(products)s::uuid[]) asked (product_id)
CROSS JOIN LATERAL (
    SELECT line.unit_cost, line.mrp, line.factor
    FROM receipt_line line
    JOIN receipt ON receipt.organization_id = line.organization_id AND receipt.id = line.receipt_id
    WHERE line.organization_id = %(organization)s AND line.product_id = asked.product_id
      AND line.unit_cost > 0 AND receipt.reversed_at IS NULL
    ORDER BY line.id DESC LIMIT 1
) latest
"""


@dataclass(frozen=True, slots=True)
class PricesReading:
    """`last_prices` for who has something else to do while PostgreSQL looks them up."""

    latest: Statement

    @classmethod
    def ahead(cls, *, actor: Actor, product_ids: Collection[UUID]) -> PricesReading:
        reading = cls(Statement(_LATEST, {"organization": actor.organization_id, "products": list(product_ids)}))
        send_ahead(reading.latest)
        return reading

    def prices(self) -> dict[UUID, LastPrices]:
        send()
        return {product_id: LastPrices(unit_cost=cost, mrp=mrp) for product_id, cost, mrp in self.latest.rows}


def last_prices(*, actor: Actor, product_ids: Collection[UUID]) -> dict[UUID, LastPrices]:
    """Cost and MRP per base unit at the last receipt of each product that cost something, in one statement. A product
    that never came is not in the answer."""
    return PricesReading.ahead(actor=actor, product_ids=product_ids).prices()
