"""Whether the numbers of a file are written 1.234,50, as spreadsheets of much of the world write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_NUMBER: Final = re.compile(r"\d[\d.,]*")
# What can be read in one way alone: 30,50 and 1.234,5 have a comma before their decimals; 30.50 and 1,234.5 a point. Neither
# groups what has four digits before it.
_COMMA: Final = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|(?:0|\d{4,}),\d+|\d{1,3}(?:\.\d{3})+,\d+")
_POINT: Final = re.compile(
    r"\d+\.(?:\d{1,2}|\d{4,})|(?:0|\d{4,})\.\d+|\d{1,3}(?:,\d{2,3})+\.\d+|\d{1,3}(?:,\d{2,3})+,\d{3}"
)
# Three digits behind the only separator: 15.000 is fifteen here and fifteen thousand there.
_EITHER: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
# The points of a day in the wrong column, 12.05.2026, group nothing.
_WRITTEN: Final = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d*)?")
_OTHER_WAY: Final = str.maketrans({".": "", ",": "."})


def decimal_comma(cells: Iterable[str]) -> str:
    """A number that proves a decimal comma; "" where none does, or another proves a point."""
    proof = ""
    for number in _numbers(cells):
        if _POINT.fullmatch(number):
            return ""
        if not proof and _COMMA.fullmatch(number):
            proof = number
    return proof


def undecided(cells: Iterable[str]) -> str:
    """The first number that can be read in two ways, where no other says which; "" where there is none, or another does."""
    first = ""
    for number in _numbers(cells):
        if _POINT.fullmatch(number) or _COMMA.fullmatch(number):
            return ""
        if not first and _EITHER.fullmatch(number):
            first = number
    return first


def with_point(cell: str) -> str:
    """The cell with its number as we write it: € 1.234,50 is € 1234.50. What is no number so stays, and is refused as that."""
    return _NUMBER.sub(_other_way, cell, count=1)


def _numbers(cells: Iterable[str]) -> Iterator[str]:
    """The first of each cell that has one."""
    return (found[0] for cell in cells if (found := _NUMBER.search(cell)))


def _other_way(found: re.Match[str]) -> str:
    return found[0].translate(_OTHER_WAY) if _WRITTEN.fullmatch(found[0]) else found[0]
