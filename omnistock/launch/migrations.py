"""Migrations, one process at a time.

A new database gets its structure in one go from db/structure.sql, with the names of the migrations that made it, so that
a first start takes a second for it and not half a minute. An older database is brought to today by the migrations. That
both ways end in the same structure is held by tests/gates/test_migrations.py.
"""

from __future__ import annotations

from pathlib import Path

import django
import psycopg

import omnistock

LOCK = 7_264_110_533
"""The advisory lock of a migration: any number that nobody else uses."""
STRUCTURE_SQL = Path(omnistock.__file__).parents[1] / "db" / "structure.sql"


def migrate_as_owner(owner_url: str) -> None:
    """Runs what is missing. The environment is ready for Django's settings, as the owner (`prepare_django`).

    Two machines may start at once: the second waits for the first and finds nothing left to do.
    """
    django.setup()
    from django.core.management import call_command

    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not _has_tables(connection):
            make_structure(connection, STRUCTURE_SQL.read_text())
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)


def _has_tables(connection: psycopg.Connection) -> bool:
    return connection.execute("SELECT FROM pg_tables WHERE schemaname = 'omnistock' LIMIT 1").fetchone() is not None


def make_structure(connection: psycopg.Connection, dump: str) -> None:
    """Whole or not at all. The dump brings the schema itself: what db/roles.sql lets app do by default with a table of
    owner's would be added to what the dump grants."""
    with connection.transaction():
        connection.execute("DROP SCHEMA IF EXISTS omnistock")
        connection.execute("SET LOCAL check_function_bodies = off")  # functions come before the tables they ask
        connection.execute(dump.encode())
