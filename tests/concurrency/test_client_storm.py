"""Sixteen programs at a real server, all on two batches of one product: they receive, issue, send between warehouses,
promise, dispatch, count, cancel and take back whatever they find. Nobody is ever told of a deadlock or a fault of ours, and at
the end everything is what the ledger says."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from omnistock.domain.ledger.verification import verify
from tests import make
from tests.api.test_concurrency import call
from tests.personas import ASHA, INES
from tests.support.environment import seed

CLIENTS = 16
PATIENCE_SECONDS = 60
BATCHES = ("A1", "A2")


class Storm:
    """What the programs know of one another: the documents that were made, for anybody to go on with."""

    def __init__(self, api: str, key: str) -> None:
        self.api, self.key = api, key
        self.told: Counter[str] = Counter()
        self.faults: list[str] = []
        self.made: dict[str, list[Any]] = {"receipts": [], "adjustments": [], "transfers": [], "sales-orders": []}
        self.made["stock-counts"] = []
        first = self.ask("warehouses")["items"][0]
        self.here, self.shelf = first["id"], first["default_location_id"]
        self.there = self.ask("warehouses", {"code": "THERE", "name": "There"})["id"]
        product = {"sku": "P", "name": "P", "tracking": "batch", "sale_price": "2"}
        self.product = self.ask("products", product)["id"]
        self.customer = self.ask("customers", {"name": "City Clinic"})["id"]
        self.batches = [self._first(number) for number in BATCHES]

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the server made of it; None where it refused. A 5xx is a fault."""
        status, answer = call(f"{self.api}/{path}", self.key, body)
        word = answer["code"] if status >= 400 else ""
        self.told[f"{path.rpartition('/')[2]}: {status} {word}".strip()] += 1
        codes = {each["code"] for each in answer.get("errors", ())} if status == 422 else set()
        # Whoever goes on with a count of a shelf that somebody else has begun to count by now is told so by the line.
        if status >= 500 or (status in (400, 401, 403, 422) and codes != {"counted_elsewhere"}):
            self.faults.append(f"{path}: {status} {answer}")
        return answer if status < 300 else None

    def work(self, dice: random.Random, until: Callable[[], bool]) -> None:
        deeds = (self.receive, self.issue, self.send, self.go_on_sending, self.order, self.go_on_selling, self.undo)
        deeds += (self.plan_a_count, self.go_on_counting)
        while not until():
            dice.choices(deeds, (4, 4, 2, 3, 4, 4, 2, 1, 4))[0](dice)

    def receive(self, dice: random.Random) -> None:
        lines = [self._came(number, dice.randint(1, 9)) for number in dice.sample(BATCHES, dice.randint(1, 2))]
        self._keep("receipts", {"warehouse_id": dice.choice((self.here, self.there)), "lines": lines})

    def issue(self, dice: random.Random) -> None:
        chosen = dice.sample(self.batches, dice.randint(1, 2))  # in either order: the server finds its own
        lines = [{**self._what(), "quantity": str(-dice.randint(1, 4)), "batch_id": each} for each in chosen]
        self._keep("adjustments", {"warehouse_id": self.here, "reason": "lost", "lines": lines})

    def send(self, dice: random.Random) -> None:
        origin, destination = dice.sample((self.here, self.there), 2)
        lines = [{**self._what(), "quantity": str(dice.randint(1, 5)), "batch_id": dice.choice(self.batches)}]
        body = {"from_warehouse_id": origin, "to_warehouse_id": destination, "lines": lines}
        if made := self._keep("transfers", body):
            self.ask(f"transfers/{made}/dispatch", {})

    def go_on_sending(self, dice: random.Random) -> None:
        if known := self.made["transfers"]:
            step = dice.choice(("arrival", "arrival", "dispatch", "cancellation"))
            self.ask(f"transfers/{dice.choice(known)}/{step}", {})

    def order(self, dice: random.Random) -> None:
        lines = [{**self._what(), "quantity": str(dice.randint(1, 6))}]
        wanted = {"warehouse_id": self.here, "customer_id": self.customer, "confirm": True, "lines": lines}
        self._keep("sales-orders", wanted)

    def go_on_selling(self, dice: random.Random) -> None:
        if known := self.made["sales-orders"]:
            step = dice.choice(("picks", "dispatches", "dispatches", "release", "allocation", "cancellation"))
            self.ask(f"sales-orders/{dice.choice(known)}/{step}", {})

    def plan_a_count(self, dice: random.Random) -> None:
        """Of the one shelf that everybody is at: refused while it is being counted."""
        scope = {"scope": "locations", "ids": [self.shelf]}
        self._keep("stock-counts", {"warehouse_id": self.here, **scope})

    def go_on_counting(self, dice: random.Random) -> None:
        """Somebody counts, somebody approves, somebody takes it back: whoever comes first. What is counted is off by some."""
        if not (known := self.made["stock-counts"]):
            return
        count = f"stock-counts/{dice.choice(known[-3:])}"
        step = dice.choice(("entries", "entries", "entries", "approval", "approval", "cancellation", "reversal"))
        if step == "entries":
            lines = [
                self._counted(each, dice.randint(20, 90)) for each in dice.sample(self.batches, dice.randint(1, 2))
            ]
            self.ask(f"{count}/entries", {"lines": lines})
            return
        if step == "approval":
            self.ask(f"{count}/bins", {"location_id": self.shelf, "is_rest_empty": dice.random() < 0.5})
        self.ask(f"{count}/{step}", {})

    def _counted(self, batch_id: str, quantity: int) -> dict[str, Any]:
        return {"location_id": self.shelf, **self._what(), "batch_id": batch_id, "quantity": str(quantity)}

    def undo(self, dice: random.Random) -> None:
        kind = dice.choice(("receipts", "adjustments", "transfers"))
        if known := self.made[kind]:
            self.ask(f"{kind}/{dice.choice(known)}/reversal", {})

    def _keep(self, kind: str, body: dict[str, Any]) -> Any:
        made = self.ask(kind, body)
        if made:
            self.made[kind].append(made["id"])
        return made and made["id"]

    def _what(self) -> dict[str, Any]:
        return {"product_id": self.product}

    def _came(self, number: str, quantity: int) -> dict[str, Any]:
        return {**self._what(), "quantity": str(quantity), "unit_cost": "1.37", "batch_number": number}

    def _first(self, number: str) -> str:
        made = self.ask("receipts", {"warehouse_id": self.here, "lines": [self._came(number, 60)]})
        return str(made["lines"][0]["batch_id"])


@pytest.mark.parametrize("seconds", [4, pytest.param(60, marks=pytest.mark.soak)])
def test_nobody_meets_a_deadlock_and_everything_adds_up(site: str, seconds: int) -> None:
    pharma = make.organization(gstin="")
    storm = Storm(f"{site}/api/v1", pharma.key(INES))
    dice = random.Random(chosen := seed())
    over = threading.Event()
    with ThreadPoolExecutor(CLIENTS) as programs:
        running = [programs.submit(storm.work, random.Random(dice.random()), over.is_set) for _ in range(CLIENTS)]
        started = time.monotonic()
        over.wait(seconds)
        # On a busy machine some come to their first deed later than that.
        while not all(storm.made.values()) and time.monotonic() < started + seconds + PATIENCE_SECONDS:
            over.wait(0.1)
        over.set()
        for each in running:
            each.result()
    took = time.monotonic() - started
    print(f"seed {chosen}: {storm.told.total()} requests in {took:.0f} s: {dict(storm.told.most_common())}")  # noqa: T201
    assert storm.faults == []
    assert not [words for words in storm.told if "deadlock" in words]
    with pharma.acting(ASHA) as asha:
        assert verify(actor=asha) == []
    assert all(storm.made.values()), "somebody did nothing at all"
