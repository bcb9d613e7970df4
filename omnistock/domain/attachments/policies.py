"""Who may read papers of what they may read, and put some there. What somebody added themselves they may take away again;
to take away what others added needs `REMOVE`."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

READ: Final = "attachments:read"
ATTACH: Final = "attachments:write"
REMOVE: Final = "attachments:remove"
POLICIES: Final = MappingProxyType({"attach_file": ATTACH, "detach_file": ATTACH})
