"""The statements of replenishment, each in a file of its own."""

from __future__ import annotations

from pathlib import Path


def read(name: str) -> str:
    """The text of `name`.sql."""
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
