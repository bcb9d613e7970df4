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
            name="Category",
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
                ("name", models.CharField(max_length=120)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "category",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "updated_at", "id"], name="category_updated")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="category_external_id_unique"),
                    models.UniqueConstraint(fields=("organization", "name"), name="category_name_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
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
                ("sku", models.CharField(max_length=64)),
                (
                    "sku_key",
                    models.CharField(
                        db_collation="C", help_text="folded: two SKUs that differ only by case are one", max_length=64
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
                ("brand", models.CharField(blank=True, max_length=120)),
                (
                    "tracking",
                    models.CharField(
                        choices=[("none", "none"), ("batch", "batch"), ("serial", "serial")],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("expires", models.BooleanField(default=False, help_text="a batch of it must carry an expiry date")),
                ("hsn_code", models.CharField(blank=True, max_length=8)),
                (
                    "tax_category",
                    models.CharField(
                        choices=[
                            ("taxable", "taxable"),
                            ("nil_rated", "nil_rated"),
                            ("exempt", "exempt"),
                            ("non_gst", "non_gst"),
                        ],
                        default="taxable",
                        max_length=12,
                    ),
                ),
                ("tax_rate", omnistock.tenancy.fields.PercentField(blank=True, null=True)),
                ("sale_price", omnistock.tenancy.fields.UnitPriceField(blank=True, null=True)),
                ("purchase_price", omnistock.tenancy.fields.UnitPriceField(blank=True, null=True)),
                ("mrp", omnistock.tenancy.fields.UnitPriceField(blank=True, null=True)),
                ("weight_grams", omnistock.tenancy.fields.QuantityField(blank=True, null=True)),
                ("shelf_life_days", models.PositiveIntegerField(blank=True, null=True)),
                ("minimum_shelf_life_days", models.PositiveIntegerField(blank=True, null=True)),
                ("reorder_point", omnistock.tenancy.fields.QuantityField(blank=True, null=True)),
                ("reorder_quantity", omnistock.tenancy.fields.QuantityField(blank=True, null=True)),
                ("photo_id", models.UUIDField(blank=True, null=True)),
                (
                    "used_at",
                    models.DateTimeField(
                        blank=True, help_text="first posted: base unit and tracking stay from then on", null=True
                    ),
                ),
                ("custom_fields", models.JSONField(blank=True, default=dict)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "category",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.category",
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
                "db_table": "product",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ProductUnit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("factor", omnistock.tenancy.fields.FactorField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "product",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.product"
                    ),
                ),
            ],
            options={
                "db_table": "product_unit",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Barcode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(db_collation="C", help_text="a GTIN is kept as 14 digits", max_length=80)),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "product",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.product"
                    ),
                ),
                (
                    "product_unit",
                    omnistock.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.productunit",
                    ),
                ),
            ],
            options={
                "db_table": "barcode",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "code", "product", "product_unit"),
                        name="barcode_unique",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
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
                ("name", models.CharField(max_length=60)),
                ("decimals", models.PositiveSmallIntegerField(default=0)),
                (
                    "uqc_code",
                    models.CharField(default="OTH", help_text="the tax portal's unit quantity code", max_length=3),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "unit",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "updated_at", "id"], name="unit_updated")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="unit_external_id_unique"),
                    models.UniqueConstraint(fields=("organization", "code"), name="unit_code_unique"),
                    models.CheckConstraint(condition=models.Q(("decimals__lte", 4)), name="unit_decimals"),
                ],
            },
        ),
        migrations.AddField(
            model_name="productunit",
            name="unit",
            field=omnistock.tenancy.fields.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.unit"
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="unit",
            field=omnistock.tenancy.fields.TenantForeignKey(
                help_text="the base unit: the smallest that is counted",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="productunit",
            constraint=models.UniqueConstraint(fields=("organization", "product", "unit"), name="product_unit_unique"),
        ),
        migrations.AddConstraint(
            model_name="productunit",
            constraint=models.CheckConstraint(condition=models.Q(("factor__gte", 1)), name="product_unit_factor"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["organization", "updated_at", "id"], name="product_updated"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["organization", "name", "id"], name="product_name"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(
                fields=("organization", "external_id"), name="product_external_id_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(fields=("organization", "sku_key"), name="product_sku_unique"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("tracking__in", ("none", "batch", "serial"))), name="product_tracking"
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("tax_rate__isnull", True), models.Q(("tax_rate__gte", 0), ("tax_rate__lte", 100)), _connector="OR"
                ),
                name="product_tax_rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("sale_price__isnull", True), ("sale_price__gte", 0), _connector="OR"),
                name="product_sale_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("purchase_price__isnull", True), ("purchase_price__gte", 0), _connector="OR"),
                name="product_purchase_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("mrp__isnull", True), ("mrp__gte", 0), _connector="OR"), name="product_mrp"
            ),
        ),
    ]
