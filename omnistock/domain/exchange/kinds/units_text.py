"""Pack units in one cell: "strip 10; box 100 (18901234567897)", as exports write them and imports read them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.exchange.parsing import normal_unit
from omnistock.domain.exchange.reading.cells import number, several
from omnistock.kernel.errors import Invalid
from omnistock.kernel.numbers import excerpt, plain

_PACK: Final = re.compile(r"(?P<code>.+?)\s+(?P<factor>[\d.,]+)\s*(?:\((?P<barcodes>[^()]*)\))?")


def read_units(cell: str) -> tuple[PackUnitInput, ...]:
    """Raises `Invalid` saying how to write it."""
    return tuple(_pack(part) for part in several(cell))


def _pack(text: str) -> PackUnitInput:
    found = _PACK.fullmatch(text)
    if found is None:
        message = _(
            "“{text}” is no pack unit; write its name and how many base units it holds, as in “box 100; strip 10”."
        )
        raise Invalid.at("", message.format(text=excerpt(text)), "pack_unit")
    barcodes = tuple(code.strip() for code in (found["barcodes"] or "").split("|") if code.strip())
    return PackUnitInput(code=normal_unit(found["code"]), factor=number(found["factor"]), barcodes=barcodes)


def write_units(packs: Iterable[Any]) -> str:
    """Of anything with `code`, `factor` and `barcodes`."""
    return "; ".join(
        f"{pack.code} {plain(pack.factor)}" + (f" ({'|'.join(pack.barcodes)})" if pack.barcodes else "")
        for pack in packs
    )
