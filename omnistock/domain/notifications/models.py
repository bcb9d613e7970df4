"""The mail outbox, global since the mails of the sign-up come before there is an organization; and which notices a
member asked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from omnistock.kernel.ids import uuid7
from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import Membership, TenantModel


class Mail(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    organization_reference = models.UUIDField(null=True)
    status = models.CharField(
        max_length=12, default="waiting", choices=[(s, s) for s in ("waiting", "sent", "kept", "failed")]
    )
    provider_id = models.CharField(max_length=100, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mail"
        indexes: ClassVar = [models.Index(fields=["created_at"], name="mail_created")]


class NoticeChoice(TenantModel):
    """A member asked to be told of this kind of event by mail. Nobody is told who did not ask."""

    membership = TenantForeignKey(Membership, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)

    class Meta(TenantModel.Meta):
        db_table = "notice_choice"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "membership", "kind"], name="notice_choice_unique")
        ]
