"""A transfer says where its goods arrive; those that were made before arrive at the warehouse's default location."""

import django.db.models.deletion
from django.db import migrations, models

import omnistock.tenancy.fields
from omnistock.tenancy.migration_operations import AcrossOrganizations

FILL = """
UPDATE transfer t SET to_location_id = coalesce(
    (SELECT w.default_location_id FROM warehouse w
        WHERE w.organization_id = t.organization_id AND w.id = t.to_warehouse_id),
    (SELECT l.id FROM location l WHERE l.organization_id = t.organization_id AND l.warehouse_id = t.to_warehouse_id
        ORDER BY l.kind DESC, l.id LIMIT 1),
    (SELECT l.id FROM location l WHERE l.organization_id = t.organization_id ORDER BY l.id LIMIT 1))
WHERE t.to_location_id IS NULL
"""


def fill(apps, schema_editor):
    schema_editor.execute(FILL)


def destination(**options):
    return omnistock.tenancy.fields.TenantForeignKey(
        help_text="where they arrive: the warehouse's default location, or its quarantine place",
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="warehouses.location",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("stocktaking", "0001_initial"),
        ("warehouses", "0002_member_warehouses"),
    ]

    operations = [
        migrations.AddField(model_name="transfer", name="cancelled_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="transfer", name="reversed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="transfer", name="to_location", field=destination(null=True)),
        AcrossOrganizations(fill, migrations.RunPython.noop),
        migrations.AlterField(model_name="transfer", name="to_location", field=destination()),
        migrations.AlterField(
            model_name="transfer",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("in_transit", "in_transit"),
                    ("arrived", "arrived"),
                    ("cancelled", "cancelled"),
                    ("reversed", "reversed"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
    ]
