import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import omnistock.kernel.ids
import omnistock.tenancy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
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
                ("code", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=32)),
                (
                    "gst_treatment",
                    models.CharField(
                        choices=[
                            ("registered", "registered"),
                            ("composition", "composition"),
                            ("unregistered", "unregistered"),
                            ("consumer", "consumer"),
                            ("sez", "sez"),
                            ("overseas", "overseas"),
                        ],
                        default="unregistered",
                        max_length=12,
                    ),
                ),
                ("gstin", models.CharField(blank=True, max_length=15)),
                ("pan", models.CharField(blank=True, max_length=10)),
                ("tax_number", models.CharField(blank=True, max_length=40)),
                ("credit_days", models.PositiveIntegerField(blank=True, null=True)),
                ("notes", models.TextField(blank=True)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("credit_limit", omnistock.tenancy.fields.AmountField(blank=True, null=True)),
                ("minimum_shelf_life_days", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "owner_membership",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        help_text="whose customer it is",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.membership",
                    ),
                ),
            ],
            options={
                "db_table": "customer",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="customer_updated"),
                    models.Index(fields=["organization", "name", "id"], name="customer_name"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="customer_external_id_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("organization", "code"),
                        name="customer_code_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerAddress",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("billing", "billing"), ("shipping", "shipping"), ("both", "both")],
                        default="both",
                        max_length=8,
                    ),
                ),
                ("lines", models.JSONField(default=list)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state_code", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=12)),
                ("country", models.CharField(default="IN", max_length=2)),
                ("gstin", models.CharField(blank=True, max_length=15)),
                (
                    "archived_at",
                    models.DateTimeField(
                        blank=True, help_text="taken off the party; documents still name it", null=True
                    ),
                ),
                (
                    "customer",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.customer"
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
                "db_table": "customer_address",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CustomerContact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=32)),
                (
                    "customer",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.customer"
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
                "db_table": "customer_contact",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Supplier",
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
                ("code", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=32)),
                (
                    "gst_treatment",
                    models.CharField(
                        choices=[
                            ("registered", "registered"),
                            ("composition", "composition"),
                            ("unregistered", "unregistered"),
                            ("consumer", "consumer"),
                            ("sez", "sez"),
                            ("overseas", "overseas"),
                        ],
                        default="unregistered",
                        max_length=12,
                    ),
                ),
                ("gstin", models.CharField(blank=True, max_length=15)),
                ("pan", models.CharField(blank=True, max_length=10)),
                ("tax_number", models.CharField(blank=True, max_length=40)),
                ("credit_days", models.PositiveIntegerField(blank=True, null=True)),
                ("notes", models.TextField(blank=True)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("lead_time_days", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "supplier",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="supplier_updated"),
                    models.Index(fields=["organization", "name", "id"], name="supplier_name"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="supplier_external_id_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("organization", "code"),
                        name="supplier_code_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplierAddress",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("billing", "billing"), ("shipping", "shipping"), ("both", "both")],
                        default="both",
                        max_length=8,
                    ),
                ),
                ("lines", models.JSONField(default=list)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state_code", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=12)),
                ("country", models.CharField(default="IN", max_length=2)),
                ("gstin", models.CharField(blank=True, max_length=15)),
                (
                    "archived_at",
                    models.DateTimeField(
                        blank=True, help_text="taken off the party; documents still name it", null=True
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "supplier",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.supplier"
                    ),
                ),
            ],
            options={
                "db_table": "supplier_address",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="SupplierContact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=32)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "supplier",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.supplier"
                    ),
                ),
            ],
            options={
                "db_table": "supplier_contact",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
    ]
