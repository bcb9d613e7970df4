from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="salesorderline",
            name="shelf_life_days",
            field=models.PositiveIntegerField(
                help_text="less life than the rule asks for was accepted for this line", null=True
            ),
        ),
        migrations.AddField(
            model_name="salesorderline",
            name="shelf_life_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
