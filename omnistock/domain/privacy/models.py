"""What an installation knows of its own promises. All of it is the operator's, none of it a tenant's: no table here
has an organization. The request log is a partitioned table that only SQL writes; see `sql/` and the migration."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from omnistock.kernel.ids import uuid7

BACKUP_KINDS = ("backup", "drill", "restore")
CHECK_RESULTS = ("passed", "failed", "operator")


class RetentionDays(models.Model):
    """How many days a store keeps, where the operator decided otherwise than `retention.RULES` say.

    The app role only reads it: a shorter or longer time is the owner's act (docs/operate).
    """

    store = models.CharField(primary_key=True, max_length=40)
    days = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "retention_days"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(days__gte=1), name="retention_days_positive")]


class BackupRun(models.Model):
    """A backup that was made, a drill that restored one into a scratch database, or a restore."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in BACKUP_KINDS])
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    file = models.CharField(max_length=120, blank=True)
    bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    is_encrypted = models.BooleanField(default=False)
    organizations = models.PositiveIntegerField(null=True, help_text="how many were in it, where that was counted")
    error = models.CharField(max_length=500, blank=True, help_text="empty when it went well")

    class Meta:
        db_table = "backup_run"
        indexes: ClassVar = [models.Index(fields=["kind", "started_at"], name="backup_run_kind")]


class RouteDuration(models.Model):
    """How long a route's answers took on one day, of all who asked together: it knows of nobody (promise P3)."""

    pk = models.CompositePrimaryKey("day", "route")
    day = models.DateField()
    route = models.CharField(max_length=300)
    requests = models.BigIntegerField()
    milliseconds = models.BigIntegerField(help_text="of all of them")
    slowest_milliseconds = models.IntegerField()

    class Meta:
        db_table = "route_duration"


class JobRun(models.Model):
    """When a job of the register (`jobs.py`) last ended well. The queue forgets what went well."""

    name = models.CharField(primary_key=True, max_length=60)
    finished_at = models.DateTimeField()

    class Meta:
        db_table = "job_run"


class PromiseCheck(models.Model):
    """What one check of one promise said, once. The newest of each is what the trust page shows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    promise = models.CharField(max_length=4)
    result = models.CharField(max_length=8, choices=[(result, result) for result in CHECK_RESULTS])
    details = models.JSONField(default=list, help_text="the sentences of the check, for the operator")
    checked_at = models.DateTimeField()

    class Meta:
        db_table = "promise_check"
        indexes: ClassVar = [models.Index(fields=["promise", "checked_at"], name="promise_check_newest")]


class SubProcessorNotice(models.Model):
    """When a sub-processor was announced, and from when it receives data. One that is switched on unannounced gets its
    row when that is first seen, so that nobody can say later that it was announced."""

    name = models.CharField(primary_key=True, max_length=60)
    announced_at = models.DateTimeField()
    starts_on = models.DateField()
    was_ahead = models.BooleanField(help_text="announced in time, or used before there was any workspace")

    class Meta:
        db_table = "sub_processor_notice"
