"""What a request costs: round trips to the database, and statements that do not grow with what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from tests import make
from tests.personas import INES

API = "/api/v1"


@contextmanager
def counted() -> Iterator[list[str]]:
    """What is sent meanwhile, each in one round trip. BEGIN travels with the first of them; the last COMMIT, which Django
    sends past its cursors, is not in it."""
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "one"}], ids=["plain", "with a key"])
def test_a_single_issue(live_db: None, headers: dict[str, str]) -> None:
    ines = make.organization().api(INES)
    warehouse = ines.get(f"{API}/warehouses").json()["items"][0]["id"]
    product = ines.post(f"{API}/products", {"sku": "S", "name": "Stapler"}).json()["id"]
    line = {"product_id": product, "quantity": "10", "unit_cost": "1"}
    ines.post(f"{API}/adjustments", {"warehouse_id": warehouse, "reason": "found", "lines": [line]})
    issue = {"warehouse_id": warehouse, "reason": "lost", "lines": [{"product_id": product, "quantity": "-1"}]}
    assert ines.post(f"{API}/adjustments", issue).status_code == 201
    with counted() as sent:
        answer = ines.post(f"{API}/adjustments", issue, **headers)
    assert answer.status_code == 201, answer.content
    # The key is read along with the goods, the commit goes along with the answer's reading.
    assert len(sent) == (4 if headers else 3), sent
    assert sent[-1].endswith("COMMIT")
