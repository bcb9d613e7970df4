"""Programs that post through the API as integrators are told to: one Idempotency-Key for each posting, and the same
request again until there is an answer. So they live through a server that is struck down, and can say what must be there."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

GIVE_UP_SECONDS: Final = 120
KINDS: Final = ("receipts", "adjustments", "sales-orders")


@dataclass
class Load:
    """Programs that post until they are told to stop, and what they were told."""

    api: str
    key: str
    stopping: threading.Event = field(default_factory=threading.Event)
    acknowledged: dict[str, tuple[str, str, dict[str, Any]]] = field(default_factory=dict)
    """By Idempotency-Key: the kind, the id that was answered, and the body."""
    refused: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    warehouse: str = ""
    product: str = ""
    batch: str = ""
    customer: str = ""

    def prepare(self) -> None:
        self.warehouse = self.get("warehouses")[0]["id"]
        product = {"sku": "P", "name": "P", "tracking": "batch", "sale_price": "2"}
        self.product = self.send("products", product, "product")[1]["id"]
        self.customer = self.send("customers", {"name": "City Clinic"}, "customer")[1]["id"]
        line = {"product_id": self.product, "quantity": "500", "unit_cost": "1", "batch_number": "A1"}
        body = {"warehouse_id": self.warehouse, "lines": [line]}
        status, first = self.send("receipts", body, "first")
        assert status == 201, first
        self.batch = first["lines"][0]["batch_id"]
        self.acknowledged["first"] = ("receipts", first["id"], body)

    @contextlib.contextmanager
    def running(self, programs: int, dice: random.Random) -> Iterator[None]:
        """So many programs post during the block; at its end each waits for its last answer."""
        threads = [
            threading.Thread(target=self.work, args=(number, random.Random(dice.random())), daemon=True)
            for number in range(programs)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stopping.set()
            for thread in threads:
                thread.join(GIVE_UP_SECONDS)

    def work(self, number: int, dice: random.Random) -> None:
        count = 0
        while not self.stopping.is_set():
            count += 1
            kind, key = dice.choice(KINDS), f"program-{number}-{count}"
            body = self._body(kind, dice)
            status, answer = self.send(kind, body, key)
            if status == 201:
                self.acknowledged[key] = (kind, answer["id"], body)
            elif status == 409 and answer["code"] == "insufficient_stock":
                self.refused[answer["code"]] += 1
            else:
                self.broken.append(f"{kind}: {status} {answer}")

    def send(self, kind: str, body: dict[str, Any] | None, key: str) -> tuple[int, Any]:
        """Status and answer; again and again while nobody answers or what answers is broken."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "Idempotency-Key": key}
        data = None if body is None else json.dumps(body).encode()
        until = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < until:
            request = urllib.request.Request(f"{self.api}/{kind}", data, headers)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    return answer.status, json.load(answer)
            except urllib.error.HTTPError as refusal:
                if refusal.code < 500:
                    return refusal.code, json.load(refusal)
            except (OSError, http.client.HTTPException, ValueError):
                pass
            threading.Event().wait(0.1)
        return 0, {"code": "nobody answered"}

    def get(self, kind: str) -> list[dict[str, Any]]:
        """Every record of a kind, page after page."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self.send(f"{kind}?limit=500{cursor}", None, "")[1]
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    def _body(self, kind: str, dice: random.Random) -> dict[str, Any]:
        line: dict[str, Any] = {"product_id": self.product}
        if kind == "receipts":
            line |= {"quantity": str(dice.randint(1, 6)), "unit_cost": "1", "batch_number": dice.choice(("A1", "A2"))}
            return {"warehouse_id": self.warehouse, "lines": [line]}
        if kind == "adjustments":
            line |= {"quantity": "-1", "batch_id": self.batch}
            return {"warehouse_id": self.warehouse, "reason": "lost", "lines": [line]}
        line |= {"quantity": str(dice.randint(1, 3))}
        return {"warehouse_id": self.warehouse, "customer_id": self.customer, "confirm": True, "lines": [line]}

    def wait_for(self, count: int) -> None:
        """Until so many are acknowledged."""
        until = time.monotonic() + GIVE_UP_SECONDS
        while len(self.acknowledged) < count and not self.broken:
            assert time.monotonic() < until, f"only {len(self.acknowledged)} of {count} were acknowledged"
            threading.Event().wait(0.02)

    def judge(self, dice: random.Random) -> None:
        """What was acknowledged is there once, and nothing else is; the same request again is not one more."""
        assert self.broken == [], self.broken[:5]
        told = list(self.acknowledged.items())
        for kind in KINDS:
            there = Counter(row["id"] for row in self.get(kind))
            assert there == Counter(id for _key, (each, id, _body) in told if each == kind), kind
        for key, (kind, id, body) in dice.sample(told, 20):
            status, answer = self.send(kind, body, key)
            assert (status, answer["id"]) == (201, id)
