"""Keeping and reading files. Called by the operations of other rooms, which check the permission and write the audit
event."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from omnistock.domain.files.models import FileChunk, StoredFile
from omnistock.domain.plans.limits import require_within_plan
from omnistock.kernel.errors import DomainError, Fault
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.actor import Actor

MOST_BYTES: Final = 10 * 1024 * 1024
CHUNK_BYTES: Final = 256 * 1024
LONGEST_NAME: Final = 255


class FileTooLarge(DomainError):
    """The file is over the limit; what was read of it is thrown away."""

    status = 413
    code = "file_too_large"


def store_file(
    *,
    actor: Actor,
    name: str,
    media_type: str,
    parts: Iterable[bytes],
    subject_kind: str = "",
    subject_id: UUID | None = None,
    most_bytes: int = MOST_BYTES,
    is_export: bool = False,
) -> StoredFile:
    """Keep the bytes of `parts` (an upload's own chunks, of any size), never more than one of them in memory.

    `is_export`: made to be taken away, so a plan's limit does not stop it. Raises `FileTooLarge` as soon as there are
    more than `most_bytes`, and `PlanLimitReached`.
    """
    if not is_export:
        require_within_plan(organization_id=actor.organization_id, measure="storage", used=_bytes_kept)
    file = StoredFile(
        organization_id=actor.organization_id,
        name=excerpt(name, length=LONGEST_NAME) or "file",
        media_type=media_type[:127],
        size_bytes=0,
        sha256=b"",
        subject_kind=subject_kind,
        subject_id=subject_id,
        created_at=actor.now,
    )
    file.save(force_insert=True)
    digest = hashlib.sha256()
    for position, chunk in enumerate(regular(parts)):
        file.size_bytes += len(chunk)
        refuse_large(file.size_bytes, most_bytes=most_bytes)
        digest.update(chunk)
        FileChunk.objects.create(organization_id=actor.organization_id, file=file, position=position, content=chunk)
    file.sha256 = digest.digest()
    file.save(update_fields=["size_bytes", "sha256"])
    return file


def refuse_large(size_bytes: int, *, most_bytes: int = MOST_BYTES) -> None:
    """Raises `FileTooLarge` for a size that is over the limit."""
    if size_bytes > most_bytes:
        raise file_too_large(most_bytes)


def file_too_large(most_bytes: int) -> FileTooLarge:
    """The refusal, at the field of the file."""
    message = _("The file is too large: at most {most} MB are taken. Split it and send the parts.")
    told = message.format(most=most_bytes // (1024 * 1024))
    return FileTooLarge(told, faults=[Fault("file", told, FileTooLarge.code)])


def read_chunks(*, actor: Actor, file_id: UUID) -> Iterator[bytes]:
    """The bytes in order, a chunk at a time, one statement each; to be read inside the boundary."""
    positions = FileChunk.objects.filter(file_id=file_id).order_by("position").values_list("id", flat=True)
    for chunk_id in list(positions):
        yield bytes(FileChunk.objects.values_list("content", flat=True).get(pk=chunk_id))


def read_file(*, actor: Actor, file_id: UUID) -> bytes:
    """All bytes at once; a stored file is small."""
    return b"".join(read_chunks(actor=actor, file_id=file_id))


def delete_file(*, actor: Actor, file_id: UUID) -> None:
    """Forget a file and its bytes."""
    FileChunk.objects.filter(file_id=file_id).delete()
    StoredFile.objects.filter(id=file_id).delete()


def _bytes_kept() -> int:
    return StoredFile.objects.aggregate(kept=Sum("size_bytes"))["kept"] or 0


def regular(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in chunks of one size."""
    held = bytearray()
    for part in parts:
        for start in range(0, len(part), CHUNK_BYTES):
            held += part[start : start + CHUNK_BYTES]
            while len(held) >= CHUNK_BYTES:
                yield bytes(held[:CHUNK_BYTES])
                del held[:CHUNK_BYTES]
    if held:
        yield bytes(held)
