"""Judging the lines of a receipt: every fault of every line, before anything is locked or written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.charged import Charged, charged_and_free
from omnistock.domain.catalog.units import ProductFacts
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.lines import PRICE_STEP, OrderMatcher, ReceivedLine, ordered_cost
from omnistock.domain.purchasing.models import PurchaseOrderLine
from omnistock.domain.purchasing.policies import MOST_LINES
from omnistock.domain.warehouses.queries import LocationFacts, WarehouseFacts, location_facts
from omnistock.kernel.currencies import Currency, currency_of
from omnistock.kernel.days import month_end
from omnistock.kernel.money import AMOUNT_MOST, line_amount
from omnistock.kernel.numbers import EXACT, plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.said import day_said

# Goods do not come in at the dispatch place, nor while they are on the road.
RECEIVING_KINDS: Final = frozenset({"receiving", "storage", "picking", "quarantine"})


def check_line_count(lines: Sequence[object], *, checker: Checker) -> None:
    """A document has 1 to 1,000 lines. One without a line is judged on, so that its other faults are told with it."""
    if not lines:
        checker.add("lines", _("There is no line; say what and how much."), "line_count")
    elif len(lines) > MOST_LINES:
        message = _("A document has 1 to %(most)s lines, not %(count)s.") % {"most": MOST_LINES, "count": len(lines)}
        checker.add("lines", message, "line_count")
        checker.stop()


def check_total(amounts: Iterable[Decimal], *, checker: Checker) -> Decimal:
    """What the lines come to together; a fault where no amount can hold it."""
    total = sum(amounts, Decimal(0))
    if total > AMOUNT_MOST:
        message = _("The lines come to more than %(most)s together.") % {"most": plain(AMOUNT_MOST)}
        checker.add("lines", message, "too_large")
    return total


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all lines are judged against, read once."""

    products: Mapping[UUID, ProductFacts]
    locations: Mapping[UUID, LocationFacts]
    matcher: OrderMatcher
    warehouse: WarehouseFacts
    received_on: dt.date
    currency: Currency


def judge_lines(
    lines: Sequence[ReceiptLineInput],
    *,
    actor: Actor,
    products: Mapping[UUID, ProductFacts],
    warehouse: WarehouseFacts,
    order_lines: Sequence[PurchaseOrderLine],
    received_on: dt.date,
    checker: Checker,
) -> list[ReceivedLine]:
    """The lines as they will be posted; those with faults are left out, and the faults are in `checker`. At most one
    statement, whatever the number of lines. `products`: what is known of those that the lines name."""
    location_ids = {line.location_id for line in lines if line.location_id is not None}
    ground = _Ground(
        products=products,
        locations=location_facts(actor=actor, ids=location_ids) if location_ids else {},
        matcher=OrderMatcher(order_lines),
        warehouse=warehouse,
        received_on=received_on,
        currency=currency_of(actor.organization.currency),
    )
    judged = (_judge(line, at=at, ground=ground, checker=checker.under(f"lines/{at}")) for at, line in enumerate(lines))
    return [line for line in judged if line is not None]


def _judge(line: ReceiptLineInput, *, at: int, ground: _Ground, checker: Checker) -> ReceivedLine | None:
    product = ground.products.get(line.product_id)
    if product is None:
        checker.known("product_id", line.product_id, (), kind="product")
        return None
    already = len(checker.faults)
    charged = charged_and_free(
        product,
        line.unit,
        quantity=line.quantity,
        free_quantity=line.free_quantity,
        pointer=checker.prefix,
        faults=checker.faults,
    )
    _check_batch(line, product=product, charged=charged, received_on=ground.received_on, checker=checker)
    typed_cost = checker.unit_price("unit_cost", line.unit_cost)
    mrp = checker.unit_price("mrp", line.mrp)
    order_line = _order_line(line, ground=ground, checker=checker)
    location_id = _location(line, ground=ground, checker=checker)
    if charged is None or location_id is None:
        return None
    ground.matcher.fulfil(order_line, charged.quantity_base)
    unit_cost = _known_cost(product, factor=charged.factor, order_line=order_line) if typed_cost is None else typed_cost
    value = line_amount(quantity=charged.quantity, unit_price=unit_cost or Decimal(0), currency=ground.currency)
    if value > AMOUNT_MOST:
        message = _("The line comes to more than %(most)s.") % {"most": plain(AMOUNT_MOST)}
        checker.add("unit_cost", message, "too_large")
    if len(checker.faults) > already:
        return None
    return ReceivedLine(
        at=at,
        product=product,
        charged=charged,
        unit_cost=unit_cost,
        mrp=_known_mrp(product, factor=charged.factor) if mrp is None else mrp,
        value=value,
        batch_number=line.batch_number.strip(),
        expires_on=_last_day(line),
        expiry_precision=line.expiry_precision,
        manufactured_on=line.manufactured_on,
        location_id=location_id,
        order_line=order_line,
    )


def _check_batch(
    line: ReceiptLineInput, *, product: ProductFacts, charged: Charged | None, received_on: dt.date, checker: Checker
) -> None:
    """What is wrong with the batch as it is typed; whether it agrees with what is on file is the ledger's to say."""
    checker.text("batch_number", line.batch_number, longest=60)
    checker.choice("expiry_precision", line.expiry_precision, ("day", "month"))
    checker.day("expires_on", line.expires_on)
    checker.day("manufactured_on", line.manufactured_on, latest=received_on)
    if line.expires_on and line.manufactured_on and line.manufactured_on > line.expires_on:
        message = _("It would expire on %(end)s, before it was made on %(start)s.")
        words = {"end": day_said(line.expires_on), "start": day_said(line.manufactured_on)}
        checker.add("manufactured_on", message % words, "made_after_expiry")
    if product.tracking == "none" and (line.batch_number.strip() or line.expires_on):
        message = _("%(product)s is not tracked by batch; leave batch and expiry empty, or let the product be tracked.")
        checker.add("batch_number", message % {"product": product.name}, "not_tracked")
    if product.tracking == "serial" and charged is not None and charged.quantity_base != 1:
        message = _("%(product)s is tracked by serial number: one line a piece, with the quantity 1.")
        checker.add("quantity", message % {"product": product.name}, "serial_quantity")


def _last_day(line: ReceiptLineInput) -> dt.date | None:
    """The last usable day: an expiry that is printed as a month means the month's last."""
    if line.expires_on is None or line.expiry_precision == "day":
        return line.expires_on
    return month_end(year=line.expires_on.year, month=line.expires_on.month)


def _order_line(line: ReceiptLineInput, *, ground: _Ground, checker: Checker) -> PurchaseOrderLine | None:
    if line.purchase_order_line_id is None:
        return ground.matcher.next_of(line.product_id)
    found = ground.matcher.named(line.purchase_order_line_id, product_id=line.product_id)
    if found is None:
        message = _("The purchase order has no line %(id)s of this product.") % {"id": line.purchase_order_line_id}
        checker.add("purchase_order_line_id", message, "not_found")
    return found


def _location(line: ReceiptLineInput, *, ground: _Ground, checker: Checker) -> UUID | None:
    """Where the goods go: what has expired to quarantine whatever was asked, so that it can never be promised."""
    place = ground.locations.get(line.location_id) if line.location_id else None
    if line.location_id is not None and (place is None or place.warehouse_id != ground.warehouse.id):
        words = {"warehouse": ground.warehouse.name, "id": line.location_id}
        checker.add("location_id", _("%(warehouse)s has no location with the id %(id)s.") % words, "not_found")
        return None
    if place is not None and place.is_archived:
        checker.add("location_id", _("%(name)s is archived; restore it first.") % {"name": place.code}, "archived")
        return None
    if place is not None and place.kind not in RECEIVING_KINDS:
        message = _(
            "Goods cannot be received at %(location)s; choose a receiving, storage, picking or quarantine place."
        )
        checker.add("location_id", message % {"location": place.code}, "location_kind")
        return None
    wanted = place.id if place else ground.warehouse.default_location_id
    last_day = _last_day(line)
    if last_day is not None and last_day < ground.received_on:
        wanted = ground.warehouse.quarantine_location_id
    if wanted is None:
        message = _("%(warehouse)s has no place for this; name a location.") % {"warehouse": ground.warehouse.name}
        checker.add("location_id", message, "missing")
    return wanted


def _known_cost(product: ProductFacts, *, factor: Decimal, order_line: PurchaseOrderLine | None) -> Decimal | None:
    """The cost for one unit of `factor` when none was typed: as ordered, after the order's discount, else the
    product's. An order that says 0 was written before anybody knew a cost: what is free stands there as free."""
    if order_line is not None and order_line.unit_cost:
        return ordered_cost(order_line, factor=factor)
    if product.purchase_price is None:
        return None
    return EXACT.multiply(product.purchase_price, factor).quantize(PRICE_STEP, context=EXACT)


def _known_mrp(product: ProductFacts, *, factor: Decimal) -> Decimal | None:
    if product.mrp is None:
        return None
    return EXACT.multiply(product.mrp, factor).quantize(PRICE_STEP, context=EXACT)
