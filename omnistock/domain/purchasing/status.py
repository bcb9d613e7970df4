"""The status of a purchase order, from what has come of its lines."""

from __future__ import annotations

from collections.abc import Iterable

from omnistock.domain.purchasing.models import PurchaseOrderLine


def status_of(lines: Iterable[PurchaseOrderLine]) -> str:
    """The status of an order that was confirmed and is still open: confirmed, partly_received or received."""
    found = list(lines)
    if all(line.outstanding_base == 0 for line in found):
        return "received"
    return "partly_received" if any(line.received_quantity_base for line in found) else "confirmed"
