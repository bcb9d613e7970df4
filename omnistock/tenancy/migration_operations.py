"""What a migration needs that looks across organizations, or makes what Django has no words for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.migrations.operations import RunPython, RunSQL

from omnistock.tenancy.backend.policies import EXTRA_POLICIES


class AcrossOrganizations(RunPython):
    """A data change over all organizations. As the owner, row-level security is forced: without this it would touch no row."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _seeing_all_rows(
            schema_editor,
            lambda: super(AcrossOrganizations, self).database_forwards(app_label, schema_editor, from_state, to_state),
        )


def _seeing_all_rows(schema_editor: Any, change: Callable[[], None]) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relforcerowsecurity AND relnamespace = current_schema()::regnamespace"
        )
        tables = [row[0] for row in cursor.fetchall()]
    for table in tables:
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    change()
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def extra_policies(*names: str) -> RunSQL:
    """The extra policies of `backend/policies.py` with these names."""
    chosen = [policy for policy in EXTRA_POLICIES if policy.name in names]
    return RunSQL(
        [
            f"CREATE POLICY {p.name} ON {p.table} FOR {p.operation} TO {p.role} "
            + (f"WITH CHECK ({p.check})" if p.check else f"USING ({p.using})")
            for p in chosen
        ],
        [f"DROP POLICY {p.name} ON {p.table}" for p in chosen],
    )
