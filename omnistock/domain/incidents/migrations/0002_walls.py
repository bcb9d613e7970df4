"""The timeline that nobody changes, what the console reads, and the two functions by which the security log is watched."""

from __future__ import annotations

from django.db import migrations

from omnistock.tenancy.migration_operations import extra_policies

WALLS = """
REVOKE UPDATE ON incident_entry FROM app;
GRANT SELECT ON incident, incident_entry, incident_workspace, incident_person, incident_message, incident_notice,
    incident_receipt TO console;
"""

# Nobody reads the log of all workspaces; these tell of it what an incident needs: counts, moments and ids.
SIGNALS = """
CREATE FUNCTION security_signals(
    p_kinds text[], p_outcome text, p_by text, p_since timestamptz, p_least integer, p_is_repeated boolean
) RETURNS TABLE (subject text, events bigint, first_at timestamptz, last_at timestamptz, organizations uuid[], people uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$
SELECT s.subject, count(*), min(s.at), max(s.at),
    array_remove(array_agg(DISTINCT s.organization_reference), NULL),
    array_remove(array_agg(DISTINCT coalesce(s.about_id, s.person_id)), NULL)
FROM (
    SELECT e.at, e.organization_reference, e.person_id, e.about_id, CASE p_by
        WHEN 'address' THEN host(e.address)
        WHEN 'account' THEN e.person_id::text
        WHEN 'actor' THEN coalesce(e.person_id, e.api_key_id)::text
        WHEN 'key' THEN e.api_key_id::text
        WHEN 'workspace' THEN e.organization_reference::text END AS subject
    FROM security_event e
    WHERE e.kind = ANY (p_kinds) AND e.outcome = p_outcome AND e.at >= p_since
        AND (NOT p_is_repeated OR EXISTS (
            SELECT FROM security_event o
            WHERE o.organization_reference = e.organization_reference AND o.kind = e.kind
                AND o.api_key_id = e.api_key_id AND o.at < e.at))
) s
WHERE s.subject IS NOT NULL
GROUP BY s.subject HAVING count(*) >= p_least ORDER BY s.subject
$$;
REVOKE ALL ON FUNCTION security_signals(text[], text, text, timestamptz, integer, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION security_signals(text[], text, text, timestamptz, integer, boolean) TO app;
"""

# At least one origin must be given: without it this would be a list of everybody.
REACH = """
CREATE FUNCTION security_reach(
    p_since timestamptz, p_until timestamptz, p_address inet, p_person uuid, p_key uuid
) RETURNS TABLE (organization_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$
SELECT DISTINCT e.organization_reference, coalesce(e.about_id, e.person_id)
FROM security_event e
WHERE e.at >= p_since AND e.at <= p_until
    AND (p_address IS NOT NULL OR p_person IS NOT NULL OR p_key IS NOT NULL)
    AND (p_address IS NULL OR e.address = p_address)
    AND (p_person IS NULL OR e.person_id = p_person OR e.about_id = p_person)
    AND (p_key IS NULL OR e.api_key_id = p_key)
$$;
REVOKE ALL ON FUNCTION security_reach(timestamptz, timestamptz, inet, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION security_reach(timestamptz, timestamptz, inet, uuid, uuid) TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("security", "0001_initial"), ("support", "0001_initial")]
    operations = [
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
        extra_policies("console_incidents"),
        migrations.RunSQL(SIGNALS, "DROP FUNCTION security_signals(text[], text, text, timestamptz, integer, boolean)"),
        migrations.RunSQL(REACH, "DROP FUNCTION security_reach(timestamptz, timestamptz, inet, uuid, uuid)"),
    ]
