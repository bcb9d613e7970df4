"""Which permission each operation over saved views needs. One's own need none: they are about nobody else."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

SHARE: Final = "settings:write"
POLICIES: Final = MappingProxyType({"share_view": SHARE, "change_shared_view": SHARE, "remove_shared_view": SHARE})
