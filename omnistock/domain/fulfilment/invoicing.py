"""From the goods that left to the lines of their invoice: one line per product, batch, MRP and rate.

Of a line of an order the charged goods leave first and the free ones last. Discounts in money follow the goods: each
dispatch gives what should have been given through it, less what was given before, so that parts add up to the paisa
however an order is split, and again when a dispatch was reversed in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.billing.inputs import Sale, SaleLine
from omnistock.domain.catalog.units import ProductFacts
from omnistock.domain.ledger.types import Posted
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.pricing import MISSING, price_of
from omnistock.kernel.currencies import Currency
from omnistock.kernel.money import UNIT_PRICE_PLACES, line_amount, round_amount
from omnistock.kernel.numbers import EXACT

ZERO: Final = Decimal(0)
_HUNDRED: Final = Decimal(100)
_PRICE_STEP: Final = Decimal(1).scaleb(-UNIT_PRICE_PLACES)


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier dispatches of the order, those that stand, have charged and given, by line of the order."""

    charged_base: Mapping[UUID, Decimal] = field(default_factory=dict)
    discount: Mapping[UUID, Decimal] = field(default_factory=dict)
    document_discount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Part:
    """What left of one line, batch and MRP at one price; in base units, and the price is for one of the line's unit."""

    line: SalesOrderLine
    posted: Posted
    unit_price: Decimal
    charged_base: Decimal
    free_base: Decimal

    @property
    def key(self) -> tuple[UUID, UUID, Decimal | None, Decimal]:
        """What makes parts one line of the invoice."""
        return self.line.id, self.posted.batch_id, self.posted.mrp, self.unit_price


def parts_of(*, lines: Iterable[SalesOrderLine], posted: Iterable[Posted], before: Before) -> list[Part]:
    """Each movement as charged and free goods at its price, in the order in which they left."""
    by_id = {line.id: line for line in lines}
    charged = dict(before.charged_base)
    parts = []
    for movement in posted:
        assert movement.line_id is not None  # goods leave on an order's line
        line = by_id[movement.line_id]
        left = charged_base_of(line) - charged.get(line.id, ZERO)
        paid = min(movement.quantity, max(left, ZERO))
        charged[line.id] = charged.get(line.id, ZERO) + paid
        parts.append(Part(line, movement, _unit_price(line, movement), paid, movement.quantity - paid))
    return parts


def charged_base_of(line: SalesOrderLine) -> Decimal:
    """The base units of a line that are paid for."""
    return EXACT.multiply(line.quantity, line.factor)


def _unit_price(line: SalesOrderLine, movement: Posted) -> Decimal:
    """The order's price; a price that hangs on MRP or cost is found anew from the batch that really left."""
    if line.price_basis == "fixed":
        return line.unit_price
    price = price_of(
        basis=line.price_basis,
        value=line.price_value,
        factor=line.factor,
        mrp=movement.mrp,
        unit_cost=movement.unit_cost,
    )
    return line.unit_price if price is MISSING else price.unit_price


def sale_of(
    *,
    order: SalesOrder,
    lines: Sequence[SalesOrderLine],
    parts: Sequence[Part],
    before: Before,
    products: Mapping[UUID, ProductFacts],
    uqc_codes: Mapping[str, str],
    currency: Currency,
) -> Sale:
    """The sale that an invoice is made of. `uqc_codes` are the tax portal's codes of units, by the unit's code.

    HSN, tax rate and category are the product's now: the rate is that of the time of supply (CGST Act s.12).
    """
    discounts = _Discounts(before=before, currency=currency)
    sold = [
        _sale_line(group, product=products[group[0].line.product_id], uqc_codes=uqc_codes, discounts=discounts)
        for group in _grouped(parts)
    ]
    return Sale(
        warehouse_id=order.warehouse_id,
        customer_id=order.customer_id,
        billing_address_id=order.billing_address_id,
        shipping_address_id=order.shipping_address_id,
        sales_order_id=order.id,
        prices_include_tax=order.prices_include_tax,
        discount_amount=_document_discount(order=order, lines=lines, parts=parts, before=before, currency=currency),
        lines=tuple(sold),
    )


def _grouped(parts: Iterable[Part]) -> list[list[Part]]:
    groups: dict[tuple[UUID, UUID, Decimal | None, Decimal], list[Part]] = {}
    for part in parts:
        groups.setdefault(part.key, []).append(part)
    return list(groups.values())


class _Discounts:
    """Hands out the discounts of lines, remembering what each line has charged and given so far."""

    def __init__(self, *, before: Before, currency: Currency) -> None:
        self._charged = dict(before.charged_base)
        self._given = dict(before.discount)
        self.currency = currency

    def take(self, line: SalesOrderLine, *, charged_base: Decimal, gross: Decimal) -> Decimal:
        """The discount of the next `charged_base` units of `line`, worth `gross`, never more than that."""
        if line.discount_percent:
            return round_amount(
                EXACT.divide(EXACT.multiply(gross, line.discount_percent), _HUNDRED), currency=self.currency
            )
        through = self._charged.get(line.id, ZERO) + charged_base
        due = round_amount(
            EXACT.divide(EXACT.multiply(line.discount_amount, through), charged_base_of(line) or Decimal(1)),
            currency=self.currency,
        )
        given = self._given.get(line.id, ZERO)
        part = min(max(due - given, ZERO), gross)
        self._charged[line.id], self._given[line.id] = through, given + part
        return part


def _sale_line(
    group: Sequence[Part], *, product: ProductFacts, uqc_codes: Mapping[str, str], discounts: _Discounts
) -> SaleLine:
    first = group[0]
    line, posted = first.line, first.posted
    charged = sum((part.charged_base for part in group), ZERO)
    free = sum((part.free_base for part in group), ZERO)
    factor = line.factor if _is_whole(line, charged=charged, free=free) else Decimal(1)
    unit_code = line.unit_code if factor == line.factor else product.unit_code
    quantity = _in_units(charged, factor)
    # The price of a broken pack's pieces: as exact as a price can be written.
    unit_price = EXACT.divide(EXACT.multiply(first.unit_price, factor), line.factor).quantize(
        _PRICE_STEP, context=EXACT
    )
    gross = line_amount(quantity=quantity, unit_price=unit_price, currency=discounts.currency)
    return SaleLine(
        product_id=product.id,
        description=line.description,
        unit_code=unit_code,
        uqc_code=uqc_codes.get(unit_code, product.uqc_code),
        quantity=quantity,
        free_quantity=_in_units(free, factor),
        quantity_base=charged + free,
        unit_price=unit_price,
        discount_percent=line.discount_percent,
        discount_amount=discounts.take(line, charged_base=charged, gross=gross),
        tax_category=product.tax_category,
        tax_rate=product.tax_rate,
        hsn_code=product.hsn_code,
        batch_id=posted.batch_id,
        batch_number=posted.batch_number,
        expires_on=posted.expires_on,
        expiry_precision=posted.expiry_precision,
        mrp=None if posted.mrp is None else EXACT.multiply(posted.mrp, factor).quantize(_PRICE_STEP, context=EXACT),
        sales_order_line_id=line.id,
    )


def _is_whole(line: SalesOrderLine, *, charged: Decimal, free: Decimal) -> bool:
    """Whether the quantities are printed in the line's unit: whole packs, or all of the line as it was ordered."""
    if charged + free == line.quantity_base:
        return True
    return charged % line.factor == 0 and free % line.factor == 0


def _in_units(base: Decimal, factor: Decimal) -> Decimal:
    return EXACT.divide(base, factor).quantize(_PRICE_STEP, context=EXACT)


def _document_discount(
    *,
    order: SalesOrder,
    lines: Iterable[SalesOrderLine],
    parts: Iterable[Part],
    before: Before,
    currency: Currency,
) -> Decimal:
    """The order's discount that goes with these goods, by the value of the lines as ordered."""
    if not order.discount_amount:
        return ZERO
    charged = dict(before.charged_base)
    for part in parts:
        charged[part.line.id] = charged.get(part.line.id, ZERO) + part.charged_base
    whole = through = ZERO
    for line in lines:
        whole += line.amount
        base = charged_base_of(line)
        if base:
            through += EXACT.divide(EXACT.multiply(line.amount, charged.get(line.id, ZERO)), base)
    if not whole:
        return ZERO
    due = round_amount(EXACT.divide(EXACT.multiply(order.discount_amount, through), whole), currency=currency)
    return max(due - before.document_discount, ZERO)
