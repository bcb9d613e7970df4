from django.db import migrations

# As erase_audit_values, and only of events that hold one of the words: a person at a business is erased from its trail,
# and the rest of what was done to that business stays.
ERASE = """
CREATE FUNCTION erase_audit_values(subject uuid, words text[]) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$
    WITH gone AS (
        UPDATE audit_event e
        SET subject_name = '', salt = NULL, address = NULL,
            before = (SELECT jsonb_object_agg(k, NULL) FROM jsonb_object_keys(e.before) k),
            after = (SELECT jsonb_object_agg(k, NULL) FROM jsonb_object_keys(e.after) k)
        WHERE e.organization_id = nullif(current_setting('app.organization_id', true), '')::uuid
          AND e.subject_id = subject AND e.salt IS NOT NULL
          AND EXISTS (SELECT FROM unnest(words) word WHERE position(lower(word)
              IN lower(concat_ws(' ', e.subject_name, e.before::text, e.after::text))) > 0)
          AND EXISTS (SELECT FROM audit_erasure a WHERE a.organization_id = e.organization_id AND a.subject_id = subject)
          AND NOT EXISTS (SELECT FROM audit_link l WHERE l.organization_id = e.organization_id
                          AND l.event_id = e.id AND l.form = 1)
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION erase_audit_values(uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_audit_values(uuid, text[]) TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_erasable")]
    operations = [migrations.RunSQL(ERASE, "DROP FUNCTION erase_audit_values(uuid, text[])")]
