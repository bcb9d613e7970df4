"""Files live in the database, in chunks, so that region, backup and deletion hold for them too."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import TenantModel


class StoredFile(TenantModel):
    """A photo, an attachment, an uploaded CSV, a PDF: at most 10 MB."""

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=127)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        db_table = "stored_file"
        indexes: ClassVar = [models.Index(fields=["organization", "subject_id"], name="stored_file_subject")]


class FileChunk(TenantModel):
    file = TenantForeignKey(StoredFile, on_delete=models.CASCADE)
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta(TenantModel.Meta):
        db_table = "file_chunk"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "file", "position"], name="file_chunk_unique")
        ]
