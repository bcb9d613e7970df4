"""Writing the request log beside the requests: a request leaves a row in memory, a thread writes them each second, and
adds what they took to the counters of their routes.

Only a web process starts the thread (`config/wsgi.py`); elsewhere nothing is kept. When the database cannot take
rows, the oldest go: the log must never stand in the way of the product.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from omnistock.domain.privacy.durations import Took, add_durations
from omnistock.domain.privacy.requests import Request, keep_request_log, write_requests
from omnistock.tenancy.each_second import EachSecond
from omnistock.tenancy.limits import address_of

KEPT_AT_MOST: Final = 20_000
UNKNOWN_ROUTE: Final = "(no such page)"
STATIC_ROUTE: Final = "static/<path>"


class RequestLog:
    """The outermost middleware: it sees the status that the client sees."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        if WRITER.is_running:
            WAITING.append((told(request, response.status_code), time.perf_counter() - began))
        return response


def told(request: HttpRequest, status: int) -> Request:
    """What the log keeps of a request: four values."""
    match = request.resolver_match
    route = match.route if match else STATIC_ROUTE if request.path.startswith(settings.STATIC_URL) else UNKNOWN_ROUTE
    return Request(address=address_of(request.META), at=timezone.now(), route=route, status=status)


def write() -> None:
    """Write what waits now. A first row of a day that has no partition yet makes it."""
    waiting = [WAITING.popleft() for _ in range(len(WAITING))]
    if not waiting:
        return
    rows = [row for row, _seconds in waiting]
    try:
        write_requests(rows)
    except Error:
        keep_request_log()
        write_requests(rows)
    add_durations(Took(row.at.date(), row.route, round(seconds * 1000)) for row, seconds in waiting)


WAITING: Final[deque[tuple[Request, float]]] = deque(maxlen=KEPT_AT_MOST)
WRITER: Final = EachSecond("request-log", write)
