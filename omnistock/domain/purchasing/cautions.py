"""What a storekeeper should look at before goods are taken in (design 3.1). Pure: a caution stops nothing by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.purchasing.lines import ReceivedLine
from omnistock.domain.purchasing.policies import OVER_RECEIPT_PERCENT, PRICE_CHANGE_PERCENT
from omnistock.kernel.numbers import EXACT, plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.cautions import Caution, money_said
from omnistock.tenancy.said import day_said

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class LastPrices:
    """What a product cost, and the MRP on it, when it came last; per base unit, None where not known."""

    unit_cost: Decimal | None
    mrp: Decimal | None


def cautions_of(
    lines: Sequence[ReceivedLine],
    *,
    actor: Actor,
    received_on: dt.date,
    last_prices: Mapping[UUID, LastPrices],
    has_order: bool,
) -> list[Caution]:
    """Every caution of a receipt, in the order of its lines; those about more than was ordered at the end.

    Costs are spoken of only to those who may see them.
    """
    found: list[Caution] = []
    for line in lines:
        found += _about_life(line, received_on=received_on, least_days=actor.organization.minimum_shelf_life_days)
        found += _about_prices(line, last=last_prices.get(line.product.id), actor=actor)
        if has_order and line.order_line is None:
            message = _("%(product)s is not on this order.") % {"product": line.product.name}
            found.append(Caution(f"{line.pointer}/product_id", message, "not_ordered"))
    return found + list(_about_quantities(lines))


def _about_life(line: ReceivedLine, *, received_on: dt.date, least_days: int) -> Iterator[Caution]:
    if line.expires_on is None:
        return
    pointer = f"{line.pointer}/expires_on"
    words = {"batch": line.batch_number, "product": line.product.name, "day": day_said(line.expires_on)}
    days_left = (line.expires_on - received_on).days
    wanted = line.product.minimum_shelf_life_days
    needed = least_days if wanted is None else wanted
    if days_left < 0:
        message = _("Batch %(batch)s of %(product)s expired on %(day)s; it goes to quarantine.") % words
        yield Caution(pointer, message, "already_expired")
    elif days_left < needed:
        words |= {"left": str(days_left), "needed": str(needed)}
        message = _("Batch %(batch)s of %(product)s has %(left)s days left (%(day)s); %(needed)s are wanted.") % words
        yield Caution(pointer, message, "short_life", {"days_left": days_left, "days_needed": needed})


def _about_prices(line: ReceivedLine, *, last: LastPrices | None, actor: Actor) -> Iterator[Caution]:
    if line.unit_cost is None and line.charged.quantity > 0:
        message = _("No cost is known for %(product)s; it comes in at 0. Type its cost, or say why it has none.") % {
            "product": line.product.name
        }
        yield Caution(f"{line.pointer}/unit_cost", message, "cost_missing")
    if actor.sees_costs and line.charged.quantity > 0:
        yield from _about_cost(line, last=last, actor=actor)
    was = None if last is None else _of_unit(last.mrp, line)
    if _is_off(line.mrp, was):
        message = _(
            "The MRP %(now)s is more than %(percent)s %% off the last one, %(last)s, for a %(unit)s of %(product)s."
        )
        yield _price_caution("mrp", "mrp_changed", message, line=line, now=line.mrp, was=was, actor=actor)


def _about_cost(line: ReceivedLine, *, last: LastPrices | None, actor: Actor) -> Iterator[Caution]:
    """What was agreed counts more than what was paid before; an order without a cost agrees to none."""
    was = line.ordered_cost or (None if last is None else _of_unit(last.unit_cost, line))
    if not _is_off(line.unit_cost, was):
        return
    if line.ordered_cost:
        code = "cost_not_ordered"
        message = _(
            "The cost %(now)s is more than %(percent)s %% off the ordered one, %(last)s, for a %(unit)s of %(product)s."
        )
    else:
        code = "cost_changed"
        message = _(
            "The cost %(now)s is more than %(percent)s %% off the last one, %(last)s, for a %(unit)s of %(product)s."
        )
    yield _price_caution("unit_cost", code, message, line=line, now=line.unit_cost, was=was, actor=actor)


def _of_unit(price: Decimal | None, line: ReceivedLine) -> Decimal | None:
    return None if price is None else EXACT.multiply(price, line.charged.factor)


def _is_off(now: Decimal | None, was: Decimal | None) -> bool:
    if now is None or not was:
        return False
    return abs(now - was) * _HUNDRED > was * PRICE_CHANGE_PERCENT


def _price_caution(
    name: str, code: str, message: str, *, line: ReceivedLine, now: Decimal | None, was: Decimal | None, actor: Actor
) -> Caution:
    words = {
        "now": money_said(now or Decimal(0), actor=actor),
        "last": money_said(was or Decimal(0), actor=actor),
        "percent": plain(PRICE_CHANGE_PERCENT),
        "unit": line.charged.unit_code,
        "product": line.product.name,
    }
    return Caution(f"{line.pointer}/{name}", message % words, code)


def _about_quantities(lines: Iterable[ReceivedLine]) -> Iterator[Caution]:
    """One caution an order line, at the last receipt line that brings goods for it."""
    brought: dict[UUID, Decimal] = {}
    last_of: dict[UUID, ReceivedLine] = {}
    for line in lines:
        if line.order_line is not None:
            brought[line.order_line.id] = brought.get(line.order_line.id, Decimal(0)) + line.charged.quantity_base
            last_of[line.order_line.id] = line
    for order_line_id, line in last_of.items():
        order_line = line.order_line
        assert order_line is not None
        total = order_line.received_quantity_base + brought[order_line_id]
        if total * _HUNDRED > order_line.quantity_base * (_HUNDRED + OVER_RECEIPT_PERCENT):
            words = {
                "product": line.product.name,
                "ordered": plain(order_line.quantity_base),
                "total": plain(total),
                "unit": line.product.unit_code,
            }
            message = _("%(ordered)s %(unit)s of %(product)s were ordered; with these %(total)s have come.") % words
            yield Caution(f"{line.pointer}/quantity", message, "more_than_ordered")
