"""The ledger: the bare transaction, a single issue through the domain, and bulk postings."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.place import Place

CLIENTS = 8
SECONDS = 8
PRODUCTS = 500
BULK_LINES = 500
BULK_RUNS = 6


def measure(place: Place) -> Iterator[dict[str, Any]]:
    stand = _Stand(place)
    yield stand.bulk()
    reference = stand.reference()
    yield {"name": "reference", "clients": CLIENTS, "per_second": round(reference)}
    single = stand.single_issues()
    ratio = round(single / reference, 3)
    yield {"name": "single_issue_domain", "clients": CLIENTS, "per_second": round(single), "ratio": ratio}
    yield {"name": "ledger_differences", "count": stand.differences()}


class _Stand:
    """One organization with products in its first warehouse."""

    def __init__(self, place: Place) -> None:
        from omnistock.domain.catalog.operations import create_product
        from omnistock.domain.warehouses.models import Location, Warehouse

        self.place = place
        with self._request() as actor:
            self.products: list[UUID] = [
                create_product(actor=actor, values={"sku": f"B{n:04d}", "name": f"Bench {n}", "tracking": "none"}).pk
                for n in range(PRODUCTS)
            ]
            self.warehouse_id = Warehouse.objects.get().pk
            self.location_id = Warehouse.objects.get().default_location_id
            self.loss_id = Location.objects.get(kind="loss").pk

    @contextmanager
    def _request(self) -> Iterator[Any]:
        from django.utils import timezone

        from omnistock.tenancy.actors import actor_for_person
        from omnistock.tenancy.boundary import tenant_boundary

        with tenant_boundary(self.place.organization_id):
            yield actor_for_person(
                organization_id=self.place.organization_id,
                person_id=self.place.person_id,
                door="api",
                now=timezone.now(),
            )

    def _adjust(self, quantity: int, products: list[UUID], reason: str) -> None:
        from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
        from omnistock.domain.stocktaking.operations import post_adjustment

        lines = [AdjustmentLineInput(product_id=product, quantity=Decimal(quantity)) for product in products]
        with self._request() as actor:
            post_adjustment(actor=actor, warehouse_id=self.warehouse_id, reason=reason, lines=lines)

    def bulk(self) -> dict[str, Any]:
        """Bulk postings of 500 lines that each make a layer and a balance."""
        self._adjust(1_000_000, self.products[:BULK_LINES], "opening")
        began = time.perf_counter()
        for _run in range(BULK_RUNS):
            self._adjust(1_000, self.products[:BULK_LINES], "found")
        seconds = time.perf_counter() - began
        lines = BULK_RUNS * BULK_LINES
        return {"name": "bulk_adjustment", "lines": BULK_LINES, "lines_per_second": round(lines / seconds)}

    def reference(self) -> float:
        """Transactions a second of reference.sql. It writes beside the ledger, so its balances are put right after
        it."""
        from omnistock.domain.ledger.queries import stock

        with self._request() as actor:
            items = stock(actor=actor, by="layer", limit=100).items
        variables = {
            "organization": f"'{self.place.organization_id}'",
            "place": f"'{self.location_id}'",
            "loss": f"'{self.loss_id}'",
            "products": "'{" + ",".join(str(item.product_id) for item in items) + "}'",
            "layers": "'{" + ",".join(str(item.layer_id) for item in items) + "}'",
        }
        command = [str(self.place.server.program("pgbench")), "-n", f"-c{CLIENTS}", "-j2", f"-T{SECONDS}"]
        command += [f"-D{name}={value}" for name, value in variables.items()]
        command += ["-f", str(Path(__file__).with_name("reference.sql")), self.place.owner_url]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = re.search(r"tps = ([\d.]+)", said)
        assert found is not None, said
        self._put_totals_right()
        return float(found[1])

    def _put_totals_right(self) -> None:
        from django.db import connection

        with self._request(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE stock_total s SET on_hand = (SELECT sum(on_hand) FROM balance b"
                " WHERE b.warehouse_id = s.warehouse_id AND b.product_id = s.product_id)"
            )

    def single_issues(self) -> float:
        """Issues of one line a second through boundary and domain, from as many threads as clients."""
        from django.db import connection

        until = time.perf_counter() + SECONDS

        def work(client: int) -> int:
            count = 0
            while time.perf_counter() < until:
                self._adjust(-1, [self.products[(client * 61 + count) % BULK_LINES]], "lost")
                count += 1
            connection.close()
            return count

        with ThreadPoolExecutor(CLIENTS) as pool:
            done = sum(pool.map(work, range(CLIENTS)))
        return done / SECONDS

    def differences(self) -> int:
        from omnistock.domain.ledger.verification import recomputed

        with self._request() as actor:
            return len(list(recomputed(actor)))
