import django.db.models.deletion
import django.db.models.expressions
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
        ("sales", "0001_initial"),
        ("tenancy", "0001_initial"),
        ("warehouses", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invoice",
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
                ("number", models.CharField(blank=True, max_length=16)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("issued", "issued"), ("cancelled", "cancelled")],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("financial_year", models.CharField(blank=True, max_length=5)),
                ("place_of_supply", models.CharField(blank=True, max_length=2)),
                (
                    "zero_rated",
                    models.CharField(blank=True, help_text="exports and special economic zones", max_length=20),
                ),
                ("reverse_charge", models.BooleanField(default=False)),
                ("seller", models.JSONField(default=dict)),
                ("buyer", models.JSONField(default=dict)),
                ("ship_to", models.JSONField(default=dict)),
                ("prices_include_tax", models.BooleanField(default=False)),
                ("discount_amount", omnistock.tenancy.fields.AmountField(default=0)),
                ("taxable", omnistock.tenancy.fields.AmountField(default=0)),
                ("tax", omnistock.tenancy.fields.AmountField(default=0)),
                (
                    "tax_lines",
                    models.JSONField(
                        default=list, help_text="one entry per rate and head: {head, rate, taxable, amount}"
                    ),
                ),
                ("round_off", omnistock.tenancy.fields.AmountField(default=0)),
                ("total", omnistock.tenancy.fields.AmountField(default=0)),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("issued_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tax_invoice", "tax_invoice"),
                            ("bill_of_supply", "bill_of_supply"),
                            ("invoice_cum_bill", "invoice_cum_bill"),
                            ("invoice", "invoice"),
                        ],
                        max_length=16,
                    ),
                ),
                ("sales_order_id", models.UUIDField(null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("credited", omnistock.tenancy.fields.AmountField(default=0)),
                ("paid", omnistock.tenancy.fields.AmountField(default=0)),
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
                    "registration",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.registration",
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
                "db_table": "invoice",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="invoice_updated"),
                    models.Index(fields=["organization", "issued_on", "id"], name="invoice_issued"),
                    models.Index(fields=["organization", "sales_order_id"], name="invoice_sales_order"),
                    models.Index(
                        condition=models.Q(
                            ("status", "issued"),
                            (
                                "total__gt",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("paid"), "+", models.F("credited")
                                ),
                            ),
                        ),
                        fields=["organization", "customer", "issued_on"],
                        name="invoice_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="invoice_external_id_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("organization", "registration", "financial_year", "number"),
                        name="invoice_number_unique",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "issued"), _negated=True),
                            models.Q(models.Q(("number", ""), _negated=True), ("issued_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="invoice_numbered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credited__gte", 0),
                            ("paid__gte", 0),
                            (
                                "total__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("paid"), "+", models.F("credited")
                                ),
                            ),
                        ),
                        name="invoice_settled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditNote",
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
                ("number", models.CharField(blank=True, max_length=16)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("issued", "issued"), ("cancelled", "cancelled")],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("financial_year", models.CharField(blank=True, max_length=5)),
                ("place_of_supply", models.CharField(blank=True, max_length=2)),
                (
                    "zero_rated",
                    models.CharField(blank=True, help_text="exports and special economic zones", max_length=20),
                ),
                ("reverse_charge", models.BooleanField(default=False)),
                ("seller", models.JSONField(default=dict)),
                ("buyer", models.JSONField(default=dict)),
                ("ship_to", models.JSONField(default=dict)),
                ("prices_include_tax", models.BooleanField(default=False)),
                ("discount_amount", omnistock.tenancy.fields.AmountField(default=0)),
                ("taxable", omnistock.tenancy.fields.AmountField(default=0)),
                ("tax", omnistock.tenancy.fields.AmountField(default=0)),
                (
                    "tax_lines",
                    models.JSONField(
                        default=list, help_text="one entry per rate and head: {head, rate, taxable, amount}"
                    ),
                ),
                ("round_off", omnistock.tenancy.fields.AmountField(default=0)),
                ("total", omnistock.tenancy.fields.AmountField(default=0)),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("issued_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(max_length=200)),
                (
                    "goods_to",
                    models.CharField(
                        blank=True, help_text="quarantine or stock; empty: no goods came back", max_length=12
                    ),
                ),
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
                    "registration",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.registration",
                    ),
                ),
                (
                    "warehouse",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="warehouses.warehouse"
                    ),
                ),
                (
                    "invoice",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "db_table": "credit_note",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="creditnote_updated"),
                    models.Index(fields=["organization", "issued_on", "id"], name="credit_note_issued"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "external_id"), name="creditnote_external_id_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("organization", "registration", "financial_year", "number"),
                        name="creditnote_number_unique",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "issued"), _negated=True),
                            models.Q(models.Q(("number", ""), _negated=True), ("issued_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="creditnote_numbered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("description", models.CharField(max_length=200)),
                ("hsn_code", models.CharField(blank=True, max_length=8)),
                ("batch_number", models.CharField(blank=True, max_length=60)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("expiry_precision", models.CharField(default="day", max_length=5)),
                (
                    "mrp",
                    omnistock.tenancy.fields.UnitPriceField(
                        blank=True, help_text="for one of the unit named, as the price is", null=True
                    ),
                ),
                ("unit_code", models.CharField(max_length=20)),
                ("uqc_code", models.CharField(default="OTH", max_length=3)),
                ("quantity", omnistock.tenancy.fields.QuantityField(help_text="charged, in the unit named")),
                ("free_quantity", omnistock.tenancy.fields.QuantityField(default=0)),
                ("quantity_base", omnistock.tenancy.fields.QuantityField(help_text="free ones included")),
                ("unit_price", omnistock.tenancy.fields.UnitPriceField(default=0)),
                ("discount_percent", omnistock.tenancy.fields.PercentField(default=0)),
                (
                    "discount_amount",
                    omnistock.tenancy.fields.AmountField(
                        default=0, help_text="the line's own, in the terms of its price"
                    ),
                ),
                (
                    "document_discount_amount",
                    omnistock.tenancy.fields.AmountField(default=0, help_text="its part of the document's, before tax"),
                ),
                ("tax_category", models.CharField(default="taxable", max_length=12)),
                (
                    "tax_rate",
                    omnistock.tenancy.fields.PercentField(
                        help_text="null: not recorded, which stops the issue of a tax invoice", null=True
                    ),
                ),
                ("taxable", omnistock.tenancy.fields.AmountField(default=0)),
                ("tax_heads", models.JSONField(default=dict, help_text="head to amount, as strings of exact decimals")),
                ("amount", omnistock.tenancy.fields.AmountField(default=0, help_text="taxable and tax")),
                ("credited_quantity_base", omnistock.tenancy.fields.QuantityField(default=0)),
                ("credited_taxable", omnistock.tenancy.fields.AmountField(default=0)),
                (
                    "batch",
                    omnistock.domain.ledger.references.BatchReference(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                (
                    "invoice",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.invoice"
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.salesorderline",
                    ),
                ),
            ],
            options={
                "db_table": "invoice_line",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credited_quantity_base__gte", 0),
                            ("quantity_base__gte", models.F("credited_quantity_base")),
                            ("credited_taxable__gte", 0),
                            ("taxable__gte", models.F("credited_taxable")),
                        ),
                        name="invoice_line_credited",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditNoteLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("description", models.CharField(max_length=200)),
                ("hsn_code", models.CharField(blank=True, max_length=8)),
                ("batch_number", models.CharField(blank=True, max_length=60)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("expiry_precision", models.CharField(default="day", max_length=5)),
                (
                    "mrp",
                    omnistock.tenancy.fields.UnitPriceField(
                        blank=True, help_text="for one of the unit named, as the price is", null=True
                    ),
                ),
                ("unit_code", models.CharField(max_length=20)),
                ("uqc_code", models.CharField(default="OTH", max_length=3)),
                ("quantity", omnistock.tenancy.fields.QuantityField(help_text="charged, in the unit named")),
                ("free_quantity", omnistock.tenancy.fields.QuantityField(default=0)),
                ("quantity_base", omnistock.tenancy.fields.QuantityField(help_text="free ones included")),
                ("unit_price", omnistock.tenancy.fields.UnitPriceField(default=0)),
                ("discount_percent", omnistock.tenancy.fields.PercentField(default=0)),
                (
                    "discount_amount",
                    omnistock.tenancy.fields.AmountField(
                        default=0, help_text="the line's own, in the terms of its price"
                    ),
                ),
                (
                    "document_discount_amount",
                    omnistock.tenancy.fields.AmountField(default=0, help_text="its part of the document's, before tax"),
                ),
                ("tax_category", models.CharField(default="taxable", max_length=12)),
                (
                    "tax_rate",
                    omnistock.tenancy.fields.PercentField(
                        help_text="null: not recorded, which stops the issue of a tax invoice", null=True
                    ),
                ),
                ("taxable", omnistock.tenancy.fields.AmountField(default=0)),
                ("tax_heads", models.JSONField(default=dict, help_text="head to amount, as strings of exact decimals")),
                ("amount", omnistock.tenancy.fields.AmountField(default=0, help_text="taxable and tax")),
                (
                    "batch",
                    omnistock.domain.ledger.references.BatchReference(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                (
                    "credit_note",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.creditnote"
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
                    "invoice_line",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.invoiceline"
                    ),
                ),
            ],
            options={
                "db_table": "credit_note_line",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Payment",
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
                ("amount", omnistock.tenancy.fields.AmountField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("cash", "cash"),
                            ("upi", "upi"),
                            ("bank", "bank"),
                            ("cheque", "cheque"),
                            ("card", "card"),
                            ("other", "other"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("paid_on", models.DateField()),
                ("allocated", omnistock.tenancy.fields.AmountField(default=0)),
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
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "payment",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="payment_updated"),
                    models.Index(fields=["organization", "paid_on", "id"], name="payment_paid_on"),
                    models.Index(
                        condition=models.Q(("amount__gt", models.F("allocated")), ("reversed_at__isnull", True)),
                        fields=["organization", "customer", "paid_on"],
                        name="payment_advance",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="payment_external_id_unique"),
                    models.UniqueConstraint(fields=("organization", "number"), name="payment_number_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("allocated__gte", 0), ("allocated__lte", models.F("amount")), ("amount__gt", 0)
                        ),
                        name="payment_amounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reversed_at__isnull", True), ("allocated", 0), _connector="OR"),
                        name="payment_reversed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentAllocation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("amount", omnistock.tenancy.fields.AmountField()),
                (
                    "invoice",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.invoice"
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "payment",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.payment"
                    ),
                ),
            ],
            options={
                "db_table": "payment_allocation",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "payment", "invoice"), name="payment_allocation_unique"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_allocation_amount"),
                ],
            },
        ),
    ]
