"""For whatever watches the process: is it up, and can it work?"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers, its schema is the code's, and a worker was heard of in the last minute."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"
            )
            workers = cursor.fetchone()[0]
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "does not answer"}, status=503)
    ready = workers > 0
    return JsonResponse({"status": "ok" if ready else "unavailable", "workers": workers}, status=200 if ready else 503)
