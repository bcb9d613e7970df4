"""Thousands of rows at once. COPY into a table under row-level security is refused by PostgreSQL, so they go into a
temporary table by COPY, and from there into their own by one INSERT, which the policy judges as any other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models
from psycopg import sql

Row = Sequence[Any]


def copy_models(rows: Sequence[models.Model]) -> None:
    """Insert model instances that are complete (the organization's id and every default set), in the order given."""
    if not rows:
        return
    fields = rows[0]._meta.local_concrete_fields
    values = attrgetter(*(field.attname for field in fields))
    documents = [at for at, field in enumerate(fields) if isinstance(field, models.JSONField)]
    copy_rows(
        table=rows[0]._meta.db_table,
        columns=[str(field.column) for field in fields],
        rows=map(_with_json(values, documents), rows),
    )


def copy_rows(*, table: str, columns: Sequence[str], rows: Iterable[Row], skip_duplicates: bool = False) -> None:
    """Insert rows of values, JSON as text. `skip_duplicates` leaves out what a unique constraint would refuse."""
    found = list(rows)
    if not found:
        return
    names = {"table": sql.Identifier(table), "fresh": sql.Identifier(f"fresh_{table}")}
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    make = "CREATE TEMPORARY TABLE {fresh} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
    insert = "INSERT INTO {table} ({columns}) SELECT {columns} FROM {fresh}"
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(make).format(columns=listed, **names))
        with cursor.copy(sql.SQL("COPY {fresh} FROM STDIN").format(**names)) as copy:
            for row in found:
                copy.write_row(row)
        cursor.execute(
            sql.SQL(insert + (" ON CONFLICT DO NOTHING" if skip_duplicates else "")).format(columns=listed, **names)
        )
        cursor.execute(sql.SQL("DROP TABLE {fresh}").format(**names))


def _with_json(values: Callable[[Any], tuple[Any, ...]], documents: Sequence[int]) -> Callable[[Any], Row]:
    """`values` with what stands at `documents` written as JSON."""
    if not documents:
        return values

    def read(row: models.Model) -> Row:
        found = list(values(row))
        for at in documents:
            found[at] = None if found[at] is None else json.dumps(found[at], ensure_ascii=False)
        return found

    return read
