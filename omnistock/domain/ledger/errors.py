"""What the ledger refuses, by name. Clients rely on the codes (contract)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from omnistock.domain.ledger.types import Obstacle
from omnistock.kernel.errors import Conflict, Fault, Invalid


class InsufficientStock(Conflict):
    """More was asked for than is there and not promised to others. One fault a shortage; its details are
    product_id, batch_id, location_id, asked, there."""

    code = "insufficient_stock"


class BatchNotUsable(Conflict):
    """An expired, held or recalled batch may not take part in this kind of movement. Details: batch_id, state,
    movement."""

    code = "batch_not_usable"


class BatchMerged(Conflict):
    """A batch was merged into another while this was made. Nothing was posted: read it again and repeat. Details:
    batch_id."""

    code = "batch_merged"

    @classmethod
    def of(cls, number: str) -> BatchMerged:
        return cls(
            _("Batch %(batch)s was merged into another meanwhile. Read it again and repeat this.") % {"batch": number}
        )


class BatchRequired(Invalid):
    """Tracked goods, and no batch was named."""

    code = "batch_required"


class BatchDiffers(Conflict):
    """The batch number is on file with another expiry or another day of manufacture. Details say what is on file."""

    code = "batch_differs"


class SerialElsewhere(Conflict):
    """A serial number is one thing in one place, and it is in stock already."""

    code = "serial_in_stock"


class PeriodLocked(Conflict):
    """The books are closed through a day that this document would be dated into."""

    code = "period_locked"


class BackdatedShortage(Conflict):
    """The goods are there now, but at a moment between `effective_at` and now they would not have been."""

    code = "insufficient_stock"


class ReversalBlocked(Conflict):
    """Part of what the document brought is gone. `obstacles` lists it all."""

    code = "reversal_blocked"

    def __init__(self, message: str, *, obstacles: Sequence[Obstacle]) -> None:
        details = (
            {"product_id": o.product_id, "batch_id": o.batch_id, "asked": o.asked, "there": o.there} for o in obstacles
        )
        super().__init__(
            message, faults=[Fault("", o.sentence, self.code, d) for o, d in zip(obstacles, details, strict=True)]
        )
        self.obstacles = tuple(obstacles)


class AlreadyReversed(Conflict):
    """A document is reversed once, as a whole."""

    code = "already_reversed"
