import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import omnistock.kernel.ids
import omnistock.tenancy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("parties", "0001_initial"),
        ("tenancy", "0001_initial"),
        ("warehouses", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
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
                ("number", models.CharField(blank=True, max_length=60)),
                (
                    "number_key",
                    models.CharField(
                        blank=True,
                        db_collation="C",
                        help_text="trimmed and case-folded, leading zeros kept",
                        max_length=60,
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True)),
                (
                    "expiry_precision",
                    models.CharField(choices=[("day", "day"), ("month", "month")], default="day", max_length=5),
                ),
                ("manufactured_on", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("usable", "usable"), ("on_hold", "on_hold"), ("recalled", "recalled")],
                        default="usable",
                        max_length=8,
                    ),
                ),
                ("status_reason", models.CharField(blank=True, max_length=300)),
                ("is_serial", models.BooleanField(default=False)),
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
                "db_table": "batch",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="batch_updated"),
                    models.Index(fields=["organization", "expires_on", "id"], name="batch_expires"),
                    models.Index(fields=["organization", "number_key"], name="batch_number"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="batch_external_id_unique"),
                    models.UniqueConstraint(
                        fields=("organization", "product", "number_key"), name="batch_number_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("usable", "on_hold", "recalled"))), name="batch_status"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Layer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("document_kind", models.CharField(max_length=24)),
                ("document_id", models.UUIDField()),
                ("document_line_id", models.UUIDField(null=True)),
                ("received_on", models.DateField()),
                (
                    "quantity",
                    omnistock.tenancy.fields.QuantityField(help_text="base units received, free ones included"),
                ),
                ("free_quantity", omnistock.tenancy.fields.QuantityField(default=0)),
                ("value", omnistock.tenancy.fields.AmountField(help_text="what they cost in all, revisions included")),
                ("mrp", omnistock.tenancy.fields.UnitPriceField(blank=True, null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                    "product",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.product"
                    ),
                ),
                (
                    "supplier",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "layer",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "document_id"], name="layer_document")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("free_quantity__gte", 0), ("quantity__gt", 0), ("value__gte", 0)),
                        name="layer_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("free_quantity__lte", models.F("quantity"))), name="layer_free"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_serial", models.BooleanField(default=False)),
                ("on_hand", omnistock.tenancy.fields.QuantityField(default=0)),
                ("reserved", omnistock.tenancy.fields.QuantityField(default=0)),
                ("value", omnistock.tenancy.fields.AmountField(default=0)),
                (
                    "location",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
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
                    "product",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.product",
                    ),
                ),
                (
                    "warehouse",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.warehouse",
                    ),
                ),
                (
                    "batch",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.batch",
                    ),
                ),
                (
                    "layer",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.layer"
                    ),
                ),
            ],
            options={
                "db_table": "balance",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("on_hand__gt", 0)),
                        fields=["organization", "product", "location"],
                        name="balance_on_hand",
                    ),
                    models.Index(
                        condition=models.Q(("on_hand__gt", 0)),
                        fields=["organization", "batch"],
                        name="balance_batch_on_hand",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "location", "layer"), name="balance_key_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_hand__gte", 0), ("reserved__gte", 0), ("reserved__lte", models.F("on_hand"))
                        ),
                        name="balance_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__gte", 0),
                            models.Q(models.Q(("on_hand", 0), _negated=True), ("value", 0), _connector="OR"),
                        ),
                        name="balance_value",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("month", models.DateField()),
                ("quantity", omnistock.tenancy.fields.QuantityField()),
                ("value", omnistock.tenancy.fields.AmountField()),
                (
                    "layer",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.layer"
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
            ],
            options={
                "db_table": "month_change",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "month", "location", "layer"), name="month_change_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("quantity", omnistock.tenancy.fields.QuantityField()),
                ("value", omnistock.tenancy.fields.AmountField()),
                ("reason", models.CharField(max_length=24)),
                ("document_kind", models.CharField(max_length=24)),
                ("document_id", models.UUIDField()),
                ("document_line_id", models.UUIDField(null=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("person_id", models.UUIDField(null=True)),
                ("actor_name", models.CharField(max_length=120)),
                (
                    "from_location",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                    ),
                ),
                (
                    "layer",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.layer",
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        append_only=True, on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "product",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.product",
                    ),
                ),
                (
                    "reverses",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        help_text="what this undoes, in whole or (a return) in part",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.movement",
                    ),
                ),
                (
                    "to_location",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                    ),
                ),
            ],
            options={
                "db_table": "movement",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "product", "effective_at"], name="movement_product"),
                    models.Index(fields=["organization", "layer", "effective_at"], name="movement_layer"),
                    models.Index(fields=["organization", "document_id"], name="movement_document"),
                    models.Index(fields=["organization", "effective_at", "id"], name="movement_effective"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="movement_quantity"),
                    models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="movement_value"),
                    models.CheckConstraint(
                        condition=models.Q(("from_location", models.F("to_location")), _negated=True),
                        name="movement_moves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("locked_through", models.DateField(blank=True, null=True)),
                ("written_through", models.DateField(blank=True, null=True)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "period",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("organization",), name="period_unique")],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("demand_kind", models.CharField(max_length=24)),
                ("demand_id", models.UUIDField()),
                ("demand_line_id", models.UUIDField()),
                ("quantity", omnistock.tenancy.fields.QuantityField()),
                ("promised_on", models.DateField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "layer",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.layer"
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
            ],
            options={
                "db_table": "reservation",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "demand_id"], name="reservation_demand"),
                    models.Index(fields=["organization", "location", "layer"], name="reservation_balance"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "demand_line_id", "location", "layer"), name="reservation_key_unique"
                    ),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="reservation_quantity"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reversal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("document_kind", models.CharField(max_length=24)),
                ("document_id", models.UUIDField()),
                ("reversed_at", models.DateTimeField()),
                ("actor_name", models.CharField(max_length=120)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        append_only=True, on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "reversal",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "document_id"), name="reversal_document_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Skip",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("demand_id", models.UUIDField()),
                ("demand_line_id", models.UUIDField()),
                ("reason", models.CharField(max_length=24)),
                ("details", models.JSONField(default=dict)),
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
            ],
            options={
                "db_table": "skip",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "demand_id"], name="skip_demand")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "demand_line_id", "batch"), name="skip_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="StockTotal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on_hand", omnistock.tenancy.fields.QuantityField(default=0)),
                ("reserved", omnistock.tenancy.fields.QuantityField(default=0)),
                ("value", omnistock.tenancy.fields.AmountField(default=0)),
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
                    "warehouse",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="warehouses.warehouse"
                    ),
                ),
            ],
            options={
                "db_table": "stock_total",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "warehouse", "product"), name="stock_total_key_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_hand__gte", 0), ("reserved__gte", 0), ("reserved__lte", models.F("on_hand"))
                        ),
                        name="stock_total_possible",
                    ),
                ],
            },
        ),
    ]
