"""Judging the lines of a sales order: quantities, prices and discounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.charged import charged_and_free
from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.purchasing.last_prices import last_prices
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.models import PRICE_BASES, SalesOrderLine
from omnistock.domain.sales.pricing import MISSING, Price, price_of
from omnistock.kernel.currencies import Currency, currency_of
from omnistock.kernel.ids import uuid7
from omnistock.kernel.money import UNIT_PRICE_MOST
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker

# Ten times the cost on top of the cost: more is a slip of the finger.
MARGIN_MOST_PERCENT: Final = 1000


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all lines are judged against, read once."""

    products: Mapping[UUID, ProductFacts]
    unit_costs: Mapping[UUID, Decimal]
    currency: Currency
    sees_costs: bool


def judge_lines(lines: Sequence[SalesOrderLineInput], *, actor: Actor, checker: Checker) -> list[SalesOrderLine]:
    """New rows for these lines, without their order and amount; those with faults are left out, and the faults are in
    `checker`. Two or three statements, whatever the number of lines."""
    products = product_facts(actor=actor, ids={line.product_id for line in lines})
    by_cost = {line.product_id for line in lines if line.price_basis == "cost_plus"}
    ground = _Ground(
        products=products,
        unit_costs=unit_costs(actor=actor, products=[products[id] for id in by_cost if id in products]),
        currency=currency_of(actor.organization.currency),
        sees_costs=actor.sees_costs,
    )
    judged = (_judge(line, at=at, ground=ground, checker=checker.under(f"lines/{at}")) for at, line in enumerate(lines))
    return [line for line in judged if line is not None]


def unit_costs(*, actor: Actor, products: Iterable[ProductFacts]) -> dict[UUID, Decimal]:
    """What a base unit cost when it came last, else the product's purchase price. A product without either is left
    out."""
    asked = {product.id: product for product in products}
    if not asked:
        return {}
    costs = {id: product.purchase_price for id, product in asked.items() if product.purchase_price is not None}
    found = last_prices(actor=actor, product_ids=asked.keys())
    return costs | {id: last.unit_cost for id, last in found.items() if last.unit_cost is not None}


def inputs_of(lines: Iterable[SalesOrderLine]) -> list[SalesOrderLineInput]:
    """What was handed in for these lines, so that a change of the head judges them again."""
    return [
        SalesOrderLineInput(
            product_id=line.product_id,
            quantity=line.quantity,
            unit=line.unit_code,
            free_quantity=line.free_quantity,
            price_basis=line.price_basis,
            price_value=line.price_value,
            discount_percent=line.discount_percent,
            discount_amount=line.discount_amount,
            description=line.description,
        )
        for line in lines
    ]


def _judge(line: SalesOrderLineInput, *, at: int, ground: _Ground, checker: Checker) -> SalesOrderLine | None:
    product = ground.products.get(line.product_id)
    if product is None:
        checker.known("product_id", line.product_id, (), kind="product")
        return None
    if product.archived:
        checker.add("product_id", _("%(name)s is archived; restore it first.") % {"name": product.name}, "archived")
    charged = charged_and_free(
        product,
        line.unit,
        quantity=line.quantity,
        free_quantity=line.free_quantity,
        pointer=checker.prefix,
        faults=checker.faults,
    )
    basis, value = _basis(line, sees_costs=ground.sees_costs, checker=checker)
    discount_percent = checker.percent("discount_percent", line.discount_percent)
    discount_amount = checker.amount("discount_amount", line.discount_amount, currency=ground.currency)
    description = checker.text("description", line.description, longest=200) or product.name
    if charged is None or basis is None:
        return None
    price = _price(product, basis=basis, value=value, factor=charged.factor, ground=ground, checker=checker)
    return SalesOrderLine(
        id=uuid7(),
        position=at + 1,
        product_id=product.id,
        description=description,
        unit_code=charged.unit_code,
        factor=charged.factor,
        quantity=charged.quantity,
        free_quantity=charged.free_quantity,
        quantity_base=charged.quantity_base,
        price_basis=basis,
        price_value=value,
        unit_price=price.unit_price,
        price_source=price.source,
        discount_percent=discount_percent or Decimal(0),
        discount_amount=discount_amount or Decimal(0),
        tax_rate=product.tax_rate,
        tax_category=product.tax_category,
    )


def _basis(line: SalesOrderLineInput, *, sees_costs: bool, checker: Checker) -> tuple[str | None, Decimal | None]:
    """How the line is priced, and the number that goes with it; no basis where it is wrong."""
    basis = checker.choice("price_basis", line.price_basis or "fixed", PRICE_BASES)
    if not basis:
        return None, None
    if basis == "fixed":
        if line.unit_price is not None and line.price_value not in (None, line.unit_price):
            message = _("Give the price once: as unit_price, or as price_value.")
            checker.add("price_value", message, "price_twice")
        name = "unit_price" if line.unit_price is not None else "price_value"
        return basis, checker.unit_price(name, getattr(line, name))
    if line.unit_price is not None:
        message = _("A price of its own does not go with %(basis)s; leave one of them out.") % {"basis": basis}
        checker.add("unit_price", message, "price_twice")
    if line.price_value is None:
        checker.add("price_value", _("How many per cent? Such as 20."), "missing")
    if basis == "cost_plus" and not sees_costs:
        checker.add("price_basis", _("You may not see costs, so you cannot price by them."), "costs_hidden")
        return None, None
    most = 100 if basis == "mrp_less" else MARGIN_MOST_PERCENT
    return basis, checker.percent("price_value", line.price_value, most=most)


def _price(
    product: ProductFacts, *, basis: str, value: Decimal | None, factor: Decimal, ground: _Ground, checker: Checker
) -> Price:
    """The line's price. A fixed one may be missing until the order is confirmed; a derived one needs what it derives
    from."""
    price = price_of(
        basis=basis,
        value=value,
        factor=factor,
        sale_price=product.sale_price,
        mrp=product.mrp,
        unit_cost=ground.unit_costs.get(product.id),
    )
    if price is MISSING and basis == "mrp_less" and value is not None:
        message = _("%(product)s has no MRP to take a per cent off; give a price.") % {"product": product.name}
        checker.add("price_basis", message, "no_mrp")
    if price is MISSING and basis == "cost_plus" and value is not None:
        message = _("No cost is known for %(product)s yet; give a price.") % {"product": product.name}
        checker.add("price_basis", message, "no_cost")
    if price.unit_price > UNIT_PRICE_MOST:
        message = _("The price is too large; the most is %(most)s.") % {"most": plain(UNIT_PRICE_MOST)}
        checker.add("unit_price", message, "too_large")
    return price
