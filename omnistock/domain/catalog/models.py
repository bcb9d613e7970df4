"""Products, and everything that is true of a product wherever it lies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from omnistock.tenancy.fields import FactorField, PercentField, QuantityField, TenantForeignKey, UnitPriceField
from omnistock.tenancy.models import Record, TenantModel

TRACKING = ("none", "batch", "serial")
TAX_CATEGORIES = ("taxable", "nil_rated", "exempt", "non_gst")


class Unit(Record):
    """A unit of measure; `decimals` is how finely it is counted (0 for pieces, 3 for kg)."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    decimals = models.PositiveSmallIntegerField(default=0)
    uqc_code = models.CharField(max_length=3, default="OTH", help_text="the tax portal's unit quantity code")

    class Meta(Record.Meta):
        db_table = "unit"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "code"], name="unit_code_unique"),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="unit_decimals"),
        ]


class Category(Record):
    name = models.CharField(max_length=120)

    class Meta(Record.Meta):
        db_table = "category"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(F("organization"), Upper("name"), name="category_name_unique"),
        ]


class Product(Record):
    sku = models.CharField(max_length=64)
    sku_key = models.CharField(
        max_length=64, help_text="folded: two SKUs that differ only by case are one", db_collation="C"
    )
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    category = TenantForeignKey(Category, null=True, blank=True)
    brand = models.CharField(max_length=120, blank=True)
    unit = TenantForeignKey(Unit, help_text="the base unit: the smallest that is counted")
    tracking = models.CharField(max_length=8, default="none", choices=[(t, t) for t in TRACKING])
    expires = models.BooleanField(default=False, help_text="a batch of it must carry an expiry date")
    hsn_code = models.CharField(max_length=8, blank=True)
    tax_category = models.CharField(max_length=12, default="taxable", choices=[(t, t) for t in TAX_CATEGORIES])
    tax_rate = PercentField(null=True, blank=True)
    sale_price = UnitPriceField(null=True, blank=True)
    purchase_price = UnitPriceField(null=True, blank=True)
    mrp = UnitPriceField(null=True, blank=True)
    weight_grams = QuantityField(null=True, blank=True)
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    minimum_shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    reorder_point = QuantityField(null=True, blank=True)
    reorder_quantity = QuantityField(null=True, blank=True)
    photo_id = models.UUIDField(null=True, blank=True)
    used_at = models.DateTimeField(
        null=True, blank=True, help_text="first posted: base unit and tracking stay from then on"
    )
    custom_fields = models.JSONField(default=dict, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        db_table = "product"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "sku_key"], name="product_sku_unique"),
            models.CheckConstraint(condition=Q(tracking__in=TRACKING), name="product_tracking"),
            models.CheckConstraint(
                condition=Q(tax_rate__isnull=True) | Q(tax_rate__gte=0, tax_rate__lte=100), name="product_tax_rate"
            ),
            models.CheckConstraint(
                condition=Q(sale_price__isnull=True) | Q(sale_price__gte=0), name="product_sale_price"
            ),
            models.CheckConstraint(
                condition=Q(purchase_price__isnull=True) | Q(purchase_price__gte=0), name="product_purchase_price"
            ),
            models.CheckConstraint(condition=Q(mrp__isnull=True) | Q(mrp__gte=0), name="product_mrp"),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "name", "id"], name="product_name"),
        ]


class ProductUnit(TenantModel):
    """A pack unit of a product: how many base units it holds. Frozen once used: another size is another unit."""

    product = TenantForeignKey(Product, on_delete=models.CASCADE)
    unit = TenantForeignKey(Unit)
    factor = FactorField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "product_unit"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "product", "unit"], name="product_unit_unique"),
            models.CheckConstraint(condition=Q(factor__gte=1), name="product_unit_factor"),
        ]


class Barcode(TenantModel):
    """A code on a product, or on one of its pack units. The same code may stand on several: a scan then offers the
    choice."""

    product = TenantForeignKey(Product, on_delete=models.CASCADE)
    product_unit = TenantForeignKey(ProductUnit, on_delete=models.CASCADE, null=True, blank=True)
    code = models.CharField(max_length=80, help_text="a GTIN is kept as 14 digits", db_collation="C")

    class Meta(TenantModel.Meta):
        db_table = "barcode"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "code", "product", "product_unit"], name="barcode_unique", nulls_distinct=False
            )
        ]
