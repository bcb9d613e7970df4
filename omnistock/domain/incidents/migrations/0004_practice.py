from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0003_two_languages"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="is_practice",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="a story of the practice data: no promise is judged by it",
            ),
        ),
    ]
