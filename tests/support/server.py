"""The PostgreSQL server of the tests, and the databases on it.

One server for every pytest process of this checkout, started by the first and left running for the next. The
schema is made once as owner, by the product's own `omnistock migrate`, in a template named by what makes it; each
pytest process works on a copy of its own. `python -m tests.support.server stop` stops it when nobody uses it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from omnistock.launch.files import locked
from omnistock.launch.postgres import ADMINISTRATOR, EmbeddedPostgres
from tests.support.environment import ROOT, SECRET_KEY

MAKERS_OF_THE_SCHEMA = (
    "omnistock/**/migrations/*.py",
    "omnistock/tenancy/backend/*.py",
    "omnistock/tenancy/fields.py",
    "omnistock/tenancy/migration_operations.py",
    "omnistock/**/sql/*.sql",
    "omnistock/launch/migrations.py",
    "db/*.sql",
)
PACKAGES_WITH_TABLES = ("Django", "django-allauth", "procrastinate")
# Of this run alone: in a container the next one has the same number, and would take its data, of another day, for its own.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex


def server() -> EmbeddedPostgres:
    """The test server. What it holds can be made again, so it does not wait for the disk.

    Nor does autovacuum look at it: most rows are rolled back, so it would find big tables with no row in them, and
    PostgreSQL would plan for one row where a test has put 500.
    """
    fast = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
    fast |= {"wal_level": "minimal", "max_wal_senders": "0", "track_counts": "off", "update_process_title": "off"}
    fast |= {"max_connections": "200"}
    return EmbeddedPostgres(ROOT / "build" / "test-postgres", settings=fast)


@contextlib.contextmanager
def own_database(name: str) -> Iterator[EmbeddedPostgres]:
    """A fresh database `name` with the whole schema and no rows, gone after the block."""
    with server().lease(keep=True) as running, _administrator(running) as connection:
        _make_whole(running, connection, name)
        try:
            yield running
        finally:
            _drop(connection, name)


@contextlib.contextmanager
def practice_database(name: str) -> Iterator[EmbeddedPostgres]:
    """A fresh database `name` with the practice data, gone after the block. It is loaded once for all pytest processes of a
    run, which takes ten seconds of processor time; each works on a copy."""
    process = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    loaded, loading = f"test_practice_{RUN}_{process}", f"test_loading_{os.getpid()}"
    with server().lease(keep=True) as running, _administrator(running) as connection:
        with locked(running.folder / "practice.lock"):
            if connection.execute("SELECT FROM pg_database WHERE datname = %s", [loaded]).fetchone() is None:
                _drop(connection, loading)  # what is left of one that failed
                _make_whole(running, connection, loading)
                _run_program("demo", {"DATABASE_URL": running.url("app", database=loading)})
                _rename(connection, loading, loaded)
            _copy(connection, loaded, name)
        try:
            yield running
        finally:
            _drop(connection, name)


@contextlib.contextmanager
def empty_database(name: str) -> Iterator[EmbeddedPostgres]:
    """A database `name` with the roles and the schema, without a table, gone after the block."""
    with server().lease(keep=True) as running, _administrator(running) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            running.prepare(name)
            yield running
        finally:
            _drop(connection, name)


def schema_digest() -> str:
    """Names the schema by everything that makes it."""
    digest = hashlib.sha256()
    for package in PACKAGES_WITH_TABLES:
        digest.update(f"{package} {version(package)}\n".encode())
    for path in sorted({path for pattern in MAKERS_OF_THE_SCHEMA for path in ROOT.glob(pattern)}):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def migrate(running: EmbeddedPostgres, database: str) -> None:
    """Brings a database up to date as an operator does. Raises RuntimeError with what the program said."""
    urls = {
        "DATABASE_URL": running.url("app", database=database),
        "DATABASE_OWNER_URL": running.url("owner", database=database),
    }
    try:
        _run_program("migrate", urls)
    except RuntimeError as fault:
        fault.add_note(
            "If it made what is there already, db/structure.sql does not name its migration: python -m tests.gates.golden"
        )
        raise


def _run_program(name: str, urls: dict[str, str]) -> None:
    variables = {**os.environ, "SECRET_KEY": SECRET_KEY, **urls}
    command = [sys.executable, "-m", "omnistock.launch", name]
    done = subprocess.run(command, env=variables, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"omnistock {name} failed: {done.stdout}{done.stderr}")


def _make_whole(running: EmbeddedPostgres, connection: psycopg.Connection, name: str) -> None:
    """A database with the whole schema and no rows."""
    with locked(running.folder / "template.lock"):
        _drop_left_over(connection)
        _copy(connection, _template(running, connection), name)


def _template(running: EmbeddedPostgres, connection: psycopg.Connection) -> str:
    """The name of the template of today's schema, made if it is not there. Templates of other days are dropped."""
    name = f"template_{schema_digest()}"
    found = {row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\__%'")}
    if name in found:
        return name
    for old in found - {"template0", "template1"}:
        _drop(connection, old)
    building = f"building_{name}"
    _drop(connection, building)
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
    running.prepare(building)
    migrate(running, building)
    _rename(connection, building, name)
    return name


def _copy(connection: psycopg.Connection, template: str, name: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER owner STRATEGY file_copy")
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def _rename(connection: psycopg.Connection, old: str, new: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    connection.execute(statement.format(sql.Identifier(old), sql.Identifier(new)))


def _drop_left_over(connection: psycopg.Connection) -> None:
    """Drops the databases of pytest processes that were killed. A name ends with the number of its process."""
    for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'").fetchall():
        if not Path("/proc", name.rpartition("_")[2]).exists():
            _drop(connection, name)


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextlib.contextmanager
def _administrator(running: EmbeddedPostgres) -> Iterator[psycopg.Connection]:
    with psycopg.connect(running.url(ADMINISTRATOR, database="postgres"), autocommit=True) as connection:
        yield connection


def _stop_if_unused() -> None:
    found = server()
    if found.running:
        with found.lease():
            pass


if __name__ == "__main__":
    if sys.argv[1:] != ["stop"]:
        sys.exit("usage: python -m tests.support.server stop")
    _stop_if_unused()
