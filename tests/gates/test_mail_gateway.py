"""Nothing but the gateway touches Django's mail or a provider's (promise P6): what would go round it is found in the source."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

from tests.gates.test_source import PACKAGE

GATEWAY: Final = {"domain/notifications/backend.py", "domain/notifications/sending.py"}
LEADS_OUT: Final = ("django.core.mail", "anymail", "smtplib", "resend")


def ways_out(text: str) -> list[str]:
    """What a module imports of libraries that send mail."""
    found: list[str] = []
    if not any(name.rpartition(".")[2] in text for name in LEADS_OUT):  # most: they need not be parsed
        return found
    for node in ast.walk(ast.parse(text)):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{each.name}" for each in node.names]
        found += [name for name in names if any(name == out or name.startswith(f"{out}.") for out in LEADS_OUT)]
    return found


def test_only_the_gateway_reaches_for_mail() -> None:
    found = {
        str(path.relative_to(PACKAGE)): ways
        for path in sorted(Path(PACKAGE).rglob("*.py"))
        if (ways := ways_out(path.read_text()))
    }
    assert set(found) == GATEWAY, found


def test_it_bites() -> None:
    assert ways_out("from django.core.mail import send_mail")
    assert ways_out("from django.core import mail")
    assert ways_out("import smtplib")
    assert ways_out("def f():\n    from anymail.message import AnymailMessage")
    assert not ways_out("from omnistock.domain.notifications.operations import send_mail")
