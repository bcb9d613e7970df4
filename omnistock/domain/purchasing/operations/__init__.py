"""The writes of buying."""

from omnistock.domain.purchasing.operations.orders import (
    PurchaseOrderStatus,
    cancel_purchase_order,
    change_purchase_order,
    close_purchase_order,
    confirm_purchase_order,
    create_purchase_order,
)
from omnistock.domain.purchasing.operations.receipts import PurchaseOrderClosed, post_receipt, reverse_receipt

__all__ = [
    "PurchaseOrderClosed",
    "PurchaseOrderStatus",
    "cancel_purchase_order",
    "change_purchase_order",
    "close_purchase_order",
    "confirm_purchase_order",
    "create_purchase_order",
    "post_receipt",
    "reverse_receipt",
]
