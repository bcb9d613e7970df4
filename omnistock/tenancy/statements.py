"""Several statements in one round trip.

Round trips, not statements, are what a small write costs. PostgreSQL runs the statements of one simple query in order,
and under READ COMMITTED each takes a new snapshot, so a statement sees what was committed while the one before it
waited for a lock: the ledger's checks rely on that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from psycopg import ClientCursor


@dataclass(slots=True)
class Statement:
    """One SQL statement with its named values. `rows` is what it answered, once it was sent."""

    sql: str
    values: Mapping[str, Any] | Sequence[Any] = field(default_factory=dict)
    rows: list[tuple[Any, ...]] = field(default_factory=list)


def statement_of(rows: QuerySet[Any, tuple[Any, ...]]) -> Statement:
    """A `values_list` queryset as a statement, to be sent along with others. Its rows come as the database gives
    them."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:  # Django has no SQL for what can have no row, such as `id__in=[]`
        return Statement("SELECT WHERE false")
    return Statement(sql, values)


def send(*statements: Statement) -> None:
    """Run the statements in order, in one round trip, and fill their `rows`. The first that fails ends the
    transaction."""
    with connection.cursor() as cursor:
        client = ClientCursor(cursor.connection)
        cursor.execute(";\n".join(client.mogrify(statement.sql, statement.values) for statement in statements))
        for statement in statements:
            statement.rows = cursor.fetchall() if cursor.description else []
            cursor.nextset()
