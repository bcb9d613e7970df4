"""The ledger by itself: a single issue and bulk postings through the domain, in this process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.place import Place
from bench.stand import CLIENTS, SECONDS, Stand

BULK_LINES = 500
BULK_RUNS = 8


def measure(place: Place) -> Iterator[dict[str, Any]]:
    stand = Stand(place)
    began = time.perf_counter()
    for _run in range(BULK_RUNS):
        stand.adjust(1_000, stand.products[:BULK_LINES], "found")
    seconds = time.perf_counter() - began
    yield {
        "name": "bulk_adjustment_domain",
        "lines": BULK_LINES,
        "lines_per_second": round(BULK_RUNS * BULK_LINES / seconds),
    }
    reference = stand.reference()
    yield {"name": "reference", "clients": CLIENTS, "per_second": round(reference)}
    single = _single_issues(stand)
    ratio = round(single / reference, 3)
    yield {"name": "single_issue_domain", "clients": CLIENTS, "per_second": round(single), "ratio": ratio}
    yield {"name": "ledger_differences", "count": stand.differences()}


def _single_issues(stand: Stand) -> float:
    """Issues of one line a second through boundary and domain, from as many threads as clients."""
    from django.db import connection

    until = time.perf_counter() + SECONDS

    def work(client: int) -> int:
        count = 0
        while time.perf_counter() < until:
            stand.adjust(-1, [stand.products[(client * 61 + count) % len(stand.products)]], "lost")
            count += 1
        connection.close()
        return count

    with ThreadPoolExecutor(CLIENTS) as pool:
        done = sum(pool.map(work, range(CLIENTS)))
    return done / SECONDS
