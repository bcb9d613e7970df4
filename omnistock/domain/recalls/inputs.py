"""What recalls are handed: parsed, frozen, and not yet judged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInput:
    """What a customer says became of a batch that does not come back, in its base unit."""

    batch_id: UUID
    destroyed: Decimal | None = None
    used: Decimal | None = None
