"""What goods cost the last time."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_LAST: Final = """
SELECT DISTINCT ON (l.product_id) l.product_id, round(l.value / l.quantity, 4)
FROM layer l
WHERE l.organization_id = %(organization)s AND l.product_id = ANY(%(products)s::uuid[])
ORDER BY l.product_id, l.received_on DESC, l.id DESC
"""


def last_unit_costs(*, actor: Actor, product_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    """The cost of one base unit of each product's newest layer, to four decimals, free goods counted in."""
    statement = Statement(_LAST, {"organization": actor.organization_id, "products": list(product_ids)})
    send(statement)
    return dict(statement.rows)
