"""Which permission each operation of bringing in and taking out needs. An import also needs its kind's own."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "check_import": "exchange:write",
        "queue_check": "exchange:write",
        "run_check": "exchange:write",
        "import_file": "exchange:write",
        "recheck_import": "exchange:write",
        "start_import": "exchange:write",
        "run_import": "exchange:write",
        "cancel_import": "exchange:write",
        "undo_import": "exchange:write",
        "request_archive": "organization:export",
        "take_archive": "organization:export",
        "request_restore": "organization:restore",
        "restore_archive": "organization:restore",
    }
)
