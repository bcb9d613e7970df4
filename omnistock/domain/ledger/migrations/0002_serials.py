"""A serial is a batch of one, in one place: the database holds it (deferrable, so that one statement may move it)."""

from __future__ import annotations

from django.db import migrations

EXCLUDE = """
ALTER TABLE balance ADD CONSTRAINT balance_serial_in_one_place
EXCLUDE USING btree (organization_id WITH =, batch_id WITH =) WHERE (is_serial AND on_hand > 0) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE balance ADD CONSTRAINT balance_serial_is_one CHECK (NOT is_serial OR on_hand <= 1);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(
            EXCLUDE,
            "ALTER TABLE balance DROP CONSTRAINT balance_serial_in_one_place, DROP CONSTRAINT balance_serial_is_one",
        )
    ]
