"""Which permission each operation of buying needs, and the measures that it judges by."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "set_product_suppliers": "purchasing:write",
        "create_purchase_order": "purchasing:write",
        "change_purchase_order": "purchasing:write",
        "put_purchase_order": "purchasing:write",
        "confirm_purchase_order": "purchasing:write",
        "cancel_purchase_order": "purchasing:write",
        "close_purchase_order": "purchasing:write",
        "post_receipt": "stock:write",
        "put_receipt": "stock:write",
        "reverse_receipt": "stock:write",
        "put_away_receipt": "stock:write",
        "post_landed_cost": "purchasing:write",
        "reverse_landed_cost": "purchasing:write",
    }
)

# A bulk receipt is one transaction of at most this many lines (contract, "API").
MOST_LINES: Final = 1000

# More than the order asks for, by up to this much, is received without a question: a carton more, a short count before.
OVER_RECEIPT_PERCENT: Final = Decimal(5)

# A cost that is off the ordered one (of what was not ordered: off the last one), or an MRP off the last one, by more than
# this is more often a slip of the finger or a supplier's mistake than a new price.
PRICE_CHANGE_PERCENT: Final = Decimal(10)
