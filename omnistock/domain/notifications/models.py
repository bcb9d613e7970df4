"""Outgoing mail, which addresses take none, and what members are told of.

Two outboxes of one shape: `mail` is of people (the mails of the sign-up come before any organization), `workspace_mail`
of an organization, behind its walls like everything else of it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from omnistock.domain.notifications.kinds import CHANNELS
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import Membership, TenantModel

# In the order in which they may follow each other: what is known to be worse is never taken back by a late message.
STATES = ("queued", "kept", "suppressed", "sent", "failed", "delivered", "bounced", "complained")
STOP_REASONS = ("bounced", "complained")


class Outgoing(models.Model):
    """`kept`: no provider is set, it is read here. `suppressed`: it was not handed over, `error` says why. Its text
    goes when it is handed over."""

    kind = models.CharField(max_length=40)
    recipient = models.EmailField()
    language = models.CharField(max_length=8, default="en")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    status = models.CharField(max_length=12, default="queued", choices=[(state, state) for state in STATES])
    attempts = models.PositiveSmallIntegerField(default=0)
    provider_id = models.CharField(max_length=100, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Mail(Outgoing):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        db_table = "mail"
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="mail_created"),
            models.Index(fields=["recipient", "created_at"], name="mail_recipient"),
        ]


class WorkspaceMail(Outgoing, TenantModel):
    unsubscribe_url = models.CharField(max_length=500, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "workspace_mail"
        indexes: ClassVar = [
            models.Index(fields=["organization", "created_at", "id"], name="workspace_mail_created"),
            models.Index(fields=["organization", "recipient", "created_at"], name="workspace_mail_recipient"),
        ]


class StoppedAddress(models.Model):
    """An address that mail is not sent to, of no organization: it bounced, or said that our mail is unwanted. Only a
    digest of it is kept: it can be looked up, and not read."""

    digest = models.CharField(primary_key=True, max_length=32)
    reason = models.CharField(max_length=12, choices=[(reason, reason) for reason in STOP_REASONS])
    stopped_at = models.DateTimeField()

    class Meta:
        db_table = "stopped_address"


class ProviderEvent(models.Model):
    """A message of the provider that was taken: a second one of the same id is not."""

    id = models.CharField(primary_key=True, max_length=100)
    kind = models.CharField(max_length=40)
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "provider_event"
        indexes: ClassVar = [models.Index(fields=["taken_at"], name="provider_event_taken")]


class MailRefusal(TenantModel):
    """An address that asked this organization for no more mail of a kind, by the link of such a mail."""

    digest = models.CharField(max_length=32)
    kind = models.CharField(max_length=40)
    refused_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        db_table = "mail_refusal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "digest", "kind"], name="mail_refusal_unique")
        ]


class NoticeChoice(TenantModel):
    """A member asked to be told of this kind of event, by mail or in the app. Nobody is told who did not ask."""

    membership = TenantForeignKey(Membership, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=4, default="mail")

    class Meta(TenantModel.Meta):
        db_table = "notice_choice"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "membership", "kind", "channel"], name="notice_choice_unique"
            ),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="notice_choice_channel"),
        ]


class Notice(TenantModel):
    """A member was told of something, once. `is_shown`: in the app too; without it only a mail went out. The words are
    made when it is read, in the reader's language."""

    membership = TenantForeignKey(Membership, on_delete=models.CASCADE, has_index=False)
    kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    facts = models.JSONField(default=dict)
    is_shown = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "notice"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "membership", "kind", "about_id"], name="notice_told_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "membership", "created_at", "id"], name="notice_newest"),
            models.Index(fields=["organization", "created_at"], name="notice_created"),
            models.Index(
                fields=["organization", "membership"],
                condition=Q(read_at__isnull=True, is_shown=True),
                name="notice_unread",
            ),
        ]
