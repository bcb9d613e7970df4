from typing import Any

from django.db import migrations, models

from omnistock.tenancy.migration_operations import AcrossOrganizations


def say_how_far(_apps: Any, schema_editor: Any) -> None:
    """So far, days were written with their month."""
    schema_editor.execute("UPDATE period SET days_written_through = written_through")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_day_value")]

    operations = [
        migrations.AddField(
            model_name="period",
            name="days_written_through",
            field=models.DateField(blank=True, null=True),
        ),
        AcrossOrganizations(say_how_far, AcrossOrganizations.noop),
    ]
