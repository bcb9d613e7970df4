"""What the app role never writes: which migrations were applied, and what Django's own applications keep for themselves."""

from __future__ import annotations

from django.db import migrations

TABLES = "django_migrations, django_content_type, auth_permission, auth_group, auth_group_permissions"


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0012_bank_details"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(
            f"REVOKE INSERT, UPDATE, DELETE ON {TABLES} FROM app",
            f"GRANT INSERT, UPDATE, DELETE ON {TABLES} TO app",
        ),
    ]
