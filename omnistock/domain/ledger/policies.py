"""Which permission each operation of the ledger needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "hold_batch": "stock:write",
        "release_batch": "stock:write",
        "correct_batch": "stock:write",
        "rename_batch": "stock:write",
        "quarantine_batches": "stock:write",
        "set_lock_date": "settings:write",
    }
)
