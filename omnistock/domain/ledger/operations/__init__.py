"""The ledger's writes. Those that carry a permission are operations of their own; the others are steps of the operations of
the rooms above, which check the permission and write the audit event of the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from omnistock.domain.ledger.types import (
    AllocatedLine, BatchInput, Demand, DemandLine, DocumentRef, InLine, MoveLine, Obstacle, OutLine, Posted, ReturnLine, Source, Target,
)
from omnistock.tenancy.actor import Actor


def identify_batches(*, actor: Actor, lines: Sequence[BatchInput]) -> list[UUID]:
    """The batch of each line, in order: found by its folded number, or made. `product_id`s must be of this organization
    (`catalog.units.product_facts` has checked them).

    Raises `BatchRequired` (422) where a tracked product has no number or an expiring one no expiry, `BatchDiffers` (409)
    where the number is on file with another expiry: one fault a line, all lines at once.
    """
    raise NotImplementedError


def post_in(
    *, actor: Actor, document: DocumentRef, reason: str, source: Source, effective_at: dt.datetime | None, lines: Sequence[InLine]
) -> list[Posted]:
    """Goods come in from outside, each line as a new layer or back to `layer_id`. One `Posted` a line, in order.

    `effective_at` None means now. Raises `PeriodLocked`, `BatchNotUsable`, `SerialElsewhere`, `Invalid` (more than 5 minutes ahead).
    """
    raise NotImplementedError


def post_out(
    *, actor: Actor, document: DocumentRef, reason: str, target: Target, effective_at: dt.datetime | None, lines: Sequence[OutLine]
) -> list[Posted]:
    """Goods leave. A line gives one `Posted` a layer, in the order of the lines.

    What is reserved is not taken, but for losses (facts displace promises: the latest promised is released first).
    Raises `InsufficientStock` with every shortage, `BatchNotUsable`, `BatchRequired`, `PeriodLocked`, `BackdatedShortage`.
    """
    raise NotImplementedError


def post_move(
    *, actor: Actor, document: DocumentRef, reason: str, effective_at: dt.datetime | None, lines: Sequence[MoveLine]
) -> list[Posted]:
    """Goods change place: inside a warehouse, into transit, out of it. Raises as `post_out` does."""
    raise NotImplementedError


def return_to_stock(
    *, actor: Actor, document: DocumentRef, reason: str, effective_at: dt.datetime | None, lines: Sequence[ReturnLine]
) -> list[Posted]:
    """Goods that a movement took out come back to the layer they left, at the value they left with. Raises `Invalid`
    `more_than_left` where more would come back than went."""
    raise NotImplementedError


def allocate(*, actor: Actor, demand: Demand, lines: Sequence[DemandLine], promised_on: dt.date | None) -> list[AllocatedLine]:
    """Reserve for a whole order at once, first expired first out, all that there is; `short` is the backorder.

    What is reserved already counts, so calling it again tops up; what is reserved of a batch that has become unusable is
    given up first. The order's row must be locked by the caller. Stores why batches were passed over.
    """
    raise NotImplementedError


def release(*, actor: Actor, demand_id: UUID, line_ids: Sequence[UUID] | None = None) -> None:
    """Give up what is reserved for the order, or for some of its lines. Nothing reserved is no error."""
    raise NotImplementedError


def pick(
    *, actor: Actor, document: DocumentRef, demand_id: UUID, lines: Sequence[tuple[UUID, Decimal]] | None, effective_at: dt.datetime | None
) -> list[Posted]:
    """Move reserved goods into their warehouse's dispatch place; the reservation goes along. `lines` are (line id, base
    quantity) still to be picked; None: all that is reserved and not there yet. Raises `InsufficientStock`, `BatchNotUsable`."""
    raise NotImplementedError


def dispatch_reserved(
    *, actor: Actor, document: DocumentRef, demand_id: UUID, effective_at: dt.datetime | None, lines: Sequence[tuple[UUID, Decimal]] | None
) -> list[Posted]:
    """Reserved goods leave to the customer, picked ones first. `lines` None: all that is reserved. `Posted.line_id` is the
    demand line. Raises `InsufficientStock` (asked for more than is reserved), `BatchNotUsable`, `PeriodLocked`."""
    raise NotImplementedError


def reverse(*, actor: Actor, document: DocumentRef, reversal: DocumentRef | None = None) -> list[Posted]:
    """Undo a whole document, dated now. Raises `AlreadyReversed`, `ReversalBlocked` with the list of what is gone."""
    raise NotImplementedError


def reversal_obstacles(*, actor: Actor, document: DocumentRef) -> list[Obstacle]:
    """What would stop `reverse`, for the preview."""
    raise NotImplementedError
