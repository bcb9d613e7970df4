"""From a file to a table: rows of text with the number that a spreadsheet shows beside them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from omnistock.domain.exchange.errors import UnreadableFile
from omnistock.domain.exchange.reading.decoding import decode
from omnistock.domain.exchange.reading.workbook import is_workbook, read_workbook

SEPARATORS: Final = (",", ";", "\t", "|")
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 300
_LONGEST_CELL: Final = 1_000_000
_SAMPLE_ROWS: Final = 40
_SAMPLE_CHARACTERS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1, as a spreadsheet does, blank rows included."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """All rows that hold something. `separator` is "" for a workbook."""

    rows: tuple[Row, ...]
    encoding: str
    separator: str


def read_table(content: bytes) -> RawTable:
    """The table in a CSV or spreadsheet file. Raises `UnreadableFile` with a sentence that says what to do."""
    if not content.strip():
        raise UnreadableFile(_("The file is empty."))
    if is_workbook(content):
        return RawTable(_rows(read_workbook(content)), "workbook", "")
    decoded = decode(content)
    separator = find_separator(decoded.text)
    return RawTable(_rows(_parse(decoded.text, separator)), decoded.encoding, separator)


def find_separator(text: str) -> str:
    """The separator by which the first rows have most columns and most often the same number of them."""
    sample = text[:_SAMPLE_CHARACTERS]
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> tuple[int, int, int]:
    """How well `separator` cuts: rows of the commonest width (wider than one), that width, and an earlier place in the
    list."""
    try:
        widths = [
            len(cells) for cells in _limited(csv.reader(io.StringIO(sample, newline=""), delimiter=separator)) if cells
        ]
    except csv.Error:
        return (0, 0, 0)
    several = Counter(width for width in widths if width > 1)
    if not several:
        return (0, 0, -SEPARATORS.index(separator))
    width, rows = several.most_common(1)[0]
    return (rows, width, -SEPARATORS.index(separator))


def _limited(reader: csv._reader) -> list[list[str]]:  # type: ignore[name-defined]
    return [cells for cells, _count in zip(reader, range(_SAMPLE_ROWS), strict=False)]


def _parse(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    found: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            found.append(cells)
            if len(found) > MOST_ROWS + _SAMPLE_ROWS:
                break
    except csv.Error as error:
        message = _("Row {row} cannot be read ({why}); a quotation mark there may be open.")
        raise UnreadableFile(message.format(row=len(found) + 1, why=error)) from None
    return found


def _rows(lines: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    rows = tuple(
        Row(number, tuple(cells)) for number, cells in enumerate(lines, start=1) if any(cell.strip() for cell in cells)
    )
    if not rows:
        raise UnreadableFile(_("The file has no rows."))
    if len(rows) > MOST_ROWS + 1:  # and the headings
        raise UnreadableFile(_("The file has more than {most} rows; split it.").format(most=MOST_ROWS))
    if max(len(row.cells) for row in rows) > MOST_COLUMNS:
        message = _("A row has more than {most} columns; check which character separates them.")
        raise UnreadableFile(message.format(most=MOST_COLUMNS))
    return rows
