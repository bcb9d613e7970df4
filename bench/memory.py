"""What web and worker hold in memory when nobody uses them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from bench.load import Connection, request_bytes
from bench.place import Place
from bench.processes import running

SETTLE_SECONDS = 5


def measure(place: Place) -> Iterator[dict[str, Any]]:
    with running(place, "web") as web, running(place, "worker") as worker:
        with Connection(web.address) as connection:
            connection.ask(request_bytes("GET", "/accounts/login/", key="none"))
        time.sleep(SETTLE_SECONDS)
        parts = {"web_pss_mb": round(web.pss_mb()), "worker_pss_mb": round(worker.pss_mb())}
        yield {"name": "idle_memory", **parts, "together_mb": sum(parts.values())}
