"""From how a line is priced to the price of one unit. Pure: the order uses it, and the invoice again with the batch's
own MRP and cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from omnistock.kernel.money import UNIT_PRICE_PLACES
from omnistock.kernel.numbers import EXACT

_HUNDRED: Final = Decimal(100)
_STEP: Final = Decimal(1).scaleb(-UNIT_PRICE_PLACES)


@dataclass(frozen=True, slots=True)
class Price:
    """`unit_price` is for one of the line's unit, to 4 decimals, half up. `source` says where it is from, to show
    beside it: entered, product, mrp_less, cost_plus, or missing (then it is 0)."""

    unit_price: Decimal
    source: str


MISSING: Final = Price(unit_price=Decimal(0), source="missing")


def price_of(
    *,
    basis: str,
    value: Decimal | None,
    factor: Decimal,
    sale_price: Decimal | None = None,
    mrp: Decimal | None = None,
    unit_cost: Decimal | None = None,
) -> Price:
    """The price of one unit of `factor` base units. `sale_price`, `mrp` and `unit_cost` are per base unit, None where
    unknown.

    `basis` and `value` are those of `SalesOrderLineInput`; a fixed price without value is the product's sale price. A
    price that needs something unknown is `MISSING`.
    """
    if basis == "mrp_less" and value is not None and mrp is not None:
        return Price(_per_unit(mrp, factor=factor, percent=_HUNDRED - value), "mrp_less")
    if basis == "cost_plus" and value is not None and unit_cost is not None:
        return Price(_per_unit(unit_cost, factor=factor, percent=_HUNDRED + value), "cost_plus")
    if basis == "fixed" and value is not None:
        return Price(value.quantize(_STEP, context=EXACT), "entered")
    if basis == "fixed" and sale_price is not None:
        return Price(_per_unit(sale_price, factor=factor, percent=_HUNDRED), "product")
    return MISSING


def _per_unit(base_price: Decimal, *, factor: Decimal, percent: Decimal) -> Decimal:
    whole = EXACT.multiply(EXACT.multiply(base_price, factor), percent)
    return EXACT.divide(whole, _HUNDRED).quantize(_STEP, context=EXACT)
