"""Money: amounts with exactly the currency's decimals, unit prices with up to four; rounding is half up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from omnistock.kernel.currencies import INR, Currency
from omnistock.kernel.numbers import EXACT, Grouping, grouped, parse_number
from omnistock.kernel.words import gettext_noop

AMOUNT_MOST: Final = Decimal("99999999999999.99")
UNIT_PRICE_PLACES: Final = 4
UNIT_PRICE_MOST: Final = Decimal("99999999999999.9999")


def round_amount(value: Decimal, *, currency: Currency = INR) -> Decimal:
    """`value` rounded half up to the currency's decimals (2.345 becomes 2.35, -2.345 becomes -2.35)."""
    return value.quantize(Decimal(1).scaleb(-currency.places), context=EXACT)


def parse_amount(typed: str | int | Decimal, *, currency: Currency = INR, allow_negative: bool = False) -> Decimal:
    """An amount of money as typed, with the currency's decimals filled up.

    Raises `Invalid` with the codes of `parse_number`; an amount finer than the currency is refused, not rounded.
    """
    value = parse_number(
        typed, name=gettext_noop("amount"), places=currency.places, most=AMOUNT_MOST, allow_negative=allow_negative
    )
    return round_amount(value, currency=currency)


def parse_unit_price(typed: str | int | Decimal) -> Decimal:
    """The price or cost of one unit as typed: not negative, at most 4 decimals. Raises `Invalid`."""
    return parse_number(typed, name=gettext_noop("price"), places=UNIT_PRICE_PLACES, most=UNIT_PRICE_MOST)


def share(*, value: Decimal, quantity: Decimal, total: Decimal, currency: Currency = INR) -> Decimal:
    """What `quantity` units take of the `value` that `total` units are worth.

    All of `total` takes all of `value`, so the last unit takes the remainder, and a value is used up to its last paisa
    however it is issued: 250.00 over 7,000 pieces comes back as 250.00. Needs 0 <= quantity <= total
    and total > 0 (a ValueError is the caller's bug).
    """
    if not 0 <= quantity <= total or total == 0:
        raise ValueError(f"cannot take {quantity} of {total}")
    part = EXACT.divide(EXACT.multiply(value, quantity), total)
    return round_amount(part, currency=currency)


def spread(*, amount: Decimal, weights: Sequence[Decimal], currency: Currency = INR) -> list[Decimal]:
    """`amount` spread over `weights`, in their order; the parts add up to it exactly.

    Each part is rounded half up; what rounding leaves goes on the largest weight (the first of equals), and from there
    on to the next only where a part would else fall under 0 or, where the weights are amounts themselves that hold
    `amount`, pass its own weight (a hundred lines of 0.01). Neither amount nor weights are negative, and weights
    that are all 0 take only an amount of 0 (else ValueError: the caller's bug).
    """
    whole = sum(weights, Decimal(0))
    if amount < 0 or any(weight < 0 for weight in weights) or (whole == 0 and amount != 0):
        raise ValueError("an amount that is not negative is spread over weights that are not negative, and not all 0")
    if whole == 0:
        return [round_amount(Decimal(0), currency=currency) for _ in weights]
    parts = [round_amount(EXACT.divide(EXACT.multiply(amount, weight), whole), currency=currency) for weight in weights]
    left = amount - sum(parts, Decimal(0))
    are_caps = amount <= whole and all(weight == round_amount(weight, currency=currency) for weight in weights)
    for at in sorted(range(len(weights)), key=lambda at: -weights[at]):
        most = weights[at] if are_caps else amount
        moved = min(left, most - parts[at]) if left > 0 else max(left, -parts[at])
        parts[at] += moved
        left -= moved
    return parts


def line_amount(*, quantity: Decimal, unit_price: Decimal, currency: Currency = INR) -> Decimal:
    """`quantity` times `unit_price`, rounded half up to the currency's decimals."""
    return round_amount(EXACT.multiply(quantity, unit_price), currency=currency)


def format_amount(
    amount: Decimal, *, currency: Currency = INR, grouping: Grouping = Grouping.INDIAN, with_symbol: bool = True
) -> str:
    """An amount for reading: "₹ 1,20,000.50", "−₹ 5.00", "CHF 12.30". A no-break space follows the sign."""
    text = grouped(abs(amount), grouping=grouping, places=currency.places)
    sign = "\N{MINUS SIGN}" if amount < 0 else ""
    return sign + (f"{currency.symbol}\N{NO-BREAK SPACE}{text}" if with_symbol else text)
