"""What fulfilment is handed: parsed, frozen, and not yet judged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """How goods travel: printed on the delivery note, and the ground of an e-way bill."""

    carrier: str = ""
    vehicle_number: str = ""
    tracking_number: str = ""
    boxes: int | None = None
    weight_kg: Decimal | None = None
    notes: str = ""


UNSAID: Final = Carriage()
