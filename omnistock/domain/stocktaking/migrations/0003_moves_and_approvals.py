import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import omnistock.domain.ledger.references
import omnistock.kernel.ids
import omnistock.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("ledger", "0002_serials"),
        ("stocktaking", "0002_counts"),
        ("tenancy", "0004_adjustment_approval"),
        ("warehouses", "0003_location_zone"),
    ]

    operations = [
        migrations.CreateModel(
            name="Move",
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
                    "kind",
                    models.CharField(
                        choices=[("move", "move"), ("put_away", "put_away")], default="move", max_length=8
                    ),
                ),
                (
                    "receipt_id",
                    models.UUIDField(help_text="what is put away; its row lies in a room to the right", null=True),
                ),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("moved_at", models.DateTimeField()),
                ("reversed_at", models.DateTimeField(null=True)),
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
                "db_table": "move",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="move_updated"),
                    models.Index(fields=["organization", "receipt_id"], name="move_receipt"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="move_external_id_unique"),
                    models.UniqueConstraint(fields=("organization", "number"), name="move_number_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "put_away"), ("receipt_id__isnull", False)),
                            models.Q(("kind", "move"), ("receipt_id__isnull", True)),
                            _connector="OR",
                        ),
                        name="move_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MoveLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("unit_code", models.CharField(max_length=20)),
                ("quantity", omnistock.tenancy.fields.QuantityField()),
                ("quantity_base", omnistock.tenancy.fields.QuantityField()),
                (
                    "batch",
                    omnistock.domain.ledger.references.BatchReference(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                (
                    "from_location",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="warehouses.location"
                    ),
                ),
                (
                    "move",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stocktaking.move"
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
                    "to_location",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="warehouses.location"
                    ),
                ),
            ],
            options={
                "db_table": "move_line",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity_base__gt", 0)), name="move_line_quantity"),
                    models.CheckConstraint(
                        condition=models.Q(("from_location", models.F("to_location")), _negated=True),
                        name="move_line_moves",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="adjustment",
            name="author_id",
            field=models.UUIDField(help_text="the person or the API key that asks for approval", null=True),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="decided_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="decided_by",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="decision_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="status",
            field=models.CharField(
                choices=[("posted", "posted"), ("awaiting_approval", "awaiting_approval"), ("rejected", "rejected")],
                default="posted",
                max_length=17,
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="value",
            field=omnistock.tenancy.fields.AmountField(
                help_text="what it was worth when it was put up for approval", null=True
            ),
        ),
        migrations.AddField(
            model_name="adjustmentline",
            name="mrp",
            field=omnistock.tenancy.fields.UnitPriceField(help_text="for one of the unit that was typed", null=True),
        ),
        migrations.AddField(
            model_name="transfer",
            name="carrier",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="transfer",
            name="challan",
            field=models.JSONField(default=dict, help_text="both ends as they stood on the challan"),
        ),
        migrations.AddField(
            model_name="transfer",
            name="challan_number",
            field=models.CharField(
                blank=True, help_text="CGST Rule 55: serially numbered, taken when the goods leave", max_length=16
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="invoice_note",
            field=models.CharField(
                blank=True, help_text="the tax invoice under which goods left for another registration", max_length=100
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="vehicle_number",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="transferline",
            name="written_off_quantity_base",
            field=omnistock.tenancy.fields.QuantityField(default=0, help_text="what was given up of it on the way"),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "awaiting_approval"), _negated=True),
                    models.Q(("author_id__isnull", False), ("decided_at__isnull", True), ("value__isnull", False)),
                    _connector="OR",
                ),
                name="adjustment_awaits",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "rejected"), _negated=True),
                    models.Q(("decided_at__isnull", False), models.Q(("decision_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="adjustment_rejected",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reversed_at__isnull", True), ("status", "posted"), _connector="OR"),
                name="adjustment_reversed",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("written_off_quantity_base__gte", 0), ("written_off_quantity_base__lte", models.F("quantity_base"))
                ),
                name="transfer_line_written_off",
            ),
        ),
    ]
