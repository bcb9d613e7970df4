import django.db.models.deletion
from django.db import migrations, models

import omnistock.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("saved_views", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="savedview", name="saved_view_name_unique"),
        migrations.AlterField(
            model_name="savedview",
            name="membership",
            field=omnistock.tenancy.fields.TenantForeignKey(
                blank=True,
                help_text="whose it is; empty: a program's",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenancy.membership",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                fields=("organization", "membership", "page", "name"),
                name="saved_view_name_unique",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_shared", True), ("membership__isnull", False), _connector="OR"),
                name="saved_view_owner",
            ),
        ),
    ]
