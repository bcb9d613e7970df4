"""Stock counts: what shall be counted, who counted how much of it when, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from omnistock.domain.catalog.models import Product
from omnistock.domain.ledger.references import BatchReference
from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.tenancy.fields import (
    AmountField,
    OrganizationKey,
    PercentField,
    QuantityField,
    TenantForeignKey,
    UnitPriceField,
)
from omnistock.tenancy.models import Membership, Record, TenantModel

COUNT_SCOPES = ("warehouse", "locations", "category", "products", "batches", "abc")
ABC_CLASSES = ("A", "B", "C")
COUNT_STATUSES = ("counting", "awaiting_approval", "approved", "cancelled")
BIN_STATES = ("waiting", "counting", "counted")
LINE_STATES = ("waiting", "counted", "recount", "left_out")
CAUSES = ("miscount", "misplaced", "unposted", "damaged", "lost", "found")
ENTRY_SOURCES = ("typed", "scan", "empty", "sheet", "api")


class CountPlan(Record):
    """What makes counts due by itself: a scope in a warehouse, every so many days, so many bins at a time."""

    name = models.CharField(max_length=80)
    warehouse = TenantForeignKey(Warehouse)
    scope = models.CharField(max_length=12, choices=[(s, s) for s in COUNT_SCOPES])
    scope_ids = models.JSONField(default=list, help_text="ids of locations, categories, products or batches")
    abc_class = models.CharField(max_length=1, blank=True, choices=[(c, c) for c in ABC_CLASSES])
    is_by_product = models.BooleanField(default=False, help_text="the packs show no batch: one line a bin and product")
    every_days = models.PositiveIntegerField()
    bins_at_once = models.PositiveIntegerField(null=True, help_text="null: every bin of the scope at once")
    next_on = models.DateField()
    tolerance_percent = PercentField(null=True)
    tolerance_value = AmountField(null=True)
    counter_ids = models.JSONField(default=list, help_text="ids of memberships; empty: whoever may count there")
    archived_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        db_table = "count_plan"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "name"], condition=Q(archived_at__isnull=True), name="count_plan_name_unique"
            ),
            models.CheckConstraint(condition=Q(every_days__gte=1), name="count_plan_cadence"),
            models.CheckConstraint(
                condition=Q(bins_at_once__isnull=True) | Q(bins_at_once__gte=1), name="count_plan_bins"
            ),
        ]


class StockCount(Record):
    """One count of some bins. Trading goes on meanwhile: each entry keeps what the books said at its own moment."""

    number = models.CharField(max_length=24)
    plan = TenantForeignKey(CountPlan, null=True)
    warehouse = TenantForeignKey(Warehouse)
    scope = models.CharField(max_length=12, choices=[(s, s) for s in COUNT_SCOPES])
    product_ids = models.JSONField(null=True, help_text="only these products are counted; null: whatever lies there")
    batch_ids = models.JSONField(null=True, help_text="only these batches are counted; null: whatever lies there")
    is_by_product = models.BooleanField(default=False)
    status = models.CharField(max_length=20, default="counting", choices=[(s, s) for s in COUNT_STATUSES])
    tolerance_percent = PercentField(null=True)
    tolerance_value = AmountField(null=True)
    due_on = models.DateField()
    notes = models.CharField(max_length=500, blank=True)
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by_name = models.CharField(max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    adjustment = TenantForeignKey("stocktaking.Adjustment", null=True, help_text="what the approval posted")

    class Meta(Record.Meta):
        db_table = "stock_count"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="stock_count_number_unique"),
            models.CheckConstraint(condition=Q(status__in=COUNT_STATUSES), name="stock_count_status"),
            models.CheckConstraint(
                condition=Q(status="approved") | Q(adjustment__isnull=True), name="stock_count_adjustment"
            ),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "status", "due_on"], name="stock_count_open"),
        ]


class StockCountCounter(TenantModel):
    """Who a count is given to. Without a row, whoever may count in its warehouse counts it."""

    count = TenantForeignKey(StockCount, has_index=False)
    membership = TenantForeignKey(Membership, on_delete=models.CASCADE)

    class Meta(TenantModel.Meta):
        db_table = "stock_count_counter"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "count", "membership"], name="stock_count_counter_unique")
        ]


class StockCountBin(TenantModel):
    count = TenantForeignKey(StockCount, has_index=False)
    location = TenantForeignKey(Location)
    position = models.PositiveIntegerField(help_text="the order in which somebody walks")
    state = models.CharField(max_length=8, default="waiting", choices=[(s, s) for s in BIN_STATES])
    finished_at = models.DateTimeField(null=True)
    finished_by_name = models.CharField(max_length=120, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "stock_count_bin"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "count", "location"], name="stock_count_bin_unique"),
            models.CheckConstraint(condition=Q(state__in=BIN_STATES), name="stock_count_bin_state"),
        ]


class StockCountLine(TenantModel):
    """One batch (or, without a batch, one product) in one bin. What stands here of counting is the entry that counts:
    the newest, or the one that the approver chose."""

    count = TenantForeignKey(StockCount, has_index=False)
    location = TenantForeignKey(Location, has_index=False)
    product = TenantForeignKey(Product, has_index=False)
    batch = BatchReference()
    is_expected = models.BooleanField(default=True, help_text="on the list, not found by the counter")
    is_open = models.BooleanField(default=True, help_text="of a count that is not over")
    state = models.CharField(max_length=8, default="waiting", choices=[(s, s) for s in LINE_STATES])
    round = models.PositiveSmallIntegerField(default=1)
    needs_another = models.BooleanField(default=False, help_text="who counted it before shall not count it again")
    entry = TenantForeignKey("stocktaking.StockCountEntry", null=True)
    is_disputed = models.BooleanField(default=False, help_text="two people found two different things in this round")
    difference_base = QuantityField(null=True)
    unit_value = UnitPriceField(default=0)
    is_out_of_tolerance = models.BooleanField(default=False)
    cause = models.CharField(max_length=12, blank=True, choices=[(c, c) for c in CAUSES])

    class Meta(TenantModel.Meta):
        db_table = "stock_count_line"
        constraints: ClassVar = [
            # What is being counted twice at once would be corrected twice.
            models.UniqueConstraint(
                fields=["organization", "location", "product", "batch"],
                condition=Q(is_open=True),
                name="stock_count_line_open_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(state__in=LINE_STATES), name="stock_count_line_state"),
            models.CheckConstraint(
                condition=~Q(state="counted") | Q(entry__isnull=False, difference_base__isnull=False),
                name="stock_count_line_counted",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization", "count", "location", "product", "batch"], name="stock_count_line_place"
            )
        ]


class StockCountEntry(TenantModel):
    """Somebody counted so much at a moment at which the books said so much. Append only: who counts again adds one."""

    organization = OrganizationKey(append_only=True)
    line = TenantForeignKey(StockCountLine)
    round = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=6, choices=[(s, s) for s in ENTRY_SOURCES])
    typed = models.CharField(max_length=80, help_text="as it was typed: 3 box + 4 strip")
    counted_base = QuantityField()
    book_base = QuantityField()
    difference_base = QuantityField()
    pack_expires_on = models.DateField(null=True, help_text="what the pack said, where the file said something else")
    pack_expiry_precision = models.CharField(max_length=5, default="day", choices=[("day", "day"), ("month", "month")])
    person_id = models.UUIDField(null=True)
    counter_key = models.UUIDField(help_text="the person, or the API key: whose entry replaces whose")
    counter_name = models.CharField(max_length=120)
    counted_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        db_table = "stock_count_entry"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(counted_base__gte=0), name="stock_count_entry_quantity"),
            models.CheckConstraint(
                condition=Q(difference_base=F("counted_base") - F("book_base")), name="stock_count_entry_difference"
            ),
            models.CheckConstraint(
                condition=Q(pack_expiry_precision__in=("day", "month")), name="stock_count_entry_precision"
            ),
        ]
