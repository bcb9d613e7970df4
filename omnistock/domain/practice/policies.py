"""Which permission each operation over a practice workspace needs: its owner's, as for the end of any workspace."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

END: Final = "organization:delete"
POLICIES: Final = MappingProxyType({"reset_practice": END, "delete_practice": END})
