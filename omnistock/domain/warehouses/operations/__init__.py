"""Every write over places, by use case."""

from omnistock.domain.warehouses.operations.locations import (
    archive_location,
    change_location,
    create_location,
    create_locations,
    put_location,
    restore_location,
)
from omnistock.domain.warehouses.operations.outside import ensure_outside_places
from omnistock.domain.warehouses.operations.registrations import (
    archive_registration,
    change_registration,
    create_registration,
    restore_registration,
    set_tax_lock,
)
from omnistock.domain.warehouses.operations.warehouses import (
    archive_warehouse,
    change_warehouse,
    create_warehouse,
    put_warehouse,
    restore_warehouse,
)

__all__ = [
    "archive_location",
    "archive_registration",
    "archive_warehouse",
    "change_location",
    "change_registration",
    "change_warehouse",
    "create_location",
    "create_locations",
    "create_registration",
    "create_warehouse",
    "ensure_outside_places",
    "put_location",
    "put_warehouse",
    "restore_location",
    "restore_registration",
    "restore_warehouse",
    "set_tax_lock",
]
