"""Reading imports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from omnistock.domain.exchange.access import import_rows
from omnistock.domain.exchange.kinds.registry import KINDS
from omnistock.domain.exchange.models import Import
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.records import RecordView


@dataclass(frozen=True, slots=True)
class ImportView(RecordView):
    """`errors` are {row, column, value, message}, at most 1,000 of `error_count`. `columns` are {at, heading, field} as the
    file has them, `sample` its first rows; `details` what else came of it (adjustments, bins_made, units_made,
    same_as)."""

    finished_at: dt.datetime | None
    kind: str
    status: str
    is_dry_run: bool
    file_name: str
    file_id: UUID
    size_bytes: int
    source: str
    encoding: str
    separator: str
    heading_row: int
    date_order: str
    options: dict[str, Any]
    mapping: dict[str, str]
    rows: int
    rows_done: int
    created: int
    changed: int
    unchanged: int
    error_count: int
    errors: list[dict[str, Any]]
    columns: list[dict[str, Any]]
    sample: list[list[str]]
    notices: list[str]
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field that a column can be mapped to."""

    name: str
    label: str
    is_needed: bool = False


def imports(
    *,
    actor: Actor,
    kind: str | None = None,
    updated_since: dt.datetime | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[ImportView]:
    """A page of imports in one statement, the newest first, or by change where `updated_since` asks."""
    actor.require("exchange:write")
    rows = import_rows(actor=actor)
    rows = rows.filter(kind=kind) if kind else rows
    rows = changed_since(rows, actor=actor, since=updated_since)
    order = ("-id",) if updated_since is None else ("updated_at", "id")
    found = page(rows, order=order, cursor=cursor, limit=limit)
    return Page([_view(row) for row in found.items], found.next_cursor)


def import_view(*, actor: Actor, import_id: UUID) -> ImportView:
    """One import. Raises `NotFound`."""
    actor.require("exchange:write")
    return _view(find(import_rows(actor=actor), import_id, kind="import"))


def import_fields(*, kind: str) -> list[FieldView]:
    """What the columns of a file of this kind may be."""
    found = KINDS[kind]
    needed = {name for names in found.needs for name in names}
    return [FieldView(field.name, field.label, field.name in needed) for field in found.fields]


def _view(row: Import) -> ImportView:
    details = dict(row.result)
    return ImportView(
        id=row.id,
        external_id=row.external_id,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        finished_at=row.finished_at,
        kind=row.kind,
        status=row.status,
        is_dry_run=row.is_dry_run,
        file_name=row.file.name,
        file_id=row.file_id,
        size_bytes=row.file.size_bytes,
        source=details.pop("source", ""),
        encoding=row.encoding,
        separator=row.separator,
        heading_row=details.pop("heading_row", 0),
        date_order=details.pop("date_order", ""),
        options=row.options,
        mapping=row.mapping,
        rows=row.rows,
        rows_done=row.rows_done,
        created=row.created,
        changed=row.changed,
        unchanged=row.unchanged,
        error_count=row.error_count,
        errors=row.errors,
        columns=details.pop("columns", []),
        sample=details.pop("sample", []),
        notices=details.pop("notices", []),
        details=details,
    )
