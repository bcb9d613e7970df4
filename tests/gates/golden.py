"""The golden files of db/, and how they are written anew: `python -m tests.gates.golden` after a change that is meant."""

from __future__ import annotations

import contextlib
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator

import psycopg

from omnistock.launch.migrations import STRUCTURE_SQL, make_structure
from omnistock.launch.postgres import EmbeddedPostgres
from tests.gates.plans import PLANS_FOLDER, plans
from tests.support.environment import ROOT
from tests.support.server import empty_database, own_database

PERMISSIONS_FILE = ROOT / "db" / "permissions.txt"
# What a dump says of the program and the moment, not of the structure.
PASSING = re.compile(r"^(--.*|SET .*|SELECT pg_catalog\.set_config.*)$\n?", re.MULTILINE)
# Commands to psql itself, with a new random word in every dump.
PSQL = re.compile(r"^\\(un)?restrict .*$\n?", re.MULTILINE)


def load_operations() -> None:
    """Import every module of the domain, so that `OPERATIONS` is whole."""
    import omnistock.domain as domain

    for module in pkgutil.walk_packages(domain.__path__, "omnistock.domain."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)


def permissions_text() -> str:
    """One line an operation: what it is called, which permission it needs, which roles have that."""
    from omnistock.tenancy.operation import OPERATIONS
    from omnistock.tenancy.roles import ROLES

    load_operations()
    lines = ["# operation, permission, roles. Written by: python -m tests.gates.golden"]
    for name, operation in sorted(OPERATIONS.items()):
        roles = " ".join(role for role, permissions in ROLES.items() if operation.permission in permissions)
        lines.append(f"{name:48} {operation.permission:20} {roles}")
    return "\n".join(lines) + "\n"


def dump(server: EmbeddedPostgres, database: str) -> str:
    """Every table, constraint, index, policy, function and right of the schema, as pg_dump writes them."""
    command = [
        server.program("pg_dump"),
        "--schema-only",
        "--no-owner",
        "--schema=omnistock",
        "--exclude-table=omnistock.request_log_*",  # days of the request log, which come and go
        server.url("owner", database=database),
    ]
    return PSQL.sub("", subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def dump_of_its_dump(server: EmbeddedPostgres, database: str) -> str:
    """What `dump` says once it was read in: PostgreSQL puts some conditions down anew then, and never again."""
    name = f"test_again_{database}"  # ends with the number of this process, as a database that is in use must
    with empty_database(name), psycopg.connect(server.url("owner", database=name)) as connection:
        make_structure(connection, dump(server, database))
        return dump(server, name)


def structure_text(server: EmbeddedPostgres, database: str) -> str:
    """What a new database is made of: the dump without what is passing, and the migrations that made the structure."""
    structure = re.sub(r"\n{2,}", "\n\n", PASSING.sub("", dump_of_its_dump(server, database))).strip()
    with psycopg.connect(server.url("owner", database=database)) as connection:
        applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    values = ",\n".join(f"    ('{app}', '{name}', now())" for app, name in applied)
    return f"{structure}\n\nINSERT INTO omnistock.django_migrations (app, name, applied) VALUES\n{values};\n"


@contextlib.contextmanager
def migrated_database(name: str, *how: str) -> Iterator[EmbeddedPostgres]:
    """A database `name` that the migrations made, each of them, with rows of two organizations since the first."""
    with empty_database(name) as server:
        variables = {**os.environ, "DATABASE_URL": server.url("owner", database=name)}
        command = [sys.executable, "-W", "ignore", "-m", "tests.gates.migrating", *how]
        done = subprocess.run(command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        yield server


def main() -> None:
    import django

    from tests.support import environment

    environment.set_environment()
    django.setup()
    PERMISSIONS_FILE.write_text(permissions_text())
    name = f"test_golden_{os.getpid()}"
    with migrated_database(name) as server:
        STRUCTURE_SQL.write_text(structure_text(server, name))
    with own_database(name) as server:
        PLANS_FOLDER.mkdir(exist_ok=True)
        for query, text in plans(server, name).items():
            (PLANS_FOLDER / f"{query}.txt").write_text(text)


if __name__ == "__main__":
    main()
