"""The ledger's tables. Only this room imports them: the ledger is the only writer of stock.

An account is (location, layer). A movement takes a quantity of one layer from one location to another, so it is
balanced by its shape. Value is conserved to the currency's last decimal: layers, balances and movements carry value,
never a unit cost.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from omnistock.domain.catalog.models import Product
from omnistock.domain.parties.models import Supplier
from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.tenancy.fields import AmountField, OrganizationKey, QuantityField, TenantForeignKey, UnitPriceField
from omnistock.tenancy.models import Record, TenantModel

BATCH_STATUSES = ("usable", "on_hold", "recalled")
EXPIRY_PRECISIONS = ("day", "month")


class Batch(Record):
    """What is printed on the pack: one record per product and number. Goods that are not tracked have one, with the
    number ''."""

    product = TenantForeignKey(Product)
    number = models.CharField(max_length=60, blank=True)
    number_key = models.CharField(
        max_length=60, blank=True, db_collation="C", help_text="trimmed and case-folded, leading zeros kept"
    )
    expires_on = models.DateField(null=True, blank=True)
    expiry_precision = models.CharField(max_length=5, default="day", choices=[(p, p) for p in EXPIRY_PRECISIONS])
    manufactured_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, default="usable", choices=[(s, s) for s in BATCH_STATUSES])
    status_reason = models.CharField(max_length=300, blank=True)
    is_serial = models.BooleanField(default=False)
    merged_into = TenantForeignKey(
        "self", null=True, blank=True, help_text="its goods were of that batch; documents still name this one"
    )

    class Meta(Record.Meta):
        db_table = "batch"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "product", "number_key"],
                condition=Q(merged_into__isnull=True),
                name="batch_number_unique",
            ),
            models.UniqueConstraint(fields=["organization", "id", "product"], name="batch_product_key"),
            models.CheckConstraint(condition=Q(status__in=BATCH_STATUSES), name="batch_status"),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "expires_on", "id"], name="batch_expires"),
            models.Index(fields=["organization", "number_key"], name="batch_number"),
            models.Index(
                fields=["organization", "product", "number_key"],
                condition=Q(merged_into__isnull=False),
                name="batch_merged_number",
            ),
        ]


class Layer(TenantModel):
    """A cost layer: what one receipt line brought of a batch. Inside a batch, layers leave oldest first."""

    organization = OrganizationKey(implied_by="product")
    batch = TenantForeignKey(Batch, proves="product")
    product = TenantForeignKey(Product, implied_by="batch")
    supplier = TenantForeignKey(Supplier, null=True, blank=True, has_index=False)
    document_kind = models.CharField(max_length=24)
    document_id = models.UUIDField()
    document_line_id = models.UUIDField(null=True)
    received_on = models.DateField()
    quantity = QuantityField(help_text="base units received, free ones included")
    free_quantity = QuantityField(default=0)
    value = AmountField(help_text="what they cost in all, revisions included")
    mrp = UnitPriceField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        db_table = "layer"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, free_quantity__gte=0, value__gte=0), name="layer_positive"
            ),
            models.CheckConstraint(condition=Q(free_quantity__lte=F("quantity")), name="layer_free"),
            models.UniqueConstraint(fields=["organization", "id", "product"], name="layer_product_key"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "document_id"], name="layer_document"),
            models.Index(
                fields=["organization", "supplier"], condition=Q(supplier__isnull=False), name="layer_supplier"
            ),
        ]


class Movement(TenantModel):
    """A quantity of one layer went from one location to another. Append only; a mistake is reversed."""

    organization = OrganizationKey(append_only=True, implied_by="product")
    product = TenantForeignKey(Product, has_index=False, implied_by="layer")
    layer = TenantForeignKey(Layer, has_index=False, proves="product")
    from_location = TenantForeignKey(Location, has_index=False)
    to_location = TenantForeignKey(Location, has_index=False)
    quantity = QuantityField()
    value = AmountField()
    reason = models.CharField(max_length=24)
    document_kind = models.CharField(max_length=24)
    document_id = models.UUIDField()
    document_line_id = models.UUIDField(null=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    reverses = TenantForeignKey(
        "self", null=True, blank=True, has_index=False, help_text="what this undoes, in whole or (a return) in part"
    )

    class Meta(TenantModel.Meta):
        db_table = "movement"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="movement_quantity"),
            models.CheckConstraint(condition=Q(value__gte=0), name="movement_value"),
            models.CheckConstraint(condition=~Q(from_location=F("to_location")), name="movement_moves"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "product", "effective_at"], name="movement_product"),
            models.Index(fields=["organization", "layer", "effective_at"], name="movement_layer"),
            models.Index(fields=["organization", "document_id"], name="movement_document"),
            models.Index(fields=["organization", "effective_at", "id"], name="movement_effective"),
            # What undoes nothing need not stand in it, which is nearly all.
            models.Index(
                fields=["organization", "reverses"], condition=Q(reverses__isnull=False), name="movement_reverses"
            ),
        ]


class LayerRevision(TenantModel):
    """What a layer turned out to have cost more, or less: value without a quantity, append only. At an inside place it
    raises the balance; at the customers' place it is the cost difference of what had left before. As of a moment before
    it, it was not known."""

    organization = OrganizationKey(append_only=True)
    layer = TenantForeignKey(Layer, has_index=False)
    product = TenantForeignKey(Product, has_index=False)
    location = TenantForeignKey(Location, has_index=False)
    warehouse = TenantForeignKey(Warehouse, has_index=False)
    value = AmountField(help_text="signed")
    document_kind = models.CharField(max_length=24)
    document_id = models.UUIDField()
    document_line_id = models.UUIDField(null=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)

    class Meta(TenantModel.Meta):
        db_table = "layer_revision"
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(value=0), name="layer_revision_value")]
        indexes: ClassVar = [
            models.Index(fields=["organization", "layer", "effective_at"], name="layer_revision_layer"),
            models.Index(fields=["organization", "effective_at", "id"], name="layer_revision_effective"),
            models.Index(fields=["organization", "document_id"], name="layer_revision_document"),
        ]


class Reversal(TenantModel):
    """A document that was undone. One row a document, ever: the database holds that it happens once."""

    organization = OrganizationKey(append_only=True)
    document_kind = models.CharField(max_length=24)
    document_id = models.UUIDField()
    reversed_at = models.DateTimeField()
    actor_name = models.CharField(max_length=120)

    class Meta(TenantModel.Meta):
        db_table = "reversal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "document_id"], name="reversal_document_unique")
        ]


class Balance(TenantModel):
    """What of a layer is at a location now, what of it is promised, and what it is worth. Zero rows stay."""

    organization = OrganizationKey(implied_by="product")
    location = TenantForeignKey(Location, has_index=False, proves="warehouse")
    layer = TenantForeignKey(Layer, proves="product")
    batch = TenantForeignKey(Batch, has_index=False)
    product = TenantForeignKey(Product, has_index=False, implied_by="layer")
    warehouse = TenantForeignKey(Warehouse, has_index=False, implied_by="location")
    is_serial = models.BooleanField(default=False)
    on_hand = QuantityField(default=0)
    reserved = QuantityField(default=0)
    value = AmountField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "balance"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "location", "layer"], name="balance_key_unique"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0, reserved__gte=0, reserved__lte=F("on_hand")), name="balance_possible"
            ),
            models.CheckConstraint(condition=Q(value__gte=0) & (~Q(on_hand=0) | Q(value=0)), name="balance_value"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization", "product", "location"], condition=Q(on_hand__gt=0), name="balance_on_hand"
            ),
            models.Index(fields=["organization", "batch"], condition=Q(on_hand__gt=0), name="balance_batch_on_hand"),
        ]


class StockTotal(TenantModel):
    """The sum of a product's balances in a warehouse, kept in the same posting: dashboards and lists read it."""

    organization = OrganizationKey(implied_by="product")
    warehouse = TenantForeignKey(Warehouse, has_index=False)
    product = TenantForeignKey(Product)
    on_hand = QuantityField(default=0)
    reserved = QuantityField(default=0)
    value = AmountField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "stock_total"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "warehouse", "product"], name="stock_total_key_unique"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0, reserved__gte=0, reserved__lte=F("on_hand")), name="stock_total_possible"
            ),
        ]


class Reservation(TenantModel):
    """A quantity at a balance that is promised to a line of an order. The line lies in a room above, so it is named by
    kind and id."""

    location = TenantForeignKey(Location)
    layer = TenantForeignKey(Layer)
    demand_kind = models.CharField(max_length=24)
    demand_id = models.UUIDField()
    demand_line_id = models.UUIDField()
    quantity = QuantityField()
    promised_on = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        db_table = "reservation"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "demand_line_id", "location", "layer"], name="reservation_key_unique"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_quantity"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "demand_id"], name="reservation_demand"),
            models.Index(fields=["organization", "location", "layer"], name="reservation_balance"),
        ]


class Skip(TenantModel):
    """Why an allocation passed over a batch that would have left earlier."""

    demand_id = models.UUIDField()
    demand_line_id = models.UUIDField()
    batch = TenantForeignKey(Batch)
    reason = models.CharField(max_length=24)
    details = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        db_table = "skip"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "demand_line_id", "batch"], name="skip_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "demand_id"], name="skip_demand")]


class Period(TenantModel):
    """One row an organization: nothing is posted on or before `locked_through`; months through `written_through` stand
    in `month_change`, days through `days_written_through`, which is never before it, in `day_value`."""

    locked_through = models.DateField(null=True, blank=True)
    written_through = models.DateField(null=True, blank=True)
    days_written_through = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "period"
        constraints: ClassVar = [models.UniqueConstraint(fields=["organization"], name="period_unique")]


class MonthChange(TenantModel):
    """The net change of a month at one balance: a backdated entry alters one row and no successor."""

    month = models.DateField()
    location = TenantForeignKey(Location)
    layer = TenantForeignKey(Layer)
    quantity = QuantityField()
    value = AmountField()

    class Meta(TenantModel.Meta):
        db_table = "month_change"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "month", "location", "layer"], name="month_change_unique")
        ]


class DayValue(TenantModel):
    """By how much the value of what lies in a warehouse grew on a written day: what all stock was worth is asked for
    more often than what each balance was, and adding up the balances takes as long as there are of them."""

    day = models.DateField()
    warehouse = TenantForeignKey(Warehouse, has_index=False)
    value = AmountField(help_text="signed")

    class Meta(TenantModel.Meta):
        db_table = "day_value"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "day", "warehouse"], name="day_value_unique")
        ]
