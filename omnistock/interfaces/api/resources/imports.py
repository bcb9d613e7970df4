"""Files brought in: products, opening stock, customers, suppliers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from omnistock.domain.exchange import operations, queries
from omnistock.domain.exchange.annotating import annotated_file
from omnistock.domain.exchange.kinds.registry import KINDS
from omnistock.domain.exchange.undoing import undo_import, undo_preview
from omnistock.interfaces.api.shapes import NOTHING, AskedFlag, Body, ChangedPaged, Listed, Moment, Nothing, RecordOut
from omnistock.interfaces.api.writes import act, create, writer
from omnistock.kernel.errors import Fault, Invalid
from omnistock.tenancy.limits import take

router = Router(tags=["Imports and exports"])

ImportStatus = Literal["checking", "checked", "waiting", "running", "done", "refused", "cancelled", "undone"]


class ImportIn(Body):
    """The fields of the form, beside `file`."""

    kind: str = Field(max_length=24, description=f"One of {', '.join(KINDS)}.")
    dry_run: AskedFlag = Field(False, description="Only check the file.")
    warehouse: str = Field("", description="Code or name of the warehouse of rows that name none.")
    date_order: Literal["", "day_first", "month_first"] = Field("", description="Where the dates do not decide it.")
    in_background: AskedFlag = Field(
        False,
        description="Check it now (more than 256 KB: later, `checking`) and have the worker bring it in: read it until it is "
        "`done`, `refused` or, of a dry run, `checked`.",
    )
    again: AskedFlag = Field(False, description="Post a file once more that was posted before.")

    def options(self) -> dict[str, Any]:
        return self.given("kind", "dry_run", "in_background")


class _SentFile(ImportIn):
    """What makes two requests the same."""

    sha256: str


class ImportErrorOut(Schema):
    row: int | None
    column: str | None
    value: str | None
    message: str


class ImportColumnOut(Schema):
    heading: str
    field: str


class ImportHead(RecordOut):
    kind: str
    status: ImportStatus
    is_dry_run: bool
    file_name: str
    source: str = Field(description="The system that the file was recognised to come from.")
    rows: int
    rows_done: int = Field(description="How far the worker is while it is `checking` or `running`.")
    created: int
    changed: int
    unchanged: int
    error_count: int
    finished_at: Moment | None


class ImportOut(ImportHead):
    encoding: str
    separator: str
    date_order: str
    columns: list[ImportColumnOut]
    errors: list[ImportErrorOut] = Field(description="Each with its row and column, at most 1,000.")
    notices: list[str]


class ImportQuery(ChangedPaged):
    kind: str | None = Field(None, max_length=24)


@router.get("/imports", response=Listed[ImportHead], summary="List imports")
def list_imports(request: Any, query: Query[ImportQuery]) -> Any:
    return queries.imports(actor=request.actor, **query.given())


@router.post("/imports", response=ImportOut, summary="Bring a file in")
def create_import(request: Any, file: File[UploadedFile], payload: Form[ImportIn]) -> Status:
    """A CSV or XLSX file. It is judged whole first; then all of it is brought in, or nothing: status `done`, or
    `refused` with every error. The same file sent twice changes nothing."""
    _refuse_unknown(request.POST)
    take("import", request.actor.organization_id)
    content = b"".join(file.chunks())  # from its beginning, also where the request is done again

    given = operations.FileInput(kind=payload.kind, name=file.name or "", parts=[content], options=payload.options())

    def make(id: UUID) -> None:
        if payload.in_background and len(content) > operations.BIG_BYTES:
            operations.queue_check(actor=request.actor, file=given, is_dry_run=payload.dry_run, then_start=True, id=id)
        elif payload.dry_run or payload.in_background:
            made = operations.check_import(actor=request.actor, file=given, is_dry_run=payload.dry_run, id=id)
            if made.status == "checked" and not payload.dry_run:
                operations.start_import(actor=request.actor, import_id=id)
        else:
            operations.import_file(actor=request.actor, file=given, id=id)

    sent = _SentFile(**payload.given(), sha256=hashlib.sha256(content).hexdigest())
    return create(request, sent, make=make, show=lambda id: _shown(request, id), status=200)


@router.get("/imports/{uuid:import_id}", response=ImportOut, summary="Read an import")
def get_import(request: Any, import_id: UUID) -> Any:
    return queries.import_view(actor=request.actor, import_id=import_id)


@router.post("/imports/{uuid:import_id}/cancellation", response=ImportOut, summary="Leave an import that is not done")
def cancel_import(request: Any, import_id: UUID, payload: Nothing = NOTHING) -> Status:
    return act(request, payload, operations.cancel_import, import_id=import_id, show=_shown)


class UndoPreviewOut(Schema):
    removed: int = Field(description="Records that it made and that would go.")
    restored: int = Field(description="Records that it changed and that would become what they were.")
    documents: list[str] = Field(description="Numbers of the documents that would be reversed.")
    obstacles: list[str] = Field(description="What stands in the way; empty when it can be undone.")


@router.get(
    "/imports/{uuid:import_id}/undoing",
    response=UndoPreviewOut,
    summary="What undoing an import would do, and what stands in the way",
)
def get_undoing(request: Any, import_id: UUID) -> Any:
    return undo_preview(actor=request.actor, import_id=import_id)


@router.post("/imports/{uuid:import_id}/undoing", response=ImportOut, summary="Take everything back that an import did")
def undo(request: Any, import_id: UUID, payload: Nothing = NOTHING) -> Status:
    """Whole, or not at all: 409 `undo_blocked` names everything that stands in the way."""
    return act(request, payload, undo_import, import_id=import_id, show=_shown)


@router.get(
    "/imports/{uuid:import_id}/errors",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}}},
    summary="The file as it was sent, with what is wrong in front of every row",
    description="CSV for a CSV file, XLSX for a workbook.",
)
def get_errors(request: Any, import_id: UUID) -> HttpResponse:
    file = annotated_file(actor=request.actor, import_id=import_id)
    answer = HttpResponse(file.content, content_type=file.media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return answer


def _refuse_unknown(form: Iterable[str]) -> None:
    """django-ninja drops what a form has too much; here a typing mistake is told, as in every other body."""
    unknown = sorted(set(form) - ImportIn.model_fields.keys())
    if unknown:
        known = ", ".join(("file", *ImportIn.model_fields))
        message = f"An import has the fields {known}."
        raise Invalid.of([Fault(name[:60], message, "extra_forbidden") for name in unknown])


def _shown(request: Any, import_id: UUID) -> Any:
    return queries.import_view(actor=writer(request.actor), import_id=import_id)
