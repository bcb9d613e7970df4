"""What was done, by whom, with what before and after. Append only: the app role can insert and read, nothing else."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from omnistock.tenancy.fields import OrganizationKey
from omnistock.tenancy.models import TenantModel


class AuditEvent(TenantModel):
    organization = OrganizationKey(append_only=True)
    at = models.DateTimeField()
    operation = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_name = models.CharField(max_length=200, blank=True)
    person_id = models.UUIDField(null=True)
    api_key_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    door = models.CharField(max_length=8)
    request_id = models.UUIDField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    address = models.GenericIPAddressField(null=True, help_text="from where it was done")
    ticket_id = models.UUIDField(null=True, help_text="on behalf of which ticket, where support did it")
    salt = models.UUIDField(null=True, db_default=RandomUUID(), help_text="null: its values were erased")

    class Meta(TenantModel.Meta):
        db_table = "audit_event"
        indexes: ClassVar = [
            models.Index(fields=["organization", "subject_id", "at"], name="audit_event_subject"),
            models.Index(fields=["organization", "at", "id"], name="audit_event_at"),
        ]


class AuditLink(TenantModel):
    """One link of the hash chain that the worker seals events into, so that no write waits for a chain head.

    From form 2 on the values of an event (names, before and after) are chained by their salted digest, which stands
    here: they can be erased, and the chain still proves everything else, and that there were these values.
    """

    organization = OrganizationKey(append_only=True)
    seq = models.BigIntegerField()
    event_id = models.UUIDField()
    hash = models.BinaryField(max_length=32)
    form = models.PositiveSmallIntegerField(default=1)
    values_digest = models.BinaryField(max_length=32, null=True)

    class Meta(TenantModel.Meta):
        db_table = "audit_link"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "seq"], name="audit_link_seq_unique"),
            models.UniqueConstraint(fields=["organization", "event_id"], name="audit_link_event_unique"),
        ]


class AuditErasure(TenantModel):
    """That the values of everything about one subject were erased at somebody's request. Without a row here nothing can
    be erased (`erase_audit_values` looks), and an event whose values are gone is a break of the chain."""

    organization = OrganizationKey(append_only=True)
    subject_id = models.UUIDField()
    at = models.DateTimeField()
    person_id = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "audit_erasure"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "subject_id"], name="audit_erasure_subject_unique")
        ]
