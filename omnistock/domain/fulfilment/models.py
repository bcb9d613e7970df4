"""What spans rooms: a dispatch takes goods out of stock and brings its invoice with it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

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

    class Meta(Record.Meta):
        db_table = "dispatch"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="dispatch_number_unique"),
        ]


class DispatchLine(TenantModel):
    """What left of one batch from one location for one line of the order, at one MRP."""

    dispatch = TenantForeignKey(Dispatch)
    sales_order_line = TenantForeignKey(SalesOrderLine)
    position = models.PositiveIntegerField()
    product = TenantForeignKey(Product)
    batch = BatchReference()
    location = TenantForeignKey(Location)
    quantity_base = QuantityField()
    mrp = UnitPriceField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "dispatch_line"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(quantity_base__gt=0), name="dispatch_line_quantity")]
