"""A workspace's way out, and what is left when it is gone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from omnistock.kernel.ids import uuid7
from omnistock.tenancy.models import Record

STATUSES = ("unconfirmed", "requested", "frozen", "warned", "undone")
OPEN = ("unconfirmed", "requested", "frozen", "warned")


class Departure(Record):
    """One request to delete the workspace. When it is done this row is gone with everything else: what is left is the
    certificate."""

    status = models.CharField(max_length=12, choices=[(status, status) for status in STATUSES])
    came_by = models.CharField(max_length=8, choices=[("app", "app"), ("mail", "mail")])
    came_at = models.DateTimeField(help_text="the clock starts here")
    is_soon = models.BooleanField(default=False, help_text="as soon as can be, in place of after three weeks")
    wants_archive = models.BooleanField(default=True, help_text="false: the owner said that none is needed")
    archive_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    secret_hash = models.BinaryField(
        max_length=32, help_text="of the link that confirms, follows, and fetches at the end"
    )
    asked_by_id = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    freeze_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    purge_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        db_table = "departure"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(status__in=OPEN), name="departure_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=("unconfirmed", "undone"))
                | models.Q(confirmed_at__isnull=False, purge_at__isnull=False),
                name="departure_confirmed",
            ),
        ]


class DepartureCertificate(models.Model):
    """That a workspace was deleted: when, how many rows of which table, and the head of its audit trail. No row of it is
    left that this could refer to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_reference = models.UUIDField(unique=True)
    organization_name = models.CharField(max_length=160)
    came_by = models.CharField(max_length=8)
    came_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    purged_at = models.DateTimeField()
    archive_taken = models.BooleanField()
    rows = models.JSONField(help_text="rows deleted, by table")
    audit_seq = models.BigIntegerField(null=True)
    audit_hash = models.BinaryField(max_length=32, null=True)
    secret_hash = models.BinaryField(max_length=32)
    fetched_at = models.DateTimeField(null=True, help_text="when the link first fetched it; it closes a day later")

    class Meta:
        db_table = "departure_certificate"


class DepartedEvent(models.Model):
    """Of each audit event of a deleted workspace: that it was done, by whom (an id), when, to what (an id), and its link
    of the chain. No name and no value: these are in the archive that the customer took, and the digests prove them."""

    id = models.UUIDField(primary_key=True, editable=False)
    organization_reference = models.UUIDField()
    seq = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    operation = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    api_key_id = models.UUIDField(null=True)
    door = models.CharField(max_length=8)
    request_id = models.UUIDField()
    ticket_id = models.UUIDField(null=True)
    values_digest = models.BinaryField(max_length=32, null=True)
    hash = models.BinaryField(max_length=32, null=True)
    departed_at = models.DateTimeField()

    class Meta:
        db_table = "departed_event"
        indexes: ClassVar = [
            models.Index(fields=["organization_reference", "seq"], name="departed_event_chain"),
            models.Index(fields=["departed_at"], name="departed_event_departed"),
        ]
