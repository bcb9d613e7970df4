"""Which permission each operation needs."""

from __future__ import annotations

from typing import Final

POLICIES: Final = {"set_number_prefix": "settings:write"}
