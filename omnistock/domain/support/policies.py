"""Which permission each operation of support needs. `support:staff` is in no role and no API key's scope: only the
console's own actor has it, for the ticket in hand."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

STAFF: Final = "support:staff"

POLICIES: Final = MappingProxyType(
    {
        "open_ticket": "support:write",
        "write_message": "support:write",
        "close_ticket": "support:write",
        "share_report": "support:write",
        "withdraw_share": "support:write",
        "grant_access": "access:grant",
        "refuse_access": "access:grant",
        "end_access": "access:grant",
        "answer_ticket": STAFF,
        "request_access": STAFF,
        "give_back_access": STAFF,
    }
)
