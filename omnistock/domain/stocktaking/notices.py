"""The notice "stock count completed", to the members who asked for it."""

from __future__ import annotations

from typing import Final

from omnistock.domain.notifications.notices import About, tell
from omnistock.domain.stocktaking.models import StockCount
from omnistock.tenancy.actor import Actor

COMPLETED: Final = "stock_count_completed"


def tell_completed(count: StockCount, *, lines: int, differences: int, actor: Actor) -> None:
    """Tells in the same transaction as the approval: it goes out when, and only when, it is committed. No quantity and
    no value is in it: whoever may see those reads them on the page."""
    facts = {
        "number": count.number,
        "name": actor.name,
        "warehouse": count.warehouse.name,
        "lines": str(lines),
        "differences": str(differences),
    }
    tell(actor=actor, kind=COMPLETED, abouts=[About(count.id, facts, warehouse_id=count.warehouse_id)])
