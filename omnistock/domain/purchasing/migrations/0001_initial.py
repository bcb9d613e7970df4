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
        ("parties", "0001_initial"),
        ("tenancy", "0001_initial"),
        ("warehouses", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PurchaseOrder",
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
                            ("confirmed", "confirmed"),
                            ("partly_received", "partly_received"),
                            ("received", "received"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        max_length=16,
                    ),
                ),
                ("ordered_on", models.DateField()),
                ("expected_on", models.DateField(blank=True, null=True)),
                ("supplier_reference", models.CharField(blank=True, max_length=60)),
                ("notes", models.CharField(blank=True, max_length=500)),
                (
                    "subtotal",
                    omnistock.tenancy.fields.AmountField(default=0, help_text="the lines' amounts, before tax"),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "supplier",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.supplier"
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
                "db_table": "purchase_order",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="purchaseorder_updated"),
                    models.Index(fields=["organization", "status", "id"], name="purchase_order_status_id"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "external_id"), name="purchaseorder_external_id_unique"
                    ),
                    models.UniqueConstraint(fields=("organization", "number"), name="purchase_order_number_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("draft", "confirmed", "partly_received", "received", "closed", "cancelled"))
                        ),
                        name="purchase_order_status",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PurchaseOrderLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("description", models.CharField(max_length=200)),
                ("unit_code", models.CharField(max_length=20)),
                ("factor", omnistock.tenancy.fields.FactorField(default=1)),
                ("quantity", omnistock.tenancy.fields.QuantityField(help_text="to be paid, in the unit named")),
                ("free_quantity", omnistock.tenancy.fields.QuantityField(default=0)),
                ("quantity_base", omnistock.tenancy.fields.QuantityField(help_text="free ones included")),
                (
                    "received_quantity_base",
                    omnistock.tenancy.fields.QuantityField(default=0, help_text="free ones included"),
                ),
                (
                    "unit_cost",
                    omnistock.tenancy.fields.UnitPriceField(
                        default=0, help_text="for one of the unit named, before discount and tax"
                    ),
                ),
                ("discount_percent", omnistock.tenancy.fields.PercentField(default=0)),
                ("tax_rate", omnistock.tenancy.fields.PercentField(null=True)),
                ("amount", omnistock.tenancy.fields.AmountField(default=0)),
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
                    "purchase_order",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="purchasing.purchaseorder"
                    ),
                ),
            ],
            options={
                "db_table": "purchase_order_line",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity_base__gt", 0)), name="purchase_order_line_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received_quantity_base__gte", 0)), name="purchase_order_line_received"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
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
                ("supplier_document_number", models.CharField(blank=True, max_length=60)),
                ("supplier_document_on", models.DateField(blank=True, null=True)),
                ("effective_at", models.DateTimeField()),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("value", omnistock.tenancy.fields.AmountField(default=0)),
                (
                    "cautions",
                    models.JSONField(
                        default=list, help_text="what was warned of and accepted: {pointer, code, message, reason}"
                    ),
                ),
                ("reversed_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "purchase_order",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="purchasing.purchaseorder",
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
                (
                    "warehouse",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="warehouses.warehouse"
                    ),
                ),
            ],
            options={
                "db_table": "receipt",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "updated_at", "id"], name="receipt_updated")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="receipt_external_id_unique"),
                    models.UniqueConstraint(fields=("organization", "number"), name="receipt_number_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("batch_number", models.CharField(blank=True, help_text="as it was printed then", max_length=60)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("expiry_precision", models.CharField(default="day", max_length=5)),
                ("manufactured_on", models.DateField(blank=True, null=True)),
                ("unit_code", models.CharField(max_length=20)),
                ("factor", omnistock.tenancy.fields.FactorField(default=1)),
                ("quantity", omnistock.tenancy.fields.QuantityField(help_text="to be paid, in the unit named")),
                ("free_quantity", omnistock.tenancy.fields.QuantityField(default=0)),
                ("quantity_base", omnistock.tenancy.fields.QuantityField(help_text="free ones included")),
                (
                    "unit_cost",
                    omnistock.tenancy.fields.UnitPriceField(
                        default=0, help_text="for one of the unit named, after discount, before tax"
                    ),
                ),
                (
                    "mrp",
                    omnistock.tenancy.fields.UnitPriceField(
                        blank=True, help_text="of one of the unit named", null=True
                    ),
                ),
                ("value", omnistock.tenancy.fields.AmountField(default=0)),
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
                (
                    "purchase_order_line",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="purchasing.purchaseorderline",
                    ),
                ),
                (
                    "receipt",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="purchasing.receipt"
                    ),
                ),
            ],
            options={
                "db_table": "receipt_line",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "product", "-id"], name="receipt_line_latest")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity_base__gt", 0)), name="receipt_line_quantity")
                ],
            },
        ),
    ]
