"""The writes of buying."""

from omnistock.domain.purchasing.operations.by_external_id import put_purchase_order, put_receipt
from omnistock.domain.purchasing.operations.landed_costs import (
    LandedCostStands,
    post_landed_cost,
    preview_landed_cost_reversal,
    reverse_landed_cost,
)
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
from omnistock.domain.purchasing.operations.supplied import set_product_suppliers

__all__ = [
    "LandedCostStands",
    "PurchaseOrderClosed",
    "PurchaseOrderStatus",
    "ReceiptReversed",
    "cancel_purchase_order",
    "change_purchase_order",
    "close_purchase_order",
    "confirm_purchase_order",
    "create_purchase_order",
    "post_landed_cost",
    "post_receipt",
    "preview_landed_cost_reversal",
    "put_away_receipt",
    "put_purchase_order",
    "put_receipt",
    "reverse_landed_cost",
    "reverse_receipt",
    "set_product_suppliers",
]
