import django.db.models.deletion
import django.db.models.expressions
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
            name="SalesOrder",
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
                            ("reserved", "reserved"),
                            ("picked", "picked"),
                            ("partly_dispatched", "partly_dispatched"),
                            ("dispatched", "dispatched"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("ordered_on", models.DateField()),
                ("promised_on", models.DateField(blank=True, null=True)),
                ("customer_reference", models.CharField(blank=True, max_length=60)),
                ("prices_include_tax", models.BooleanField(default=False)),
                ("discount_amount", omnistock.tenancy.fields.AmountField(default=0)),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("place_of_supply", models.CharField(blank=True, max_length=2)),
                ("taxable", omnistock.tenancy.fields.AmountField(default=0)),
                ("tax", omnistock.tenancy.fields.AmountField(default=0)),
                (
                    "tax_lines",
                    models.JSONField(
                        default=list, help_text="one entry per rate and head: {head, rate, taxable, amount}"
                    ),
                ),
                ("round_off", omnistock.tenancy.fields.AmountField(default=0)),
                ("total", omnistock.tenancy.fields.AmountField(default=0, help_text="what the invoice would come to")),
                (
                    "cautions",
                    models.JSONField(
                        default=list, help_text="what was warned of and accepted: {pointer, code, message, reason}"
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("picked_at", models.DateTimeField(null=True)),
                ("dispatched_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "billing_address",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.customeraddress",
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
                    "shipping_address",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.customeraddress",
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
                "db_table": "sales_order",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="salesorder_updated"),
                    models.Index(fields=["organization", "status", "id"], name="sales_order_status_id"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "external_id"), name="salesorder_external_id_unique"
                    ),
                    models.UniqueConstraint(fields=("organization", "number"), name="sales_order_number_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                (
                                    "draft",
                                    "confirmed",
                                    "reserved",
                                    "picked",
                                    "partly_dispatched",
                                    "dispatched",
                                    "closed",
                                    "cancelled",
                                ),
                            )
                        ),
                        name="sales_order_status",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SalesOrderLine",
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
                ("quantity", omnistock.tenancy.fields.QuantityField(help_text="charged, in the unit named")),
                ("free_quantity", omnistock.tenancy.fields.QuantityField(default=0)),
                ("quantity_base", omnistock.tenancy.fields.QuantityField(help_text="free ones included")),
                (
                    "picked_quantity_base",
                    omnistock.tenancy.fields.QuantityField(default=0, help_text="dispatched ones included"),
                ),
                ("dispatched_quantity_base", omnistock.tenancy.fields.QuantityField(default=0)),
                ("cancelled_quantity_base", omnistock.tenancy.fields.QuantityField(default=0)),
                (
                    "price_basis",
                    models.CharField(
                        choices=[("fixed", "fixed"), ("mrp_less", "mrp_less"), ("cost_plus", "cost_plus")],
                        default="fixed",
                        max_length=10,
                    ),
                ),
                (
                    "price_value",
                    omnistock.tenancy.fields.UnitPriceField(
                        help_text="the price itself, or the per cent off MRP or on cost", null=True
                    ),
                ),
                (
                    "unit_price",
                    omnistock.tenancy.fields.UnitPriceField(default=0, help_text="for one of the unit named"),
                ),
                ("price_source", models.CharField(blank=True, max_length=24)),
                ("discount_percent", omnistock.tenancy.fields.PercentField(default=0)),
                ("discount_amount", omnistock.tenancy.fields.AmountField(default=0)),
                ("tax_rate", omnistock.tenancy.fields.PercentField(null=True)),
                ("tax_category", models.CharField(default="taxable", max_length=12)),
                (
                    "amount",
                    omnistock.tenancy.fields.AmountField(
                        default=0,
                        help_text="quantity times price, less the line's discount; with tax where prices include it",
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
                    "sales_order",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sales.salesorder"
                    ),
                ),
            ],
            options={
                "db_table": "sales_order_line",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity_base__gt", 0)), name="sales_order_line_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dispatched_quantity_base__gte", 0),
                            (
                                "quantity_base__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("dispatched_quantity_base"), "+", models.F("cancelled_quantity_base")
                                ),
                            ),
                        ),
                        name="sales_order_line_dispatched",
                    ),
                ],
            },
        ),
    ]
