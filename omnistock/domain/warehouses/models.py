"""Places, and the tax registrations they belong to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import Record

# Where goods can lie; then the outside, which has no balance and no warehouse.
INSIDE_KINDS = ("receiving", "storage", "picking", "quarantine", "dispatch", "transit")
OUTSIDE_KINDS = ("supplier", "customer", "loss", "found", "production")
# Where stock may be promised from.
ALLOCATABLE_KINDS = ("storage", "picking")


class Registration(Record):
    """A tax registration: a GSTIN in India. Number series and the tax-period lock are per registration."""

    gstin = models.CharField(max_length=15, blank=True)
    tax_number = models.CharField(max_length=40, blank=True, help_text="outside India")
    legal_name = models.CharField(max_length=160)
    trade_name = models.CharField(max_length=160, blank=True)
    state_code = models.CharField(max_length=2, blank=True)
    scheme = models.CharField(
        max_length=12, default="regular", choices=[("regular", "regular"), ("composition", "composition")]
    )
    address_lines = models.JSONField(default=list)
    city = models.CharField(max_length=80, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    tax_locked_through = models.DateField(null=True, blank=True, help_text="the last day of the last filed tax period")
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        db_table = "registration"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "gstin"], condition=~Q(gstin=""), name="registration_gstin_unique"
            ),
        ]


class Warehouse(Record):
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    registration = TenantForeignKey(Registration, null=True, blank=True)
    default_location = TenantForeignKey("warehouses.Location", null=True, blank=True)
    address_lines = models.JSONField(default=list)
    city = models.CharField(max_length=80, blank=True)
    state_code = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    country = models.CharField(max_length=2, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        db_table = "warehouse"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            # As people say them: who types “main” means Main.
            models.UniqueConstraint(F("organization"), Upper("code"), name="warehouse_code_unique"),
            models.UniqueConstraint(F("organization"), Upper("name"), name="warehouse_name_unique"),
        ]


class Location(Record):
    """A bin in a warehouse, its in-transit place, or one of the outside places (those have no warehouse)."""

    warehouse = TenantForeignKey(Warehouse, null=True, blank=True)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)
    zone = models.CharField(
        max_length=40, blank=True, help_text="an aisle, a room, a cold store: bins in walking order"
    )
    kind = models.CharField(max_length=12, choices=[(k, k) for k in (*INSIDE_KINDS, *OUTSIDE_KINDS)])
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        db_table = "location"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                F("organization"), F("warehouse"), Upper("code"), name="location_code_unique", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(warehouse__isnull=True, kind__in=OUTSIDE_KINDS)
                | Q(warehouse__isnull=False, kind__in=INSIDE_KINDS),
                name="location_kind",
            ),
            models.UniqueConstraint(fields=["organization", "id", "warehouse"], name="location_warehouse_key"),
        ]
