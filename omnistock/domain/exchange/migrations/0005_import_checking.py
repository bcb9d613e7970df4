from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0004_import_progress"),
    ]

    operations = [
        migrations.AlterField(
            model_name="import",
            name="status",
            field=models.CharField(
                choices=[
                    ("checking", "checking"),
                    ("checked", "checked"),
                    ("waiting", "waiting"),
                    ("running", "running"),
                    ("done", "done"),
                    ("refused", "refused"),
                    ("cancelled", "cancelled"),
                    ("undone", "undone"),
                ],
                max_length=12,
            ),
        ),
    ]
