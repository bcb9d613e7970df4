"""What web and worker hold in memory when nobody uses them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import psycopg

from bench.load import Connection, request_bytes
from bench.place import Place
from bench.processes import Running, running

SETTLE_SECONDS = 5
FIRST_JOBS_SECONDS = 120


def measure(place: Place) -> Iterator[dict[str, Any]]:
    with running(place, "web") as web, running(place, "worker") as worker:
        with Connection(web.address) as connection:
            connection.ask(request_bytes("GET", "/accounts/login/", key="none"))
        _wait_for_first_jobs(place, worker)
        time.sleep(SETTLE_SECONDS)
        parts = {"web_pss_mb": round(web.pss_mb()), "worker_pss_mb": round(worker.pss_mb())}
        yield {"name": "idle_memory", **parts, "together_mb": sum(parts.values())}


def _wait_for_first_jobs(place: Place, worker: Running) -> None:
    """A worker that has not worked yet is smaller than it will be: a new installation's checks its promises."""
    until = time.monotonic() + FIRST_JOBS_SECONDS
    with psycopg.connect(place.app_url, autocommit=True) as connection:
        while connection.execute("SELECT FROM omnistock.promise_check").fetchone() is None or len(worker.pids) > 1:
            if time.monotonic() > until:
                raise RuntimeError("the worker did not check the promises")
            time.sleep(0.2)
