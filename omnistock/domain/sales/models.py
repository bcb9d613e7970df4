"""Selling: orders and what of them is reserved, picked and dispatched."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from omnistock.domain.catalog.models import Product
from omnistock.domain.parties.models import Customer, CustomerAddress
from omnistock.domain.warehouses.models import Warehouse
from omnistock.tenancy.fields import (
    AmountField,
    FactorField,
    PercentField,
    QuantityField,
    TenantForeignKey,
    UnitPriceField,
)
from omnistock.tenancy.models import Record, TenantModel

SALES_ORDER_STATUSES = (
    "draft",
    "confirmed",
    "reserved",
    "picked",
    "partly_dispatched",
    "dispatched",
    "closed",
    "cancelled",
)
PRICE_BASES = ("fixed", "mrp_less", "cost_plus")


class SalesOrder(Record):
    number = models.CharField(max_length=24)
    customer = TenantForeignKey(Customer)
    warehouse = TenantForeignKey(Warehouse)
    billing_address = TenantForeignKey(CustomerAddress, null=True, blank=True)
    shipping_address = TenantForeignKey(CustomerAddress, null=True, blank=True)
    status = models.CharField(max_length=20, default="draft", choices=[(s, s) for s in SALES_ORDER_STATUSES])
    ordered_on = models.DateField()
    promised_on = models.DateField(null=True, blank=True)
    customer_reference = models.CharField(max_length=60, blank=True)
    prices_include_tax = models.BooleanField(default=False)
    discount_amount = AmountField(default=0)
    notes = models.CharField(max_length=500, blank=True)
    place_of_supply = models.CharField(max_length=2, blank=True)
    taxable = AmountField(default=0)
    tax = AmountField(default=0)
    tax_lines = models.JSONField(default=list, help_text="one entry per rate and head: {head, rate, taxable, amount}")
    round_off = AmountField(default=0)
    total = AmountField(default=0, help_text="what the invoice would come to")
    cautions = models.JSONField(
        default=list, help_text="what was warned of and accepted: {pointer, code, message, reason}"
    )
    confirmed_at = models.DateTimeField(null=True)
    picked_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        db_table = "sales_order"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="sales_order_number_unique"),
            models.CheckConstraint(condition=Q(status__in=SALES_ORDER_STATUSES), name="sales_order_status"),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "status", "id"], name="sales_order_status_id"),
        ]


class SalesOrderLine(TenantModel):
    sales_order = TenantForeignKey(SalesOrder)
    position = models.PositiveIntegerField()
    product = TenantForeignKey(Product)
    description = models.CharField(max_length=200)
    unit_code = models.CharField(max_length=20)
    factor = FactorField(default=1)
    quantity = QuantityField(help_text="charged, in the unit named")
    free_quantity = QuantityField(default=0)
    quantity_base = QuantityField(help_text="free ones included")
    picked_quantity_base = QuantityField(default=0, help_text="dispatched ones included")
    dispatched_quantity_base = QuantityField(default=0)
    cancelled_quantity_base = QuantityField(default=0)
    shelf_life_days = models.PositiveIntegerField(
        null=True, help_text="less life than the rule asks for was accepted for this line"
    )
    shelf_life_reason = models.CharField(max_length=300, blank=True)
    price_basis = models.CharField(max_length=10, default="fixed", choices=[(b, b) for b in PRICE_BASES])
    price_value = UnitPriceField(null=True, help_text="the price itself, or the per cent off MRP or on cost")
    unit_price = UnitPriceField(default=0, help_text="for one of the unit named")
    price_source = models.CharField(max_length=24, blank=True)
    discount_percent = PercentField(default=0)
    discount_amount = AmountField(default=0)
    tax_rate = PercentField(null=True)
    tax_category = models.CharField(max_length=12, default="taxable")
    amount = AmountField(
        default=0, help_text="quantity times price, less the line's discount; with tax where prices include it"
    )

    class Meta(TenantModel.Meta):
        db_table = "sales_order_line"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity_base__gt=0), name="sales_order_line_quantity"),
            models.CheckConstraint(
                condition=Q(dispatched_quantity_base__gte=0)
                & Q(quantity_base__gte=F("dispatched_quantity_base") + F("cancelled_quantity_base")),
                name="sales_order_line_dispatched",
            ),
        ]

    @property
    def open_base(self) -> Decimal:
        """What the customer still waits for, in base units."""
        return self.quantity_base - self.dispatched_quantity_base - self.cancelled_quantity_base
