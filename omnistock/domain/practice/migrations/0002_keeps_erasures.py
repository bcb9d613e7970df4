from django.db import migrations

# A reset keeps the trail, so it keeps that values of it were erased: without that the chain looks broken. Practice
# workspaces tell of somebody who was erased.
CLEAR = """
CREATE OR REPLACE FUNCTION clear_practice(is_whole boolean) RETURNS void
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
      AND (is_whole OR c.relname NOT IN ('membership', 'audit_event', 'audit_link', 'audit_erasure'))
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id'
                  AND NOT a.attisdropped);
    EXECUTE 'WITH ' || deletes || ', itself AS (DELETE FROM organization WHERE id = $1 AND $2) SELECT'
    USING org, is_whole;
    DELETE FROM procrastinate_jobs WHERE args->>'organization_id' = org::text AND status <> 'doing';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("practice", "0001_clearing"), ("audit", "0003_erase_words")]
    operations = [migrations.RunSQL(CLEAR, migrations.RunSQL.noop)]
