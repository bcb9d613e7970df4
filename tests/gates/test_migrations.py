"""Every migration runs on a database with two filled organizations, and leaves no orphan.

The database is made as the first migrations made it, filled there, then brought to today. Under forced row-level security a
careless data migration touches no row and says OK, and a foreign key added to filled tables is marked valid over rows it never
saw; so the orphans of every composite key are counted by someone who sees all rows.

A new database runs no migration: it is made of db/structure.sql, where a reviewer reads a change of the database too.
That file is what the migrations make, and what is made of it is the same to the last line of its dump.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import copy
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from omnistock.launch.migrations import STRUCTURE_SQL, known_migrations
from omnistock.launch.postgres import ADMINISTRATOR
from tests.gates.golden import dump, dump_of_its_dump, migrated_database, structure_text
from tests.support.server import server


@pytest.fixture(scope="module")
def migrated(django_db_setup: None) -> Iterator[str]:
    """The name of the database that every migration ran on."""
    name = f"test_migrations_{os.getpid()}"
    with migrated_database(name, "quickly"):
        yield name


@pytest.fixture
def administrator(migrated: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(server().url(ADMINISTRATOR, database=migrated), autocommit=True) as connection:
        yield connection


def test_the_golden_file_is_what_the_migrations_make(migrated: str) -> None:
    assert structure_text(server(), migrated) == STRUCTURE_SQL.read_text(), (
        "if this change is meant: python -m tests.gates.golden"
    )


def test_a_new_database_is_the_same_as_one_that_was_migrated(migrated: str, database_name: str) -> None:
    """Bodies of functions too, of which the golden file might have lost what looks like the head of a dump."""
    assert dump(server(), database_name) == dump_of_its_dump(server(), migrated)


def test_there_is_nothing_left_to_migrate(administrator: psycopg.Connection[Any]) -> None:
    applied = {
        tuple(row) for row in administrator.execute("SELECT app, name FROM omnistock.django_migrations").fetchall()
    }
    there = set(MigrationLoader(None).disk_migrations)
    assert there <= applied
    assert known_migrations(STRUCTURE_SQL.read_text()) == there, "what a start asks for without Django"


def test_both_organizations_kept_their_rows(administrator: psycopg.Connection[Any]) -> None:
    counts = administrator.execute("SELECT count(*) FROM omnistock.product GROUP BY organization_id").fetchall()
    assert counts == [(1,), (1,)]


def test_of_two_that_differed_in_their_case_alone_the_later_is_called_otherwise(
    administrator: psycopg.Connection[Any],
) -> None:
    for column in ("warehouse.code", "warehouse.name", "location.code", "category.name"):
        table, name = column.split(".")
        told = sql.SQL("SELECT version FROM omnistock.{table} WHERE {name} = 'X ' || right(id::text, 8)").format(
            table=sql.Identifier(table), name=sql.Identifier(name)
        )
        versions = [row[0] for row in administrator.execute(told).fetchall()]
        assert len(versions) == 2, column
        assert min(versions) > 1, column
        first = sql.SQL("SELECT count(*) FROM omnistock.{table} WHERE {name} = 'x'")
        kept = first.format(table=sql.Identifier(table), name=sql.Identifier(name))
        assert administrator.execute(kept).fetchone() == (2,), column


def test_no_orphan_of_any_composite_key(administrator: psycopg.Connection[Any]) -> None:
    keys = administrator.execute(
        "SELECT c.conname, c.conrelid::regclass::text, c.confrelid::regclass::text, a.attname FROM pg_constraint c "
        "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[2] "
        "WHERE c.contype = 'f' AND cardinality(c.conkey) > 1 AND c.connamespace = 'omnistock'::regnamespace"
    ).fetchall()
    assert len(keys) > 30
    for name, table, to_table, column in keys:
        orphans = sql.SQL(
            "SELECT count(*) FROM {table} t WHERE t.{column} IS NOT NULL AND NOT EXISTS "
            "(SELECT FROM {to} r WHERE r.organization_id = t.organization_id AND r.id = t.{column})"
        ).format(table=sql.SQL(table), to=sql.SQL(to_table), column=sql.Identifier(column))
        assert administrator.execute(orphans).fetchone() == (0,), name


@pytest.mark.parametrize(
    ("model", "name", "changed", "kind"),
    [
        ("purchasing.ReceiptLine", "organization", {"implied_by": ""}, "FOREIGN KEY (organization_id) REFERENCES"),
        ("webhooks.WebhookDelivery", "webhook", {"has_index": True}, "btree (organization_id, webhook_id)"),
    ],
)
def test_what_a_migration_took_away_is_there_again_when_it_is_undone(
    migrated: str, administrator: psycopg.Connection[Any], model: str, name: str, changed: dict[str, Any], kind: str
) -> None:
    table = apps.get_model(model)
    now = table._meta.get_field(name)
    before = copy(now)
    for attribute, value in changed.items():
        setattr(before, attribute, value)

    def is_there() -> bool:
        found = administrator.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = to_regclass('omnistock.' || %(table)s) "
            "UNION ALL SELECT indexdef FROM pg_indexes WHERE tablename = %(table)s",
            {"table": table._meta.db_table},
        ).fetchall()
        return any(kind in definition for (definition,) in found)

    owner = connection.copy()
    url = urlsplit(server().url("owner", database=migrated))
    owner.settings_dict |= {"NAME": migrated, "USER": url.username, "PASSWORD": url.password}
    try:
        for old, new in ((now, before), (before, now)):
            with owner.schema_editor() as editor:
                editor.alter_field(table, old, new)
            assert is_there() is (new is before)
    finally:
        owner.close()
