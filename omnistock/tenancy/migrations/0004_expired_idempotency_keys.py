"""The app role only adds idempotency keys; those of more than 90 days ago go through this function alone."""

from __future__ import annotations

from django.db import migrations

# Row-level security binds the function's owner too, so it reaches the keys of the boundary's organization only. Ids are
# UUIDv7: the primary key finds the old ones by the time in them.
DELETE = """
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


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0003_invitation_warehouses")]
    operations = [migrations.RunSQL(DELETE, "DROP FUNCTION delete_expired_idempotency_keys()")]
