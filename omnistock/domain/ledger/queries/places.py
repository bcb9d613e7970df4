"""Which places hold stock: what the room `warehouses` asks before a place is put away."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from omnistock.domain.ledger.models import Balance
from omnistock.tenancy.actor import Actor


def occupied_locations(actor: Actor, location_ids: Collection[UUID]) -> set[UUID]:
    """Those of `location_ids` in which something lies; what is reserved there lies there too."""
    rows = Balance.objects.filter(location_id__in=location_ids, on_hand__gt=0)
    return set(rows.values_list("location_id", flat=True).distinct())
