"""A server on the loopback that speaks Resend's API, as far as we use it: POST /emails with its idempotency, the domains,
and the signed webhook that tells what became of a mail.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from omnistock.kernel.signatures import signature

KEY = "re_local_key"
SECRET = "whsec_bG9jYWwtdGVzdHMtb25seS1zZWNyZXQ="


class Resend:
    """What came over the wire, and how the next requests are answered."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.sent: dict[str, dict[str, Any]] = {}
        self.refusals: list[tuple[int, dict[str, Any]]] = []
        self.domains: list[dict[str, Any]] = []
        self.url = ""

    @property
    def last(self) -> dict[str, Any]:
        """The body of the newest request to send."""
        return self.requests[-1][1]

    def take(self, headers: dict[str, str], body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if headers.get("authorization") != f"Bearer {KEY}":
            return 401, {"statusCode": 401, "name": "missing_api_key", "message": "no key"}
        self.requests.append((headers, body))
        if self.refusals:
            return self.refusals.pop(0)
        key = headers.get("idempotency-key", "")
        if key not in self.sent:
            self.sent[key] = {**body, "id": str(uuid.uuid4())}
        return 200, {"id": self.sent[key]["id"]}

    def read(self, path: str) -> tuple[int, Any]:
        """GET of the list of domains, or of one."""
        if path == "/domains":
            return 200, {"data": [{"id": each["id"], "name": each["name"]} for each in self.domains]}
        found = [each for each in self.domains if path == f"/domains/{each['id']}"]
        return (200, found[0]) if found else (404, {"name": "not_found"})


def event(kind: str, sent: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What the webhook says of a mail, with its tags as an object."""
    tags = {each["name"]: each["value"] for each in sent["tags"]}
    data = {"email_id": sent.get("id", ""), "to": sent["to"], "subject": sent["subject"], "tags": tags, **more}
    return {"type": kind, "created_at": "2026-11-27T00:00:00Z", "data": data}


def signed(said: Any, *, at: dt.datetime, message_id: str = "", secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """Body and headers as the webhook brings them."""
    body = json.dumps(said).encode()
    message_id, seconds = message_id or f"msg_{uuid.uuid4().hex}", str(int(at.timestamp()))
    made = signature(secret=secret, message_id=message_id, seconds=seconds, body=body)
    return body, {"svix-id": message_id, "svix-timestamp": seconds, "svix-signature": f"v1,{made}"}


@contextlib.contextmanager
def serve() -> Iterator[Resend]:
    """Runs the server in a thread of this process."""
    state = Resend()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path != "/emails":
                return self._answer(404, {"name": "not_found"})
            return self._answer(*state.take({name.lower(): value for name, value in self.headers.items()}, body))

        def do_GET(self) -> None:
            self._answer(*state.read(self.path))

        def _answer(self, status: int, said: Any) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def use(settings: Any, state: Resend) -> None:
    """Have the product send through it."""
    settings.RESEND_API_KEY = KEY
    settings.RESEND_WEBHOOK_SECRET = SECRET
    settings.EMAIL_BACKEND = "omnistock.domain.notifications.backend.Resend"
    settings.DEFAULT_FROM_EMAIL = "OmniStock <stock@mail.example.com>"
    settings.ANYMAIL = {"RESEND_API_KEY": KEY, "RESEND_API_URL": state.url, "REQUESTS_TIMEOUT": 5}
