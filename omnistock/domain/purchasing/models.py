"""Buying: orders, and the receipts that bring goods in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from omnistock.domain.catalog.models import Product
from omnistock.domain.parties.models import Supplier
from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.tenancy.fields import (
    AmountField,
    FactorField,
    OrganizationKey,
    PercentField,
    QuantityField,
    TenantForeignKey,
    UnitPriceField,
)
from omnistock.tenancy.models import Record, TenantModel

if TYPE_CHECKING:
    from omnistock.domain.purchasing.views import ReceiptView

# By what a landed cost is spread over the lines of its receipt.
LANDED_COST_BASES = ("value", "weight", "quantity")
PURCHASE_ORDER_STATUSES = ("draft", "confirmed", "partly_received", "received", "closed", "cancelled")


class ProductSupplier(Record):
    """From whom a product is bought, and how: the first choice is the preferred one."""

    product = TenantForeignKey(Product, on_delete=models.CASCADE)
    supplier = TenantForeignKey(Supplier, on_delete=models.CASCADE)
    code = models.CharField(max_length=60, blank=True, help_text="what the supplier calls the product")
    unit_code = models.CharField(max_length=20, blank=True, help_text="in which it is ordered; empty: the base unit")
    unit_cost = UnitPriceField(null=True, blank=True, help_text="for one of the unit named, before discount and tax")
    minimum_quantity = QuantityField(null=True, blank=True, help_text="the least that is sold, in the unit named")
    lead_days = models.PositiveIntegerField(null=True, blank=True, help_text="null: as the supplier's own")
    is_preferred = models.BooleanField(default=False)

    class Meta(Record.Meta):
        db_table = "product_supplier"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "product", "supplier"], name="product_supplier_once"),
            models.UniqueConstraint(
                fields=["organization", "product"], condition=Q(is_preferred=True), name="product_supplier_preferred"
            ),
            models.CheckConstraint(
                condition=Q(unit_cost__isnull=True) | Q(unit_cost__gte=0), name="product_supplier_cost"
            ),
            models.CheckConstraint(
                condition=Q(minimum_quantity__isnull=True) | Q(minimum_quantity__gt=0), name="product_supplier_minimum"
            ),
        ]


class PurchaseOrder(Record):
    number = models.CharField(max_length=24)
    supplier = TenantForeignKey(Supplier)
    warehouse = TenantForeignKey(Warehouse)
    status = models.CharField(max_length=16, default="draft", choices=[(s, s) for s in PURCHASE_ORDER_STATUSES])
    ordered_on = models.DateField()
    expected_on = models.DateField(null=True, blank=True)
    supplier_reference = models.CharField(max_length=60, blank=True)
    notes = models.CharField(max_length=500, blank=True)
    subtotal = AmountField(default=0, help_text="the lines' amounts, before tax")
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        db_table = "purchase_order"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="purchase_order_number_unique"),
            models.CheckConstraint(condition=Q(status__in=PURCHASE_ORDER_STATUSES), name="purchase_order_status"),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "status", "id"], name="purchase_order_status_id"),
        ]


class PurchaseOrderLine(TenantModel):
    purchase_order = TenantForeignKey(PurchaseOrder)
    position = models.PositiveIntegerField()
    product = TenantForeignKey(Product)
    description = models.CharField(max_length=200)
    unit_code = models.CharField(max_length=20)
    factor = FactorField(default=1)
    quantity = QuantityField(help_text="to be paid, in the unit named")
    free_quantity = QuantityField(default=0)
    quantity_base = QuantityField(help_text="free ones included")
    received_quantity_base = QuantityField(default=0, help_text="free ones included")
    unit_cost = UnitPriceField(default=0, help_text="for one of the unit named, before discount and tax")
    discount_percent = PercentField(default=0)
    tax_rate = PercentField(null=True)
    amount = AmountField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "purchase_order_line"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity_base__gt=0), name="purchase_order_line_quantity"),
            models.CheckConstraint(condition=Q(received_quantity_base__gte=0), name="purchase_order_line_received"),
        ]

    @property
    def outstanding_base(self) -> Decimal:
        """What is still to come, in base units; 0 when more came than was ordered."""
        return max(self.quantity_base - self.received_quantity_base, Decimal(0))


class Receipt(Record):
    """Goods that came in: posted when it is made. From a purchase order, or without one."""

    number = models.CharField(max_length=24)
    supplier = TenantForeignKey(Supplier, null=True, blank=True)
    warehouse = TenantForeignKey(Warehouse)
    purchase_order = TenantForeignKey(PurchaseOrder, null=True, blank=True)
    supplier_document_number = models.CharField(max_length=60, blank=True)
    supplier_document_on = models.DateField(null=True, blank=True)
    effective_at = models.DateTimeField()
    notes = models.CharField(max_length=500, blank=True)
    value = AmountField(default=0)
    cautions = models.JSONField(
        default=list, help_text="what was warned of and accepted: {pointer, code, message, reason}"
    )
    reversed_at = models.DateTimeField(null=True)

    told: ReceiptView | None = None
    """By `post_receipt`: the receipt as it has just been written, so that its answer need not be read."""

    class Meta(Record.Meta):
        db_table = "receipt"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="receipt_number_unique"),
        ]


class ReceiptLine(TenantModel):
    organization = OrganizationKey(implied_by="receipt")
    receipt = TenantForeignKey(Receipt)
    purchase_order_line = TenantForeignKey(PurchaseOrderLine, null=True, blank=True, has_index=False)
    position = models.PositiveIntegerField()
    product = TenantForeignKey(Product, has_index=False, implied_by="batch")
    batch = TenantForeignKey("ledger.Batch", has_index=False, proves="product")
    batch_number = models.CharField(max_length=60, blank=True, help_text="as it was printed then")
    expires_on = models.DateField(null=True, blank=True)
    expiry_precision = models.CharField(max_length=5, default="day")
    manufactured_on = models.DateField(null=True, blank=True)
    location = TenantForeignKey(Location, has_index=False)
    unit_code = models.CharField(max_length=20)
    factor = FactorField(default=1)
    quantity = QuantityField(help_text="to be paid, in the unit named")
    free_quantity = QuantityField(default=0)
    quantity_base = QuantityField(help_text="free ones included")
    unit_cost = UnitPriceField(default=0, help_text="for one of the unit named, after discount, before tax")
    mrp = UnitPriceField(null=True, blank=True, help_text="of one of the unit named")
    value = AmountField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "receipt_line"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(quantity_base__gt=0), name="receipt_line_quantity")]
        indexes: ClassVar = [
            models.Index(fields=["organization", "product", "-id"], name="receipt_line_latest"),
            models.Index(
                fields=["organization", "purchase_order_line"],
                condition=Q(purchase_order_line__isnull=False),
                name="receipt_line_ordered",
            ),
        ]


class LandedCost(Record):
    """Freight, duty, insurance: what a receipt's goods cost more, told after they came. Posted when it is made, dated
    then; what had left before is a cost difference of that day."""

    number = models.CharField(max_length=24)
    receipt = TenantForeignKey(Receipt)
    supplier = TenantForeignKey(Supplier, null=True, blank=True, help_text="who charges it")
    document_number = models.CharField(max_length=60, blank=True)
    document_on = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=8, choices=[(b, b) for b in LANDED_COST_BASES])
    notes = models.CharField(max_length=500, blank=True)
    value = AmountField()
    gone_value = AmountField(help_text="the part that fell on what had left before")
    posted_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        db_table = "landed_cost"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="landed_cost_number_unique"),
            models.CheckConstraint(condition=Q(value__gt=0), name="landed_cost_value"),
            models.CheckConstraint(condition=Q(basis__in=LANDED_COST_BASES), name="landed_cost_basis"),
        ]


class LandedCostLine(TenantModel):
    """One amount of the document: freight, duty, …"""

    landed_cost = TenantForeignKey(LandedCost)
    position = models.PositiveIntegerField()
    description = models.CharField(max_length=120)
    amount = AmountField()

    class Meta(TenantModel.Meta):
        db_table = "landed_cost_line"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gt=0), name="landed_cost_line_amount")]


class LandedCostShare(TenantModel):
    """What a line of the receipt bears of it: into what was held, and into the cost of what was gone."""

    landed_cost = TenantForeignKey(LandedCost)
    receipt_line = TenantForeignKey(ReceiptLine)
    value = AmountField()
    gone_value = AmountField()

    class Meta(TenantModel.Meta):
        db_table = "landed_cost_share"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "landed_cost", "receipt_line"], name="landed_cost_share_once"
            ),
            models.CheckConstraint(condition=Q(value__gt=0, gone_value__gte=0), name="landed_cost_share_value"),
        ]
