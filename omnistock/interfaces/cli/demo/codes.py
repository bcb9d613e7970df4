"""Numbers that are right in form and belong to nobody."""

from __future__ import annotations

from omnistock.kernel.gs1 import check_digit
from omnistock.kernel.india import gstin_check_character


def gstin(state_code: str, holder: str) -> str:
    """A GSTIN in a State. `holder` is the five letters of a PAN, the fourth its kind (C company, F firm); the PAN's
    serial is 0000, which is given to nobody."""
    first = f"{state_code}{holder}0000A1Z"
    return first + gstin_check_character(first)


def gtin(serial: int) -> str:
    """A GTIN-13 under 952, the prefix that GS1 keeps for examples."""
    first = f"952{serial:09d}"
    return first + check_digit(first)
