from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_workspace_archive"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="rows_done",
            field=models.PositiveIntegerField(
                default=0, help_text="how far the worker is; told beside its transaction"
            ),
        ),
        migrations.AlterField(
            model_name="import",
            name="status",
            field=models.CharField(
                choices=[
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
