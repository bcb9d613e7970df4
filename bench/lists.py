"""Lists of a catalogue of 100,000 products: a page of 50 in under 100 ms at the server is the goal.

Each is asked as a browser or a program asks it, in this process, so `median_ms` is the server's time without the line;
`cpu_ms` is the processor time of this process and of PostgreSQL, to compare on a machine that others use, too.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

from bench.importing import bring_in
from bench.place import Place
from bench.processes import postgres_cpu_seconds
from bench.stand import acting, analyze

PRODUCTS = 100_000
RUNS = 15
GOAL_MS = 100
PAGES = (
    ("products_first_page", "/app/products"),
    ("products_by_number", "/app/products?q=P054321"),
    ("products_by_beginning", "/app/products?q=produ"),
    ("products_by_two_words", "/app/products?q=product+kind42"),
    ("products_nothing_found", "/app/products?q=nothing"),
    ("search_everywhere", "/app/search?q=kind42"),
    ("choose_in_a_receipt", "/app/receipts/products?q=kind42"),
    ("stock_first_page", "/app/stock"),
)
API = (("api_first_page", "/api/v1/products?limit=50"), ("api_search", "/api/v1/products?limit=50&search=kind42"))


def measure(place: Place) -> Iterator[dict[str, Any]]:
    yield {"name": "import_products", "products": PRODUCTS, "seconds": round(bring_in(place, PRODUCTS), 1)}
    analyze(place)
    browser, program = _browser(place), _program(place)
    for name, address in PAGES:
        yield {"name": name, "products": PRODUCTS, **_timed(place, browser, address)}
    for name, address in API:
        yield {"name": name, "products": PRODUCTS, **_timed(place, program, address)}
    deep = "/api/v1/products?limit=50"
    for _page in range(20):
        deep = f"/api/v1/products?limit=50&cursor={program.get(deep).json()['next_cursor']}"
    yield {"name": "api_page_21", "products": PRODUCTS, **_timed(place, program, deep)}


def _timed(place: Place, client: Any, address: str) -> dict[str, Any]:
    took, spent = [], 0.0
    for run in range(RUNS + 2):
        if run == 2:  # the first two warm up
            spent = time.process_time() + postgres_cpu_seconds(place)
        began = time.perf_counter()
        answer = client.get(address)
        took.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    median = statistics.median(took[2:]) * 1000
    spent = time.process_time() + postgres_cpu_seconds(place) - spent
    return {"median_ms": round(median, 1), "cpu_ms": round(spent * 1000 / RUNS, 1), "met": median < GOAL_MS}


def _browser(place: Place) -> Any:
    from django.test import Client

    from omnistock.interfaces.web.boundary import SESSION_ORGANIZATION
    from omnistock.tenancy.models import Person

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(
        Person.objects.get(pk=place.person_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session[SESSION_ORGANIZATION] = str(place.organization_id)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(place.person_id)
    session.save()
    return client


def _program(place: Place) -> Any:
    from django.test import Client

    from omnistock.domain.identity.operations import create_api_key

    with acting(place) as actor:
        key = create_api_key(actor=actor, name="Bench", scopes=["catalog:read"]).text
    return Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {key}"})
