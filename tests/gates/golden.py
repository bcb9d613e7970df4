"""The golden files of db/, and how they are written anew: `python -m tests.gates.golden` after a change that is meant."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PERMISSIONS_FILE = ROOT / "db" / "permissions.txt"


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


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omnistock.config.settings")
    django.setup()
    PERMISSIONS_FILE.write_text(permissions_text())
