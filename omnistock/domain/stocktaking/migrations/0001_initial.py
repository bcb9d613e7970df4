import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import omnistock.domain.ledger.references
import omnistock.kernel.ids
import omnistock.tenancy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("ledger", "0001_initial"),
        ("tenancy", "0001_initial"),
        ("warehouses", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Adjustment",
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
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("opening", "opening"),
                            ("found", "found"),
                            ("lost", "lost"),
                            ("stolen", "stolen"),
                            ("destroyed", "destroyed"),
                            ("written_off", "written_off"),
                            ("gift", "gift"),
                            ("free_sample", "free_sample"),
                            ("wastage", "wastage"),
                            ("correction", "correction"),
                        ],
                        max_length=12,
                    ),
                ),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("effective_at", models.DateTimeField()),
                ("reversed_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "warehouse",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="warehouses.warehouse"
                    ),
                ),
            ],
            options={
                "db_table": "adjustment",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "updated_at", "id"], name="adjustment_updated")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "external_id"), name="adjustment_external_id_unique"
                    ),
                    models.UniqueConstraint(fields=("organization", "number"), name="adjustment_number_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdjustmentLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("unit_code", models.CharField(max_length=20)),
                ("quantity", omnistock.tenancy.fields.QuantityField(help_text="signed, in the unit that was typed")),
                ("quantity_base", omnistock.tenancy.fields.QuantityField(help_text="signed, in the base unit")),
                ("unit_cost", omnistock.tenancy.fields.UnitPriceField(null=True)),
                (
                    "adjustment",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stocktaking.adjustment"
                    ),
                ),
                (
                    "batch",
                    omnistock.domain.ledger.references.BatchReference(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                (
                    "location",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="warehouses.location"
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "product",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.product"
                    ),
                ),
            ],
            options={
                "db_table": "adjustment_line",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity_base", 0), _negated=True), name="adjustment_line_quantity"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
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
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_transit", "in_transit"),
                            ("arrived", "arrived"),
                            ("cancelled", "cancelled"),
                            ("reversed", "reversed"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("dispatched_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("reversed_at", models.DateTimeField(null=True)),
                (
                    "from_warehouse",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="warehouses.warehouse"
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "to_location",
                    omnistock.tenancy.fields.TenantForeignKey(
                        help_text="where they arrive: the warehouse's default location, or its quarantine place",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                    ),
                ),
                (
                    "to_warehouse",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="warehouses.warehouse"
                    ),
                ),
            ],
            options={
                "db_table": "transfer",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "updated_at", "id"], name="transfer_updated")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="transfer_external_id_unique"),
                    models.UniqueConstraint(fields=("organization", "number"), name="transfer_number_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("from_warehouse", models.F("to_warehouse")), _negated=True),
                        name="transfer_moves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("unit_code", models.CharField(max_length=20)),
                ("quantity", omnistock.tenancy.fields.QuantityField()),
                ("quantity_base", omnistock.tenancy.fields.QuantityField()),
                ("arrived_quantity_base", omnistock.tenancy.fields.QuantityField(null=True)),
                ("short_reason", models.CharField(blank=True, max_length=200)),
                (
                    "batch",
                    omnistock.domain.ledger.references.BatchReference(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "product",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.product"
                    ),
                ),
                (
                    "transfer",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stocktaking.transfer"
                    ),
                ),
            ],
            options={
                "db_table": "transfer_line",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity_base__gt", 0)), name="transfer_line_quantity")
                ],
            },
        ),
    ]
