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
            name="Location",
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
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receiving", "receiving"),
                            ("storage", "storage"),
                            ("picking", "picking"),
                            ("quarantine", "quarantine"),
                            ("dispatch", "dispatch"),
                            ("transit", "transit"),
                            ("supplier", "supplier"),
                            ("customer", "customer"),
                            ("loss", "loss"),
                            ("found", "found"),
                            ("production", "production"),
                        ],
                        max_length=12,
                    ),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "location",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Registration",
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
                ("gstin", models.CharField(blank=True, max_length=15)),
                ("tax_number", models.CharField(blank=True, help_text="outside India", max_length=40)),
                ("legal_name", models.CharField(max_length=160)),
                ("trade_name", models.CharField(blank=True, max_length=160)),
                ("state_code", models.CharField(blank=True, max_length=2)),
                (
                    "scheme",
                    models.CharField(
                        choices=[("regular", "regular"), ("composition", "composition")],
                        default="regular",
                        max_length=12,
                    ),
                ),
                ("address_lines", models.JSONField(default=list)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("postal_code", models.CharField(blank=True, max_length=12)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "tax_locked_through",
                    models.DateField(blank=True, help_text="the last day of the last filed tax period", null=True),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "registration",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "updated_at", "id"], name="registration_updated")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "external_id"), name="registration_external_id_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("gstin", ""), _negated=True),
                        fields=("organization", "gstin"),
                        name="registration_gstin_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Warehouse",
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
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                ("address_lines", models.JSONField(default=list)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state_code", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=12)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("phone", models.CharField(blank=True, max_length=32)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "default_location",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "registration",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.registration",
                    ),
                ),
            ],
            options={
                "db_table": "warehouse",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "updated_at", "id"], name="warehouse_updated")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "external_id"), name="warehouse_external_id_unique"
                    ),
                    models.UniqueConstraint(fields=("organization", "code"), name="warehouse_code_unique"),
                    models.UniqueConstraint(fields=("organization", "name"), name="warehouse_name_unique"),
                ],
            },
        ),
        migrations.AddField(
            model_name="location",
            name="warehouse",
            field=omnistock.tenancy.fields.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="warehouses.warehouse",
            ),
        ),
        migrations.AddIndex(
            model_name="location",
            index=models.Index(fields=["organization", "updated_at", "id"], name="location_updated"),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.UniqueConstraint(
                fields=("organization", "external_id"), name="location_external_id_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.UniqueConstraint(
                fields=("organization", "warehouse", "code"), name="location_code_unique", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ("supplier", "customer", "loss", "found", "production")),
                        ("warehouse__isnull", True),
                    ),
                    models.Q(
                        ("kind__in", ("receiving", "storage", "picking", "quarantine", "dispatch", "transit")),
                        ("warehouse__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="location_kind",
            ),
        ),
    ]
