"""Which permission each operation over places needs, and how large things may be."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "create_warehouse": "warehouses:write",
        "change_warehouse": "warehouses:write",
        "put_warehouse": "warehouses:write",
        "archive_warehouse": "warehouses:write",
        "restore_warehouse": "warehouses:write",
        "create_location": "warehouses:write",
        "create_locations": "warehouses:write",
        "change_location": "warehouses:write",
        "put_location": "warehouses:write",
        "archive_location": "warehouses:write",
        "restore_location": "warehouses:write",
        "create_registration": "settings:write",
        "change_registration": "settings:write",
        "archive_registration": "settings:write",
        "restore_registration": "settings:write",
        "set_tax_lock": "settings:write",
    }
)

ADDRESS_LINES: Final = 4
ADDRESS_LINE_LENGTH: Final = 120
