"""A cheap HTTP client: prepared requests over kept connections, so that the client does not eat the server's time."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

READ_BYTES = 65536


@dataclass
class Outcome:
    """`statuses` counts the answers; `seconds` is how long each took; `wall_seconds` the whole run."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wall_seconds: float = 0

    def __iadd__(self, other: Outcome) -> Outcome:
        self.statuses += other.statuses
        self.seconds += other.seconds
        self.wall_seconds += other.wall_seconds
        return self

    @property
    def median_ms(self) -> float:
        return sorted(self.seconds)[len(self.seconds) // 2] * 1000


def request_bytes(method: str, path: str, *, key: str, body: bytes = b"") -> bytes:
    """A whole HTTP/1.1 request."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def load(address: str, request_of: Callable[[int, int], bytes], *, clients: int, seconds: float) -> Outcome:
    """Send `request_of(client, number)` from `clients` connections, one after the other on each, for `seconds`."""
    outcome, lock = Outcome(), threading.Lock()
    began = time.perf_counter()
    until = began + seconds

    def work(client: int) -> None:
        statuses, took, number = Counter[int](), [], 0
        with Connection(address) as connection:
            while (sent := time.perf_counter()) < until:
                status, _body = connection.ask(request_of(client, number))
                took.append(time.perf_counter() - sent)
                statuses[status] += 1
                number += 1
        with lock:
            outcome.statuses += statuses
            outcome.seconds += took

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.wall_seconds = time.perf_counter() - began
    return outcome


class Connection:
    """One kept connection."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.socket = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        self.socket.sendall(request)
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._read()
        head = data[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        while len(data) < end + 4 + length:
            data += self._read()
        return int(data[9:12]), data[end + 4 :]

    def _read(self) -> bytes:
        piece = self.socket.recv(READ_BYTES)
        if not piece:
            raise ConnectionError("the server closed the connection")
        return piece
