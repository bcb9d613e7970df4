"""A list as a file to keep, as the list's own page is filtered: CSV, streamed, or a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import FileResponse, StreamingHttpResponse

from omnistock.domain.exchange.exporting import export_list, export_workbook
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.boundary import tenant_boundary

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_answer(*, actor: Actor, name: str, asked: Mapping[str, Any]) -> StreamingHttpResponse:
    """The list, a part at a time: a million rows take the memory of a few hundred. Raises `PermissionMissing`, and
    writes down that it was taken out, before the first part."""
    parts = export_list(actor=actor, name=name, asked=asked)
    answer = StreamingHttpResponse(_streamed(actor, parts), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_file_name(actor, name)}.csv"'
    return answer


def workbook_answer(*, actor: Actor, name: str, asked: Mapping[str, Any]) -> FileResponse:
    """The list as a workbook, from a temporary file. Raises `PermissionMissing`."""
    file = export_workbook(actor=actor, name=name, asked=asked)
    return FileResponse(file, as_attachment=True, filename=f"{_file_name(actor, name)}.xlsx", content_type=XLSX)


def _streamed(actor: Actor, parts: Iterator[str]) -> Iterator[bytes]:
    """A stream is read after the request's boundary has closed, so it opens its own."""
    with tenant_boundary(actor.organization_id):
        for part in parts:
            yield part.encode()


def _file_name(actor: Actor, name: str) -> str:
    return f"{name.replace('_', '-')}-{actor.today.isoformat()}"
