"""Labels to stick on: a code that a scanner reads, and what a person reads beside it. Rolls of one size, or A4 sheets.

A GTIN with batch and expiry becomes a GS1 Data Matrix of (01)(17)(10), the predefined ones first so that only the last
element ends open (GS1 General Specifications 7.8); what has no GTIN becomes a Code 128 of its own code.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typst
import zxingcpp

from omnistock.kernel.gs1 import is_gs1_text

_HERE: Final = Path(__file__).parent
# Width and height in millimetres, by the name that people know a roll by.
SIZES: Final = {"38x25": (38, 25), "50x25": (50, 25), "100x50": (100, 50)}
MOST: Final = 2_000
_BATCH_LONGEST: Final = 20


@dataclass(frozen=True, slots=True)
class Sticker:
    """`title` and `lines` are read by people, `code` by scanners: GS1 text with brackets, or any ASCII text."""

    title: str
    code: str
    is_gs1: bool
    lines: tuple[str, ...] = ()


def gs1_code(*, gtin: str, batch_number: str = "", expires_on: dt.date | None = None, is_month: bool = False) -> str:
    """(01)(17)(10) as GS1 writes it for people; a month's expiry has the day 00. '' where the number does not fit."""
    if batch_number and (len(batch_number) > _BATCH_LONGEST or not is_gs1_text(batch_number)):
        return ""
    expiry = "" if expires_on is None else f"(17){expires_on:%y%m}{'00' if is_month else f'{expires_on:%d}'}"
    return f"(01){gtin}{expiry}" + (f"(10){batch_number}" if batch_number else "")


def render_stickers(stickers: Sequence[Sticker], *, size: str, is_sheet: bool, on: dt.date) -> bytes:
    """The PDF: one page a label, or A4 sheets full of them."""
    width, height = SIZES[size]
    data = {
        "width": width,
        "height": height,
        "is_sheet": is_sheet,
        "stickers": [
            {"title": each.title, "lines": each.lines, "svg": _symbol(each), "is_linear": not each.is_gs1}
            for each in stickers
        ],
    }
    fonts = _HERE / "fonts"
    pdf: bytes = typst.compile(
        str(_HERE / "templates" / "stickers.typ"),
        root=str(_HERE / "templates"),
        font_paths=[str(fonts)] if fonts.is_dir() else [],
        ignore_system_fonts=fonts.is_dir(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(dt.datetime(on.year, on.month, on.day, tzinfo=dt.UTC).timestamp()),
    )
    return pdf


def _symbol(sticker: Sticker) -> str:
    if sticker.is_gs1:
        made = zxingcpp.create_barcode(sticker.code, zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    else:
        made = zxingcpp.create_barcode(sticker.code, zxingcpp.BarcodeFormat.Code128)
    return str(zxingcpp.write_barcode_to_svg(made, add_quiet_zones=True))
