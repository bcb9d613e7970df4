"""Purchasing's longer statements."""

from __future__ import annotations

from pathlib import Path


def read(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
