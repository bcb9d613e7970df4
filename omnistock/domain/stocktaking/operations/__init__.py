"""Every write of stocktaking, by use case."""

from omnistock.domain.stocktaking.operations.adjustments import post_adjustment, reverse_adjustment
from omnistock.domain.stocktaking.operations.arrivals import arrive_transfer
from omnistock.domain.stocktaking.operations.transfers import (
    cancel_transfer,
    create_transfer,
    dispatch_transfer,
    reverse_transfer,
)

__all__ = [
    "arrive_transfer",
    "cancel_transfer",
    "create_transfer",
    "dispatch_transfer",
    "post_adjustment",
    "reverse_adjustment",
    "reverse_transfer",
]
