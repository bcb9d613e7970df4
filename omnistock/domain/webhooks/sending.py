"""One message to one address: connected to the address that was judged, no redirect followed, ten seconds at most, however
slowly an answer comes."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from omnistock.domain.webhooks.addresses import NotAllowed, resolve

TIMEOUT_SECONDS: Final = 10
_ANSWER_BYTES: Final = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` None: no answer came, and `error` says why in words."""

    status: int | None
    error: str = ""

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(*, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send, and answer how it went; nothing is raised for what the other side does."""
    parts = urlsplit(url)
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"content-type": "application/json", "user-agent": "OmniStock-Webhooks/1", **headers}
    try:
        connection = _Connection(host, port, resolve(host, port), is_secure)
        answer = _answer_of(connection, path, body, sent)
    except NotAllowed as error:
        return Answer(None, str(error)[:200])
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(None, f"{type(error).__name__}: {error}"[:200])
    taken = Answer(answer.status)
    return taken if taken.is_taken else Answer(answer.status, f"HTTP {answer.status} {answer.reason}"[:200])


def _answer_of(connection: _Connection, path: str, body: bytes, headers: Mapping[str, str]) -> http.client.HTTPResponse:
    """Each piece that comes begins a wait anew, so whoever sends one byte at a time would hold the worker: the whole has an
    end of its own. Raises `TimeoutError`."""
    end = threading.Timer(TIMEOUT_SECONDS, connection.cut)
    end.start()
    try:
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read(_ANSWER_BYTES)
    except (OSError, http.client.HTTPException):
        if not connection.is_cut:
            raise
    finally:
        end.cancel()
        connection.close()
    if connection.is_cut:
        raise TimeoutError("timed out")
    return answer


class _Connection(http.client.HTTPConnection):
    """To a given address, under the host's own name in the request and in its certificate."""

    def __init__(self, host: str, port: int, address: str, is_secure: bool) -> None:
        self.default_port = 443 if is_secure else 80  # so that the Host header names no usual port
        super().__init__(host, port, timeout=TIMEOUT_SECONDS)
        self._address, self._is_secure = address, is_secure
        self._line: socket.socket | None = None  # kept: `sock` is let go of as soon as the answer has begun
        self.is_cut = False

    def connect(self) -> None:
        self.sock = self._line = socket.create_connection((self._address, self.port), TIMEOUT_SECONDS)
        if self._is_secure:
            context = ssl.create_default_context()
            secure = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self._line = secure
            secure.do_handshake()
        if self.is_cut:
            raise TimeoutError("timed out")

    def cut(self) -> None:
        """End it from another thread, whatever it waits for."""
        self.is_cut = True
        if self._line is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)  # TLS's own would wait for the other side
