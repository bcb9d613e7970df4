"""What spans rooms: a dispatch takes goods out of stock and brings its invoice with it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from omnistock.domain.billing.models import Invoice
from omnistock.domain.catalog.models import Product
from omnistock.domain.ledger.references import BatchReference
from omnistock.domain.parties.models import Customer
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.tenancy.fields import QuantityField, TenantForeignKey, UnitPriceField
from omnistock.tenancy.models import Record, TenantModel


class Dispatch(Record):
    number = models.CharField(max_length=24)
    sales_order = TenantForeignKey(SalesOrder)
    warehouse = TenantForeignKey(Warehouse)
    customer = TenantForeignKey(Customer)
    invoice = TenantForeignKey(Invoice, null=True, blank=True)
    dispatched_at = models.DateTimeField()
    ship_to = models.JSONField(default=dict)
    carrier = models.CharField(max_length=80, blank=True)
    vehicle_number = models.CharField(max_length=20, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    boxes = models.PositiveIntegerField(null=True, blank=True)
    weight_kg = QuantityField(null=True, blank=True)
    notes = models.CharField(max_length=500, blank=True)
    reversed_at = models.DateTimeField(null=True)
    reversed_reason = models.CharField(max_length=300, blank=True)

    class Meta(Record.Meta):
        db_table = "dispatch"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="dispatch_number_unique"),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "dispatched_at", "id"], name="dispatch_dispatched_at"),
        ]


class DispatchLine(TenantModel):
    """What left of one batch from one location for one line of the order, at one MRP, as it was printed."""

    dispatch = TenantForeignKey(Dispatch)
    sales_order_line = TenantForeignKey(SalesOrderLine)
    position = models.PositiveIntegerField()
    product = TenantForeignKey(Product)
    batch = BatchReference()
    location = TenantForeignKey(Location)
    description = models.CharField(max_length=200)
    unit_code = models.CharField(max_length=20, help_text="the base unit")
    batch_number = models.CharField(max_length=60, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    expiry_precision = models.CharField(max_length=5, default="day")
    quantity_base = QuantityField(help_text="free ones included")
    free_quantity_base = QuantityField(default=0)
    mrp = UnitPriceField(null=True, help_text="for one of the base unit")

    class Meta(TenantModel.Meta):
        db_table = "dispatch_line"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quantity_base__gt=0, free_quantity_base__gte=0, free_quantity_base__lte=F("quantity_base")),
                name="dispatch_line_quantity",
            )
        ]
