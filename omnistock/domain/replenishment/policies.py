"""Which permission each operation of replenishment needs. Drafts of transfers need stock:write too."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "set_reorder_rules": "purchasing:write",
        "draft_replenishment": "purchasing:write",
    }
)
TRANSFER: Final = "stock:write"
# Of rules, and of drafts' lines, in one request.
MOST_LINES: Final = 1_000
