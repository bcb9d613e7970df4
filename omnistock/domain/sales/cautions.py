"""What a seller should look at before an order is confirmed (design 3.2): not at the end, when the goods are picked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from omnistock.domain.parties.models import Customer
from omnistock.domain.sales.inputs import CreditFacts
from omnistock.kernel.numbers import EXACT
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.cautions import Caution, money_said

_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """What the judgement of a price needs: per unit of `factor` base units; `mrp` and `unit_cost` per base unit, None
    where not known. `tax_rate` is what the price still has to bear: 0 where it holds the tax already."""

    pointer: str
    product_name: str
    unit_code: str
    factor: Decimal
    unit_price: Decimal
    price_source: str
    discount_percent: Decimal
    tax_rate: Decimal
    mrp: Decimal | None
    unit_cost: Decimal | None


def price_cautions(lines: Iterable[PricedLine], *, actor: Actor) -> Iterator[Caution]:
    """Prices that are missing, over the MRP, or under the cost; of costs only those hear who may see them."""
    for line in lines:
        words = {
            "product": line.product_name,
            "unit": line.unit_code,
            "price": money_said(line.unit_price, actor=actor),
        }
        pointer = f"{line.pointer}/unit_price"
        if line.price_source == "missing":
            message = _("%(product)s has no price; it goes out at 0.") % words
            yield Caution(pointer, message, "price_missing")
            continue
        net = EXACT.multiply(line.unit_price, _HUNDRED - line.discount_percent) / _HUNDRED
        with_tax = EXACT.multiply(net, _HUNDRED + line.tax_rate) / _HUNDRED
        if line.mrp is not None and with_tax > line.mrp * line.factor:
            words["mrp"] = money_said(line.mrp * line.factor, actor=actor)
            message = _("%(price)s for a %(unit)s of %(product)s is over the MRP %(mrp)s, tax included.") % words
            yield Caution(pointer, message, "price_over_mrp")
        if actor.sees_costs and line.unit_cost is not None and net < line.unit_cost * line.factor:
            words["cost"] = money_said(line.unit_cost * line.factor, actor=actor)
            message = _("%(price)s for a %(unit)s of %(product)s is under its cost %(cost)s.") % words
            yield Caution(pointer, message, "price_under_cost")


def credit_cautions(
    *, actor: Actor, customer: Customer, total: Decimal, open_orders: Decimal, credit: CreditFacts | None
) -> Iterator[Caution]:
    """Whether this order takes the customer over the credit limit, and what is overdue.

    `open_orders` is what the customer's other confirmed orders would still come to; without `credit` nothing is known
    of invoices, and the orders alone are held against the limit.
    """
    owed = credit.outstanding if credit else Decimal(0)
    limit = customer.credit_limit
    if limit is not None and owed + open_orders + total > limit:
        words = {
            "customer": customer.name,
            "limit": money_said(limit, actor=actor),
            "used": money_said(owed + open_orders, actor=actor),
            "total": money_said(total, actor=actor),
        }
        message = _("%(customer)s has used %(used)s of %(limit)s; this order asks for %(total)s more.") % words
        yield Caution("customer_id", message, "credit_limit")
    if credit and credit.overdue_count:
        amount = money_said(credit.overdue_amount, actor=actor)
        words = {"customer": customer.name, "count": str(credit.overdue_count), "amount": amount}
        message = _("%(customer)s has %(count)s overdue invoices, %(amount)s in all.") % words
        yield Caution("customer_id", message, "overdue_invoices")
