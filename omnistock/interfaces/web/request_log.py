"""Writing the request log beside the requests: a request leaves a row in memory, a thread writes them each second.

Only a web process starts the thread (`config/wsgi.py`); elsewhere nothing is kept. When the database cannot take
rows, the oldest go: the log must never stand in the way of the product.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from omnistock.domain.privacy.requests import Request, keep_request_log, write_requests
from omnistock.kernel.addresses import client_address

log = logging.getLogger("omnistock.requests")

EVERY_SECONDS: Final = 1
KEPT_AT_MOST: Final = 20_000
UNKNOWN_ROUTE: Final = "(no such page)"
STATIC_ROUTE: Final = "static/<path>"


class RequestLog:
    """The outermost middleware: it sees the status that the client sees."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if WRITER.is_running:
            WRITER.add(told(request, response.status_code))
        return response


def told(request: HttpRequest, status: int) -> Request:
    """What the log keeps of a request: four values."""
    match = request.resolver_match
    route = match.route if match else STATIC_ROUTE if request.path.startswith(settings.STATIC_URL) else UNKNOWN_ROUTE
    address = client_address(
        peer=request.META.get("REMOTE_ADDR", ""),
        forwarded_for=request.headers.get("X-Forwarded-For", ""),
        trusted=settings.TRUSTED_PROXIES,
    )
    return Request(address=address, at=timezone.now(), route=route, status=status)


class Writer:
    """The rows that wait, and the thread that writes them."""

    def __init__(self) -> None:
        self.waiting: deque[Request] = deque(maxlen=KEPT_AT_MOST)
        self.stopping = threading.Event()
        self.thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        return self.thread is not None

    def start(self) -> None:
        """Begin, once a process. What waits when the process ends is written then."""
        if self.thread is None:
            self.thread = threading.Thread(target=self._run, name="request-log", daemon=True)
            self.thread.start()
            atexit.register(self.stop)

    def stop(self) -> None:
        self.stopping.set()
        if self.thread is not None:
            self.thread.join(timeout=5)

    def add(self, request: Request) -> None:
        self.waiting.append(request)

    def _run(self) -> None:
        while not self.stopping.wait(EVERY_SECONDS):
            self.write()
        self.write()

    def write(self) -> None:
        """Write what waits now. A first row of a day that has no partition yet makes it."""
        rows = [self.waiting.popleft() for _ in range(len(self.waiting))]
        if not rows:
            return
        try:
            try:
                write_requests(rows)
            except Error:
                keep_request_log()
                write_requests(rows)
        except Error as error:
            log.warning("%s rows of the request log were not written: %s", len(rows), type(error).__name__)
        finally:
            connection.close()


WRITER: Final = Writer()
