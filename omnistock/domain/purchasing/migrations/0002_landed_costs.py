import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import omnistock.kernel.ids
import omnistock.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_initial"),
        ("purchasing", "0001_initial"),
        ("tenancy", "0004_adjustment_approval"),
    ]

    operations = [
        migrations.CreateModel(
            name="LandedCost",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=100, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("number", models.CharField(max_length=24)),
                ("document_number", models.CharField(blank=True, max_length=60)),
                ("document_on", models.DateField(blank=True, null=True)),
                (
                    "basis",
                    models.CharField(
                        choices=[("value", "value"), ("weight", "weight"), ("quantity", "quantity")], max_length=8
                    ),
                ),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("value", omnistock.tenancy.fields.AmountField()),
                (
                    "gone_value",
                    omnistock.tenancy.fields.AmountField(help_text="the part that fell on what had left before"),
                ),
                ("posted_at", models.DateTimeField()),
                ("reversed_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "receipt",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="purchasing.receipt"
                    ),
                ),
                (
                    "supplier",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        help_text="who charges it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "landed_cost",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "updated_at", "id"], name="landedcost_updated")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "external_id"), name="landedcost_external_id_unique"
                    ),
                    models.UniqueConstraint(fields=("organization", "number"), name="landed_cost_number_unique"),
                    models.CheckConstraint(condition=models.Q(("value__gt", 0)), name="landed_cost_value"),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ("value", "weight", "quantity"))), name="landed_cost_basis"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LandedCostLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("description", models.CharField(max_length=120)),
                ("amount", omnistock.tenancy.fields.AmountField()),
                (
                    "landed_cost",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="purchasing.landedcost"
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "landed_cost_line",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="landed_cost_line_amount")
                ],
            },
        ),
        migrations.CreateModel(
            name="LandedCostShare",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("value", omnistock.tenancy.fields.AmountField()),
                ("gone_value", omnistock.tenancy.fields.AmountField()),
                (
                    "landed_cost",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="purchasing.landedcost"
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "receipt_line",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="purchasing.receiptline"
                    ),
                ),
            ],
            options={
                "db_table": "landed_cost_share",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "landed_cost", "receipt_line"), name="landed_cost_share_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gone_value__gte", 0), ("value__gt", 0)), name="landed_cost_share_value"
                    ),
                ],
            },
        ),
    ]
