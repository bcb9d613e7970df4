"""A quantity as a counter types it: `34`, `3 box`, `3 box + 4 strip`; several units in one field."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from omnistock.domain.catalog.units import ProductFacts, to_base
from omnistock.kernel.errors import Fault, Invalid
from omnistock.kernel.numbers import EXACT, excerpt, parse_number, plain

LONGEST: Final = 80
_PART: Final = re.compile(r"\s*\+?\s*([0-9][0-9.,]*)\s*([^\W\d_][^\s+0-9]*)?\s*")
_PLACES: Final = 4
_MOST: Final = Decimal(10) ** 14


def typed_base(
    facts: ProductFacts, typed: str, *, unit: str | None, pointer: str, faults: list[Fault]
) -> Decimal | None:
    """What was typed, in base units; 0 is a count too. `unit` is that of a number without one (None: the base unit).

    Appends what is wrong to `faults`, at `pointer`, and returns None.
    """
    text = typed.strip()
    parts = _parts(text)
    if parts is None:
        message = _("“{text}” is not a quantity; write a number, or several units as in {example}.")
        example = " + ".join(f"3 {code}" for code in list(facts.units)[:2][::-1])
        faults.append(Fault(pointer, message.format(text=excerpt(text), example=example), "not_a_number"))
        return None
    total, count = Decimal(0), len(faults)
    for number, code in parts:
        quantity = _number(number, pointer=pointer, faults=faults)
        if quantity is None:
            continue
        found = to_base(
            facts, _unit_of(facts, code) if code else unit, quantity, pointer=pointer, faults=faults, allow_zero=True
        )
        total = EXACT.add(total, found.quantity_base) if found else total
    if len(faults) > count:
        # All of it stands in one field: a wrong unit is a fault of that field.
        faults[count:] = [Fault(pointer, each.message, each.code, each.details) for each in faults[count:]]
        return None
    if facts.tracking == "serial" and total not in (0, 1):
        message = _("A serial number is there or it is not: write 1 or 0, not {quantity}.")
        faults.append(Fault(pointer, message.format(quantity=plain(total)), "serial_is_one"))
        return None
    return total


def _parts(text: str) -> list[tuple[str, str]] | None:
    """(number, unit or "") of each part; None where the text is no quantity."""
    if not text or len(text) > LONGEST:
        return None
    found, at = [], 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None or part.end() == at:
            return None
        found.append((part[1], part[2] or ""))
        at = part.end()
    # "3 4" is two numbers and no unit between them: a slip, not seven.
    return found if len(found) == 1 or all(unit for _number, unit in found[:-1]) else None


def _number(text: str, *, pointer: str, faults: list[Fault]) -> Decimal | None:
    try:
        return parse_number(text, name=gettext_noop("quantity"), places=_PLACES, most=_MOST)
    except Invalid as refusal:
        faults.extend(Fault(pointer, fault.message, fault.code, fault.details) for fault in refusal.faults)
        return None


def _unit_of(facts: ProductFacts, code: str) -> str:
    """The product's unit that was meant: by its code, by a plural, or by a beginning that only one unit has."""
    typed = code.casefold().rstrip(".")
    for known in facts.units:
        if typed in (known, f"{known}s", f"{known}es"):
            return known
    begun = [known for known in facts.units if known.startswith(typed)]
    return begun[0] if len(begun) == 1 else typed
