"""Which permission each operation on customers and suppliers needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        f"{verb}_{noun}": "parties:write"
        for noun in ("customer", "supplier")
        for verb in ("create", "change", "put", "archive", "restore")
    }
)
