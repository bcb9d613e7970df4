"""The ledger's writes. Those that carry a permission are operations of their own; the others are steps of the
operations of the rooms above, which check the permission, lock their document and write its audit event."""

from omnistock.domain.ledger.operations.ahead import lock_ahead
from omnistock.domain.ledger.operations.allocation import allocate
from omnistock.domain.ledger.operations.batches import correct_batch, hold_batch, identify_batches, release_batch
from omnistock.domain.ledger.operations.carrying import move_with_promises
from omnistock.domain.ledger.operations.choosing import Choosable, Chosen, choosable_batches, reserve_chosen
from omnistock.domain.ledger.operations.counting import post_counted
from omnistock.domain.ledger.operations.freezing import (
    Promised,
    Status,
    freeze_batches,
    promises_of_batches,
    thaw_batches,
)
from omnistock.domain.ledger.operations.holding import is_not_available
from omnistock.domain.ledger.operations.periods import set_lock_date, write_ended_days, write_ended_months, write_month
from omnistock.domain.ledger.operations.picking import dispatch_reserved, pick
from omnistock.domain.ledger.operations.posting import post_both, post_in, post_move, post_out
from omnistock.domain.ledger.operations.promises import allocations_of, release
from omnistock.domain.ledger.operations.quarantining import quarantine_batches
from omnistock.domain.ledger.operations.renaming import rename_batch
from omnistock.domain.ledger.operations.revising import Revised, Revision, revise_value
from omnistock.domain.ledger.operations.undoing import return_to_stock, reversal_obstacles, reverse

__all__ = [
    "Choosable",
    "Chosen",
    "Promised",
    "Revised",
    "Revision",
    "Status",
    "allocate",
    "allocations_of",
    "choosable_batches",
    "correct_batch",
    "dispatch_reserved",
    "freeze_batches",
    "hold_batch",
    "identify_batches",
    "is_not_available",
    "lock_ahead",
    "move_with_promises",
    "pick",
    "post_both",
    "post_counted",
    "post_in",
    "post_move",
    "post_out",
    "promises_of_batches",
    "quarantine_batches",
    "release",
    "release_batch",
    "rename_batch",
    "reserve_chosen",
    "return_to_stock",
    "reversal_obstacles",
    "reverse",
    "revise_value",
    "set_lock_date",
    "thaw_batches",
    "write_ended_days",
    "write_ended_months",
    "write_month",
]
