"""Judging the lines of a purchase order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.charged import Charged, charged_and_free
from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.purchasing.lines import PRICE_STEP
from omnistock.domain.purchasing.models import PurchaseOrderLine
from omnistock.domain.purchasing.supplied import Agreed, agreed_costs
from omnistock.kernel.currencies import Currency, currency_of
from omnistock.kernel.ids import uuid7
from omnistock.kernel.money import AMOUNT_MOST, line_amount, round_amount
from omnistock.kernel.numbers import EXACT, plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker

_HUNDRED: Final = Decimal(100)


def judge_order_lines(
    lines: Sequence[PurchaseOrderLineInput], *, actor: Actor, supplier_id: UUID | None, checker: Checker
) -> list[PurchaseOrderLine]:
    """New rows for these lines, without their order; those with faults are left out, and the faults are in
    `checker`. A cost that is not said is the supplier's, else the product's."""
    products = product_facts(actor=actor, ids={line.product_id for line in lines})
    agreed = agreed_costs(supplier_id, {line.product_id for line in lines if line.unit_cost is None})
    currency = currency_of(actor.organization.currency)
    judged = (
        _judge(
            line,
            position=at + 1,
            products=products,
            agreed=agreed.get(line.product_id),
            currency=currency,
            checker=checker.under(f"lines/{at}"),
        )
        for at, line in enumerate(lines)
    )
    return [line for line in judged if line is not None]


def inputs_of(lines: Iterable[PurchaseOrderLine]) -> list[PurchaseOrderLineInput]:
    """What was handed in for these lines, so that a change of the head judges them again."""
    return [
        PurchaseOrderLineInput(
            product_id=line.product_id,
            quantity=line.quantity,
            unit=line.unit_code,
            free_quantity=line.free_quantity,
            unit_cost=line.unit_cost,
            discount_percent=line.discount_percent,
            tax_rate=line.tax_rate,
            description=line.description,
        )
        for line in lines
    ]


def _judge(
    line: PurchaseOrderLineInput,
    *,
    position: int,
    products: Mapping[UUID, ProductFacts],
    agreed: Agreed | None,
    currency: Currency,
    checker: Checker,
) -> PurchaseOrderLine | None:
    product = products.get(line.product_id)
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
    typed_cost = checker.unit_price("unit_cost", line.unit_cost)
    discount = checker.percent("discount_percent", line.discount_percent) or Decimal(0)
    tax_rate = checker.percent("tax_rate", line.tax_rate)
    description = checker.text("description", line.description, longest=200) or product.name
    if charged is None:
        return None
    unit_cost = _usual_cost(product, charged, agreed) if typed_cost is None else typed_cost
    amount = _amount(charged.quantity, unit_cost, discount=discount, currency=currency)
    if amount > AMOUNT_MOST:
        message = _("The line comes to more than %(most)s.") % {"most": plain(AMOUNT_MOST)}
        checker.add("unit_cost", message, "too_large")
        return None
    return PurchaseOrderLine(
        id=uuid7(),
        position=position,
        product_id=product.id,
        description=description,
        unit_code=charged.unit_code,
        factor=charged.factor,
        quantity=charged.quantity,
        free_quantity=charged.free_quantity,
        quantity_base=charged.quantity_base,
        unit_cost=unit_cost,
        discount_percent=discount,
        tax_rate=product.tax_rate if line.tax_rate is None else tax_rate,
        amount=amount,
    )


def _usual_cost(product: ProductFacts, charged: Charged, agreed: Agreed | None) -> Decimal:
    """What the supplier asks for one of the line's unit, else the product's own purchase price; 0 where it has none, for
    the receipt to say."""
    if agreed is not None and agreed.unit_code in ("", product.unit_code, charged.unit_code):
        factor = charged.factor if agreed.unit_code in ("", product.unit_code) else Decimal(1)
        return EXACT.multiply(agreed.unit_cost, factor).quantize(PRICE_STEP, context=EXACT)
    price = product.purchase_price or Decimal(0)
    return EXACT.multiply(price, charged.factor).quantize(PRICE_STEP, context=EXACT)


def _amount(quantity: Decimal, unit_cost: Decimal, *, discount: Decimal, currency: Currency) -> Decimal:
    gross = line_amount(quantity=quantity, unit_price=unit_cost, currency=currency)
    return gross - round_amount(EXACT.multiply(gross, discount) / _HUNDRED, currency=currency)
