from typing import Any

import django.db.models.functions.text
from django.db import migrations, models

from omnistock.tenancy.migration_operations import AcrossOrganizations

# As warehouses/0005: the first of two that differ in their case alone keeps its name.
_TELL_APART = """
UPDATE category late SET name = left(late.name, 111) || ' ' || right(late.id::text, 8),
    version = late.version + 1, updated_at = now()
WHERE EXISTS (
    SELECT FROM category first WHERE first.organization_id = late.organization_id AND first.id < late.id
    AND upper(first.name) = upper(late.name)
)
"""


def tell_apart(_apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(_TELL_APART)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        AcrossOrganizations(tell_apart, AcrossOrganizations.noop),
        migrations.RemoveConstraint(model_name="category", name="category_name_unique"),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                models.F("organization"),
                django.db.models.functions.text.Upper("name"),
                name="category_name_unique",
            ),
        ),
    ]
