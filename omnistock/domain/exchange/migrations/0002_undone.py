from django.db import migrations, models

STATUSES = ("checked", "waiting", "done", "refused", "cancelled", "undone")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="import",
            name="status",
            field=models.CharField(max_length=12, choices=[(status, status) for status in STATUSES]),
        ),
    ]
