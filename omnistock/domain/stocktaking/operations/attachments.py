"""Papers and pictures with an adjustment: a photo of the broken pack, the police report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.files.models import StoredFile
from omnistock.domain.files.storing import store_file
from omnistock.domain.stocktaking.access import adjustment_rows
from omnistock.domain.stocktaking.operations.adjustments import ADJUSTMENT
from omnistock.domain.stocktaking.policies import POLICIES
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation

MOST_FILES: Final = 10
# What a file is, is read from its first bytes: a name and a header say what somebody wants it to be.
_BEGINNINGS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


class TooManyFiles(Conflict):
    """A document keeps ten files at most."""

    code = "too_many_files"


@operation(POLICIES)
def attach_to_adjustment(*, actor: Actor, adjustment_id: UUID, name: str, parts: Iterable[bytes]) -> StoredFile:
    """Keep a PDF, PNG or JPEG of at most 10 MB with an adjustment. Raises `NotFound`, `Invalid` for any other content,
    `FileTooLarge`, `TooManyFiles`."""
    adjustment = find(adjustment_rows(actor=actor), adjustment_id, kind="adjustment")
    if StoredFile.objects.filter(subject_kind=ADJUSTMENT, subject_id=adjustment.pk).count() >= MOST_FILES:
        raise TooManyFiles(_("%(number)s has ten files already.") % {"number": adjustment.number})
    first, rest = _begun(iter(parts))
    media_type = next((kind for beginning, kind in _BEGINNINGS if first.startswith(beginning)), None)
    if media_type is None:
        message = _("“%(name)s” is neither a PDF nor a PNG or JPEG picture; choose one of these.")
        raise Invalid.at("file", message % {"name": name[:80]}, "file_kind")
    stored = store_file(
        actor=actor, name=name, media_type=media_type, parts=rest, subject_kind=ADJUSTMENT, subject_id=adjustment.pk
    )
    record(
        actor=actor,
        operation="stocktaking.attach_to_adjustment",
        subject_kind=ADJUSTMENT,
        subject_id=adjustment.pk,
        subject_name=adjustment.number,
        after={"file": stored.name, "bytes": stored.size_bytes},
    )
    return stored


def adjustment_files(*, actor: Actor, adjustment_id: UUID) -> list[StoredFile]:
    """The files of an adjustment, the oldest first. Raises `NotFound`."""
    actor.require("stock:read")
    adjustment = find(adjustment_rows(actor=actor), adjustment_id, kind="adjustment")
    return list(StoredFile.objects.filter(subject_kind=ADJUSTMENT, subject_id=adjustment.pk).order_by("id"))


def adjustment_file(*, actor: Actor, adjustment_id: UUID, file_id: UUID) -> StoredFile:
    """One of them. Raises `NotFound`."""
    adjustment_files(actor=actor, adjustment_id=adjustment_id)
    rows = StoredFile.objects.filter(subject_kind=ADJUSTMENT, subject_id=adjustment_id)
    return find(rows, file_id, kind="file")


def _begun(parts: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, and all of them again."""
    first = next(parts, b"")

    def whole() -> Iterator[bytes]:
        yield first
        yield from parts

    return first, whole()
