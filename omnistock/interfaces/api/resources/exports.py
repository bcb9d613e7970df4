"""Every list as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from omnistock.domain.exchange.exporting import export_list, export_named
from omnistock.domain.exchange.exports.lists import LISTS
from omnistock.interfaces.api.shapes import AskedFlag
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.limits import take

router = Router(tags=["Imports and exports"])

CSV = "text/csv; charset=utf-8"


class ExportQuery(Schema):
    mark: AskedFlag = Field(False, description="Begin with the mark by which Excel knows UTF-8.")


@router.get(
    "/exports/{name}",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}}},
    summary="A list as CSV",
    description="Streamed. What could be read as a formula is quoted, and read back as it was. The lists: "
    f"{', '.join(LISTS)}.",
)
def get_export(request: Any, name: Path[str], query: Query[ExportQuery]) -> StreamingHttpResponse:
    take("export", request.actor.organization_id)
    chosen = export_named(name)
    parts = export_list(actor=request.actor, name=chosen.name, with_mark=query.mark)
    headers = {"Content-Disposition": f'attachment; filename="{chosen.name}.csv"'}
    return StreamingHttpResponse(_streamed(request.actor, parts), content_type=CSV, headers=headers)


def _streamed(actor: Actor, parts: Iterator[str]) -> Iterator[bytes]:
    """A stream is read after the request's boundary has closed, so it opens its own."""
    with tenant_boundary(actor.organization_id):
        for part in parts:
            yield part.encode()
