"""The same products and batches with ever more movements behind them: does anything get slower with age?

`cpu_ms` is what to compare on a machine that others use, too: processor time of this process and of PostgreSQL. `dashboard`
is what a person meets within the minute for which its sums are kept, `dashboard_first_look` adds them up each time.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from bench.place import DATABASE, Place
from bench.processes import postgres_cpu_seconds

SIZES = (10_000, 1_000_000, 10_000_000)
RUNS = 9
LINES = 50
BULK_LINES = 500


def measure(place: Place, *, movements: int) -> Iterator[dict[str, Any]]:
    from bench.stand import acting

    ground = _Ground(place)
    began = time.perf_counter()
    ground.fill()
    issues = 0
    for size in (size for size in SIZES if size <= movements):
        ground.issue(issues + 1, size)
        issues = size
        yield {"name": "filled", "issues": size, "seconds": round(time.perf_counter() - began)}
        for name, work, is_kept in ground.works():
            yield {"name": name, "issues": size, **_timed(place, acting, work, is_kept=is_kept)}
    from omnistock.domain.ledger.verification import recomputed

    with acting(place) as actor:
        yield {"name": "ledger_differences", "issues": issues, "count": len(list(recomputed(actor)))}


def _timed(place: Place, acting: Any, work: Callable[[Any], object], *, is_kept: bool) -> dict[str, Any]:
    """The median time, and the processor time of both sides, of one run: each is a request of its own. What is not
    kept is undone, so that every size is measured on the same stock."""
    from django.db import transaction

    from omnistock.tenancy.statements import send

    took, spent = [], 0.0
    for run in range(RUNS + 2):
        if run == 2:  # the first two warm up
            spent = time.process_time() + postgres_cpu_seconds(place)
        began = time.perf_counter()
        with acting(place) as actor:
            work(actor)
            if not is_kept:
                send()  # what would go along with the commit
                transaction.set_rollback(True)
        took.append(time.perf_counter() - began)
    spent = time.process_time() + postgres_cpu_seconds(place) - spent
    return {"median_ms": round(statistics.median(took[2:]) * 1000, 1), "cpu_ms": round(spent * 1000 / RUNS, 1)}


class _Ground:
    """20,000 products, 4 warehouses, 200,000 batches, made by SQL as the database's administrator."""

    def __init__(self, place: Place) -> None:
        from bench.stand import acting
        from omnistock.domain.catalog.models import Unit
        from omnistock.domain.warehouses.models import Location, Warehouse
        from omnistock.domain.warehouses.operations import create_warehouse

        self.place = place
        with acting(place) as actor:
            for at in range(3):
                create_warehouse(actor=actor, code=f"W{at}", name=f"Scale {at}")
            warehouses = list(Warehouse.objects.order_by("id"))
            self.values: dict[str, Any] = {
                "organization": place.organization_id,
                "time_zone": actor.organization.time_zone,
                "warehouses": [each.pk for each in warehouses],
                "locations": [each.default_location_id for each in warehouses],
                "found": Location.objects.get(kind="found").pk,
                "customer": Location.objects.get(kind="customer").pk,
                "unit": Unit.objects.order_by("id")[0].pk,
            }

    def fill(self) -> None:
        self._run("scale", self.values)
        with self._connected() as connection:
            rows = connection.execute(
                "SELECT k, product_id, batch_id, warehouse_id FROM scale_layer WHERE k %% 4 = 0 AND k >= 100000"
                " AND k < 120000 ORDER BY k LIMIT %s",
                [BULK_LINES],
            ).fetchall()
        self.some: list[tuple[int, UUID, UUID, UUID]] = rows

    def issue(self, first: int, last: int) -> None:
        """The issues from `first` to `last`, and all that is derived from all of them."""
        with self._connected() as connection, self._without_indexes(connection):
            self._run("scale_issues", {**self.values, "first": first, "last": last})
        with self._connected() as connection:
            connection.execute("VACUUM (ANALYZE)")

    @contextmanager
    def _without_indexes(self, connection: psycopg.Connection[Any]) -> Iterator[None]:
        """Sorting ten million rows into an index at the end takes a fraction of finding a place for each."""
        found = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('movement', 'month_change')"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        ).fetchall()
        for name, _definition in found:
            connection.execute(psycopg.sql.SQL("DROP INDEX {}").format(psycopg.sql.Identifier(name)))
        yield
        connection.execute("SET maintenance_work_mem = '768MB'")
        for _name, definition in found:
            connection.execute(definition)

    def works(self) -> Iterator[tuple[str, Callable[[Any], object], bool]]:
        """Name, what is done, and whether it stays."""
        from omnistock.domain.ledger.operations import allocate
        from omnistock.domain.ledger.queries import movements, stock, value_on_hand
        from omnistock.domain.ledger.types import Demand, DemandLine
        from omnistock.domain.recalls.queries.trace import trace
        from omnistock.domain.reporting import kept
        from omnistock.domain.reporting.ages import expiry
        from omnistock.domain.reporting.queries import expiry_months, running_low, sales_by_day, stock_value
        from omnistock.kernel.ids import uuid7

        _k, product, batch, warehouse = self.some[0]
        year = dt.timedelta(days=365)
        yield "stock_list_of_50", lambda actor: stock(actor=actor, limit=50), True
        yield "stock_a_year_ago", lambda actor: stock(actor=actor, as_of=actor.now - year, limit=50), True
        yield "movements_page", lambda actor: movements(actor=actor, limit=50), True
        yield "movements_of_batch", lambda actor: movements(actor=actor, batch_id=batch, limit=50), True
        yield "movements_of_product", lambda actor: movements(actor=actor, product_id=product, limit=50), True
        yield "batch_trace", lambda actor: trace(actor=actor, batch_ids=[batch]), True
        yield "value_a_year_ago", lambda actor: value_on_hand(actor=actor, as_of=actor.now - year), True
        yield "expiry_report", lambda actor: expiry(actor=actor), True

        def today(actor: Any) -> None:
            for read in (stock_value, expiry_months, running_low, sales_by_day):
                read(actor=actor)

        yield "dashboard", today, True

        def at_first(actor: Any) -> None:
            kept.forget()
            today(actor)

        yield "dashboard_first_look", at_first, True
        wanted = [(uuid7(), each[1]) for each in self.some[:LINES]]

        def reserve(actor: Any) -> None:
            lines = [DemandLine(line, of, Decimal(7), warehouse) for line, of in wanted]
            allocate(actor=actor, demand=Demand("sales_order", uuid7()), lines=lines, promised_on=None)

        yield "allocate_50_lines", reserve, False
        yield "issue_1_line", lambda actor: self._issue(actor, 1), False
        yield "issue_500_lines", lambda actor: self._issue(actor, BULK_LINES), False

    def _issue(self, actor: Any, count: int) -> None:
        from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
        from omnistock.domain.stocktaking.operations import post_adjustment

        lines = [
            AdjustmentLineInput(product_id=product, batch_id=batch, quantity=Decimal(-1))
            for _k, product, batch, _warehouse in self.some[:count]
        ]
        post_adjustment(actor=actor, warehouse_id=self.some[0][3], reason="lost", lines=lines)

    def _run(self, name: str, values: dict[str, Any]) -> None:
        text = Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
        with self._connected() as connection, psycopg.ClientCursor(connection) as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(text, values)

    def _connected(self) -> psycopg.Connection[Any]:
        url = self.place.server.url("postgres", database=DATABASE)
        return psycopg.connect(url, autocommit=True, options="-c search_path=omnistock")
