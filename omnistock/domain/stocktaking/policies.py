"""Which permission each operation of stocktaking needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "post_adjustment": "stock:write",
        "put_adjustment": "stock:write",
        "reverse_adjustment": "stock:write",
        "approve_adjustment": "stock:approve",
        "reject_adjustment": "stock:approve",
        "create_transfer": "stock:write",
        "put_transfer": "stock:write",
        "dispatch_transfer": "stock:write",
        "arrive_transfer": "stock:write",
        "cancel_transfer": "stock:write",
        "reverse_transfer": "stock:write",
        "create_stock_count": "counts:approve",
        "create_count_plan": "counts:approve",
        "change_count_plan": "counts:approve",
        "archive_count_plan": "counts:approve",
        "start_planned_count": "counts:approve",
        "make_due_counts": "counts:approve",
        "record_counts": "counts:write",
        "finish_bin": "counts:write",
        "submit_stock_count": "counts:approve",
        "recount_lines": "counts:approve",
        "choose_entry": "counts:approve",
        "set_causes": "counts:approve",
        "approve_stock_count": "counts:approve",
        "correct_counted_expiry": "stock:write",
        "cancel_stock_count": "counts:approve",
        "reverse_stock_count": "counts:approve",
        "change_transfer": "stock:write",
        "write_off_missing": "stock:approve",
        "post_move": "stock:write",
        "reverse_move": "stock:write",
    }
)

# A bulk document is one transaction of at most this many lines (contract, "API").
MOST_LINES: Final = 1000
# A count may be longer than any other document: somebody walks it for days.
MOST_COUNT_LINES: Final = 20_000
# What movements and the stock register call a difference, by its cause: CGST Rule 56(2) tells losses apart.
REASON_OF_CAUSE: Final = MappingProxyType(
    {
        "miscount": "correction",
        "misplaced": "correction",
        "unposted": "correction",
        "damaged": "written_off",
        "lost": "lost",
        "found": "found",
    }
)
