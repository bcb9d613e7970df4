"""Counters are worth nothing after a crash: their table writes no log ahead, which makes the one statement a second cheap."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("security", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        migrations.RunSQL("ALTER TABLE cache_entry SET UNLOGGED", "ALTER TABLE cache_entry SET LOGGED"),
    ]
