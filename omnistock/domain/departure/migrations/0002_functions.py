"""The functions of the database by which a workspace goes, and by which what is left of it goes in its time. The app
role has no other way: it deletes no audit event, and no certificate."""

from __future__ import annotations

from django.db import migrations

# All rows go in one statement, at whose end the references between them are checked: so there is no order to keep, and
# a table that is added tomorrow goes along. Row-level security binds the function's owner, so it reaches the rows of
# the boundary's organization alone.
PURGE = """
CREATE FUNCTION purge_organization() RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$
DECLARE
    org uuid := nullif(current_setting('app.organization_id', true), '')::uuid;
    due departure%ROWTYPE;
    firm organization%ROWTYPE;
    head audit_link%ROWTYPE;
    is_taken boolean;
    made uuid := gen_random_uuid();
    deletes text;
    counts text;
    gone jsonb;
BEGIN
    SELECT * INTO due FROM departure
    WHERE organization_id = org AND status = 'warned' AND confirmed_at IS NOT NULL AND undone_at IS NULL
      AND purge_at <= now() AND warned_at <= now() - interval '48 hours'
    FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'workspace % is not due to be deleted', org;
    END IF;
    SELECT * INTO firm FROM organization WHERE id = org FOR UPDATE;
    SELECT * INTO head FROM audit_link WHERE organization_id = org ORDER BY seq DESC LIMIT 1;
    is_taken := EXISTS (SELECT FROM workspace_archive
                        WHERE organization_id = org AND id = due.archive_id AND downloads > 0);
    INSERT INTO departed_event (id, organization_reference, seq, at, operation, subject_kind, subject_id, person_id,
        api_key_id, door, request_id, ticket_id, values_digest, hash, departed_at)
    SELECT e.id, org, l.seq, e.at, e.operation, e.subject_kind, e.subject_id, e.person_id, e.api_key_id, e.door,
        e.request_id, e.ticket_id, l.values_digest, l.hash, now()
    FROM audit_event e LEFT JOIN audit_link l ON l.organization_id = org AND l.event_id = e.id
    WHERE e.organization_id = org;
    SELECT string_agg(format('%I AS (DELETE FROM %I WHERE organization_id = $1 RETURNING 1)', 'gone_' || relname, relname),
                      ', ' ORDER BY relname),
           string_agg(format('SELECT %L AS name, count(*) AS rows FROM %I', relname, 'gone_' || relname),
                      ' UNION ALL ' ORDER BY relname)
    INTO deletes, counts
    FROM pg_class c
    WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id'
                  AND NOT a.attisdropped);
    EXECUTE 'WITH itself AS (DELETE FROM organization WHERE id = $1 RETURNING 1), ' || deletes
        || ' SELECT jsonb_object_agg(name, rows) FROM (' || counts || ') found'
    INTO gone USING org;
    DELETE FROM procrastinate_jobs WHERE args->>'organization_id' = org::text AND status <> 'doing';
    INSERT INTO departure_certificate (id, organization_reference, organization_name, came_by, came_at, confirmed_at,
        purged_at, archive_taken, rows, audit_seq, audit_hash, secret_hash)
    VALUES (made, org, firm.name, due.came_by, due.came_at, due.confirmed_at, now(), is_taken, gone, head.seq, head.hash,
        due.secret_hash);
    RETURN made;
END
$$;
REVOKE ALL ON FUNCTION purge_organization() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_organization() TO app;
REVOKE ALL ON departed_event FROM app;
REVOKE ALL ON departure_certificate FROM app;
GRANT SELECT, UPDATE (fetched_at) ON departure_certificate TO app;
"""

# How many workspaces should be gone and are not: a figure, and no name. The policy "directory" lets the owner read.
OVERDUE = """
CREATE FUNCTION overdue_departures() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$ SELECT count(*) FROM organization WHERE purge_at < now() - interval '26 hours' $$;
REVOKE ALL ON FUNCTION overdue_departures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION overdue_departures() TO app;
"""

EXPIRE = """
CREATE FUNCTION delete_expired_departures() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$
    WITH kept AS (SELECT coalesce((SELECT r.days FROM retention_days r WHERE r.store = 'departures'), 2922) AS days),
    events AS (DELETE FROM departed_event USING kept WHERE departed_at < now() - make_interval(days => kept.days) RETURNING 1),
    papers AS (DELETE FROM departure_certificate USING kept
               WHERE purged_at < now() - make_interval(days => kept.days) RETURNING 1)
    SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM papers)
$$;
REVOKE ALL ON FUNCTION delete_expired_departures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delete_expired_departures() TO app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("departure", "0001_initial"),
        ("audit", "0002_erasable"),
        ("exchange", "0003_workspace_archive"),
        ("notifications", "0001_initial"),
        ("privacy", "0001_initial"),
        ("tenancy", "0009_leaving"),
    ]
    operations = [
        migrations.RunSQL(PURGE, "DROP FUNCTION purge_organization()"),
        migrations.RunSQL(OVERDUE, "DROP FUNCTION overdue_departures()"),
        migrations.RunSQL(EXPIRE, "DROP FUNCTION delete_expired_departures()"),
    ]
