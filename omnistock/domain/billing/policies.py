"""Which permission each operation of billing needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "change_invoice": "billing:write",
        "issue_invoice": "billing:write",
        "lock_tax_period": "settings:write",
        "record_payment": "payments:write",
        "allocate_payment": "payments:write",
        "unallocate_payment": "payments:write",
        "reverse_payment": "payments:write",
        "refund_payment": "payments:write",
        "reverse_refund": "payments:write",
    }
)
