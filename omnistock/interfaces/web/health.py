"""For whoever watches the service, a program or a person: is it up, and can it work?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
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
    """The database answers, and a worker was heard of in the last minute."""
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
    return [
        _part(_("Web pages and API"), True, _("works")),
        _part(_("Database"), True, _("works")),
        _part(
            _("Jobs in the background"),
            workers > 0,
            _("works") if workers else _("not heard of for a minute"),
            heard_at,
        ),
        _promises(timezone.now()),
    ]


def _promises(now: dt.datetime) -> Part:
    """No better than what was found of each, and of late."""
    name, answers = _("Nightly checks of our promises"), last_answers()
    at = max((answer.checked_at for answer in answers if answer.checked_at), default=None)
    if broken := ", ".join(answer.promise for answer in answers if answer.result == "failed"):
        return _part(name, False, _("broken: {ids}").format(ids=broken), at)
    if at is None:
        return Part(name, _("not run yet"), "warn", "circle-alert")
    if not all(answer.is_of_late(now) for answer in answers):
        return Part(name, _("not checked lately"), "warn", "circle-alert", at)
    if waiting := ", ".join(answer.promise for answer in answers if answer.result == "operator"):
        return Part(
            name, _("the operator must act on {ids}; the others passed").format(ids=waiting), "warn", "circle-alert", at
        )
    return _part(name, True, _("passed"), at)


def _part(name: str, is_well: bool, word: str, at: dt.datetime | None = None) -> Part:
    tone, icon = ("ok", "check") if is_well else ("bad", "triangle-alert")
    return Part(name, word, tone, icon, at)
