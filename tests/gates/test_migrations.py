"""Every migration runs on a database with two filled organizations, and leaves no orphan.

The database is made as the first migrations made it, filled there, then brought to today. Under forced row-level security a
careless data migration touches no row and says OK, and a foreign key added to filled tables is marked valid over rows it never
saw; so the orphans of every composite key are counted by someone who sees all rows.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from omnistock.launch.postgres import ADMINISTRATOR
from tests.support.environment import ROOT
from tests.support.server import empty_database


@pytest.fixture(scope="module")
def administrator(django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    name = f"test_migrations_{os.getpid()}"
    with empty_database(name) as server:
        variables = {**os.environ, "DATABASE_URL": server.url("owner", database=name)}
        command = [sys.executable, "-W", "ignore", "-m", "tests.gates.migrating"]
        done = subprocess.run(command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        with psycopg.connect(server.url(ADMINISTRATOR, database=name), autocommit=True) as connection:
            yield connection


def test_there_is_nothing_left_to_migrate(administrator: psycopg.Connection[Any]) -> None:
    applied = {
        tuple(row) for row in administrator.execute("SELECT app, name FROM omnistock.django_migrations").fetchall()
    }
    assert set(MigrationLoader(None).disk_migrations) <= applied


def test_both_organizations_kept_their_rows(administrator: psycopg.Connection[Any]) -> None:
    counts = administrator.execute("SELECT count(*) FROM omnistock.product GROUP BY organization_id").fetchall()
    assert counts == [(1,), (1,)]


def test_no_orphan_of_any_composite_key(administrator: psycopg.Connection[Any]) -> None:
    keys = administrator.execute(
        "SELECT c.conname, c.conrelid::regclass::text, c.confrelid::regclass::text, a.attname FROM pg_constraint c "
        "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[2] "
        "WHERE c.contype = 'f' AND cardinality(c.conkey) = 2 AND c.connamespace = 'omnistock'::regnamespace"
    ).fetchall()
    assert len(keys) > 30
    for name, table, to_table, column in keys:
        orphans = sql.SQL(
            "SELECT count(*) FROM {table} t WHERE t.{column} IS NOT NULL AND NOT EXISTS "
            "(SELECT FROM {to} r WHERE r.organization_id = t.organization_id AND r.id = t.{column})"
        ).format(table=sql.SQL(table), to=sql.SQL(to_table), column=sql.Identifier(column))
        assert administrator.execute(orphans).fetchone() == (0,), name
