from typing import Any

import django.db.models.functions.text
from django.db import migrations, models

from omnistock.tenancy.migration_operations import AcrossOrganizations

# Twins that differ in their case alone could be made at the same moment. The first keeps what it is called; another gets
# the end of its id, by which somebody finds it and says which it is; who reads what changed is told.
_TELL_APART = """
UPDATE {table} late SET {column} = left(late.{column}, {most}) || ' ' || right(late.id::text, 8),
    version = late.version + 1, updated_at = now()
WHERE EXISTS (
    SELECT FROM {table} first WHERE first.organization_id = late.organization_id AND first.id < late.id
    AND upper(first.{column}) = upper(late.{column}) {more}
)
"""
_SAME_WAREHOUSE = "AND first.warehouse_id IS NOT DISTINCT FROM late.warehouse_id"


def tell_apart(_apps: Any, schema_editor: Any) -> None:
    for table, column, longest, more in (
        ("warehouse", "code", 20, ""),
        ("warehouse", "name", 120, ""),
        ("location", "code", 40, _SAME_WAREHOUSE),
    ):
        schema_editor.execute(_TELL_APART.format(table=table, column=column, most=longest - 9, more=more))


class Migration(migrations.Migration):
    dependencies = [("warehouses", "0004_location_warehouse_key")]

    operations = [
        AcrossOrganizations(tell_apart, AcrossOrganizations.noop),
        migrations.RemoveConstraint(model_name="warehouse", name="warehouse_code_unique"),
        migrations.RemoveConstraint(model_name="warehouse", name="warehouse_name_unique"),
        migrations.RemoveConstraint(model_name="location", name="location_code_unique"),
        migrations.AddConstraint(
            model_name="warehouse",
            constraint=models.UniqueConstraint(
                models.F("organization"),
                django.db.models.functions.text.Upper("code"),
                name="warehouse_code_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="warehouse",
            constraint=models.UniqueConstraint(
                models.F("organization"),
                django.db.models.functions.text.Upper("name"),
                name="warehouse_name_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.UniqueConstraint(
                models.F("organization"),
                models.F("warehouse"),
                django.db.models.functions.text.Upper("code"),
                name="location_code_unique",
                nulls_distinct=False,
            ),
        ),
    ]
