"""CSV as it leaves the house: safe to open in a spreadsheet, and the same when it comes back.

A spreadsheet takes a cell that begins with = + - @ (or a tab, or a full-width form of these) for a formula, and a
formula can run programs (CWE-1236). Such a cell gets an apostrophe in front, the spreadsheet's own mark for text. So
does one that begins with an apostrophe, so that reading, which always takes one away, gives back what was there.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from omnistock.kernel.numbers import plain

BYTE_ORDER_MARK: Final = "\ufeff"
_DANGEROUS: Final = tuple("=+-@\t\r\n'＝＋－＠")  # the last four: some East Asian spreadsheets take them too
_ROWS_A_PART: Final = 200


def neutral(text: str) -> str:
    """`text` that no spreadsheet takes for a formula. `reading.cells.plain_text` is the way back."""
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def cell(value: Any, *, time_zone: str) -> str:
    """A value as text: exact numbers, ISO days, moments where the organization is, TRUE and FALSE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (dt.date, int)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return neutral("; ".join(str(each) for each in value))
    return neutral(str(value))


def csv_parts(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], *, time_zone: str, with_mark: bool = True
) -> Iterator[str]:
    """The file in parts of a few hundred rows. `with_mark`: begins with the byte order mark by which Excel knows
    UTF-8."""
    buffer = io.StringIO()
    if with_mark:
        buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(headings)
    for at, row in enumerate(rows, start=1):
        writer.writerow([cell(value, time_zone=time_zone) for value in row])
        if at % _ROWS_A_PART == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def separated(rows: Iterable[Sequence[str]], *, separator: str = ",") -> Iterator[str]:
    """Rows of text as they stand, each cell made safe, with the mark by which Excel knows UTF-8."""
    buffer = io.StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([neutral(text) for text in row])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def expiry_text(day: dt.date | None, precision: str) -> str:
    """2027-03 where a month is all that is printed on the pack."""
    if day is None:
        return ""
    return f"{day:%Y-%m}" if precision == "month" else day.isoformat()
