"""Which permission each operation of stocktaking needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "post_adjustment": "stock:write",
        "reverse_adjustment": "stock:write",
        "create_transfer": "stock:write",
        "dispatch_transfer": "stock:write",
        "arrive_transfer": "stock:write",
        "cancel_transfer": "stock:write",
        "reverse_transfer": "stock:write",
    }
)

# A bulk document is one transaction of at most this many lines (contract, "API").
MOST_LINES: Final = 1000
