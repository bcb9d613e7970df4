"""Reading papers: of one document, and all that somebody may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from omnistock.domain.attachments.models import SUBJECTS, Attachment
from omnistock.domain.attachments.policies import ATTACH, READ, REMOVE
from omnistock.domain.attachments.subjects import (
    KINDS,
    LABEL,
    kind_named,
    of_parties,
    papers_of_subject,
    seen_papers,
    subject_of,
)
from omnistock.domain.files.models import StoredFile
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, page


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """A paper, without its bytes. `subject_number` is what people know its document by (of a product the SKU)."""

    id: UUID
    name: str
    paper: str
    media_type: str
    size_bytes: int
    sha256: str
    subject_kind: str
    subject_id: UUID
    subject_number: str
    added_at: dt.datetime
    added_by: str
    may_remove: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentFilter:
    """What a list shows; an empty choice shows all. `customer_id`, `supplier_id`: with documents of theirs."""

    subject_kind: str = ""
    paper: str = ""
    text: str = ""
    customer_id: UUID | None = None
    supplier_id: UUID | None = None


ALL_ATTACHMENTS: Final = AttachmentFilter()


def attachments_of(*, actor: Actor, subject_kind: str, subject_id: UUID) -> list[AttachmentView]:
    """The papers of one document, the oldest first. Raises `NotFound`, `PermissionMissing`."""
    actor.require(READ)
    kind, row = subject_of(actor=actor, kind=subject_kind, id=subject_id)
    rows = papers_of_subject(actor=actor, kind=kind, id=row.pk)
    return [_view(each, actor) for each in _whole(rows).order_by("id")]


def attachments(
    *, actor: Actor, wanted: AttachmentFilter = ALL_ATTACHMENTS, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[AttachmentView]:
    """A page of all papers that the actor may see, the newest first, in one statement. Raises `NotFound` for a kind that
    takes none."""
    actor.require(READ)
    kinds = {wanted.subject_kind: kind_named(wanted.subject_kind)} if wanted.subject_kind else KINDS
    rows = seen_papers(actor=actor, kinds=kinds)
    if wanted.paper:
        rows = rows.filter(paper=wanted.paper)
    if wanted.text:
        rows = rows.filter(file__name__icontains=wanted.text)
    for name in ("customer_id", "supplier_id"):
        if party_id := getattr(wanted, name):
            rows = rows.filter(of_parties(**{f"{name}s": [party_id]}))
    found = page(_whole(rows), order=("-id",), cursor=cursor, limit=limit)
    return Page([_view(row, actor) for row in found.items], found.next_cursor)


def papers_of_parties(
    *, actor: Actor, customer_ids: Collection[UUID], supplier_ids: Collection[UUID], most: int
) -> tuple[list[AttachmentView], int]:
    """The papers with documents of these customers and suppliers, the newest first and no more than `most`; and how many
    there are."""
    actor.require(READ)
    rows = seen_papers(actor=actor).filter(of_parties(customer_ids=customer_ids, supplier_ids=supplier_ids))
    return [_view(each, actor) for each in _whole(rows).order_by("-id")[:most]], rows.count()


def attached_file(*, actor: Actor, attachment_id: UUID, **subject: UUID) -> StoredFile:
    """The file of one paper, to be read. `subject`: the document that it must be of, as in `receipt_id=…`. Raises
    `NotFound`."""
    actor.require(READ)
    rows = seen_papers(actor=actor).filter(**subject).select_related("file")
    file: StoredFile = find(rows, attachment_id, kind="file").file
    return file


def _whole(rows: Any) -> Any:
    return rows.select_related("file").annotate(subject_number=LABEL)


def _view(row: Attachment, actor: Actor) -> AttachmentView:
    kind, subject_id = next((name, id) for name in SUBJECTS if (id := getattr(row, f"{name}_id")) is not None)
    return AttachmentView(
        id=row.pk,
        name=row.file.name,
        paper=row.paper,
        media_type=row.file.media_type,
        size_bytes=row.file.size_bytes,
        sha256=bytes(row.file.sha256).hex(),
        subject_kind=kind,
        subject_id=subject_id,
        subject_number=row.subject_number,  # type: ignore[attr-defined]
        added_at=row.added_at,
        added_by=row.added_by,
        may_remove=actor.may(ATTACH) and (row.author_id == actor.who or actor.may(REMOVE)),
    )
