"""One statement beside the open transaction, seen by others at once: how far a long job is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql


def tell_aside(organization_id: UUID, statement: str, values: Sequence[Any]) -> None:
    """Run it in a connection and a transaction of its own, inside `organization_id`. Never a row that the open
    transaction has written: the two would wait for each other."""
    aside = connections.create_connection(DEFAULT_DB_ALIAS)
    setting = sql.SQL("SET LOCAL app.organization_id = {}").format(sql.Literal(str(organization_id)))
    try:
        with aside.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(setting)
            cursor.execute(statement, values)
            cursor.execute("COMMIT")
    finally:
        aside.close()
