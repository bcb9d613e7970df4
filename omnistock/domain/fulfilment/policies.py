"""Which permission each operation of fulfilment needs. To issue the invoice with a dispatch needs billing:write too."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "dispatch_order": "dispatch:write",
        "reverse_dispatch": "dispatch:write",
        "cancel_invoice": "billing:write",
        "credit_invoice": "billing:write",
    }
)
ISSUE: Final = "billing:write"
