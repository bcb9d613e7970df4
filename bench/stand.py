"""One organization with products in its first warehouse, a registration, a customer and a key: what is measured on."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.load import request_bytes
from bench.place import Place

CLIENTS = 8
SECONDS = 8
PRODUCTS = 500
GSTIN = "27AAACD0000A1ZV"  # plainly invented: the PAN has the serial 0000


@contextmanager
def acting(place: Place) -> Iterator[Any]:
    """The boundary of the place's organization, with its person's actor."""
    from django.utils import timezone

    from omnistock.tenancy.actors import actor_for_person
    from omnistock.tenancy.boundary import tenant_boundary

    with tenant_boundary(place.organization_id):
        yield actor_for_person(
            organization_id=place.organization_id, person_id=place.person_id, door="api", now=timezone.now()
        )


def analyze(place: Place) -> None:
    """Statistics, as autovacuum has them on a database that lives."""
    import psycopg

    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        connection.execute("ANALYZE")


class Stand:
    def __init__(self, place: Place) -> None:
        from omnistock.domain.warehouses.models import Location, Warehouse

        self.place = place
        self.products = self.make_products("B")
        with self.acting():
            self.warehouse_id = Warehouse.objects.get().pk
            self.location_id = Warehouse.objects.get().default_location_id
            self.loss_id = Location.objects.get(kind="loss").pk
        self.adjust(1_000_000, self.products, "opening")
        self.analyze()

    def acting(self) -> AbstractContextManager[Any]:
        return acting(self.place)

    def make_products(self, letter: str) -> list[UUID]:
        from omnistock.domain.catalog.operations import create_product

        values = {"tracking": "none", "hsn_code": "3004", "tax_rate": Decimal(12), "sale_price": Decimal(10)}
        with self.acting() as actor:
            return [
                create_product(actor=actor, values={"sku": f"{letter}{n:04d}", "name": f"Bench {n}", **values}).pk
                for n in range(PRODUCTS)
            ]

    @cached_property
    def key(self) -> str:
        from omnistock.domain.identity.operations import create_api_key
        from omnistock.tenancy.roles import PERMISSIONS

        with self.acting() as actor:
            return create_api_key(actor=actor, name="Bench", scopes=[p for p in PERMISSIONS if actor.may(p)]).text

    def post(self, path: str, body: Any) -> bytes:
        """A request that posts `body` to the API."""
        return request_bytes("POST", f"/api/v1{path}", key=self.key, body=json.dumps(body).encode())

    def adjust(self, quantity: int, products: Sequence[UUID], reason: str) -> None:
        from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
        from omnistock.domain.stocktaking.operations import post_adjustment

        lines = [AdjustmentLineInput(product_id=product, quantity=Decimal(quantity)) for product in products]
        with self.acting() as actor:
            post_adjustment(actor=actor, warehouse_id=self.warehouse_id, reason=reason, lines=lines)

    def analyze(self) -> None:
        analyze(self.place)

    def reference(self) -> float:
        """Transactions a second of reference.sql, the bare transaction. It writes beside the ledger, so its totals
        are put right after it."""
        from omnistock.domain.ledger.queries import stock

        with self.acting() as actor:
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
        command += ["-f", str(Path(__file__).with_name("reference.sql")), self.place.app_url]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = re.search(r"tps = ([\d.]+)", said)
        assert found is not None, said
        self._put_totals_right()
        return float(found[1])

    def raw_receipt(self, receipt_id: str) -> float:
        """Seconds that the rows of a receipt take by bulk.sql, as the app role in the organization; without the commit."""
        import psycopg

        text = Path(__file__).with_name("bulk.sql").read_text(encoding="utf-8")
        with psycopg.connect(self.place.app_url, options="-c search_path=omnistock") as connection:
            cursor = psycopg.ClientCursor(connection)
            cursor.execute(f"SET LOCAL app.organization_id = '{self.place.organization_id}'")
            values = {"organization": self.place.organization_id, "receipt": receipt_id}
            began = time.perf_counter()
            cursor.execute(text, values)
            seconds = time.perf_counter() - began
            connection.rollback()
        return seconds

    def _put_totals_right(self) -> None:
        from django.db import connection

        with self.acting(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE stock_total s SET on_hand = (SELECT sum(on_hand) FROM balance b"
                " WHERE b.warehouse_id = s.warehouse_id AND b.product_id = s.product_id)"
            )

    def differences(self) -> int:
        from omnistock.domain.ledger.verification import recomputed

        with self.acting() as actor:
            return len(list(recomputed(actor)))
