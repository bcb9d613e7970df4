"""Recomputing all that is derived, from the movements: the nightly integrity report, and `omnistock verify`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.db import connection
from psycopg import sql

from omnistock.domain.audit.anchoring import differences_from_anchors
from omnistock.domain.audit.sealing import broken_links
from omnistock.domain.ledger.queries.levels import levels
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import Difference
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

# Each statement answers rows of subject, expected, found: none where all agrees.
_CHECKS: Final = {
    "balance": read("verify_balance"),
    "reserved": read("verify_reserved"),
    "stock_total": read("verify_stock_total"),
    "month_change": read("verify_month_change"),
    "day_value": read("verify_day_value"),
    "layer": read("verify_layer"),
}
_LEVELS: Final = (
    "SELECT location_id::text || ' ' || layer_id::text, on_hand::text || ' worth ' || value::text FROM level"
)
_KEYS: Final = """
SELECT t.relname, c.conname, f.relname,
    array_agg(a.attname::text ORDER BY k.position), array_agg(fa.attname::text ORDER BY k.position)
FROM pg_constraint c
JOIN pg_class t ON t.oid = c.conrelid AND t.relnamespace = current_schema()::regnamespace
JOIN pg_class f ON f.oid = c.confrelid
CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (attnum, fattnum, position)
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
JOIN pg_attribute fa ON fa.attrelid = f.oid AND fa.attnum = k.fattnum
WHERE c.contype = 'f' AND cardinality(c.conkey) > 1
GROUP BY t.relname, c.conname, f.relname
HAVING bool_or(a.attname = 'organization_id')
ORDER BY t.relname, c.conname
"""


def verify(*, actor: Actor) -> list[Difference]:
    """Everything that differs in the actor's organization; empty when all is right.

    Balances and their value from movements, reservations, totals, written months, as-of, composite-key orphans, and the
    audit chain. Call it in a boundary whose transaction is REPEATABLE READ where others write meanwhile: its statements
    must see one moment.
    """
    return [*recomputed(actor), *_before_all(actor), *_orphans(actor), *_chain(actor)]


def anchored(*, actor: Actor, until: dt.datetime | None = None) -> list[Difference]:
    """Where the audit chain is not the one whose heads stand outside the database. Apart from `verify`: what a backup
    brought back is older than the newest anchor, and is compared with those `until` it was made."""
    found = differences_from_anchors(settings.ANCHORS, actor=actor, until=until)
    return [Difference("audit_anchor", "audit_link", "the chain that was anchored", problem) for problem in found]


def recomputed(actor: Actor) -> Iterator[Difference]:
    """The part that follows from movements and reservations alone, in one round trip."""
    values = {"organization": actor.organization_id, "time_zone": actor.organization.time_zone}
    statements = {check: Statement(text, values) for check, text in _CHECKS.items()}
    send(*statements.values(), plan_anew=True)
    for check, statement in statements.items():
        for subject, expected, found in statement.rows:
            yield Difference(check, subject, str(expected), str(found))


def _before_all(actor: Actor) -> Iterator[Difference]:
    """As of a moment before everything there was nothing: what stands now, less all that ever happened, by written
    months and by movements, the way that every as-of answer goes."""
    head, values = levels(actor=actor, as_of=dt.datetime(1900, 1, 1, tzinfo=dt.UTC))
    statement = Statement(head + _LEVELS, values)
    send(statement, plan_anew=True)
    for subject, found in statement.rows:
        yield Difference("as_of", subject, "nothing before the first movement", found)


def _orphans(actor: Actor) -> Iterator[Difference]:
    """Foreign keys added to filled tables under forced row-level security are marked valid unseen, so they are
    counted."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS)
        for table, name, to_table, columns, to_columns in cursor.fetchall():
            cursor.execute(_orphan_count(table, to_table, columns, to_columns), {"organization": actor.organization_id})
            count = cursor.fetchone()[0]
            if count:
                yield Difference("reference", f"{table}.{name}", "0 orphans", f"{count} orphans")


def _orphan_count(table: str, to_table: str, columns: list[str], to_columns: list[str]) -> Any:
    same = sql.SQL(" AND ").join(
        sql.SQL("f.{} = t.{}").format(sql.Identifier(column), sql.Identifier(to_column))
        for column, to_column in zip(columns, to_columns, strict=True)
    )
    given = sql.SQL(" AND ").join(sql.SQL("f.{} IS NOT NULL").format(sql.Identifier(column)) for column in columns)
    text = (
        "SELECT count(*) FROM {} f WHERE f.organization_id = %(organization)s AND {} "
        "AND NOT EXISTS (SELECT FROM {} t WHERE {})"
    )
    return sql.SQL(text).format(sql.Identifier(table), given, sql.Identifier(to_table), same)


def _chain(actor: Actor) -> Iterator[Difference]:
    for problem in broken_links(actor=actor):
        yield Difference("audit_chain", "audit_link", "a whole chain", problem)
