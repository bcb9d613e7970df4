"""Eighty programs take one piece each of a batch of fifty, through a real server."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests import make
from tests.personas import INES

THERE, ASKED, AT_ONCE = 50, 80, 16


def call(address: str, key: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    """Status and answer."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data, headers), timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def test_fifty_are_served_and_thirty_are_told(site: str) -> None:
    pharma = make.organization()
    key, api = pharma.key(INES), f"{site}/api/v1"
    warehouse = call(f"{api}/warehouses", key)[1]["items"][0]["id"]
    product = call(f"{api}/products", key, {"sku": "P", "name": "P", "tracking": "batch"})[1]["id"]
    line = {"product_id": product, "quantity": str(THERE), "unit_cost": "1", "batch_number": "A1"}
    receipt = call(f"{api}/receipts", key, {"warehouse_id": warehouse, "lines": [line]})[1]
    one = {"product_id": product, "quantity": "-1", "batch_id": receipt["lines"][0]["batch_id"]}
    issue = {"warehouse_id": warehouse, "reason": "gift", "lines": [one]}

    with ThreadPoolExecutor(AT_ONCE) as programs:
        answers = list(programs.map(lambda _: call(f"{api}/adjustments", key, issue), range(ASKED)))

    assert Counter(status for status, _ in answers) == {201: THERE, 409: ASKED - THERE}
    refused = [answer for status, answer in answers if status == 409]
    assert {answer["code"] for answer in refused} == {"insufficient_stock"}
    shortage = refused[0]["errors"][0]
    assert shortage["product_id"] == product
    assert {"batch_id", "location_id", "asked", "there"} <= shortage.keys()
    assert call(f"{api}/stock?product_id={product}", key)[1]["items"] == []


def test_one_external_id_is_taken_once(site: str) -> None:
    """All of them find it free; who is overtaken is told that it is taken, and has posted nothing."""
    pharma = make.organization()
    key, api = pharma.key(INES), f"{site}/api/v1"
    warehouse = call(f"{api}/warehouses", key)[1]["items"][0]["id"]
    product = call(f"{api}/products", key, {"sku": "P", "name": "P", "tracking": "none"})[1]["id"]
    line = {"product_id": product, "quantity": "50", "unit_cost": "1"}
    call(f"{api}/receipts", key, {"warehouse_id": warehouse, "lines": [line]})
    issue = {"warehouse_id": warehouse, "reason": "gift", "lines": [{"product_id": product, "quantity": "-1"}]}

    with ThreadPoolExecutor(AT_ONCE) as programs:
        sent = [issue | {"external_id": f"THEIRS-{number % 4}"} for number in range(AT_ONCE * 2)]
        answers = list(programs.map(lambda body: call(f"{api}/adjustments", key, body), sent))

    assert Counter(status for status, _ in answers) == {201: 4, 422: AT_ONCE * 2 - 4}
    assert {answer["errors"][0]["pointer"] for status, answer in answers if status == 422} == {"/external_id"}
    assert call(f"{api}/stock?product_id={product}", key)[1]["items"][0]["on_hand"] == "46"
