"""The composite foreign key of a member's warehouses: `tenancy` lies below this room and cannot name it."""

from __future__ import annotations

from django.db import migrations

ADD = """
ALTER TABLE membership_warehouse ADD CONSTRAINT membership_warehouse_warehouse_fk
FOREIGN KEY (organization_id, warehouse_id) REFERENCES warehouse (organization_id, id);
CREATE INDEX membership_warehouse_warehouse ON membership_warehouse (organization_id, warehouse_id);
"""


class Migration(migrations.Migration):
    dependencies = [("warehouses", "0001_initial"), ("tenancy", "0001_initial")]
    operations = [
        migrations.RunSQL(ADD, "ALTER TABLE membership_warehouse DROP CONSTRAINT membership_warehouse_warehouse_fk")
    ]
