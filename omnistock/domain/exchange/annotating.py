"""The person's own file back, with a column that says what is wrong in each row: CSV for CSV, XLSX for a workbook."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

import xlsxwriter
from django.utils.translation import gettext as _

from omnistock.domain.exchange.access import import_rows
from omnistock.domain.exchange.exports.writing import separated
from omnistock.domain.exchange.reading.table import RawTable, read_table
from omnistock.domain.files.storing import read_file
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
_WIDEST_COLUMN: Final = 60


@dataclass(frozen=True, slots=True)
class AnnotatedFile:
    name: str
    media_type: str
    content: bytes


def annotated_file(*, actor: Actor, import_id: UUID) -> AnnotatedFile:
    """The file of an import as it was sent, every row in its place, and in front of it what is wrong there.

    Mended and sent again, its first column is one that nobody knows, and is left out. Raises `NotFound`.
    """
    actor.require("exchange:write")
    row = find(import_rows(actor=actor), import_id, kind="import")
    table = read_table(read_file(actor=actor, file_id=row.file_id))
    rows = list(_rows(table, row.errors, int(row.result.get("heading_row", 0)), row.error_count))
    stem = PurePath(row.file.name).stem[:200]
    if table.separator:
        text = "".join(separated(rows, separator=table.separator))
        return AnnotatedFile(f"{stem}-errors.csv", CSV, text.encode())
    return AnnotatedFile(f"{stem}-errors.xlsx", XLSX, _workbook(rows))


def _rows(table: RawTable, errors: Sequence[dict[str, Any]], heading_row: int, count: int) -> Iterator[tuple[str, ...]]:
    """Rows with their remark in front, blank ones too, so that each stands where the message says it stands."""
    remarks: dict[int, list[str]] = defaultdict(list)
    for error in errors:
        column = f"{error['column']}: " if error["column"] and error["row"] else ""
        remarks[error["row"] or heading_row].append(f"{column}{error['message']}")
    number = 0
    for row in table.rows:
        for _blank in range(number + 1, row.number):
            yield ("",)
        number = row.number
        said = " ".join(remarks[number])
        yield (_heading(said, len(errors), count) if number == heading_row else said, *row.cells)


def _heading(said: str, shown: int, count: int) -> str:
    heading = _("What is wrong")
    if count > shown:
        heading = _("What is wrong (the first {shown} of {count})").format(shown=shown, count=count)
    return f"{heading}: {said}" if said else heading


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Cells as text, so that nothing of them becomes a number, a date or a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    wrong = book.add_format({"bg_color": "#FDE7E9", "text_wrap": True})
    sheet.set_column(0, 0, _WIDEST_COLUMN)
    for at, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write_string(at, column, cell, wrong if column == 0 and cell else None)
    book.close()
    return buffer.getvalue()
