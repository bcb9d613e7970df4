"""When a product is ordered for a warehouse, and the drafts that came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from omnistock.domain.catalog.models import Product
from omnistock.domain.warehouses.models import Warehouse
from omnistock.tenancy.fields import QuantityField, TenantForeignKey
from omnistock.tenancy.models import Record


class ReorderRule(Record):
    """At how much of a product a warehouse asks for more, and up to how much it is filled. In base units."""

    product = TenantForeignKey(Product, on_delete=models.CASCADE)
    warehouse = TenantForeignKey(Warehouse)
    reorder_point = QuantityField()
    target = QuantityField(help_text="what it is filled up to")
    lead_days = models.PositiveIntegerField(null=True, blank=True, help_text="null: as the supplier says")
    unit_code = models.CharField(
        max_length=20, blank=True, help_text="filled up in whole ones of this pack unit; empty: in any quantity"
    )

    class Meta(Record.Meta):
        db_table = "reorder_rule"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "product", "warehouse"], name="reorder_rule_once"),
            models.CheckConstraint(
                condition=Q(reorder_point__gte=0, target__gte=F("reorder_point")), name="reorder_rule_target"
            ),
        ]


class ReplenishmentRun(Record):
    """One press that made drafts: which purchase orders and transfers came of it."""

    days = models.PositiveIntegerField(help_text="over how many days the use was averaged")
    made_by = models.CharField(max_length=120)
    purchase_order_ids = models.JSONField(default=list)
    transfer_ids = models.JSONField(default=list)

    class Meta(Record.Meta):
        db_table = "replenishment_run"
