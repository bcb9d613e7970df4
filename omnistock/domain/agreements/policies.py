"""Which permission each operation of agreements needs: who may bind the workspace."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType({"accept_dpa": "settings:write", "ask_for_clauses": "settings:write"})
