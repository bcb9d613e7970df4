"""Which permission each operation of the catalogue needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "create_product": "catalog:write",
        "change_product": "catalog:write",
        "put_product": "catalog:write",
        "add_barcode": "catalog:write",
        "archive_product": "catalog:write",
        "restore_product": "catalog:write",
        "create_unit": "catalog:write",
        "change_unit": "catalog:write",
        "create_category": "catalog:write",
        "change_category": "catalog:write",
    }
)
