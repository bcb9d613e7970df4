"""Which permission each operation over people and the workspace needs, and how long things last."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "change_workspace": "settings:write",
        "change_logo": "settings:write",
        "remove_logo": "settings:write",
        "invite": "people:write",
        "withdraw_invitation": "people:write",
        "change_member": "people:write",
        "end_membership": "people:write",
        "create_api_key": "settings:write",
        "revoke_api_key": "settings:write",
    }
)

INVITATION_LIFETIME: Final = dt.timedelta(days=7)

# What a business keeps, and at how many days of life left a batch is watched, near its end, and urgent.
LIFE_LIMITS: Final = MappingProxyType(
    {
        "medicines": (180, 90, 30),
        "food": (60, 30, 7),
        "serials": (180, 90, 30),
        "general": (180, 90, 30),
    }
)
KEEPS: Final = tuple(LIFE_LIMITS)
