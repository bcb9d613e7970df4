"""Documents that change stock without buying or selling: adjustments and transfers (counts come with their own issue of
work)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from omnistock.domain.catalog.models import Product
from omnistock.domain.ledger.references import BatchReference
from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.tenancy.fields import QuantityField, TenantForeignKey, UnitPriceField
from omnistock.tenancy.models import Record, TenantModel

# CGST Rule 56(2) names lost, stolen, destroyed, written off, gift and free sample; a stock register must tell them
# apart.
ADJUSTMENT_REASONS = (
    "opening",
    "found",
    "lost",
    "stolen",
    "destroyed",
    "written_off",
    "gift",
    "free_sample",
    "wastage",
    "correction",
)


TRANSFER_STATUSES = ("draft", "in_transit", "arrived", "cancelled", "reversed")


class Adjustment(Record):
    number = models.CharField(max_length=24)
    warehouse = TenantForeignKey(Warehouse)
    reason = models.CharField(max_length=12, choices=[(r, r) for r in ADJUSTMENT_REASONS])
    notes = models.CharField(max_length=500, blank=True)
    effective_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        db_table = "adjustment"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="adjustment_number_unique"),
        ]


class AdjustmentLine(TenantModel):
    adjustment = TenantForeignKey(Adjustment)
    position = models.PositiveIntegerField()
    product = TenantForeignKey(Product)
    batch = BatchReference()
    location = TenantForeignKey(Location)
    unit_code = models.CharField(max_length=20)
    quantity = QuantityField(help_text="signed, in the unit that was typed")
    quantity_base = QuantityField(help_text="signed, in the base unit")
    unit_cost = UnitPriceField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "adjustment_line"
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(quantity_base=0), name="adjustment_line_quantity")]


class Transfer(Record):
    """One document, two actions: dispatch and arrival. Between them the goods are in the destination's transit
    place."""

    number = models.CharField(max_length=24)
    from_warehouse = TenantForeignKey(Warehouse)
    to_warehouse = TenantForeignKey(Warehouse)
    to_location = TenantForeignKey(
        Location, help_text="where they arrive: the warehouse's default location, or its quarantine place"
    )
    status = models.CharField(max_length=12, default="draft", choices=[(s, s) for s in TRANSFER_STATUSES])
    notes = models.CharField(max_length=500, blank=True)
    dispatched_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    reversed_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        db_table = "transfer"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="transfer_number_unique"),
            models.CheckConstraint(condition=~Q(from_warehouse=models.F("to_warehouse")), name="transfer_moves"),
        ]


class TransferLine(TenantModel):
    transfer = TenantForeignKey(Transfer)
    position = models.PositiveIntegerField()
    product = TenantForeignKey(Product)
    batch = BatchReference()
    unit_code = models.CharField(max_length=20)
    quantity = QuantityField()
    quantity_base = QuantityField()
    arrived_quantity_base = QuantityField(null=True)
    short_reason = models.CharField(max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "transfer_line"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity_base__gt=0), name="transfer_line_quantity")
        ]


# Django finds a room's tables in this module alone.
from omnistock.domain.stocktaking.counting_models import (  # noqa: E402
    CountPlan,
    StockCount,
    StockCountBin,
    StockCountCounter,
    StockCountEntry,
    StockCountLine,
)

__all__ = [
    "ADJUSTMENT_REASONS",
    "TRANSFER_STATUSES",
    "Adjustment",
    "AdjustmentLine",
    "CountPlan",
    "StockCount",
    "StockCountBin",
    "StockCountCounter",
    "StockCountEntry",
    "StockCountLine",
    "Transfer",
    "TransferLine",
]
