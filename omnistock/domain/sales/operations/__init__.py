"""The writes of selling. `apply_dispatch` and `undo_dispatch` are steps of the dispatches of the room above."""

from omnistock.domain.sales.operations.by_external_id import put_sales_order
from omnistock.domain.sales.operations.choosing import choose_batches
from omnistock.domain.sales.operations.endings import (
    apply_dispatch,
    cancel_sales_order,
    close_sales_order,
    undo_dispatch,
)
from omnistock.domain.sales.operations.orders import (
    change_sales_order,
    confirm_locked,
    confirm_sales_order,
    create_sales_order,
)
from omnistock.domain.sales.operations.reservations import (
    allocate_sales_order,
    judged_picks,
    pick_sales_order,
    release_sales_order,
)
from omnistock.domain.sales.operations.statuses import SalesOrderStatus

__all__ = [
    "SalesOrderStatus",
    "allocate_sales_order",
    "apply_dispatch",
    "cancel_sales_order",
    "change_sales_order",
    "choose_batches",
    "close_sales_order",
    "confirm_locked",
    "confirm_sales_order",
    "create_sales_order",
    "judged_picks",
    "pick_sales_order",
    "put_sales_order",
    "release_sales_order",
    "undo_dispatch",
]
