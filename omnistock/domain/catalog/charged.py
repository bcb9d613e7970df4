"""A line's quantity as it is bought or sold: what is charged and what comes free, as typed and in base units."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import Converted, ProductFacts, to_base
from omnistock.kernel.errors import Fault
from omnistock.kernel.quantity import QUANTITY_MOST


class Charged(NamedTuple):
    """`quantity` and `free_quantity` are in the unit of `factor` base units; `quantity_base` is both together,
    `free_base` the free part of it. `converted` is for `mark_units_used`."""

    unit_code: str
    factor: Decimal
    quantity: Decimal
    free_quantity: Decimal
    quantity_base: Decimal
    free_base: Decimal
    converted: Converted


def charged_and_free(
    facts: ProductFacts,
    unit_code: str | None,
    *,
    quantity: Decimal,
    free_quantity: Decimal,
    pointer: str,
    faults: list[Fault],
) -> Charged | None:
    """Both quantities of the line at `pointer` (`lines/0`). One of them may be 0, not both.

    Appends what is wrong to `faults` and returns None.
    """
    already = len(faults)
    paid = to_base(
        facts, unit_code, quantity, pointer=f"{pointer}/quantity", faults=faults, allow_zero=free_quantity > 0
    )
    if paid is None:
        return None
    free_base = Decimal(0)
    if free_quantity:
        free = to_base(facts, unit_code, free_quantity, pointer=f"{pointer}/free_quantity", faults=faults)
        if free is None:
            return None
        free_quantity, free_base = free.quantity, free.quantity_base
    whole = paid.quantity_base + free_base
    if whole > QUANTITY_MOST:
        faults.append(Fault(f"{pointer}/quantity", _("The quantity with the free goods is too large."), "too_large"))
    if len(faults) > already:
        return None
    return Charged(
        unit_code=paid.unit_code,
        factor=paid.factor,
        quantity=paid.quantity,
        free_quantity=free_quantity,
        quantity_base=whole,
        free_base=free_base,
        converted=paid,
    )
