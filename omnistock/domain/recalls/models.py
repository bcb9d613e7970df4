"""Recalls: which batches were frozen, which orders that took them from, and what each customer answered.

Where the goods are is never written down here: it is asked of the ledger, so that it is true whenever it is read.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from omnistock.domain.parties.models import Customer
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.tenancy.fields import QuantityField, TenantForeignKey
from omnistock.tenancy.models import Record, TenantModel

RECALL_STATUSES = ("open", "closed", "released")


class Recall(Record):
    """A drill is a recall on paper: it freezes nothing, and its time is taken."""

    number = models.CharField(max_length=24)
    reason = models.CharField(max_length=300)
    is_drill = models.BooleanField(default=False)
    status = models.CharField(max_length=8, default="open", choices=[(s, s) for s in RECALL_STATUSES])
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True)
    closing_notes = models.CharField(max_length=500, blank=True, help_text="what became of the rest, in words")
    unaccounted_base = QuantityField(null=True, help_text="what was still out when it was closed")
    released_at = models.DateTimeField(null=True)
    released_reason = models.CharField(max_length=300, blank=True)

    class Meta(Record.Meta):
        db_table = "recall"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="recall_number_unique"),
            models.CheckConstraint(condition=Q(status__in=RECALL_STATUSES), name="recall_status"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) | ~Q(status="closed"), name="recall_closed"
            ),
            models.CheckConstraint(
                condition=Q(status="released", released_at__isnull=False, is_drill=False) | ~Q(status="released"),
                name="recall_released",
            ),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "status", "id"], name="recall_status_id"),
        ]


class RecallBatch(TenantModel):
    """A batch of a recall, as it was called then, and what it goes back to when the recall is released."""

    recall = TenantForeignKey(Recall)
    batch = TenantForeignKey("ledger.Batch")
    batch_number = models.CharField(max_length=60)
    status_before = models.CharField(max_length=8)
    reason_before = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "recall_batch"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "recall", "batch"], name="recall_batch_unique")
        ]


class RecallOrderLine(TenantModel):
    """A line of an order that lost its promise. `replaced` lists what was chosen instead: {batch_id, batch_number,
    quantity}; `short_base` is what nothing was found for."""

    recall = TenantForeignKey(Recall)
    sales_order = TenantForeignKey(SalesOrder)
    sales_order_line = TenantForeignKey(SalesOrderLine)
    pulled = models.JSONField(help_text="{batch_id, batch_number, quantity} of each batch taken out of the promise")
    pulled_base = QuantityField()
    picked_base = QuantityField(default=0, help_text="of what was pulled, what had been picked already")
    replaced = models.JSONField(default=list)
    short_base = QuantityField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "recall_order_line"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "recall", "sales_order_line"], name="recall_order_line_unique"
            ),
            models.CheckConstraint(
                condition=Q(pulled_base__gt=0, picked_base__gte=0, short_base__gte=0), name="recall_order_line_quantity"
            ),
        ]


class RecallContact(TenantModel):
    """How far we are with a customer. Made when something is written down of them."""

    recall = TenantForeignKey(Recall)
    customer = TenantForeignKey(Customer)
    contacted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    notes = models.CharField(max_length=500, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "recall_contact"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "recall", "customer"], name="recall_contact_unique")
        ]


class RecallAnswer(TenantModel):
    """What a customer says became of a batch that they do not send back. What they do send back is in the ledger."""

    contact = TenantForeignKey(RecallContact)
    batch = TenantForeignKey("ledger.Batch")
    destroyed_base = QuantityField(default=0)
    used_base = QuantityField(default=0, help_text="sold on or used up before the recall reached them")

    class Meta(TenantModel.Meta):
        db_table = "recall_answer"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "contact", "batch"], name="recall_answer_unique"),
            models.CheckConstraint(condition=Q(destroyed_base__gte=0, used_base__gte=0), name="recall_answer_quantity"),
        ]
