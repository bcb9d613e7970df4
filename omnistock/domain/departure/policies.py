"""Which permission each operation of leaving needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from omnistock.domain.support.policies import STAFF

POLICIES: Final = MappingProxyType(
    {
        "request_departure": "organization:delete",
        "record_departure": "organization:delete",
        "renew_departure_link": "organization:delete",
        "write_down_departure": STAFF,
        "confirm_departure": "organization:delete",
        "undo_departure": "organization:delete",
    }
)
