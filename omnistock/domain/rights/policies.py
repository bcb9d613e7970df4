"""Which permission each operation of a workspace on its own people's requests needs. What the operator's staff do in
their own queue belongs to no workspace: the console and the command line let them in."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

POLICIES: Final = MappingProxyType(
    {
        "record_principal_request": "rights:answer",
        "answer_principal_request": "rights:answer",
        "take_bundle": "rights:answer",
        "erase_person": "rights:answer",
    }
)
