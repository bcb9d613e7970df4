"""A workbook that unpacks to more than anybody meant, and says that it does not: who unpacks it stops at what it said."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
import xlsxwriter

from omnistock.domain.exchange.errors import UnreadableFile
from omnistock.domain.exchange.reading import workbook
from omnistock.domain.exchange.reading.workbook import read_workbook

SHEET = "xl/worksheets/sheet1.xml"


def written(cell: str) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, cell)
    return held.getvalue()


def swollen(*, says: int | None) -> bytes:
    """A megabyte where a sheet should be; its size in the list of contents is `says`."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written("x"))) as real, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in real.infolist():
            made.writestr(entry.filename, real.read(entry) + (b" " * 1024 * 1024 if entry.filename == SHEET else b""))
    content = bytearray(held.getvalue())
    if says is not None:
        name = content.rindex(SHEET.encode())  # in the central directory, 46 bytes of head before the name
        content[name - 46 + 24 : name - 46 + 28] = struct.pack("<I", says)
    return bytes(content)


def test_a_workbook_is_read() -> None:
    assert read_workbook(written("SKU-1")) == [["SKU-1"]]


def test_one_that_says_how_much_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_workbook(swollen(says=None)) == [["x"]]
    monkeypatch.setattr(workbook, "_MOST_UNPACKED_BYTES", 512 * 1024)
    with pytest.raises(UnreadableFile, match="too large once unpacked"):
        read_workbook(swollen(says=None))


def test_one_that_says_it_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_UNPACKED_BYTES", 512 * 1024)
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_workbook(swollen(says=100))
