"""A list as an XLSX workbook: one sheet, its heading row kept in sight, numbers and days as such."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

import xlsxwriter

# What a sheet can hold, its heading row left out.
MOST_ROWS: Final = 1_048_575
_LONGEST_CELL: Final = 32_767
# A workbook counts in binary and keeps 15 digits: what has more is written as text, whole.
_MOST_DIGITS: Final = 15


def workbook_file(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str, time_zone: str) -> IO[bytes]:
    """The file, at its beginning, to be closed by whoever reads it. Rows that no sheet can hold are left out."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (its reader closes it)
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "in_memory": False, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 0)
    formats: dict[type, Any] = {
        dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
        dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, book.add_format({"bold": True}))
    for at, row in enumerate(rows, start=1):
        if at > MOST_ROWS:
            break
        for column, value in enumerate(row):
            _write(sheet, at, column, _plain(value, time_zone), formats)
    book.close()
    file.seek(0)
    return file


def _plain(value: Any, time_zone: str) -> Any:
    if isinstance(value, dt.datetime):  # a workbook knows no time zones
        return value.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None, second=0, microsecond=0)
    if isinstance(value, (list, tuple)):
        return "; ".join(str(each) for each in value)
    return value


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[type, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, Decimal)) and len(Decimal(value).as_tuple().digits) <= _MOST_DIGITS:
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, formats[type(value)])
    else:
        sheet.write_string(row, column, str(value)[:_LONGEST_CELL])
