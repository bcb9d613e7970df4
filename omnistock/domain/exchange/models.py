"""Imports and exports that take a while: what was asked, how far it is, what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from omnistock.domain.files.models import StoredFile
from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import Record

# checked: no errors, and it may be started; waiting: the worker will run it. It runs in one transaction, so nobody sees
# it run. undone: all that it did was taken back.
IMPORT_STATUSES = ("checked", "waiting", "done", "refused", "cancelled", "undone")


class Import(Record):
    """One file brought in: checked whole (every error at once), then all of it posted, or none."""

    kind = models.CharField(max_length=24)
    file = TenantForeignKey(StoredFile)
    status = models.CharField(max_length=12, choices=[(s, s) for s in IMPORT_STATUSES])
    is_dry_run = models.BooleanField(default=False)
    options = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict, help_text="column of the file to field")
    recognised_as = models.CharField(max_length=40, blank=True)
    encoding = models.CharField(max_length=24, blank=True)
    separator = models.CharField(max_length=4, blank=True)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list, help_text="[{row, column, value, message}], at most 1,000 kept")
    error_count = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    person_id = models.UUIDField(null=True)
    once_key = models.CharField(max_length=200, null=True, help_text="set when done: the same file is not posted twice")
    finished_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        db_table = "import"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "once_key"], name="import_once_unique"),
        ]
