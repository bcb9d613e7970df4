"""The wrapper that Django loads by name; see `schema.py` for what it adds."""

from __future__ import annotations

from django.db.backends.postgresql import base
from django.db.backends.postgresql.features import DatabaseFeatures as PostgresFeatures

from omnistock.tenancy.backend.schema import TenantSchemaEditor


class DatabaseFeatures(PostgresFeatures):
    # The primary key in the database is (organization_id, id): grouping by id alone does not determine the row.
    allows_group_by_selected_pks = False


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
    SchemaEditorClass = TenantSchemaEditor
