"""Quantities: exact decimals in the product's base unit, as the column `numeric(18,4)` holds them."""

from __future__ import annotations

from decimal import Decimal
from math import gcd
from typing import Final

from omnistock.kernel.errors import Fault, Invalid
from omnistock.kernel.numbers import EXACT, decimals_of, excerpt, parse_number, plain
from omnistock.kernel.words import gettext as _
from omnistock.kernel.words import gettext_noop

QUANTITY_PLACES: Final = 4
QUANTITY_MOST: Final = Decimal("99999999999999.9999")
FACTOR_PLACES: Final = 8
FACTOR_MOST: Final = Decimal("9999999999.99999999")

_TYPED_SCALE: Final = 10**QUANTITY_PLACES
_FACTOR_SCALE: Final = 10**FACTOR_PLACES


class InexactQuantity(Invalid):
    """The quantity is finer than the base unit can be counted.

    `lower` and `upper` are the two nearest quantities, in the unit that was typed, that can be; `lower` is None
    where only zero lies below, `upper` where the next one no longer fits the column.
    """

    def __init__(self, message: str, *, lower: Decimal | None, upper: Decimal | None) -> None:
        nearest = [plain(value) for value in (lower, upper) if value is not None]
        fault = Fault(pointer="", message=message, code="too_precise", details={"nearest": nearest})
        super().__init__(message, faults=[fault])
        self.lower = lower
        self.upper = upper


def parse_quantity(
    typed: str | int | Decimal, *, allow_negative: bool = False, allow_zero: bool = False, places: int = QUANTITY_PLACES
) -> Decimal:
    """The quantity that a person or a file wrote, in whatever unit stands beside it.

    Raises `Invalid` with the code `not_a_number`, `negative`, `zero`, `too_precise` or `too_large`.
    """
    value = parse_number(
        typed, name=gettext_noop("quantity"), places=places, most=QUANTITY_MOST, allow_negative=allow_negative
    )
    if value == 0 and not allow_zero:
        raise Invalid.at("", _("The quantity must not be 0."), "zero")
    return value


def parse_factor(typed: str | int | Decimal) -> Decimal:
    """How many base units a pack unit holds: at least 1, at most 8 decimals.

    The base unit is the smallest, so a factor under 1 means that the units stand the wrong way round.
    Raises `Invalid` with the codes of `parse_number`, or `factor_below_one`.
    """
    value = parse_number(typed, name=gettext_noop("number of base units"), places=FACTOR_PLACES, most=FACTOR_MOST)
    if value < 1:
        message = _("A pack holds at least 1 base unit, not {value}: make the smaller unit the base unit.")
        raise Invalid.at("", message.format(value=plain(value)), "factor_below_one")
    return value


def to_base(*, quantity: Decimal, factor: Decimal, precision: int = QUANTITY_PLACES, unit: str = "") -> Decimal:
    """`quantity` packs of `factor` base units each, in base units, exactly.

    `precision` is how many decimals the base unit is counted to: 0 for pieces, 3 for kilograms by the gram.
    `unit` is the pack's name, for the sentence. Raises `InexactQuantity` where the answer would need rounding
    (contract: a finer quantity is refused, naming the two nearest that are not), `Invalid` `too_large` where it
    does not fit.
    """
    base = EXACT.multiply(quantity, factor)
    if abs(base) > QUANTITY_MOST:
        message = _("The quantity is too large; the most is {most} base units.")
        raise Invalid.at("", message.format(most=plain(QUANTITY_MOST)), "too_large")
    if decimals_of(base) <= precision:
        return base
    raise _inexact(quantity=quantity, factor=factor, precision=precision, unit=unit)


def _inexact(*, quantity: Decimal, factor: Decimal, precision: int, unit: str) -> InexactQuantity:
    lower, upper = nearest_exact(quantity=quantity, factor=factor, precision=precision)
    near = [plain(value) for value in (lower, upper) if value is not None]
    fine = _("{quantity} is not a number of base units with {decimals} decimals.")
    said = fine if precision else _("{quantity} is not a number of whole base units.")
    message = said.format(quantity=f"{plain(quantity)} {excerpt(unit)}".rstrip(), decimals=precision)
    if near:
        nearest = _("The nearest are {one} and {other}.") if len(near) == 2 else _("The nearest is {one}.")
        message = f"{message} {nearest.format(one=near[0], other=near[-1])}"
    return InexactQuantity(message, lower=lower, upper=upper)


def nearest_exact(*, quantity: Decimal, factor: Decimal, precision: int) -> tuple[Decimal | None, Decimal | None]:
    """The two nearest quantities (4 decimals, in packs) around `quantity` whose base quantity is exact.

    In ten-thousandths of a pack n and hundred-millionths of a base unit f, n packs are n*f / 10**12 base units. That
    has no digit past `precision` just when 10**(12-precision) divides n*f, so the n that will do are the
    multiples of one step.
    """
    modulus = 10 ** (QUANTITY_PLACES + FACTOR_PLACES - precision)
    step = modulus // gcd(int(factor * _FACTOR_SCALE), modulus)
    below = int(abs(quantity) * _TYPED_SCALE) // step * step
    candidates = (Decimal(below) / _TYPED_SCALE, Decimal(below + step) / _TYPED_SCALE)
    sign = -1 if quantity < 0 else 1
    fit = [
        value * sign if value > 0 and EXACT.multiply(value, factor) <= QUANTITY_MOST else None for value in candidates
    ]
    lower, upper = (fit[0], fit[1]) if sign > 0 else (fit[1], fit[0])
    return lower, upper
