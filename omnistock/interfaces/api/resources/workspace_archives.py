"""The whole workspace: taken out as one file, or brought in from one while it is empty. The key's scope stands in for
the password that a person is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from django.http import StreamingHttpResponse
from ninja import File, Query, Router, Status, UploadedFile
from pydantic import Field

from omnistock.domain.exchange.archive import keeping
from omnistock.interfaces.api.shapes import NOTHING, Body, ChangedPaged, Listed, Moment, Nothing, RecordOut
from omnistock.interfaces.api.writes import create
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.limits import take

router = Router(tags=["Imports and exports"])

ZIP = "application/zip"
_BYTES: dict[str, Any] = {
    "responses": {200: {"description": "OK", "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}}
}


class ArchiveOut(RecordOut):
    direction: Literal["export", "restore"]
    status: Literal["waiting", "running", "done", "failed", "refused", "expired"]
    asked_by: str
    file_name: str
    size_bytes: int
    sha256: str | None = Field(description="Of the file, in hexadecimal.")
    rows_done: int
    rows_total: int
    rows: dict[str, int] = Field(description="By table, when it is done.")
    error: str | None = Field(description="Why it was refused.")
    finished_at: Moment | None
    expires_at: Moment | None = Field(description="Until when the file can be taken.")


class _SentArchive(Body):
    """What makes two requests the same."""

    sha256: str


@router.get("/workspace-archives", response=Listed[ArchiveOut], summary="List archives of the whole workspace")
def list_archives(request: Any, query: Query[ChangedPaged]) -> Any:
    found = keeping.archives(actor=request.actor, **query.given())
    return {"items": [_out(row) for row in found.items], "next_cursor": found.next_cursor}


@router.post("/workspace-archives", response={202: ArchiveOut}, summary="Take the whole workspace out")
def create_archive(request: Any, payload: Nothing = NOTHING) -> Status:
    """The worker makes one ZIP file of everything, as of one moment; read its state until it is `done`. One at a time:
    409 `archive_under_way`."""
    take("export", request.actor.organization_id)

    def make(id: UUID) -> None:
        keeping.request_archive(actor=request.actor, id=id)

    return create(request, payload, make=make, show=lambda id: _shown(request, id), status=202)


@router.get("/workspace-archives/{uuid:workspace_archive_id}", response=ArchiveOut, summary="Read an archive's state")
def get_archive(request: Any, workspace_archive_id: UUID) -> Any:
    return _shown(request, workspace_archive_id)


@router.get(
    "/workspace-archives/{uuid:workspace_archive_id}/file",
    openapi_extra=_BYTES,
    summary="Take the file",
    description="A ZIP file, streamed. 404 `archive_gone` before it is done and after seven days.",
)
def get_archive_file(request: Any, workspace_archive_id: UUID) -> StreamingHttpResponse:
    taken = keeping.take_archive(actor=request.actor, archive_id=workspace_archive_id)
    headers = {
        "Content-Disposition": f'attachment; filename="{taken.file_name}"',
        "Content-Length": str(taken.size_bytes),
    }
    return StreamingHttpResponse(_streamed(request.actor, taken.pk), content_type=ZIP, headers=headers)


@router.post("/workspace-restores", response={202: ArchiveOut}, summary="Bring a whole workspace in")
def create_restore(request: Any, file: File[UploadedFile]) -> Status:
    """An archive as it was taken out, into a workspace with nothing in it yet: all of it, or nothing. Read its state
    until it is `done`, or `refused` with the reason. People, keys and webhooks never come with a file."""
    take("import", request.actor.organization_id)
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)

    def make(id: UUID) -> None:
        keeping.request_restore(actor=request.actor, name=file.name or "", parts=file.chunks(), id=id)

    sent = _SentArchive(sha256=digest.hexdigest())
    return create(request, sent, make=make, show=lambda id: _shown(request, id), status=202)


create_restore.most_bytes = keeping.MOST_SENT_BYTES  # type: ignore[attr-defined]


def _shown(request: Any, archive_id: UUID) -> Any:
    actor = request.actor
    # Whoever may bring one in may see what came of it.
    seen = actor if actor.may("organization:export") else _seeing(actor)
    return _out(keeping.archive_row(actor=seen, archive_id=archive_id))


def _seeing(actor: Actor) -> Actor:
    actor.require("organization:restore")
    return replace(actor, permissions=actor.permissions | {"organization:export"})


def _out(row: Any) -> dict[str, Any]:
    names = ("id", "external_id", "version", "created_at", "updated_at", "direction", "status", "asked_by", "file_name")
    more = ("size_bytes", "rows_done", "rows_total", "finished_at", "expires_at")
    return {
        **{name: getattr(row, name) for name in (*names, *more)},
        "sha256": bytes(row.sha256).hex() if row.sha256 else None,
        "rows": row.result.get("rows", {}),
        "error": row.result.get("error"),
    }


def _streamed(actor: Actor, archive_id: UUID) -> Iterator[bytes]:
    """A stream is read after the request's boundary has closed, so it opens its own."""
    with tenant_boundary(actor.organization_id):
        yield from keeping.read_archive(actor=actor, archive_id=archive_id)
