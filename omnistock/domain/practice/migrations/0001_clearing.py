"""The function by which a practice workspace is emptied or goes. The app role has no other way: it deletes no movement and
no audit event."""

from __future__ import annotations

from django.db import migrations

# All rows go in one statement, as in `purge_organization`: references are checked at its end. Row-level security binds the
# function's owner, so it reaches the rows of the boundary's organization alone; and only where that is for practice.
CLEAR = """
CREATE FUNCTION clear_practice(is_whole boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$
DECLARE
    org uuid := nullif(current_setting('app.organization_id', true), '')::uuid;
    deletes text;
BEGIN
    PERFORM FROM organization WHERE id = org AND is_practice FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'workspace % is not for practice', org;
    END IF;
    SELECT string_agg(format('%I AS (DELETE FROM %I WHERE organization_id = $1)', 'gone_' || relname, relname),
                      ', ' ORDER BY relname)
    INTO deletes
    FROM pg_class c
    WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND (is_whole OR c.relname NOT IN ('membership', 'audit_event', 'audit_link'))
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id'
                  AND NOT a.attisdropped);
    EXECUTE 'WITH ' || deletes || ', itself AS (DELETE FROM organization WHERE id = $1 AND $2) SELECT'
    USING org, is_whole;
    DELETE FROM procrastinate_jobs WHERE args->>'organization_id' = org::text AND status <> 'doing';
END
$$;
REVOKE ALL ON FUNCTION clear_practice(boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clear_practice(boolean) TO app;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("tenancy", "0001_initial")]
    operations = [migrations.RunSQL(CLEAR, "DROP FUNCTION clear_practice(boolean)")]
