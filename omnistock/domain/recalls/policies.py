"""Which permission each operation of recalls needs. A recall reaches into every warehouse and every open order."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "open_recall": "recalls:write",
        "record_contact": "recalls:write",
        "quarantine_recall": "recalls:write",
        "close_recall": "recalls:write",
        "release_recall": "recalls:write",
    }
)
