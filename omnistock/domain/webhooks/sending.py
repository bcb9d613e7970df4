"""One message to one address: connected to the address that was judged, no redirect followed, ten seconds at most."""

from __future__ import annotations

import http.client
import socket
import ssl
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
    try:
        connection = _Connection(host, port, resolve(host, port), is_secure)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            sent = {"content-type": "application/json", "user-agent": "OmniStock-Webhooks/1", **headers}
            connection.request("POST", path, body=body, headers=sent)
            answer = connection.getresponse()
            answer.read(_ANSWER_BYTES)
        finally:
            connection.close()
    except NotAllowed as error:
        return Answer(None, str(error)[:200])
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(None, f"{type(error).__name__}: {error}"[:200])
    taken = Answer(answer.status)
    return taken if taken.is_taken else Answer(answer.status, f"HTTP {answer.status} {answer.reason}"[:200])


class _Connection(http.client.HTTPConnection):
    """To a given address, under the host's own name in the request and in its certificate."""

    def __init__(self, host: str, port: int, address: str, is_secure: bool) -> None:
        self.default_port = 443 if is_secure else 80  # so that the Host header names no usual port
        super().__init__(host, port, timeout=TIMEOUT_SECONDS)
        self._address, self._is_secure = address, is_secure

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), TIMEOUT_SECONDS)
        if self._is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
