"""Which permission each operation on webhooks needs: that of API keys, since both let a program in on everything."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "create_webhook": "settings:write",
        "change_webhook": "settings:write",
        "rotate_secret": "settings:write",
        "delete_webhook": "settings:write",
        "retry_delivery": "settings:write",
    }
)
