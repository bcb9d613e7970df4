"""The wrapper that Django loads by name; see `schema.py` for what it adds."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.features import DatabaseFeatures as PostgresFeatures

from omnistock.tenancy.backend.pool import pool_of
from omnistock.tenancy.backend.schema import TenantSchemaEditor


class DatabaseFeatures(PostgresFeatures):
    # The primary key in the database is (organization_id, id): grouping by id alone does not determine the row.
    allows_group_by_selected_pks = False


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
    SchemaEditorClass = TenantSchemaEditor

    @property
    def pool(self) -> Any:
        """Django's, but a connection is looked at before it is asked (`pool.py`)."""
        if self.alias not in self._connection_pools and (options := self.settings_dict["OPTIONS"].get("pool")):
            parameters = {**self.get_connection_params(), "autocommit": True}
            made = pool_of(parameters, configure=self._configure_connection, options=options)
            self._connection_pools.setdefault(self.alias, made)
        return super().pool
