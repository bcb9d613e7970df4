"""Documents that change stock without buying or selling: adjustments, transfers, moves (counts: counting_models.py)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from omnistock.domain.catalog.models import Product
from omnistock.domain.ledger.references import BatchReference
from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.tenancy.fields import AmountField, OrganizationKey, QuantityField, TenantForeignKey, UnitPriceField
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
# Above the workspace's limit an adjustment waits for a second person; a rejected one has posted nothing.
ADJUSTMENT_STATUSES = ("posted", "awaiting_approval", "rejected")
MOVE_KINDS = ("move", "put_away")


class Adjustment(Record):
    organization = OrganizationKey(implied_by="warehouse")
    number = models.CharField(max_length=24)
    warehouse = TenantForeignKey(Warehouse)
    reason = models.CharField(max_length=12, choices=[(r, r) for r in ADJUSTMENT_REASONS])
    notes = models.CharField(max_length=500, blank=True)
    effective_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=17, default="posted", choices=[(s, s) for s in ADJUSTMENT_STATUSES])
    value = AmountField(null=True, help_text="what it was worth when it was put up for approval")
    author_id = models.UUIDField(null=True, help_text="the person or the API key that asks for approval")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    class Meta(Record.Meta):
        db_table = "adjustment"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status="awaiting_approval")
                | Q(decided_at__isnull=True, author_id__isnull=False, value__isnull=False),
                name="adjustment_awaits",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | (Q(decided_at__isnull=False) & ~Q(decision_reason="")),
                name="adjustment_rejected",
            ),
            models.CheckConstraint(
                condition=Q(reversed_at__isnull=True) | Q(status="posted"), name="adjustment_reversed"
            ),
            models.UniqueConstraint(fields=["organization", "number"], name="adjustment_number_unique"),
        ]


class AdjustmentLine(TenantModel):
    organization = OrganizationKey(implied_by="product")
    adjustment = TenantForeignKey(Adjustment)
    position = models.PositiveIntegerField()
    product = TenantForeignKey(Product)
    batch = BatchReference()
    location = TenantForeignKey(Location, has_index=False)
    unit_code = models.CharField(max_length=20)
    quantity = QuantityField(help_text="signed, in the unit that was typed")
    quantity_base = QuantityField(help_text="signed, in the base unit")
    unit_cost = UnitPriceField(null=True)
    mrp = UnitPriceField(null=True, help_text="for one of the unit that was typed")

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
    challan_number = models.CharField(
        max_length=16, blank=True, help_text="CGST Rule 55: serially numbered, taken when the goods leave"
    )
    challan = models.JSONField(default=dict, help_text="both ends as they stood on the challan")
    invoice_note = models.CharField(
        max_length=100, blank=True, help_text="the tax invoice under which goods left for another registration"
    )
    carrier = models.CharField(max_length=80, blank=True)
    vehicle_number = models.CharField(max_length=20, blank=True)

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
    written_off_quantity_base = QuantityField(default=0, help_text="what was given up of it on the way")

    class Meta(TenantModel.Meta):
        db_table = "transfer_line"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity_base__gt=0), name="transfer_line_quantity"),
            models.CheckConstraint(
                condition=Q(written_off_quantity_base__gte=0)
                & Q(written_off_quantity_base__lte=models.F("quantity_base")),
                name="transfer_line_written_off",
            ),
        ]


class Move(Record):
    """Goods from bin to bin inside one warehouse; a put-away is a move of what a receipt brought. Posted when made."""

    number = models.CharField(max_length=24)
    warehouse = TenantForeignKey(Warehouse)
    kind = models.CharField(max_length=8, default="move", choices=[(k, k) for k in MOVE_KINDS])
    receipt_id = models.UUIDField(null=True, help_text="what is put away; its row lies in a room to the right")
    notes = models.CharField(max_length=500, blank=True)
    moved_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        db_table = "move"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="move_number_unique"),
            models.CheckConstraint(
                condition=Q(kind="put_away", receipt_id__isnull=False) | Q(kind="move", receipt_id__isnull=True),
                name="move_kind",
            ),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "receipt_id"], name="move_receipt"),
        ]


class MoveLine(TenantModel):
    move = TenantForeignKey(Move)
    position = models.PositiveIntegerField()
    product = TenantForeignKey(Product)
    batch = BatchReference()
    from_location = TenantForeignKey(Location)
    to_location = TenantForeignKey(Location)
    unit_code = models.CharField(max_length=20)
    quantity = QuantityField()
    quantity_base = QuantityField()

    class Meta(TenantModel.Meta):
        db_table = "move_line"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity_base__gt=0), name="move_line_quantity"),
            models.CheckConstraint(condition=~Q(from_location=models.F("to_location")), name="move_line_moves"),
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
