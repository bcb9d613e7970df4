"""XLSX, XLS and ODS: the first sheet that holds something, its cells as the text that a CSV of it would hold."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from omnistock.domain.exchange.errors import UnreadableFile

_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
# A workbook is a ZIP: ten megabytes of it could unpack to ten thousand.
_MOST_UNPACKED_BYTES: Final = 200 * 1024 * 1024


def is_workbook(content: bytes) -> bool:
    if content.startswith(_OLD_WORKBOOK):
        return True
    if not content.startswith(_ZIP):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return False
    return any(name.startswith(("xl/", "content.xml")) for name in names)


def read_workbook(content: bytes) -> list[list[str]]:
    """The rows of the first sheet with something in it. Raises `UnreadableFile`."""
    if content.startswith(_ZIP):
        unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(content)).infolist())
        if unpacked > _MOST_UNPACKED_BYTES:
            raise UnreadableFile(_("The workbook is too large once unpacked; save the sheet as CSV and split it."))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell not in ("", None) for cells in rows for cell in cells):
                return [[_text(cell) for cell in cells] for cells in rows]
    except PasswordError:
        raise UnreadableFile(_("The workbook has a password; save it without one.")) from None
    except (CalamineError, ValueError, OSError):
        raise UnreadableFile(_("The workbook cannot be read; save its sheet as CSV and send that.")) from None
    raise UnreadableFile(_("The workbook has no rows."))


def _text(cell: Any) -> str:
    """A number without exponent (a workbook keeps 13 digits whole, unlike a CSV of it), a day in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        text = f"{Decimal(repr(cell)):f}"
        return text.removesuffix(".0")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, (dt.date, dt.time)) else str(cell)
