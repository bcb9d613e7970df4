"""For whoever watches the service, a program or a person: is it up, and can it work?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from omnistock.domain.privacy.checks import last_answers

# How many workers were heard of in the last minute, and when one was at last.
_WORKERS: Final = """
SELECT count(*) FILTER (WHERE last_heartbeat > now() - interval '1 minute'), max(last_heartbeat) FROM procrastinate_workers
"""


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers, its schema is the code's, and a worker was heard of in the last minute."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_WORKERS)
            workers, _heard_at = cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "does not answer"}, status=503)
    ready = workers > 0
    return JsonResponse({"status": "ok" if ready else "unavailable", "workers": workers}, status=200 if ready else 503)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the service as the status page shows it; `at` is when it was last heard of."""

    name: str
    word: str
    tone: str
    icon: str
    at: dt.datetime | None = None


def parts_of_service() -> list[Part]:
    """What works at this moment. A page that is drawn shows by itself that web and database answer."""
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS)
        workers, heard_at = cursor.fetchone()
    checked = [answer for answer in last_answers() if answer.checked_at]
    broken = ", ".join(answer.promise for answer in checked if answer.result == "failed")
    checked_at = max((answer.checked_at for answer in checked if answer.checked_at), default=None)
    promises = _("broken: {ids}").format(ids=broken) if broken else _("passed") if checked else _("not run yet")
    return [
        _part(_("Web pages and API"), True, _("works")),
        _part(_("Database"), True, _("works")),
        _part(
            _("Jobs in the background"),
            workers > 0,
            _("works") if workers else _("not heard of for a minute"),
            heard_at,
        ),
        _part(_("Nightly checks of our promises"), not broken, promises, checked_at),
    ]


def _part(name: str, is_well: bool, word: str, at: dt.datetime | None = None) -> Part:
    tone, icon = ("ok", "check") if is_well else ("bad", "triangle-alert")
    return Part(name, word, tone, icon, at)
