"""Addresses of other systems that are told what was done here, and each telling."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import Record, TenantModel

DELIVERY_STATUSES = ("waiting", "delivered", "failed")


class Webhook(Record):
    """Its secret is not kept: it is derived from the installation's key, the id and `secret_version` (`signing`)."""

    url = models.CharField(max_length=500)
    description = models.CharField(max_length=120, blank=True)
    event_types = models.JSONField(help_text='operations, whole rooms ("sales.*"), or everything ("*")')
    secret_version = models.PositiveIntegerField(default=1)
    rotated_at = models.DateTimeField(null=True)
    seen_seq = models.BigIntegerField(default=0, help_text="the last link of the audit chain that it was asked about")
    failing_since = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=200, blank=True)

    class Meta(Record.Meta):
        db_table = "webhook"


class WebhookDelivery(TenantModel):
    """One event for one webhook, with how the last attempt ended."""

    webhook = TenantForeignKey(Webhook, on_delete=models.CASCADE, has_index=False)
    event_id = models.UUIDField()
    event_type = models.CharField(max_length=80)
    status = models.CharField(max_length=10, default="waiting", choices=[(s, s) for s in DELIVERY_STATUSES])
    attempts = models.PositiveIntegerField(default=0)
    answer_status = models.PositiveIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    attempted_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "webhook_delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "webhook", "event_id"], name="webhook_delivery_unique"),
            models.CheckConstraint(condition=models.Q(status__in=DELIVERY_STATUSES), name="webhook_delivery_status"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "webhook", "id"], name="webhook_delivery_newest"),
            models.Index(fields=["organization", "created_at"], name="webhook_delivery_created"),
        ]
