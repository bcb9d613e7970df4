"""What goods on a shelf are worth, before anybody takes them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.kernel.currencies import currency_of
from omnistock.kernel.money import share
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_WORTH: Final = """
SELECT b.product_id, b.batch_id, b.location_id, b.on_hand, b.value FROM balance b
WHERE b.organization_id = %(organization)s AND b.product_id = ANY(%(products)s::uuid[]) AND b.on_hand > 0
"""


def worth_of(*, actor: Actor, goods: Sequence[tuple[UUID, UUID | None, UUID, Decimal]]) -> Decimal:
    """The sum for (product, batch or None, location, base quantity), by the average of what lies there, else of what of
    the batch lies anywhere; in one statement."""
    statement = Statement(
        _WORTH, {"organization": actor.organization_id, "products": list({each[0] for each in goods})}
    )
    send(statement)
    total = Decimal(0)
    for product_id, batch_id, location_id, quantity in goods:
        of_it = [row for row in statement.rows if row[0] == product_id and batch_id in (None, row[1])]
        there = [row for row in of_it if row[2] == location_id] or of_it
        on_hand = sum((row[3] for row in there), Decimal(0))
        if on_hand:
            value = sum((row[4] for row in there), Decimal(0))
            currency = currency_of(actor.organization.currency)
            total += share(value=value, quantity=min(quantity, on_hand), total=on_hand, currency=currency)
    return total
