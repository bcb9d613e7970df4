import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import omnistock.kernel.ids
import omnistock.tenancy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_initial"),
        ("parties", "0001_initial"),
        ("sales", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recall",
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
                ("reason", models.CharField(max_length=300)),
                ("is_drill", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed"), ("released", "released")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=120)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closing_notes",
                    models.CharField(blank=True, help_text="what became of the rest, in words", max_length=500),
                ),
                (
                    "unaccounted_base",
                    omnistock.tenancy.fields.QuantityField(
                        help_text="what was still out when it was closed", null=True
                    ),
                ),
                ("released_at", models.DateTimeField(null=True)),
                ("released_reason", models.CharField(blank=True, max_length=300)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "recall",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="recall_updated"),
                    models.Index(fields=["organization", "status", "id"], name="recall_status_id"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="recall_external_id_unique"),
                    models.UniqueConstraint(fields=("organization", "number"), name="recall_number_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("open", "closed", "released"))), name="recall_status"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("status", "closed")),
                            models.Q(("status", "closed"), _negated=True),
                            _connector="OR",
                        ),
                        name="recall_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_drill", False), ("released_at__isnull", False), ("status", "released")),
                            models.Q(("status", "released"), _negated=True),
                            _connector="OR",
                        ),
                        name="recall_released",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("batch_number", models.CharField(max_length=60)),
                ("status_before", models.CharField(max_length=8)),
                ("reason_before", models.CharField(blank=True, max_length=300)),
                (
                    "batch",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "recall",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recalls.recall"
                    ),
                ),
            ],
            options={
                "db_table": "recall_batch",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "recall", "batch"), name="recall_batch_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallContact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("contacted_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("notes", models.CharField(blank=True, max_length=500)),
                (
                    "customer",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.customer"
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "recall",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recalls.recall"
                    ),
                ),
            ],
            options={
                "db_table": "recall_contact",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "recall", "customer"), name="recall_contact_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("destroyed_base", omnistock.tenancy.fields.QuantityField(default=0)),
                (
                    "used_base",
                    omnistock.tenancy.fields.QuantityField(
                        default=0, help_text="sold on or used up before the recall reached them"
                    ),
                ),
                (
                    "batch",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "contact",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recalls.recallcontact"
                    ),
                ),
            ],
            options={
                "db_table": "recall_answer",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "contact", "batch"), name="recall_answer_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("destroyed_base__gte", 0), ("used_base__gte", 0)),
                        name="recall_answer_quantity",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallOrderLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "pulled",
                    models.JSONField(
                        help_text="{batch_id, batch_number, quantity} of each batch taken out of the promise"
                    ),
                ),
                ("pulled_base", omnistock.tenancy.fields.QuantityField()),
                (
                    "picked_base",
                    omnistock.tenancy.fields.QuantityField(
                        default=0, help_text="of what was pulled, what had been picked already"
                    ),
                ),
                ("replaced", models.JSONField(default=list)),
                ("short_base", omnistock.tenancy.fields.QuantityField(default=0)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "recall",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recalls.recall"
                    ),
                ),
                (
                    "sales_order",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sales.salesorder"
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
                "db_table": "recall_order_line",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "recall", "sales_order_line"), name="recall_order_line_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("picked_base__gte", 0), ("pulled_base__gt", 0), ("short_base__gte", 0)),
                        name="recall_order_line_quantity",
                    ),
                ],
            },
        ),
    ]
