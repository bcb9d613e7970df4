"""The writes of buying."""

from omnistock.domain.purchasing.operations.orders import (
    PurchaseOrderStatus,
    cancel_purchase_order,
    change_purchase_order,
    close_purchase_order,
    confirm_purchase_order,
    create_purchase_order,
)
from omnistock.domain.purchasing.operations.putting_away import ReceiptReversed, put_away_receipt
from omnistock.domain.purchasing.operations.receipts import PurchaseOrderClosed, post_receipt, reverse_receipt

__all__ = [
    "PurchaseOrderClosed",
    "PurchaseOrderStatus",
    "ReceiptReversed",
    "cancel_purchase_order",
    "change_purchase_order",
    "close_purchase_order",
    "confirm_purchase_order",
    "create_purchase_order",
    "post_receipt",
    "put_away_receipt",
    "reverse_receipt",
]
