"""How PostgreSQL goes about the hottest queries: the shape of each plan, to compare with db/plans/.

A query that is right and slow passes every other test. What is compared is which nodes and which indexes, not costs:
those change with the machine. The plans are made on rows that are the same every time (plans.sql), as the product asks:
postings by the generic plan of a prepared statement, lists planned for their values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

import psycopg

from omnistock.launch.postgres import EmbeddedPostgres

ROOT: Final = Path(__file__).resolve().parents[2]
PLANS_FOLDER: Final = ROOT / "db" / "plans"
GROUND: Final = Path(__file__).with_name("plans.sql")
ORGANIZATION: Final = UUID(int=0x7000_8000_0000_0000_0001)
FILLED: Final = (
    "unit",
    "warehouse",
    "location",
    "product",
    "batch",
    "layer",
    "balance",
    "stock_total",
    "movement",
    "month_change",
    "day_value",
)
NAMES: Final = re.compile(r"%\((\w+)\)s(?:::(\w+(?:\[\])?))?")


@dataclass(frozen=True)
class Hot:
    """`rooms` and `parts` are the files in a room's `sql/`. Values that are not given are NULL."""

    room: str
    parts: tuple[str, ...]
    values: Mapping[str, Any]
    is_prepared: bool


def hot_queries() -> dict[str, Hot]:
    """By the name of the golden file."""
    layers, places = [_md5("layer", k) for k in range(3)], [_md5("storage", k) for k in range(3)]
    keys = {"key_layers": layers, "key_locations": places, "layers": layers, "locations": places}
    none: list[Any] = []
    nothing = {"batch_locations": none, "batches": none, "product_locations": none, "products": none}
    amounts = {name: [1, 1, 1] for name in ("on_hand", "reserved", "value")}
    need = {
        "products": [_md5("product", k) for k in range(3)],
        "warehouses": [_md5("warehouse", k) for k in range(3)],
        "shelf_lives": [0, 0, 0],
        "quantities": [7, 7, 7],
        "promised_on": "2026-02-01",
    }
    as_of = {
        "as_of": "2025-09-15T00:00Z",
        "day": "2025-09-15",
        "day_ends_at": "2025-09-16T00:00Z",
        "month": "2025-09-01",
        "written_through": "2025-12-31",
        "month_ends_at": "2025-10-01T00:00Z",
        "unwritten_from": "2026-01-01T00:00Z",
        "days_written_through": "2025-12-31",
        "days_unwritten_from": "2026-01-01T00:00Z",
    }
    return {
        "posting_locks_balances": Hot("ledger", ("wanted", "lock_balances"), keys | nothing, True),
        "posting_changes_balances": Hot("ledger", ("change_balances",), keys | amounts, True),
        "allocation_candidates": Hot("ledger", ("candidates",), need, True),
        "stock_page": Hot("ledger", ("levels_now", "stock_by_batch"), {"limit": 51}, False),
        "stock_page_as_of": Hot("ledger", ("levels_as_of_page", "stock_by_batch"), {"limit": 51, **as_of}, False),
        "value_as_of": Hot("ledger", ("value_as_of",), as_of, False),
        "expiring": Hot("ledger", ("expiring",), {"since": "2026-02-01", "through": "2026-05-01", "limit": 200}, False),
        "batch_went_to": Hot("recalls", ("went_to",), {"batches": [_md5("batch", 0)]}, True),
    }


def history_pages() -> dict[str, Any]:
    """The pages of movements, which the ORM writes: of all, of a product, of a batch's layers."""
    from omnistock.domain.ledger.queries.movements import NEWEST_FIRST, movement_rows
    from omnistock.tenancy.paging import first_rows

    everywhere: Any = SimpleNamespace(warehouse_ids=None)
    asked: dict[str, dict[str, Any]] = {
        "movements_newest": {},
        "movements_of_product": {"product_id": UUID(_md5("product", 0))},
        "movements_of_batch": {"layer_ids": [UUID(_md5("layer", 0))]},
    }
    return {
        name: first_rows(movement_rows(actor=everywhere, **each), order=NEWEST_FIRST, limit=51)
        for name, each in asked.items()
    }


def plans(server: EmbeddedPostgres, database: str) -> dict[str, str]:
    """The plan of each hot query as text, on a database that is filled for it and is nobody else's."""
    with psycopg.connect(server.url("postgres", database=database), autocommit=True) as administrator:
        administrator.execute("SET search_path = omnistock")
        administrator.execute("SET synchronous_commit = off")
        cursor = psycopg.ClientCursor(administrator)
        cursor.execute(GROUND.read_text(), {"organization": ORGANIZATION})
        administrator.execute(f"VACUUM (ANALYZE) {', '.join(FILLED)}")
    from omnistock.config.settings import SESSION_OPTIONS

    options = f"{SESSION_OPTIONS} -c max_parallel_workers_per_gather=0 -c jit=off"
    with psycopg.connect(server.url("app", database=database), options=options) as connection:
        client = psycopg.ClientCursor(connection)
        client.execute(f"SET LOCAL app.organization_id = '{ORGANIZATION}'")
        found = {name: _plan(client, hot) for name, hot in hot_queries().items()}
        return found | {name: _plan_of_rows(client, rows) for name, rows in history_pages().items()}


def _plan(client: psycopg.ClientCursor[Any], hot: Hot) -> str:
    sql = _sql(hot)
    values = {"organization": ORGANIZATION, **hot.values}
    names = list(dict.fromkeys(found[1] for found in NAMES.finditer(sql)))
    if hot.is_prepared:
        numbered = NAMES.sub(lambda found: f"${names.index(found[1]) + 1}" + _cast(found[2]), sql)
        client.execute("PREPARE hot AS " + numbered.replace("%%", "%"))
        given = ", ".join(_literal(client, values.get(name)) for name in names)
        client.execute(f"EXPLAIN (COSTS OFF, FORMAT JSON) EXECUTE hot ({given})")
    else:
        client.execute("EXPLAIN (COSTS OFF, FORMAT JSON) " + sql, {name: values.get(name) for name in names})
    row = client.fetchone()
    assert row is not None
    if hot.is_prepared:
        client.execute("DEALLOCATE hot")
    return "\n".join(_shape(row[0][0]["Plan"], 0)) + "\n"


def _plan_of_rows(client: psycopg.ClientCursor[Any], rows: Any) -> str:
    from omnistock.tenancy import current

    token = current._organization_id.set(ORGANIZATION)  # compiled, and never sent through Django
    try:
        sql, values = rows.query.sql_with_params()
    finally:
        current._organization_id.reset(token)
    client.execute("EXPLAIN (COSTS OFF, FORMAT JSON) " + sql, values)
    row = client.fetchone()
    assert row is not None
    return "\n".join(_shape(row[0][0]["Plan"], 0)) + "\n"


def _sql(hot: Hot) -> str:
    folder = ROOT / "omnistock" / "domain" / hot.room / "sql"
    return "\n".join((folder / f"{part}.sql").read_text() for part in hot.parts)


def _cast(type_name: str | None) -> str:
    return f"::{type_name}" if type_name else ""


def _literal(client: psycopg.ClientCursor[Any], value: Any) -> str:
    """Lists as PostgreSQL's own text, as `tenancy.pipeline` sends them."""
    if isinstance(value, list):
        value = "{" + ",".join(str(each) for each in value) + "}"
    return client.mogrify("%s", [value])


def _shape(node: Mapping[str, Any], depth: int) -> Iterator[str]:
    """One line a node. The constants that row-level security asks for once a statement say nothing about its way."""
    if node["Node Type"] == "Result" and not node.get("Plans"):
        return
    at = node.get("Index Name") or node.get("Relation Name") or node.get("CTE Name") or ""
    words = [node["Node Type"], node.get("Join Type", ""), f"on {at}" if at else ""]
    yield "  " * depth + " ".join(word for word in words if word)
    for under in node.get("Plans", ()):
        yield from _shape(under, depth + 1)


def _md5(kind: str, number: int) -> str:
    import hashlib

    return hashlib.md5(f"{kind}{number}".encode(), usedforsecurity=False).hexdigest()
