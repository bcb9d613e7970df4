"""The security log: written by everybody, read by whom it concerns, changed by nobody, emptied by its rule alone."""

from django.db import migrations, models

import omnistock.kernel.ids
from omnistock.tenancy.migration_operations import extra_policies

# Forced, so that not even the owner reads or deletes past the policies.
WALLS = """
REVOKE UPDATE, DELETE ON security_event FROM app;
ALTER TABLE security_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
"""

# The app role only adds events; those over the registry's time go through this function alone.
DELETE_EXPIRED = """
CREATE FUNCTION delete_expired_security_events() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = omnistock, pg_temp
AS $$
DECLARE
    days integer := coalesce((SELECT r.days FROM retention_days r WHERE r.store = 'security_log'), 365);
    gone bigint;
BEGIN
    DELETE FROM security_event WHERE at < now() - make_interval(days => days);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
REVOKE ALL ON FUNCTION delete_expired_security_events() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delete_expired_security_events() TO app;
"""
POLICIES = ("own_workspace", "own_members", "own_events", "append", "expiry_reads", "expiry")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("tenancy", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SecurityEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=40)),
                ("outcome", models.CharField(choices=[("done", "done"), ("refused", "refused")], max_length=8)),
                ("organization_reference", models.UUIDField(null=True)),
                (
                    "is_shared",
                    models.BooleanField(
                        default=False, help_text="of an account, and seen by the workspaces of its person"
                    ),
                ),
                ("person_id", models.UUIDField(help_text="who did it", null=True)),
                ("about_id", models.UUIDField(help_text="the person it was done to, where that is another", null=True)),
                ("api_key_id", models.UUIDField(null=True)),
                ("door", models.CharField(max_length=8)),
                ("address", models.GenericIPAddressField(null=True)),
                (
                    "facts",
                    models.JSONField(
                        default=dict, help_text="a few short texts by name; never a secret, never what was typed"
                    ),
                ),
            ],
            options={
                "db_table": "security_event",
                "indexes": [
                    models.Index(fields=["organization_reference", "at", "id"], name="security_event_organization"),
                    models.Index(fields=["person_id", "at", "id"], name="security_event_person"),
                    models.Index(
                        condition=models.Q(("about_id", None), _negated=True),
                        fields=["about_id", "at"],
                        name="security_event_about",
                    ),
                    models.Index(fields=["at"], name="security_event_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("done", "refused"))), name="security_event_outcome"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_shared", False), ("organization_reference", None), _connector="OR"),
                        name="security_event_shared_of_account",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
        extra_policies(*POLICIES),
        migrations.RunSQL(DELETE_EXPIRED, "DROP FUNCTION delete_expired_security_events()"),
    ]
