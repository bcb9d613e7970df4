"""The codes that stand on products: SKUs as they are compared, barcodes as they are kept."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from omnistock.kernel.batch_number import fold_batch_number
from omnistock.kernel.errors import Invalid
from omnistock.kernel.gs1 import check_digit_matches, to_gtin14
from omnistock.kernel.numbers import excerpt

LONGEST_BARCODE: Final = 80
_GTIN_LENGTHS: Final = (12, 13, 14)


def fold_sku(sku: str) -> str:
    """The form in which two SKUs are the same: case, width and doubled spaces do not matter, leading zeros do."""
    return fold_batch_number(sku)


def normal_barcode(typed: str) -> str:
    """A barcode as it is kept: a GTIN as 14 digits, any other code as it is.

    12 to 14 digits are a GTIN and their check digit must match; 8 digits are one only when it does, since shops number
    their own labels so. Raises `Invalid` with the code `missing`, `too_long`, `unprintable`, `lost_digits` or
    `check_digit`.
    """
    code = typed.strip()
    if not code:
        raise Invalid.at("", _("The barcode is empty."), "missing")
    if len(code) > LONGEST_BARCODE:
        message = _("The barcode “{code}” is too long; one has at most {most} characters.")
        raise Invalid.at("", message.format(code=excerpt(code, length=24), most=LONGEST_BARCODE), "too_long")
    if not code.isprintable():
        message = _("The barcode “{code}” holds a character that cannot be printed; scan it again.")
        raise Invalid.at("", message.format(code=excerpt(code)), "unprintable")
    if ";" in code:
        message = _("The barcode “{code}” holds a semicolon, which separates barcodes in files.")
        raise Invalid.at("", message.format(code=excerpt(code)), "separator")
    if is_rounded(code):
        message = _("“{code}” is a barcode that a spreadsheet rounded; set its column to Text and enter all digits.")
        raise Invalid.at("", message.format(code=excerpt(code)), "lost_digits")
    if not (code.isascii() and code.isdigit()):
        return code
    if len(code) in _GTIN_LENGTHS or (len(code) == 8 and check_digit_matches(code)):
        return to_gtin14(code)
    return code


def is_rounded(text: str) -> bool:
    """Whether `text` is a number in powers of ten (8.90E+12), as spreadsheets write long digits: some of them are
    lost."""
    mantissa, mark, exponent = text.strip().upper().partition("E+")
    return bool(mark) and exponent.isdigit() and mantissa.replace(".", "", 1).replace(",", "", 1).isdigit()
