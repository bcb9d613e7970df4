import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models

import omnistock.domain.ledger.references
import omnistock.kernel.ids
import omnistock.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("ledger", "0002_serials"),
        ("stocktaking", "0001_initial"),
        ("tenancy", "0003_count_settings"),
        ("warehouses", "0002_member_warehouses"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountPlan",
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
                ("name", models.CharField(max_length=80)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("warehouse", "warehouse"),
                            ("locations", "locations"),
                            ("category", "category"),
                            ("products", "products"),
                            ("batches", "batches"),
                            ("abc", "abc"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "scope_ids",
                    models.JSONField(default=list, help_text="ids of locations, categories, products or batches"),
                ),
                ("abc_class", models.CharField(blank=True, choices=[("A", "A"), ("B", "B"), ("C", "C")], max_length=1)),
                (
                    "is_by_product",
                    models.BooleanField(default=False, help_text="the packs show no batch: one line a bin and product"),
                ),
                ("every_days", models.PositiveIntegerField()),
                (
                    "bins_at_once",
                    models.PositiveIntegerField(help_text="null: every bin of the scope at once", null=True),
                ),
                ("next_on", models.DateField()),
                ("tolerance_percent", omnistock.tenancy.fields.PercentField(null=True)),
                ("tolerance_value", omnistock.tenancy.fields.AmountField(null=True)),
                (
                    "counter_ids",
                    models.JSONField(default=list, help_text="ids of memberships; empty: whoever may count there"),
                ),
                ("archived_at", models.DateTimeField(null=True)),
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
                "db_table": "count_plan",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "updated_at", "id"], name="countplan_updated")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "external_id"), name="countplan_external_id_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("organization", "name"),
                        name="count_plan_name_unique",
                    ),
                    models.CheckConstraint(condition=models.Q(("every_days__gte", 1)), name="count_plan_cadence"),
                    models.CheckConstraint(
                        condition=models.Q(("bins_at_once__isnull", True), ("bins_at_once__gte", 1), _connector="OR"),
                        name="count_plan_bins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockCount",
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
                    "scope",
                    models.CharField(
                        choices=[
                            ("warehouse", "warehouse"),
                            ("locations", "locations"),
                            ("category", "category"),
                            ("products", "products"),
                            ("batches", "batches"),
                            ("abc", "abc"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "product_ids",
                    models.JSONField(help_text="only these products are counted; null: whatever lies there", null=True),
                ),
                (
                    "batch_ids",
                    models.JSONField(help_text="only these batches are counted; null: whatever lies there", null=True),
                ),
                ("is_by_product", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("counting", "counting"),
                            ("awaiting_approval", "awaiting_approval"),
                            ("approved", "approved"),
                            ("cancelled", "cancelled"),
                        ],
                        default="counting",
                        max_length=20,
                    ),
                ),
                ("tolerance_percent", omnistock.tenancy.fields.PercentField(null=True)),
                ("tolerance_value", omnistock.tenancy.fields.AmountField(null=True)),
                ("due_on", models.DateField()),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("approved_by_name", models.CharField(blank=True, max_length=120)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "adjustment",
                    omnistock.tenancy.fields.TenantForeignKey(
                        help_text="what the approval posted",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stocktaking.adjustment",
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "plan",
                    omnistock.tenancy.fields.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stocktaking.countplan",
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
                "db_table": "stock_count",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="stockcount_updated"),
                    models.Index(fields=["organization", "status", "due_on"], name="stock_count_open"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "external_id"), name="stockcount_external_id_unique"
                    ),
                    models.UniqueConstraint(fields=("organization", "number"), name="stock_count_number_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("counting", "awaiting_approval", "approved", "cancelled"))),
                        name="stock_count_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "approved"), ("adjustment__isnull", True), _connector="OR"),
                        name="stock_count_adjustment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockCountBin",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField(help_text="the order in which somebody walks")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("counting", "counting"), ("counted", "counted")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True)),
                ("finished_by_name", models.CharField(blank=True, max_length=120)),
                (
                    "count",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stocktaking.stockcount",
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
                "db_table": "stock_count_bin",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "count", "location"), name="stock_count_bin_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "counting", "counted"))),
                        name="stock_count_bin_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockCountCounter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "count",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stocktaking.stockcount",
                    ),
                ),
                (
                    "membership",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenancy.membership"
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
                "db_table": "stock_count_counter",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "count", "membership"), name="stock_count_counter_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StockCountEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("typed", "typed"),
                            ("scan", "scan"),
                            ("empty", "empty"),
                            ("sheet", "sheet"),
                            ("api", "api"),
                        ],
                        max_length=6,
                    ),
                ),
                ("typed", models.CharField(help_text="as it was typed: 3 box + 4 strip", max_length=80)),
                ("counted_base", omnistock.tenancy.fields.QuantityField()),
                ("book_base", omnistock.tenancy.fields.QuantityField()),
                ("difference_base", omnistock.tenancy.fields.QuantityField()),
                ("person_id", models.UUIDField(null=True)),
                ("counter_key", models.UUIDField(help_text="the person, or the API key: whose entry replaces whose")),
                ("counter_name", models.CharField(max_length=120)),
                ("counted_at", models.DateTimeField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        append_only=True, on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
            ],
            options={
                "db_table": "stock_count_entry",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="StockCountLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_expected", models.BooleanField(default=True, help_text="on the list, not found by the counter")),
                ("is_open", models.BooleanField(default=True, help_text="of a count that is not over")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("counted", "counted"),
                            ("recount", "recount"),
                            ("left_out", "left_out"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                (
                    "needs_another",
                    models.BooleanField(default=False, help_text="who counted it before shall not count it again"),
                ),
                (
                    "is_disputed",
                    models.BooleanField(default=False, help_text="two people found two different things in this round"),
                ),
                ("difference_base", omnistock.tenancy.fields.QuantityField(null=True)),
                ("unit_value", omnistock.tenancy.fields.UnitPriceField(default=0)),
                ("is_out_of_tolerance", models.BooleanField(default=False)),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("miscount", "miscount"),
                            ("misplaced", "misplaced"),
                            ("unposted", "unposted"),
                            ("damaged", "damaged"),
                            ("lost", "lost"),
                            ("found", "found"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "batch",
                    omnistock.domain.ledger.references.BatchReference(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                (
                    "count",
                    omnistock.tenancy.fields.TenantForeignKey(
                        has_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stocktaking.stockcount",
                    ),
                ),
                (
                    "entry",
                    omnistock.tenancy.fields.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stocktaking.stockcountentry",
                    ),
                ),
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
            ],
            options={
                "db_table": "stock_count_line",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organization", "count", "location", "product", "batch"], name="stock_count_line_place"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_open", True)),
                        fields=("organization", "location", "product", "batch"),
                        name="stock_count_line_open_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "counted", "recount", "left_out"))),
                        name="stock_count_line_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "counted"), _negated=True),
                            models.Q(("difference_base__isnull", False), ("entry__isnull", False)),
                            _connector="OR",
                        ),
                        name="stock_count_line_counted",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="stockcountentry",
            name="line",
            field=omnistock.tenancy.fields.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stocktaking.stockcountline"
            ),
        ),
        migrations.AddConstraint(
            model_name="stockcountentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("counted_base__gte", 0)), name="stock_count_entry_quantity"
            ),
        ),
        migrations.AddConstraint(
            model_name="stockcountentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "difference_base",
                        django.db.models.expressions.CombinedExpression(
                            models.F("counted_base"), "-", models.F("book_base")
                        ),
                    )
                ),
                name="stock_count_entry_difference",
            ),
        ),
    ]
