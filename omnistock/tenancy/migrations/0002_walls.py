"""What Django has no words for: the extra policies, the cache's table, and the one function that walks organizations."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations

from omnistock.tenancy.migration_operations import extra_policies

# The worker walks organizations through this and sees ids only, no names.
DIRECTORY = """
CREATE FUNCTION organization_directory() RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$ SELECT organization.id FROM organization ORDER BY organization.id $$;
REVOKE ALL ON FUNCTION organization_directory() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_directory() TO app;
"""


def create_cache_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]
    operations = [
        extra_policies("own_memberships", "own_organizations", "directory"),
        migrations.RunSQL(DIRECTORY, "DROP FUNCTION organization_directory()"),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
