"""The golden files of db/, and how they are written anew: `python -m tests.gates.golden` after a change that is meant."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import subprocess
from pathlib import Path

from omnistock.launch.postgres import EmbeddedPostgres
from tests.gates.plans import PLANS_FOLDER, plans

ROOT = Path(__file__).resolve().parents[2]
PERMISSIONS_FILE = ROOT / "db" / "permissions.txt"
STRUCTURE_FILE = ROOT / "db" / "structure.sql"
# What a dump says of the program and the moment, not of the structure.
PASSING = re.compile(r"^(--.*|\\(un)?restrict .*|SET .*|SELECT pg_catalog\.set_config.*)$\n?", re.MULTILINE)


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


def structure_text(server: EmbeddedPostgres, database: str) -> str:
    """Every table, constraint, index, policy, function and right of the schema, as pg_dump writes them."""
    command = [
        server.program("pg_dump"),
        "--schema-only",
        "--no-owner",
        "--schema=omnistock",
        "--exclude-table=omnistock.request_log_*",  # days of the request log, which come and go
        server.url("owner", database=database),
    ]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.sub(r"\n{2,}", "\n\n", PASSING.sub("", dump)).strip() + "\n"


def main() -> None:
    import django

    from tests.support import environment
    from tests.support.server import own_database

    environment.set_environment()
    django.setup()
    PERMISSIONS_FILE.write_text(permissions_text())
    name = f"test_golden_{os.getpid()}"
    with own_database(name) as server:
        STRUCTURE_FILE.write_text(structure_text(server, name))
        PLANS_FOLDER.mkdir(exist_ok=True)
        for query, text in plans(server, name).items():
            (PLANS_FOLDER / f"{query}.txt").write_text(text)


if __name__ == "__main__":
    main()
