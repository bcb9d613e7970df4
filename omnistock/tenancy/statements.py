"""Several statements in one round trip.

Round trips, not statements, are what a small write costs. PostgreSQL runs them in order, and under READ COMMITTED each
takes a new snapshot, so a statement sees what was committed while the one before it waited for a lock: the ledger's
checks rely on that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from psycopg import ClientCursor, Connection

from omnistock.tenancy import pipeline


@dataclass(slots=True)
class Statement:
    """One SQL statement with its named values. `rows` is what it answered, once it was sent. `is_kept`: whether it is
    worth preparing, which a statement with a value in its text is not."""

    sql: str
    values: Mapping[str, Any] | Sequence[Any] = field(default_factory=dict)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    is_kept: bool = True


def send(*statements: Statement, plan_anew: bool = False) -> None:
    """Run the statements in order, in one round trip, and fill their `rows`. The first that fails ends the
    transaction.

    `plan_anew`: for reports, whose best plan depends on what they are asked.
    """
    if not statements:
        return
    with connection.cursor() as cursor:
        run = _joined if plan_anew or cursor.connection.prepare_threshold is None else _prepared
        is_watched = connection.execute_wrappers or connection.queries_logged
        sql = ";\n".join(statement.sql for statement in statements) if is_watched else statements[0].sql
        with cursor.debug_sql(sql) if connection.queries_logged else nullcontext():
            cursor._execute_with_wrappers(sql, None, many=False, executor=lambda *_: run(cursor.connection, statements))


def _prepared(connected: Connection[Any], statements: Sequence[Statement]) -> None:
    """One pipeline of prepared statements: planning a posting's twenty statements costs more than running them
    (docs/decisions/0007)."""
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        found = pipeline.run(connected, [(each.sql, each.values, each.is_kept) for each in statements])
    for statement, rows in zip(statements, found, strict=True):
        statement.rows = rows


def _joined(connected: Connection[Any], statements: Sequence[Statement]) -> None:
    """One simple query with the values in it: through a pooler in transaction mode nothing may outlive a
    transaction."""
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, ClientCursor(connected) as client:
        client.execute(";\n".join(client.mogrify(statement.sql, statement.values) for statement in statements))
        for statement in statements:
            statement.rows = client.fetchall() if client.description else []
            client.nextset()
