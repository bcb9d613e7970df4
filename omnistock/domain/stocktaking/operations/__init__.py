"""Every write of stocktaking, by use case."""

from omnistock.domain.stocktaking.operations.adjustment_approvals import approve_adjustment, reject_adjustment
from omnistock.domain.stocktaking.operations.adjustments import post_adjustment, reverse_adjustment
from omnistock.domain.stocktaking.operations.arrivals import arrive_transfer
from omnistock.domain.stocktaking.operations.by_external_id import put_adjustment, put_transfer
from omnistock.domain.stocktaking.operations.count_approving import (
    approve_stock_count,
    cancel_stock_count,
    choose_entry,
    recount_lines,
    reverse_stock_count,
    set_causes,
)
from omnistock.domain.stocktaking.operations.count_expiries import correct_counted_expiry
from omnistock.domain.stocktaking.operations.count_making import create_stock_count
from omnistock.domain.stocktaking.operations.count_plans import (
    archive_count_plan,
    change_count_plan,
    create_count_plan,
    make_due_counts,
    start_planned_count,
)
from omnistock.domain.stocktaking.operations.counting import finish_bin, record_counts, submit_stock_count
from omnistock.domain.stocktaking.operations.moves import post_move, reverse_move
from omnistock.domain.stocktaking.operations.transfer_changes import (
    change_transfer,
    proposed_batches,
    write_off_missing,
)
from omnistock.domain.stocktaking.operations.transfers import (
    cancel_transfer,
    create_transfer,
    dispatch_transfer,
    reverse_transfer,
)

__all__ = [
    "approve_adjustment",
    "approve_stock_count",
    "archive_count_plan",
    "arrive_transfer",
    "cancel_stock_count",
    "cancel_transfer",
    "change_count_plan",
    "change_transfer",
    "choose_entry",
    "correct_counted_expiry",
    "create_count_plan",
    "create_stock_count",
    "create_transfer",
    "dispatch_transfer",
    "finish_bin",
    "make_due_counts",
    "post_adjustment",
    "post_move",
    "proposed_batches",
    "put_adjustment",
    "put_transfer",
    "record_counts",
    "recount_lines",
    "reject_adjustment",
    "reverse_adjustment",
    "reverse_move",
    "reverse_stock_count",
    "reverse_transfer",
    "set_causes",
    "start_planned_count",
    "submit_stock_count",
    "write_off_missing",
]
