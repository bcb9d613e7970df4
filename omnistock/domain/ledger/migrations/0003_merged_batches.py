import django.db.models.deletion
from django.db import migrations, models

import omnistock.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("ledger", "0002_serials"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="batch",
            name="batch_number_unique",
        ),
        migrations.AddField(
            model_name="batch",
            name="merged_into",
            field=omnistock.tenancy.fields.TenantForeignKey(
                blank=True,
                help_text="its goods were of that batch; documents still name this one",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("merged_into__isnull", True)),
                fields=("organization", "product", "number_key"),
                name="batch_number_unique",
            ),
        ),
    ]
