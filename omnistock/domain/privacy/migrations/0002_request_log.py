"""The request log (promise P3): four columns and no other, by days, and the one function that makes and drops them."""

from __future__ import annotations

from django.db import migrations

# No key and no index: it is read by whoever looks for abuse, a day at a time, and written many rows at once.
REQUEST_LOG = """
CREATE TABLE request_log (
    address inet,
    at timestamptz NOT NULL,
    route text NOT NULL,
    status smallint NOT NULL
) PARTITION BY RANGE (at);
REVOKE UPDATE, DELETE ON request_log FROM app;
REVOKE INSERT, UPDATE, DELETE ON retention_days FROM app;
"""

# The app role makes no tables and drops none: this function does both, for whole days of Universal Time and by the
# registry's days alone. A partition goes before its oldest row is `days` old, whenever in the day it is called.
KEEP = """
CREATE FUNCTION keep_request_log() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    days integer := coalesce((SELECT r.days FROM retention_days r WHERE r.store = 'request_log'), 30);
    gone integer := 0;
    day date;
    part text;
BEGIN
    PERFORM pg_advisory_xact_lock(7264110534);
    FOR day IN SELECT generate_series(today, today + 2, interval '1 day')::date LOOP
        part := 'request_log_' || to_char(day, 'YYYYMMDD');
        IF to_regclass('omnistock.' || part) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF request_log FOR VALUES FROM (%L) TO (%L)',
                           part, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
            EXECUTE format('REVOKE ALL ON %I FROM app', part);
        END IF;
    END LOOP;
    FOR part IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'omnistock.request_log'::regclass
          AND to_date(right(c.relname, 8), 'YYYYMMDD') <= today - (days - 1)
    LOOP
        EXECUTE format('DROP TABLE %I', part);
        gone := gone + 1;
    END LOOP;
    RETURN gone;
END
$$;
REVOKE ALL ON FUNCTION keep_request_log() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_request_log() TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [
        migrations.RunSQL(REQUEST_LOG, "DROP TABLE request_log"),
        migrations.RunSQL(KEEP, "DROP FUNCTION keep_request_log()"),
    ]
