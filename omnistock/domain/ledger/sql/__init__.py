"""The ledger's longer statements, each in a file of its own."""

from __future__ import annotations

from pathlib import Path


def read(*names: str) -> str:
    """The text of `names`.sql, one after the other: a shared head, then what is done with it."""
    return "\n".join(Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8") for name in names)
