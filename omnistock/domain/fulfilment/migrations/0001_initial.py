import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import omnistock.domain.ledger.references
import omnistock.kernel.ids
import omnistock.tenancy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("billing", "0001_initial"),
        ("catalog", "0001_initial"),
        ("ledger", "0001_initial"),
        ("parties", "0001_initial"),
        ("sales", "0001_initial"),
        ("tenancy", "0001_initial"),
        ("warehouses", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispatch",
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
                ("dispatched_at", models.DateTimeField()),
                ("ship_to", models.JSONField(default=dict)),
                ("carrier", models.CharField(blank=True, max_length=80)),
                ("vehicle_number", models.CharField(blank=True, max_length=20)),
                ("tracking_number", models.CharField(blank=True, max_length=60)),
                ("boxes", models.PositiveIntegerField(blank=True, null=True)),
                ("weight_kg", omnistock.tenancy.fields.QuantityField(blank=True, null=True)),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("reversed_at", models.DateTimeField(null=True)),
                ("reversed_reason", models.CharField(blank=True, max_length=300)),
                (
                    "customer",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.customer"
                    ),
                ),
                (
                    "invoice",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.invoice",
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "sales_order",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sales.salesorder"
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
                "db_table": "dispatch",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="dispatch_updated"),
                    models.Index(fields=["organization", "dispatched_at", "id"], name="dispatch_dispatched_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="dispatch_external_id_unique"),
                    models.UniqueConstraint(fields=("organization", "number"), name="dispatch_number_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DispatchLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("description", models.CharField(max_length=200)),
                ("unit_code", models.CharField(help_text="the base unit", max_length=20)),
                ("batch_number", models.CharField(blank=True, max_length=60)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("expiry_precision", models.CharField(default="day", max_length=5)),
                ("quantity_base", omnistock.tenancy.fields.QuantityField(help_text="free ones included")),
                ("free_quantity_base", omnistock.tenancy.fields.QuantityField(default=0)),
                ("mrp", omnistock.tenancy.fields.UnitPriceField(help_text="for one of the base unit", null=True)),
                (
                    "batch",
                    omnistock.domain.ledger.references.BatchReference(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                (
                    "dispatch",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fulfilment.dispatch"
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
                (
                    "sales_order_line",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sales.salesorderline"
                    ),
                ),
            ],
            options={
                "db_table": "dispatch_line",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("free_quantity_base__gte", 0),
                            ("free_quantity_base__lte", models.F("quantity_base")),
                            ("quantity_base__gt", 0),
                        ),
                        name="dispatch_line_quantity",
                    )
                ],
            },
        ),
    ]
