"""The check of error reports (promise P4)."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any, Final

from django.conf import settings

from omnistock.domain.privacy.checks.outcome import Outcome, judged, needs_operator, passed

_OFF: Final = "No DSN is set: no error report leaves this installation."
_CANARY: Final = "somebody@canary.example"


def error_reports(now: dt.datetime) -> Outcome:
    """P4: off without a DSN; else the client of this process runs as it is written, and a report of an error that is
    full of personal data, made as any other and not sent, holds none of it."""
    if not settings.SENTRY_DSN and "sentry_sdk" not in sys.modules:
        return passed(_OFF)
    import sentry_sdk  # only where it is used: the SDK looks round when it is loaded

    from omnistock.domain.privacy.error_reports import differing_options

    client = sentry_sdk.get_client()
    runs = bool(client.options.get("dsn"))
    if not settings.SENTRY_DSN:
        faults = ["No DSN is set, and yet error reports leave this process."] if runs else []
        return judged(faults, otherwise=_OFF)
    if not runs:
        return needs_operator("SENTRY_DSN was set after this process began: start it anew.")
    faults = [f"The option {name} of the error reports is not as it must be." for name in differing_options(client)]
    if getattr(client, "integrations", None):
        faults.append(f"Parts of the SDK hooked themselves in: {', '.join(sorted(client.integrations))}.")
    if _CANARY in str(_as_sent(client)):
        faults.append("A report would hold personal data.")
    return judged(faults, otherwise="Reports hold the type and place of an error and nothing of anybody.")


def _as_sent(client: Any) -> Any:
    """A report of an error with personal data in its text, its locals and everything round it, through the filter that
    runs."""
    from omnistock.domain.privacy.error_reports import report_of

    held = {"email": _CANARY}
    try:
        raise ValueError(f"{held['email']} is there already")
    except ValueError as error:
        event = report_of(level="error", error=error, facts={"task": _CANARY})
    full = {**event, "user": held, "extra": held, "message": _CANARY, "request": {"data": held}}
    return client.options["before_send"](full, {})
