"""The schema editor: a table that gets an organization key is a tenant table, and becomes one here.

By field and not by base class, in `create_model` and in `add_field` alike (makemigrations splits a key off), it makes the
primary key (organization_id, id), row-level security enabled and forced, the policy, the grants, and composite foreign
keys, none of them deferrable.

FORCE ROW LEVEL SECURITY binds the owner too: an UPDATE in a migration touches no row and says OK, and a constraint added to
filled tables is marked valid over rows it never saw. So whatever looks at rows runs between NO FORCE and FORCE.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

from omnistock.tenancy.backend.policies import CURRENT_ORGANIZATION

APP_ROLE = "app"


def tenant_column(model: type[models.Model]) -> str | None:
    """The column that holds the organization's id, or None for a table without one."""
    for field in model._meta.local_fields:
        if getattr(field, "tenant_key", False) or getattr(field, "tenant_root", False):
            return field.column
    return None


def _key_columns(field: Any) -> list[str]:
    """The columns of a field's foreign key, in their order; none where it has no key of its own."""
    if getattr(field, "implied_by", ""):
        return []
    if getattr(field, "tenant_key", False):
        return [field.column]
    if getattr(field, "tenant_reference", False):
        proved = [field.model._meta.get_field(field.proves).column] if field.proves else []
        return ["organization_id", field.column, *proved]
    return []


def _told_of_key(field: Any) -> tuple[str, str]:
    return getattr(field, "implied_by", ""), getattr(field, "proves", "")


class TenantSchemaEditor(DatabaseSchemaEditor):
    def create_model(self, model: type[models.Model]) -> None:
        super().create_model(model)
        for field in model._meta.local_fields:
            self._field_added(model, field)

    def add_field(self, model: type[models.Model], field: models.Field) -> None:
        with self._rows_seen(model):
            super().add_field(model, field)
        self._field_added(model, field)

    def alter_field(self, model: type[models.Model], old_field: Any, new_field: Any, strict: bool = False) -> None:
        with self._rows_seen(model):
            super().alter_field(model, old_field, new_field, strict)
        self._alter_index(model, old_field, new_field)
        self._alter_key(model, old_field, new_field)

    def add_constraint(self, model: type[models.Model], constraint: models.BaseConstraint) -> None:
        with self._rows_seen(model):
            super().add_constraint(model, constraint)

    def _alter_index(self, model: type[models.Model], old_field: Any, new_field: Any) -> None:
        """Of a reference that got `has_index=False`, or lost it again: undoing a migration makes what it took away."""
        had, has = getattr(old_field, "has_index", False), getattr(new_field, "has_index", False)
        if had and not has:
            name = self._create_index_name(model._meta.db_table, ["organization_id", new_field.column])
            self.execute(self._statement("DROP INDEX {}", name))
        if has and not had and getattr(old_field, "tenant_reference", False):
            self._add_index(model, new_field)

    def _alter_key(self, model: type[models.Model], old_field: Any, new_field: Any) -> None:
        """Of a key that another one implies from now on, or that proves more, or neither any more."""
        if _told_of_key(old_field) == _told_of_key(new_field):
            return
        if before := _key_columns(old_field):
            name = self._create_index_name(model._meta.db_table, before, suffix="_fk")
            self.execute(self._statement("ALTER TABLE {} DROP CONSTRAINT {}", model._meta.db_table, name))
        if _key_columns(new_field):
            self._reference(model, new_field)

    def _field_added(self, model: type[models.Model], field: models.Field) -> None:
        if getattr(field, "tenant_root", False):
            self._secure_rows(model, field.column)
        if getattr(field, "tenant_key", False):
            self._compose_primary_key(model)
            self._secure_rows(model, field.column, append_only=field.append_only)
        if _key_columns(field):
            self._reference(model, field)
        if getattr(field, "tenant_reference", False) and field.has_index:
            self._add_index(model, field)

    def _add_index(self, model: type[models.Model], field: Any) -> None:
        table, columns = model._meta.db_table, ["organization_id", field.column]
        name = self._create_index_name(table, columns)
        self.execute(self._statement("CREATE INDEX {} ON {} ({})", name, table, columns))

    def _compose_primary_key(self, model: type[models.Model]) -> None:
        table = model._meta.db_table
        for name in self._constraint_names(model, primary_key=True):
            self.execute(self._statement("ALTER TABLE {} DROP CONSTRAINT {}", table, name))
        columns = ["organization_id", model._meta.pk.column]
        self.execute(self._statement("ALTER TABLE {} ADD PRIMARY KEY ({})", table, columns))

    def _secure_rows(self, model: type[models.Model], column: str, *, append_only: bool = False) -> None:
        table = model._meta.db_table
        rule = f"{self.quote_name(column)} = {CURRENT_ORGANIZATION}"
        self.execute(self._statement("ALTER TABLE {} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY", table))
        self.execute(self._statement("CREATE POLICY tenant ON {} USING (", table) + f"{rule}) WITH CHECK ({rule})")
        rights = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
        self.execute(self._statement("REVOKE ALL ON {} FROM {}", table, APP_ROLE))
        self.execute(f"GRANT {rights} " + self._statement("ON {} TO {}", table, APP_ROLE))

    def _reference(self, model: type[models.Model], field: Any) -> None:
        """Queue the foreign key for the end of the migration, when both tables stand, and check it over all rows."""
        table, to_table = model._meta.db_table, field.related_model._meta.db_table
        columns = _key_columns(field)
        # A column that is proved along has the same name on both sides.
        to_columns = ["id" if column == field.column else column for column in columns]
        name = self._create_index_name(table, columns, suffix="_fk")
        add = self._statement("ALTER TABLE {} ADD CONSTRAINT {} FOREIGN KEY ({})", table, name, columns)
        add += self._statement(" REFERENCES {} ({})", to_table, to_columns)
        both = dict.fromkeys((table, to_table))
        self.deferred_sql.extend(self._statement("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", each) for each in both)
        self.deferred_sql.append(add)
        self.deferred_sql.extend(self._statement("ALTER TABLE {} FORCE ROW LEVEL SECURITY", each) for each in both)

    @contextmanager
    def _rows_seen(self, model: type[models.Model]) -> Iterator[None]:
        """Let the owner see every row of a tenant table for one alteration, in the migration's transaction."""
        if tenant_column(model) is None or not self._is_forced(model._meta.db_table):
            yield
            return
        table = model._meta.db_table
        self.execute(self._statement("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table))
        yield
        self.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.execute(self._statement("ALTER TABLE {} FORCE ROW LEVEL SECURITY", table))

    def _is_forced(self, table: str) -> bool:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT relforcerowsecurity FROM pg_class WHERE oid = to_regclass(%s)", [self.quote_name(table)]
            )
            row = cursor.fetchone()
        return bool(row and row[0])

    def _statement(self, text: str, *names: str | list[str]) -> str:
        """`text` with each `{}` a quoted name, or a list of quoted names."""
        quoted = (
            ", ".join(map(self.quote_name, name)) if isinstance(name, list) else self.quote_name(name) for name in names
        )
        return text.format(*quoted)
