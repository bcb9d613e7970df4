"""The status of an order, from its lines. Pure, so that the same facts always give the same word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line in base units: asked for, gone, given up, picked (gone ones included), and reserved now (picked ones
    included)."""

    quantity: Decimal
    dispatched: Decimal
    cancelled: Decimal
    picked: Decimal
    reserved: Decimal

    @property
    def open(self) -> Decimal:
        return self.quantity - self.dispatched - self.cancelled

    @property
    def short(self) -> Decimal:
        """What stands on backorder."""
        return max(self.open - self.reserved, ZERO)


def status_of(lines: Iterable[LineFacts]) -> str:
    """The status of an order that was confirmed: confirmed (something of it is short), reserved, picked,
    partly_dispatched, dispatched, or closed when the rest was given up."""
    found = list(lines)
    is_begun = any(line.dispatched for line in found)
    if not any(line.open for line in found):
        is_whole = not any(line.cancelled for line in found)
        return "dispatched" if is_begun and is_whole else "closed"
    if is_begun:
        return "partly_dispatched"
    if all(line.picked >= line.quantity - line.cancelled for line in found):
        return "picked"
    return "confirmed" if any(line.short for line in found) else "reserved"
