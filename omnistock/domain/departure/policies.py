"""Which permission each operation of leaving needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "request_departure": "organization:delete",
        "record_departure": "organization:delete",
        "confirm_departure": "organization:delete",
        "undo_departure": "organization:delete",
    }
)
