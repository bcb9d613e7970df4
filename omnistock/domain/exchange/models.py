"""Imports and exports that take a while: what was asked, how far it is, what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from omnistock.domain.files.models import StoredFile
from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import Record, TenantModel

# checking: the worker judges it; checked: no errors, and it may be started; waiting: the worker will run it; running: it does,
# in one transaction, and of what it brings in nobody sees anything until it is done. undone: all that it did was taken back.
IMPORT_STATUSES = ("checking", "checked", "waiting", "running", "done", "refused", "cancelled", "undone")


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
    rows_done = models.PositiveIntegerField(default=0, help_text="how far the worker is; told beside its transaction")
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


ARCHIVE_STATUSES = ("waiting", "running", "done", "failed", "refused", "expired")


class WorkspaceArchive(Record):
    """The whole workspace taken out as one file, or such a file brought in (`direction`). One at a time."""

    direction = models.CharField(max_length=8, choices=[("export", "export"), ("restore", "restore")])
    status = models.CharField(max_length=8, choices=[(s, s) for s in ARCHIVE_STATUSES])
    person_id = models.UUIDField(null=True)
    api_key_id = models.UUIDField(null=True)
    asked_by = models.CharField(max_length=120)
    file_name = models.CharField(max_length=255)
    size_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.BinaryField(max_length=32, null=True)
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_total = models.PositiveBigIntegerField(default=0)
    result = models.JSONField(default=dict, help_text="rows by table, or why it was refused")
    downloads = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        db_table = "workspace_archive"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(status__in=("waiting", "running")),
                name="workspace_archive_one_at_a_time",
            ),
        ]


class ArchiveChunk(TenantModel):
    """The bytes of an archive, in the database, so that region, backup and deletion hold for them too."""

    archive = TenantForeignKey(WorkspaceArchive, on_delete=models.CASCADE)
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta(TenantModel.Meta):
        db_table = "archive_chunk"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "archive", "position"], name="archive_chunk_unique")
        ]
