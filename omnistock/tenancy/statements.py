"""Several statements in one round trip.

Round trips, not statements, are what a small write costs. PostgreSQL runs them in order, and under READ COMMITTED each
takes a new snapshot, so a statement sees what was committed while the one before it waited for a lock: the ledger's
checks rely on that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
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


def send_later(*statements: Statement) -> None:
    """Run the statements, in order, with the next round trip of this transaction, whoever asks for it: what the answer
    does not wait for need not be waited for by itself, and a lock that only they take is held for one round trip less
    (docs/decisions/0017). What fails in them is raised there, so nothing that is expected to fail goes this way."""
    django = _given(statements)
    if not django.in_atomic_block:  # there is nothing that it could go along with
        send()


def send_ahead(*statements: Statement) -> None:
    """As `send_later`, but PostgreSQL begins with them at once, and with what waited before them: for what takes it
    long, while we go on. The next `send` reads what came of them, too. What they lock is locked from now on."""
    django = _given(statements)
    if not django.in_atomic_block:
        send()
    elif not _is_watched(django) and _prepares(django):
        waiting, django.waiting = django.waiting, []
        with _errors_of(django):
            _give_along(django, waiting)
            django.trip.set_out()


def is_answered(statement: Statement) -> bool:
    """Whether a statement that was given away was sent and answered."""
    django = _connection()
    return not any(each is statement for each in (*django.waiting, *django.under_way))


def commit_along() -> None:
    """Let the next `send` of this transaction be its last: the commit goes along, in the same round trip."""
    _connection().ends_with_next = True


def send(*statements: Statement, plan_anew: bool = False) -> None:
    """Run the statements in order, in one round trip, and fill their `rows`. The first that fails ends the
    transaction.

    `plan_anew`: for reports, whose best plan depends on what they are asked.
    """
    django = _connection()
    if not (statements or django.waiting or django.under_way):
        return
    django.refuse_where_over()
    is_last = django.ends_with_next and bool(statements) and not plan_anew
    if is_last:
        statements = (*statements, Statement("COMMIT", is_kept=False))
    if django.waiting and not plan_anew:
        statements = (*django.waiting, *statements)
        django.waiting = []
    if _is_watched(django) or django.waiting:
        _send_watched(django, statements, plan_anew=plan_anew)
    else:
        django.ensure_connection()
        _run(django, statements, plan_anew=plan_anew)
    django.is_over = is_last


def _connection() -> Any:
    """This thread's: Django's `connection` looks for it anew at each attribute."""
    return connections[DEFAULT_DB_ALIAS]


def _given(statements: Sequence[Statement]) -> Any:
    """This thread's, with these among what waits."""
    django = _connection()
    django.refuse_where_over()
    django.waiting.extend(statements)
    return django


def _is_watched(django: Any) -> bool:
    return bool(django.execute_wrappers or django.queries_logged)


def _prepares(django: Any) -> bool:
    django.ensure_connection()
    return django.connection.prepare_threshold is not None


@contextmanager
def _errors_of(django: Any) -> Iterator[None]:
    django.validate_no_broken_transaction()
    with django.wrap_database_errors:
        yield


def _send_watched(django: Any, statements: Sequence[Statement], *, plan_anew: bool) -> None:
    """Past Django's own eyes: who counts statements or logs them sees them as one text."""
    with _errors_of(django):
        _arrive(django)
    if not statements:
        return
    with django.cursor() as cursor:
        sql = ";\n".join(statement.sql for statement in statements)
        with cursor.debug_sql(sql) if django.queries_logged else nullcontext():
            cursor._execute_with_wrappers(
                sql, None, many=False, executor=lambda *_: _run(django, statements, plan_anew=plan_anew)
            )


def _run(django: Any, statements: Sequence[Statement], *, plan_anew: bool) -> None:
    with _errors_of(django):
        if plan_anew or not _prepares(django):
            _arrive(django)
            _joined(django.connection, statements)
        else:
            _give_along(django, statements)
            _arrive(django)


def _give_along(django: Any, statements: Sequence[Statement]) -> None:
    """One pipeline of prepared statements: planning a posting's twenty statements costs more than running them
    (docs/decisions/0007)."""
    django.trip = django.trip or pipeline.Trip(django.connection)
    django.trip.send([(each.sql, each.values, each.is_kept) for each in statements])
    django.under_way.extend(statements)


def _arrive(django: Any) -> None:
    if django.trip is None:
        return
    trip, django.trip = django.trip, None
    under_way, django.under_way = django.under_way, []
    for statement, rows in zip(under_way, trip.answers(), strict=True):
        statement.rows = rows


def _joined(connected: Connection[Any], statements: Sequence[Statement]) -> None:
    """One simple query with the values in it: through a pooler in transaction mode nothing may outlive a
    transaction."""
    with ClientCursor(connected) as client:
        client.execute(";\n".join(client.mogrify(statement.sql, statement.values or None) for statement in statements))
        for statement in statements:
            statement.rows = client.fetchall() if client.description else []
            client.nextset()
