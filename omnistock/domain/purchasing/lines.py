"""A line of a receipt after it was judged, and which line of the order it fulfils. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple
from uuid import UUID

from omnistock.domain.catalog.charged import Charged
from omnistock.domain.catalog.units import ProductFacts
from omnistock.domain.purchasing.models import PurchaseOrderLine
from omnistock.kernel.money import UNIT_PRICE_PLACES
from omnistock.kernel.numbers import EXACT

PRICE_STEP: Final = Decimal(1).scaleb(-UNIT_PRICE_PLACES)
_HUNDRED: Final = Decimal(100)


class ReceivedLine(NamedTuple):
    """`unit_cost` and `mrp` are for one of the line's unit, `value` is what the line cost in all. `unit_cost` None:
    nobody knows it yet."""

    at: int
    product: ProductFacts
    charged: Charged
    unit_cost: Decimal | None
    mrp: Decimal | None
    value: Decimal
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: Literal["day", "month"]
    manufactured_on: dt.date | None
    location_id: UUID
    order_line: PurchaseOrderLine | None

    @property
    def ordered_cost(self) -> Decimal | None:
        """What one of the line's unit costs by the order; None where it was not ordered."""
        return None if self.order_line is None else ordered_cost(self.order_line, factor=self.charged.factor)

    @property
    def pointer(self) -> str:
        return f"lines/{self.at}"

    @property
    def mrp_base(self) -> Decimal | None:
        """The MRP of one base unit, to the decimals of a price."""
        if self.mrp is None:
            return None
        return EXACT.divide(self.mrp, self.charged.factor).quantize(PRICE_STEP, context=EXACT)


class OrderMatcher:
    """Finds the line of the order for each receipt line in turn: the one it names, else its product's first line that
    is still waiting after the receipt lines before it, else the product's last line (more came than was ordered)."""

    def __init__(self, lines: Iterable[PurchaseOrderLine]) -> None:
        self._by_id: Mapping[UUID, PurchaseOrderLine] = {line.id: line for line in lines}
        self._of_product: dict[UUID, list[PurchaseOrderLine]] = {}
        for line in self._by_id.values():
            self._of_product.setdefault(line.product_id, []).append(line)
        self._waiting = {line.id: line.outstanding_base for line in self._by_id.values()}

    def named(self, line_id: UUID, *, product_id: UUID) -> PurchaseOrderLine | None:
        """The line with this id, if it is one of the order's and of this product."""
        line = self._by_id.get(line_id)
        return line if line is not None and line.product_id == product_id else None

    def next_of(self, product_id: UUID) -> PurchaseOrderLine | None:
        """The line of this product that waits for goods; None when the order has none of it."""
        lines: Sequence[PurchaseOrderLine] = self._of_product.get(product_id, ())
        waiting = (line for line in lines if self._waiting[line.id] > 0)
        return next(waiting, lines[-1] if lines else None)

    def fulfil(self, line: PurchaseOrderLine | None, quantity_base: Decimal) -> None:
        """Note that a receipt line brings this much of an order line."""
        if line is not None:
            self._waiting[line.id] -= quantity_base


def ordered_cost(line: PurchaseOrderLine, *, factor: Decimal) -> Decimal:
    """The cost for one unit of `factor` as it was ordered, after the order's discount."""
    net = EXACT.multiply(line.unit_cost, _HUNDRED - line.discount_percent) / _HUNDRED
    return EXACT.multiply(EXACT.divide(net, line.factor), factor).quantize(PRICE_STEP, context=EXACT)
