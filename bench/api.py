"""The API of the running web server: a single issue beside the bare transaction, bulk receipts, dispatch with invoice."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from bench.load import Connection, Outcome, load
from bench.place import Place
from bench.processes import Running, postgres_cpu_seconds, running
from bench.stand import CLIENTS, GSTIN, SECONDS, Stand

BULK_LINES = 500
BULK_RUNS = 10
WARM_UP_SECONDS = 2
ROUNDS = 3


def measure(place: Place) -> Iterator[dict[str, Any]]:
    stand = Stand(place)
    with running(place, "web") as web:
        yield from _issues_beside_reference(place, stand, web)
        yield _bulk_receipts(place, stand, web)
        yield _bulk_receipts_at_once(stand, web.address)
        yield _dispatches(stand, web.address)
    yield {"name": "ledger_differences", "count": stand.differences()}


def _issues_beside_reference(place: Place, stand: Stand, web: Running) -> Iterator[dict[str, Any]]:
    """In turn, so that both meet the same machine: its processors are not as fast in one minute as in the next."""
    issue = _issues(stand)
    load(web.address, issue, clients=CLIENTS, seconds=WARM_UP_SECONDS)
    stand.analyze()  # of a table with one row, every index looks as good as the key
    references, found, ratios, web_seconds, postgres_seconds = [], Outcome(), [], 0.0, 0.0
    for _round in range(ROUNDS):
        references.append(stand.reference())
        web_before, postgres_before = web.cpu_seconds(), postgres_cpu_seconds(place)
        outcome = load(web.address, issue, clients=CLIENTS, seconds=SECONDS)
        web_seconds += web.cpu_seconds() - web_before
        postgres_seconds += postgres_cpu_seconds(place) - postgres_before
        ratios.append(outcome.statuses[201] / outcome.wall_seconds / references[-1])
        found += outcome
    done = found.statuses[201]
    reference = sum(references) / ROUNDS
    yield {"name": "reference", "clients": CLIENTS, "per_second": round(reference)}
    yield {
        "name": "single_issue_api",
        "clients": CLIENTS,
        "per_second": round(done / found.wall_seconds),
        "ratio": round(done / found.wall_seconds / reference, 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "median_ms": round(found.median_ms, 1),
        "web_cpu_ms": round(web_seconds / done * 1000, 2),
        "postgres_cpu_ms": round(postgres_seconds / done * 1000, 2),
        "other_answers": sum(found.statuses.values()) - done,
    }


def _issues(stand: Stand) -> Any:
    bodies = [
        stand.post(
            "/adjustments",
            {
                "warehouse_id": str(stand.warehouse_id),
                "reason": "lost",
                "lines": [{"product_id": str(product), "quantity": "-1"}],
            },
        )
        for product in stand.products
    ]
    return lambda client, number: bodies[(client * 61 + number) % len(bodies)]


def _bulk_receipts(place: Place, stand: Stand, web: Running) -> dict[str, Any]:
    """Each receipt through the API is followed by the same rows as INSERT … SELECT, so both meet the same machine."""
    request = _receipt(stand, stand.products)
    seconds, raw_seconds, web_seconds, postgres_seconds = 0.0, 0.0, 0.0, 0.0
    with Connection(web.address) as connection:
        _must(connection.ask(request), 201)
        stand.analyze()
        for _run in range(BULK_RUNS):
            web_before, postgres_before = web.cpu_seconds(), postgres_cpu_seconds(place)
            began = time.perf_counter()
            made = _must(connection.ask(request), 201)["id"]
            seconds += time.perf_counter() - began
            web_seconds += web.cpu_seconds() - web_before
            postgres_seconds += postgres_cpu_seconds(place) - postgres_before
            raw_seconds += stand.raw_receipt(made)
    return {
        "name": "bulk_receipt_api",
        "clients": 1,
        "lines": BULK_LINES,
        "lines_per_second": round(BULK_RUNS * BULK_LINES / seconds),
        "raw_lines_per_second": round(BULK_RUNS * BULK_LINES / raw_seconds),
        "ratio": round(raw_seconds / seconds, 3),
        "web_cpu_ms": round(web_seconds * 1000 / BULK_RUNS, 1),
        "postgres_cpu_ms": round(postgres_seconds * 1000 / BULK_RUNS, 1),
    }


def _bulk_receipts_at_once(stand: Stand, address: str) -> dict[str, Any]:
    """What a server takes in when several send at once, each receipts of products of its own."""
    requests = [_receipt(stand, stand.make_products(letter)) for letter in "CDEF"]
    load(address, lambda client, _number: requests[client], clients=len(requests), seconds=WARM_UP_SECONDS)
    stand.analyze()
    found = load(address, lambda client, _number: requests[client], clients=len(requests), seconds=SECONDS)
    done = found.statuses[201]
    return {
        "name": "bulk_receipt_api",
        "clients": len(requests),
        "lines": BULK_LINES,
        "lines_per_second": round(done * BULK_LINES / found.wall_seconds),
        "other_answers": sum(found.statuses.values()) - done,
    }


def _receipt(stand: Stand, products: Sequence[UUID]) -> bytes:
    line = {"quantity": "10", "unit_cost": "1.25"}
    lines = [{"product_id": str(product), **line} for product in products[:BULK_LINES]]
    return stand.post("/receipts", {"warehouse_id": str(stand.warehouse_id), "lines": lines})


def _dispatches(stand: Stand, address: str) -> dict[str, Any]:
    """Each client makes an order, reserves it and dispatches it with its invoice; only the dispatch is timed."""
    warehouse, customer = _registered_shop(stand, address)
    order = stand.post(
        "/sales-orders",
        {
            "customer_id": customer,
            "warehouse_id": warehouse,
            "lines": [{"product_id": str(stand.products[0]), "quantity": "1", "unit_price": "10"}],
        },
    )
    ready: list[str] = []
    with Connection(address) as connection:
        for _each in range(CLIENTS * 40):
            made = _must(connection.ask(order), 201)["id"]
            _must(connection.ask(stand.post(f"/sales-orders/{made}/allocation", {})), 200)
            ready.append(made)
    requests = [stand.post(f"/sales-orders/{made}/dispatches", {"issue_invoice": True}) for made in ready]

    def next_of(client: int, number: int) -> bytes:
        return requests[client * 40 + number]

    found = _all_of(address, next_of)
    return {
        "name": "dispatch_with_invoice",
        "clients": CLIENTS,
        "registrations": 1,
        "per_second": round(found[201] / found["seconds"]),
        "other_answers": found["other"],
    }


def _all_of(address: str, next_of: Any) -> dict[Any, Any]:
    from concurrent.futures import ThreadPoolExecutor

    def work(client: int) -> list[int]:
        with Connection(address) as connection:
            return [connection.ask(next_of(client, number))[0] for number in range(40)]

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        statuses = [status for found in pool.map(work, range(CLIENTS)) for status in found]
    done = statuses.count(201)
    return {201: done, "other": len(statuses) - done, "seconds": time.perf_counter() - began}


def _registered_shop(stand: Stand, address: str) -> tuple[str, str]:
    """A warehouse under a tax registration, with stock of the first product, and a customer in the same State."""
    registration = {"legal_name": "Bench", "trade_name": "Bench", "gstin": GSTIN}
    with Connection(address) as connection:
        made = _must(connection.ask(stand.post("/registrations", registration)), 201)["id"]
        warehouse = _must(
            connection.ask(stand.post("/warehouses", {"code": "REG", "name": "Registered", "registration_id": made})),
            201,
        )["id"]
        place = {
            "kind": "billing",
            "lines": ["1 Example Road"],
            "city": "Pune",
            "state_code": "27",
            "postal_code": "411001",
        }
        customer = _must(
            connection.ask(stand.post("/customers", {"name": "Bench customer", "addresses": [place]})), 201
        )["id"]
        stock = {"product_id": str(stand.products[0]), "quantity": "100000", "unit_cost": "1"}
        _must(connection.ask(stand.post("/receipts", {"warehouse_id": warehouse, "lines": [stock]})), 201)
    return warehouse, customer


def _must(answer: tuple[int, bytes], *statuses: int) -> Any:
    status, body = answer
    if status not in (*statuses, 200, 201):
        raise RuntimeError(f"{status}: {body[:500].decode(errors='replace')}")
    return json.loads(body)
