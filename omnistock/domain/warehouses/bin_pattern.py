"""Many bins written in one line: `A-01..A-40`, `A-01-1..C-12-4`, `COLD-1, COLD-2`.

Both ends of a range have the same shape. Every number and every single letter in which they differ runs from the first
to the last, the right-hand one fastest, as a person walks: aisle, rack, shelf. Numbers keep the width of the first end.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Final

from django.utils.translation import gettext as _

from omnistock.kernel.errors import Fault, Invalid

MOST: Final = 1_000
_PART: Final = re.compile(r"[0-9]+|[A-Za-z]+|[^0-9A-Za-z]+")


def expand(text: str, *, pointer: str = "pattern") -> list[str]:
    """The codes that `text` stands for, in order. Raises `Invalid` with what would be right."""
    codes: list[str] = []
    for piece in (part.strip() for part in text.split(",")):
        if piece:
            first, dots, last = piece.partition("..")
            codes += _between(first.strip(), last.strip(), pointer) if dots else [piece]
        if len(codes) > MOST:
            raise _refused(pointer, _("That is more than %(most)s bins; make them in parts.") % {"most": MOST})
    if not codes:
        raise _refused(pointer, _("Write the first and the last bin, such as A-01..A-40."))
    folded = [code.upper() for code in codes]
    if twice := next((codes[at] for at, key in enumerate(folded) if key in folded[:at]), None):
        raise _refused(pointer, _("%(code)s comes twice.") % {"code": twice})
    return codes


def _between(first: str, last: str, pointer: str) -> list[str]:
    ends = list(zip(_PART.findall(first), _PART.findall(last), strict=False))
    if not ends or len(_PART.findall(first)) != len(_PART.findall(last)):
        message = _("%(first)s and %(last)s are not alike; write them as A-01..A-40.")
        raise _refused(pointer, message % {"first": first or "–", "last": last or "–"})
    runs = [_run(start, end, pointer) for start, end in ends]
    count = 1
    for run in runs:
        count *= len(run)
    if count > MOST:
        raise _refused(pointer, _("That is more than %(most)s bins; make them in parts.") % {"most": MOST})
    return ["".join(parts) for parts in product(*runs)]


def _run(start: str, end: str, pointer: str) -> list[str]:
    if start == end:
        return [start]
    if start.isdecimal() and end.isdecimal() and len(end) <= 6 and int(start) <= int(end) < int(start) + MOST + 1:
        return [str(number).zfill(len(start)) for number in range(int(start), int(end) + 1)]
    is_letters = len(start) == len(end) == 1 and start.isalpha() and end.isalpha() and start.isupper() == end.isupper()
    if is_letters and start <= end:
        return [chr(code) for code in range(ord(start), ord(end) + 1)]
    message = _("From %(start)s to %(end)s there is no row of bins: numbers and single letters go upwards.")
    raise _refused(pointer, message % {"start": start, "end": end})


def _refused(pointer: str, message: str) -> Invalid:
    return Invalid.of([Fault(pointer, message, "pattern")])
