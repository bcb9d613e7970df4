"""Putting a paper to a document, and taking it away again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from omnistock.domain.attachments.content import checked
from omnistock.domain.attachments.models import PAPERS, SUBJECTS, Attachment
from omnistock.domain.attachments.policies import POLICIES, REMOVE
from omnistock.domain.attachments.subjects import LABEL, seen_papers, subject_of
from omnistock.domain.audit.operations import erase_values, record
from omnistock.domain.files.models import StoredFile
from omnistock.domain.files.storing import delete_file, store_file
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation

MOST_FILES: Final = 20


class TooManyFiles(Conflict):
    """A document keeps twenty files at most."""

    code = "too_many_files"


@operation(POLICIES)
def attach_file(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: UUID,
    name: str,
    parts: Iterable[bytes],
    paper: str = "",
    id: UUID | None = None,
) -> Attachment:
    """Keep a PDF, PNG or JPEG of at most 10 MB with a document that the actor may read. `paper`: what it is, the usual
    for such a document where nothing is said; what was attached can be proved by its SHA-256 in the audit trail.

    Raises `NotFound`, `PermissionMissing` (to read such documents), `Invalid` for any other content, `FileTooLarge`,
    `TooManyFiles`, `PlanLimitReached`.
    """
    kind, subject = subject_of(actor=actor, kind=subject_kind, id=subject_id)
    number = str(getattr(subject, kind.label))
    if paper and paper not in PAPERS:
        raise Invalid.at("paper", _("Choose what kind of paper it is."), "unknown_choice")
    if Attachment.objects.filter(**{f"{kind.name}_id": subject.pk}).count() >= MOST_FILES:
        message = _("{number} has {most} files already; remove one that is not needed.")
        raise TooManyFiles(message.format(number=number, most=MOST_FILES))
    media_type, kept = checked(name, parts)
    row = Attachment(
        id=id or uuid7(),
        organization_id=actor.organization_id,
        file=store_file(actor=actor, name=name, media_type=media_type, parts=kept),
        paper=paper or kind.paper,
        author_id=actor.who,
        added_by=actor.name[:120],
        added_at=actor.now,
        **{f"{kind.name}_id": subject.pk},
    )
    row.save(force_insert=True)
    _tell(actor, "attach_file", kind.name, subject.pk, number, after=_facts(row))
    return row


@operation(POLICIES)
def detach_file(*, actor: Actor, attachment_id: UUID, **subject: UUID) -> tuple[str, UUID]:
    """Take a paper away and forget its bytes; answers the kind and the id of its document. `subject` as for
    `attached_file`. What others added needs `attachments:remove`. Raises `NotFound`, `PermissionMissing`."""
    return _take_away(actor, seen_papers(actor=actor).filter(**subject), attachment_id)


def erase_papers(*, actor: Actor, rows: QuerySet[Attachment], attachment_ids: Collection[UUID]) -> int:
    """Take papers away that name a person who is erased, and their names out of the trail; answers how many. They must be
    among `rows`. Who calls has judged that it may be done. Raises `NotFound`."""
    for attachment_id in sorted(set(attachment_ids)):
        _kind, subject_id = _take_away(actor, rows, attachment_id)
        erase_values(actor=actor, subject_id=subject_id, holding=[str(attachment_id)])
    return len(set(attachment_ids))


def _take_away(actor: Actor, rows: QuerySet[Attachment], attachment_id: UUID) -> tuple[str, UUID]:
    row = find(rows.select_related("file").annotate(subject_number=LABEL), attachment_id, kind="file")
    if row.author_id != actor.who:
        actor.require(REMOVE)
    kind, subject_id = next((name, id) for name in SUBJECTS if (id := getattr(row, f"{name}_id")) is not None)
    if not Attachment.objects.filter(pk=row.pk).delete()[0]:
        return kind, subject_id  # somebody else did at the same moment, and told it
    delete_file(actor=actor, file_id=row.file_id)
    _tell(actor, "detach_file", kind, subject_id, row.subject_number, before=_facts(row))  # type: ignore[attr-defined]
    return kind, subject_id


def _facts(row: Attachment) -> dict[str, Any]:
    file: StoredFile = row.file
    return {
        "file": file.name,
        "paper": row.paper,
        "bytes": file.size_bytes,
        "sha256": bytes(file.sha256).hex(),
        "attachment": str(row.pk),
    }


def _tell(actor: Actor, name: str, kind: str, subject_id: UUID, number: str, **what: Mapping[str, Any]) -> None:
    record(
        actor=actor,
        operation=f"attachments.{name}",
        subject_kind=kind,
        subject_id=subject_id,
        subject_name=number,
        **what,
    )
