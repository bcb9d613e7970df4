"""How much is promised to the lines of many orders, for their lists."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import connection

from omnistock.tenancy.actor import Actor

_PROMISED: Final = """
SELECT demand_line_id, sum(quantity) FROM reservation
WHERE organization_id = %(organization)s AND demand_id = ANY(%(demands)s::uuid[])
GROUP BY demand_line_id
"""


def promised_quantities(*, actor: Actor, demand_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    """Base units reserved now by demand line, picked ones included, in one statement; none for lines that hold
    nothing."""
    if not demand_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_PROMISED, {"organization": actor.organization_id, "demands": list(demand_ids)})
        return dict(cursor.fetchall())
