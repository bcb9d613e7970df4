from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0006_dispatch_alerts")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="needs_second_factor",
            field=models.BooleanField(default=False, help_text="nobody works here with a password alone"),
        ),
    ]
