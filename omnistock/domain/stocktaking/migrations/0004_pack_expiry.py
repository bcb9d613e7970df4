from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stocktaking", "0003_moves_and_approvals"),
    ]

    operations = [
        migrations.AddField(
            model_name="stockcountentry",
            name="pack_expires_on",
            field=models.DateField(help_text="what the pack said, where the file said something else", null=True),
        ),
        migrations.AddField(
            model_name="stockcountentry",
            name="pack_expiry_precision",
            field=models.CharField(choices=[("day", "day"), ("month", "month")], default="day", max_length=5),
        ),
        migrations.AddConstraint(
            model_name="stockcountentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("pack_expiry_precision__in", ("day", "month"))), name="stock_count_entry_precision"
            ),
        ),
    ]
