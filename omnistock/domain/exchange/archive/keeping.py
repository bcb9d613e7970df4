"""Archives on file: asked for, made by the worker, taken, and gone when their time is over."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.exchange.archive.reading import ArchiveRefused
from omnistock.domain.exchange.archive.restoring import refuse_filled
from omnistock.domain.exchange.models import ArchiveChunk, WorkspaceArchive
from omnistock.domain.exchange.policies import POLICIES
from omnistock.domain.files.storing import FileTooLarge, regular
from omnistock.domain.security.operations import record as record_security
from omnistock.kernel.errors import Conflict, NotFound, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.aside import tell_aside
from omnistock.tenancy.operation import operation
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.queue import enqueue

WRITE_TASK: Final = "write_archive"
RESTORE_TASK: Final = "restore_archive"
KEPT: Final = dt.timedelta(days=7)
"""How long an archive can be taken; what was sent to be brought in goes as soon as it is in, or was refused."""
MOST_SENT_BYTES: Final = 2 * 1024 * 1024 * 1024
_PROGRESS: Final = "UPDATE workspace_archive SET rows_done = %s, rows_total = %s WHERE organization_id = %s AND id = %s"


class ArchiveUnderWay(Conflict):
    """One archive at a time is made, or brought in."""

    code = "archive_under_way"


class ArchiveGone(NotFound):
    """It is not made yet, or its time is over."""

    code = "archive_gone"


@operation(POLICIES)
def request_archive(*, actor: Actor, id: UUID | None = None) -> WorkspaceArchive:
    """Ask for the whole workspace as one file; the worker makes it. Raises `ArchiveUnderWay`, and `PermissionMissing`
    for a member who does not see everything."""
    require_whole_sight(actor)
    name = f"omnistock-{actor.today.isoformat()}.zip"
    made = _made(actor, id=id, direction="export", file_name=name)
    _note(actor, "request_archive", made)
    enqueue(actor=actor, task=WRITE_TASK, archive_id=made.pk)
    return made


@operation(POLICIES)
def request_restore(*, actor: Actor, name: str, parts: Iterable[bytes], id: UUID | None = None) -> WorkspaceArchive:
    """Keep an archive that was sent, and have the worker bring it in. Raises `WorkspaceNotEmpty`, `ArchiveUnderWay`,
    `FileTooLarge`."""
    refuse_filled(actor=actor)
    made = _made(actor, id=id, direction="restore", file_name=excerpt(name, length=255) or "archive.zip")
    _keep(actor, made, parts, most_bytes=MOST_SENT_BYTES)
    save_change(made, actor=actor, fields=["size_bytes", "sha256"])
    _note(actor, "request_restore", made)
    enqueue(actor=actor, task=RESTORE_TASK, archive_id=made.pk)
    return made


@operation(POLICIES)
def take_archive(*, actor: Actor, archive_id: UUID) -> WorkspaceArchive:
    """That somebody takes an archive away: its bytes are `read_archive`. Raises `NotFound`, `ArchiveGone`."""
    require_whole_sight(actor)
    found = find_for_change(WorkspaceArchive.objects.filter(direction="export"), archive_id, kind="archive")
    if found.status != "done" or found.expires_at is None or found.expires_at <= actor.now:
        raise ArchiveGone(_("This archive is not made yet, or its time is over. Ask for a new one."))
    found.downloads += 1
    save_change(found, actor=actor, fields=["downloads"])
    _note(actor, "take_archive", found)
    return found


def require_whole_sight(actor: Actor) -> None:
    """A member with limits does not get past them by taking everything. Raises `PermissionMissing`."""
    if not actor.sees_all:
        message = _("Only who sees every warehouse, every customer and costs can take out the whole workspace.")
        raise PermissionMissing(message)


def read_archive(*, actor: Actor, archive_id: UUID) -> Iterator[bytes]:
    """The bytes in order, a chunk at a time; to be read inside the boundary."""
    chunks = ArchiveChunk.objects.filter(archive_id=archive_id).order_by("position").values_list("id", flat=True)
    for chunk_id in list(chunks):
        yield bytes(ArchiveChunk.objects.values_list("content", flat=True).get(pk=chunk_id))


def archives(
    *,
    actor: Actor,
    updated_since: dt.datetime | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[WorkspaceArchive]:
    """A page of them, the newest first, or by change where `updated_since` asks."""
    actor.require("organization:export")
    rows = changed_since(WorkspaceArchive.objects.all(), actor=actor, since=updated_since)
    order = ("-id",) if updated_since is None else ("updated_at", "id")
    return page(rows, order=order, cursor=cursor, limit=limit)


def archive_row(*, actor: Actor, archive_id: UUID) -> WorkspaceArchive:
    """Raises `NotFound`."""
    actor.require("organization:export")
    return find(WorkspaceArchive.objects.all(), archive_id, kind="archive")


def begin(*, actor: Actor, archive_id: UUID) -> WorkspaceArchive | None:
    """The worker takes it up, or takes it up again after it was killed; None when there is nothing to do any more."""
    found = WorkspaceArchive.objects.select_for_update().filter(pk=archive_id).first()
    if found is None or found.status not in ("waiting", "running"):
        return None
    found.status = "running"
    save_change(found, actor=actor, fields=["status"])
    return found


def finish_export(*, actor: Actor, archive_id: UUID, file: IO[bytes], manifest: dict[str, Any]) -> None:
    """Keep what was written, for `KEPT`."""
    found = WorkspaceArchive.objects.select_for_update().get(pk=archive_id)
    ArchiveChunk.objects.filter(archive=found).delete()
    file.seek(0)
    _keep(actor, found, iter(lambda: file.read(1 << 20), b""), most_bytes=None)
    found.status, found.finished_at, found.expires_at = "done", actor.now, actor.now + KEPT
    found.result = {"rows": manifest["rows"], "schema_version": manifest["schema_version"]}
    found.rows_done = found.rows_total = sum(manifest["rows"].values())
    save_change(found, actor=actor, fields=[*_ENDED, "size_bytes", "sha256", "expires_at"])


def finish_restore(*, actor: Actor, archive_id: UUID, rows: dict[str, int]) -> None:
    """All of it is in; the file is not needed any more."""
    found = WorkspaceArchive.objects.select_for_update().get(pk=archive_id)
    found.status, found.finished_at, found.result = "done", actor.now, {"rows": rows}
    found.rows_done = found.rows_total = sum(rows.values())
    save_change(found, actor=actor, fields=_ENDED)
    ArchiveChunk.objects.filter(archive=found).delete()


def give_up(*, actor: Actor, archive_id: UUID, error: Exception) -> None:
    """Why nothing came of it. A refusal is told; of a bug only that it happened, since its text may say anything."""
    found = WorkspaceArchive.objects.select_for_update().get(pk=archive_id)
    is_refused = isinstance(error, (ArchiveRefused, Conflict))
    found.status, found.finished_at = "refused" if is_refused else "failed", actor.now
    found.result = {"error": str(error) if is_refused else type(error).__name__}
    save_change(found, actor=actor, fields=_ENDED)
    ArchiveChunk.objects.filter(archive=found).delete()


def tell_progress(*, actor: Actor, archive_id: UUID, done: int, total: int) -> None:
    """Shown at once, beside the transaction that reads or writes everything."""
    tell_aside(actor.organization_id, _PROGRESS, [done, total, actor.organization_id, archive_id])


def delete_expired_archives(*, actor: Actor) -> int:
    """The bytes of archives whose time is over; that they were made stays on file. Called by the nightly job."""
    over = WorkspaceArchive.objects.filter(status="done", expires_at__lte=actor.now)
    ids = list(over.values_list("id", flat=True))
    ArchiveChunk.objects.filter(archive_id__in=ids).delete()
    for found in over:
        found.status = "expired"
        save_change(found, actor=actor, fields=["status"])
    return len(ids)


_ENDED: Final = ["status", "finished_at", "result", "rows_done", "rows_total"]


def _made(actor: Actor, *, id: UUID | None, direction: str, file_name: str) -> WorkspaceArchive:
    made = WorkspaceArchive(
        id=id or uuid7(),
        organization_id=actor.organization_id,
        direction=direction,
        status="waiting",
        person_id=actor.person_id,
        api_key_id=actor.api_key_id,
        asked_by=actor.name[:120],
        file_name=file_name,
        created_at=actor.now,
        updated_at=actor.now,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if "workspace_archive_one_at_a_time" not in str(error):
            raise
        raise ArchiveUnderWay(_("An archive is being made or brought in; wait until it is done.")) from None
    return made


def _keep(actor: Actor, archive: WorkspaceArchive, parts: Iterable[bytes], *, most_bytes: int | None) -> None:
    digest, archive.size_bytes = hashlib.sha256(), 0
    for position, chunk in enumerate(regular(parts)):
        archive.size_bytes += len(chunk)
        if most_bytes is not None and archive.size_bytes > most_bytes:
            message = _(
                "The archive is too large for this way; the operator brings it in with omnistock restore-workspace."
            )
            raise FileTooLarge(message)
        digest.update(chunk)
        ArchiveChunk.objects.create(
            organization_id=actor.organization_id, archive=archive, position=position, content=chunk
        )
    archive.sha256 = digest.digest()


def _note(actor: Actor, what: str, archive: WorkspaceArchive) -> None:
    record(
        actor=actor,
        operation=f"exchange.{what}",
        subject_kind="workspace_archive",
        subject_id=archive.pk,
        subject_name=archive.file_name,
        after={"bytes": archive.size_bytes} if archive.size_bytes else None,
    )
    record_security(actor=actor, kind="import" if archive.direction == "restore" else "archive", what=what)
