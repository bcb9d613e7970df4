"""A database as the first migrations made it, filled by two organizations, then brought to today. Run as the owner, in a process
of its own: `DATABASE_URL=… python -m tests.gates.migrating`; `quickly` at its end, for the gate."""

from __future__ import annotations

import os
import sys
from typing import Any

import django


def first_migrations(loader: Any) -> list[tuple[str, str]]:
    """The first migration of each of our applications, and all of everybody else's. A room that came later, whose first one
    needs a later one of another room, is made with the rest."""
    ours = {
        app for app, _ in loader.disk_migrations if django.apps.apps.get_app_config(app).name.startswith("omnistock.")
    }

    def is_first(key: tuple[str, str]) -> bool:
        return all(name.startswith("0001") for app, name in loader.graph.forwards_plan(key) if app in ours)

    first = sorted(key for key in loader.disk_migrations if key[0] in ours and is_first(key))
    return [key for key in loader.graph.leaf_nodes() if key[0] not in ours] + first


def quickly() -> None:
    """After each change of a model, Django makes anew the classes of all that are related to it: of nearly all there are,
    fifteen thousand classes in four fifths of the time. Here it makes that one class, and all of them before Python of a
    migration looks at rows. What it does to the database is the same: the gate compares that with db/structure.sql, which
    is always written the long way (tests/gates/golden.py)."""
    from django.db.migrations.state import ProjectState

    def only_itself(state: Any, app: str, model: str, delay: bool = False) -> set[tuple[str, str]]:
        state.is_delayed = True  # RunPython makes all classes anew where this is said
        return {(app, model)}

    ProjectState._find_reload_model = only_itself


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "omnistock.config.settings"
    django.setup()
    if sys.argv[1:] == ["quickly"]:
        quickly()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    old = first_migrations(executor.loader)
    executor.migrate(old)
    _fill_two(executor.loader.project_state(old).apps)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _fill_two(registry: Any) -> None:
    from omnistock.kernel.ids import uuid7
    from omnistock.tenancy.boundary import tenant_boundary
    from tests.gates.filling import fill

    person = registry.get_model("tenancy", "Person").objects.create(
        id=uuid7(), name="Somebody", email="somebody@example.com"
    )
    for name in ("A", "B"):
        organization_id = uuid7()
        with tenant_boundary(organization_id):
            organization = registry.get_model("tenancy", "Organization")(id=organization_id, name=name)
            organization.save(force_insert=True)
            _add_twins(fill(registry, organization, person))


def _add_twins(rows: dict[str, Any]) -> None:
    """What could once be there twice, and differ in its case alone: the migration that forbids it tells them apart."""
    from omnistock.kernel.ids import uuid7

    for table, names in (("warehouse", ("code", "name")), ("location", ("code",)), ("category", ("name",))):
        first = rows[table]
        values = {field.attname: getattr(first, field.attname) for field in first._meta.concrete_fields}
        twin = {"id": uuid7(), **{name: values[name].upper() for name in names}}
        type(first)(**{**values, **twin}).save(force_insert=True)


if __name__ == "__main__":
    sys.exit(main())
