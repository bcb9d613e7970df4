"""Sending a file to be imported, for the tests of imports."""

from __future__ import annotations

from typing import Any

from omnistock.domain.exchange.models import Import
from omnistock.domain.exchange.operations import (
    FileInput,
    check_import,
    run_import,
)
from tests import make


def send(actor: make.Actor, kind: str, text: str | bytes, **more: Any) -> Import:
    """Check a file, and bring it in when nothing is wrong."""
    content = text.encode() if isinstance(text, str) else text
    checked = check_import(actor=actor, file=FileInput(kind=kind, name="file.csv", parts=[content], **more))
    return run_import(actor=actor, import_id=checked.id) if checked.status == "checked" else checked


def errors(row: Import) -> list[tuple[int, str]]:
    return [(error["row"], error["column"]) for error in row.errors]
