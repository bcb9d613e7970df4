"""Which permission each operation of selling needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "create_sales_order": "sales:write",
        "change_sales_order": "sales:write",
        "put_sales_order": "sales:write",
        "confirm_sales_order": "sales:write",
        "allocate_sales_order": "sales:write",
        "choose_batches": "sales:write",
        "release_sales_order": "sales:write",
        "pick_sales_order": "dispatch:write",
        "cancel_sales_order": "sales:write",
        "close_sales_order": "sales:write",
    }
)

# To accept less life than the rule asks for.
OVERRIDE: Final = "shelf-life:override"
MOST_LINES: Final = 1000
