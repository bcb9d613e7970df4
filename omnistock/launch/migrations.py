"""Migrations, one process at a time.

A new database gets its structure in one go from db/structure.sql, with the names of the migrations that made it, so that
a first start takes a second for it and not half a minute. An older database is brought to today by the migrations. That
both ways end in the same structure is held by tests/gates/test_migrations.py.

Django comes to it only where a migration is missing still, as after an upgrade: it would take longer to load than all that
is left to do.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import psycopg

import omnistock
from omnistock.kernel.starting import start
from omnistock.launch.errors import StartRefused

LOCK = 7_264_110_533
"""The advisory lock of a migration: any number that nobody else uses."""
PACKAGE = Path(omnistock.__file__).parent
STRUCTURE_SQL = PACKAGE.parent / "db" / "structure.sql"
_NAMED = re.compile(r"^    \('(\w+)', '(\w+)', now\(\)\)", re.MULTILINE)
"""A migration in the last statement of db/structure.sql."""


def migrate_as_owner(owner_url: str) -> None:
    """Runs what is missing. The environment is ready for Django's settings, as the owner (`prepare_django`).

    Two machines may start at once: the second waits for the first and finds nothing left to do.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        dump = STRUCTURE_SQL.read_text()
        if not _has_tables(connection):
            make_structure(connection, dump)
        if known_migrations(dump) <= _applied(connection):
            return
        with start():
            import django

            django.setup()
            from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)


def missing_migrations(url: str) -> set[tuple[str, str]]:
    """What the database lacks of this version's."""
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
        return known_migrations(STRUCTURE_SQL.read_text()) - _applied(connection)


def require_migrated(url: str) -> None:
    """Raises StartRefused where the database lacks a migration of this version: its pages and commands
    would fail, one here, one there."""
    if missing := missing_migrations(url):
        raise StartRefused(
            f"the database lacks {len(missing)} of this version's migrations: "
            f"run `omnistock migrate` first (on a PostgreSQL of your own with DATABASE_OWNER_URL)"
        )


def known_migrations(dump: str) -> set[tuple[str, str]]:
    """Application and name of every migration: of ours by their files, of other packages by the structure that we ship."""
    files = PACKAGE.glob("**/migrations/[0-9]*.py")
    return {(file.parts[-3], file.stem) for file in files} | set(_NAMED.findall(dump))


def _applied(connection: psycopg.Connection) -> set[tuple[str, str]]:
    with contextlib.suppress(psycopg.errors.UndefinedTable):
        return set(connection.execute("SELECT app, name FROM omnistock.django_migrations").fetchall())
    return set()


def _has_tables(connection: psycopg.Connection) -> bool:
    return connection.execute("SELECT FROM pg_tables WHERE schemaname = 'omnistock' LIMIT 1").fetchone() is not None


def make_structure(connection: psycopg.Connection, dump: str) -> None:
    """Whole or not at all. The dump brings the schema itself: what db/roles.sql lets app do by default with a table of
    owner's would be added to what the dump grants."""
    with connection.transaction():
        connection.execute("DROP SCHEMA IF EXISTS omnistock")
        connection.execute("SET LOCAL check_function_bodies = off")  # functions come before the tables they ask
        connection.execute(dump.encode())
