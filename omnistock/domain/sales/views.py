"""Sales orders as screens and serializers get them: plain values, with everything there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from omnistock.domain.ledger.types import Allocated, AllocatedLine, Skipped
from omnistock.domain.parties.models import CustomerAddress
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.reserving import line_facts
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.money import round_amount
from omnistock.kernel.numbers import EXACT
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.records import RecordView

_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentAddress:
    """An address of the order's customer as it is on file now; documents that leave keep their own."""

    id: UUID
    lines: tuple[str, ...]
    city: str
    state_code: str
    postal_code: str
    country: str
    gstin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesOrderLineView:
    """Prices and typed quantities are per `unit_code` of `factor` base units; quantities that end in `_base` are in
    `base_unit_code`. `reserved_base` has the picked ones in it, `short_base` is the backorder. `price_value` is None
    for a price on cost where costs are hidden. Without allocations (lists) `allocated` and `skipped` are empty."""

    id: UUID
    position: int
    product_id: UUID
    sku: str
    description: str
    base_unit_code: str
    unit_code: str
    factor: Decimal
    quantity: Decimal
    free_quantity: Decimal
    quantity_base: Decimal
    open_base: Decimal
    reserved_base: Decimal
    short_base: Decimal
    picked_base: Decimal
    dispatched_base: Decimal
    cancelled_base: Decimal
    price_basis: str
    price_value: Decimal | None
    unit_price: Decimal
    price_source: str
    discount_percent: Decimal
    discount_amount: Decimal
    tax_rate: Decimal | None
    tax_category: str
    amount: Decimal
    allocated: tuple[Allocated, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesOrderView(RecordView):
    """An order with its lines (none in a list that did not ask for them). `is_short`: something confirmed is on
    backorder. `given_up` is what of `total` will not leave any more: the order was closed short, or cancelled."""

    number: str
    status: str
    is_short: bool
    customer_id: UUID
    customer_name: str
    warehouse_id: UUID
    warehouse_name: str
    billing_address: ShipmentAddress | None
    shipping_address: ShipmentAddress | None
    ordered_on: dt.date
    promised_on: dt.date | None
    customer_reference: str
    prices_include_tax: bool
    discount_amount: Decimal
    notes: str
    place_of_supply: str
    taxable: Decimal
    tax: Decimal
    tax_lines: tuple[Mapping[str, Any], ...]
    round_off: Decimal
    total: Decimal
    given_up: Decimal
    cautions: tuple[Mapping[str, str], ...]
    confirmed_at: dt.datetime | None
    picked_at: dt.datetime | None
    dispatched_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    closed_at: dt.datetime | None
    lines: tuple[SalesOrderLineView, ...] = ()

    @property
    def remaining(self) -> Decimal:
        """What of `total` has left or will leave."""
        return self.total - self.given_up


_ORDER_COLUMNS = (
    "id external_id version created_at updated_at number status customer_id warehouse_id ordered_on promised_on "
    "customer_reference prices_include_tax discount_amount notes place_of_supply taxable tax round_off total "
    "confirmed_at picked_at dispatched_at cancelled_at closed_at"
).split()
_LINE_COLUMNS = (
    "id position product_id description unit_code factor quantity free_quantity quantity_base open_base price_basis "
    "unit_price price_source discount_percent discount_amount tax_rate tax_category amount"
).split()
_ADDRESS_COLUMNS = "id city state_code postal_code country gstin".split()
SHORT_STATUSES = frozenset({"confirmed", "reserved", "picked", "partly_dispatched"})


def order_view(
    order: SalesOrder, lines: Sequence[SalesOrderLineView], *, actor: Actor, with_lines: bool
) -> SalesOrderView:
    """`order` with its customer, warehouse and addresses at hand."""
    return SalesOrderView(
        **{name: getattr(order, name) for name in _ORDER_COLUMNS},
        is_short=order.status in SHORT_STATUSES and any(line.short_base for line in lines),
        given_up=_given_up(order, lines, actor=actor),
        customer_name=order.customer.name,
        warehouse_name=order.warehouse.name,
        billing_address=_address(order.billing_address),
        shipping_address=_address(order.shipping_address),
        tax_lines=tuple(order.tax_lines),
        cautions=tuple(order.cautions),
        lines=tuple(lines) if with_lines else (),
    )


def _given_up(order: SalesOrder, lines: Sequence[SalesOrderLineView], *, actor: Actor) -> Decimal:
    """The share of the total that its cancelled quantities have in it, by the lines' amounts with their tax; a discount
    of the whole order and the rounding are shared alike."""
    if order.status == "cancelled":
        return order.total
    worth = {line.id: EXACT.multiply(line.amount, 100 + _tax_over(order, line)) for line in lines}
    whole = sum(worth.values(), _ZERO)
    gone = sum((worth[line.id] * line.cancelled_base / line.quantity_base for line in lines), _ZERO)
    if not whole or not gone:
        return _ZERO
    share = EXACT.divide(EXACT.multiply(order.total, gone), whole)
    return round_amount(share, currency=currency_of(actor.organization.currency))


def _tax_over(order: SalesOrder, line: SalesOrderLineView) -> Decimal:
    """The rate in per cent that comes on top of the line's amount."""
    return _ZERO if order.prices_include_tax or line.tax_rate is None else line.tax_rate


def line_view(
    line: SalesOrderLine, *, actor: Actor, reserved: Decimal, allocated: AllocatedLine | None = None
) -> SalesOrderLineView:
    """`line` with its product and base unit at hand; `reserved` in base units."""
    hides_value = line.price_basis == "cost_plus" and not actor.sees_costs
    return SalesOrderLineView(
        **{name: getattr(line, name) for name in _LINE_COLUMNS},
        sku=line.product.sku,
        base_unit_code=line.product.unit.code,
        reserved_base=reserved,
        short_base=line_facts(line, reserved=reserved).short,
        picked_base=line.picked_quantity_base,
        dispatched_base=line.dispatched_quantity_base,
        cancelled_base=line.cancelled_quantity_base,
        price_value=None if hides_value else line.price_value,
        allocated=tuple(allocated.allocated) if allocated else (),
        skipped=tuple(allocated.skipped) if allocated else (),
    )


def _address(address: CustomerAddress | None) -> ShipmentAddress | None:
    if address is None:
        return None
    return ShipmentAddress(lines=tuple(address.lines), **{name: getattr(address, name) for name in _ADDRESS_COLUMNS})
