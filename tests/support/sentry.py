"""A server on the loopback that takes what the SDK sends, as Sentry's envelope protocol has it."""

from __future__ import annotations

import contextlib
import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Sentry:
    """`raw` is everything that came over the wire, heads and bodies; `events` the reports in it."""

    def __init__(self) -> None:
        self.raw = ""
        self.events: list[dict[str, Any]] = []
        self.kinds: list[str] = []
        self.dsn = ""

    def take(self, head: str, body: str) -> None:
        """An envelope: a line of its own, then for each item a line about it and its payload."""
        self.raw += head + body
        lines = body.split("\n")[1:]
        while len(lines) >= 2:
            item, payload, lines = json.loads(lines[0]), json.loads(lines[1]), lines[2:]
            self.kinds.append(item["type"])
            if item["type"] == "event":
                self.events.append(payload)


@contextlib.contextmanager
def serve() -> Iterator[Sentry]:
    state = Sentry()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            assert self.path == "/api/1/envelope/"
            state.take(str(self.headers), body.decode())
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *arguments: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.dsn = f"http://public@127.0.0.1:{server.server_address[1]}/1"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
