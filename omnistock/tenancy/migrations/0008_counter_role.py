from django.db import migrations, models

ROLES = [
    (role, role)
    for role in ("owner", "admin", "manager", "warehouse", "counter", "sales", "accounts", "viewer", "auditor")
]


class Migration(migrations.Migration):
    """The choices of a role are no constraint of the database: nothing changes there."""

    dependencies = [("tenancy", "0007_second_factor")]

    operations = [
        migrations.AlterField("membership", "role", models.CharField(choices=ROLES, max_length=16)),
        migrations.AlterField("invitation", "role", models.CharField(choices=ROLES, max_length=16)),
    ]
