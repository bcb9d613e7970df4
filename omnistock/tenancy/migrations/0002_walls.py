"""What Django has no words for: the extra policies, the cache's table, and the two definer functions."""

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

# The app role only adds idempotency keys; those of more than 90 days ago go through this function alone.
# Row-level security binds the function's owner too, so it reaches the keys of the boundary's organization only. Ids are
# UUIDv7: the primary key finds the old ones by the time in them.
DELETE_EXPIRED_KEYS = """
CREATE FUNCTION delete_expired_idempotency_keys() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$
    WITH gone AS (
        DELETE FROM idempotency_key
        WHERE organization_id = nullif(current_setting('app.organization_id', true), '')::uuid
          AND id < rpad(lpad(to_hex((extract(epoch FROM now() - interval '90 days') * 1000)::bigint), 12, '0'),
                        32, '0')::uuid
          AND created_at < now() - interval '90 days'
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION delete_expired_idempotency_keys() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delete_expired_idempotency_keys() TO app;
"""


def create_cache_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]
    operations = [
        extra_policies("own_memberships", "own_organizations", "directory"),
        migrations.RunSQL(DIRECTORY, "DROP FUNCTION organization_directory()"),
        migrations.RunSQL(DELETE_EXPIRED_KEYS, "DROP FUNCTION delete_expired_idempotency_keys()"),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
