"""Choosing the batches of a line by hand, instead of first expired first out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import check_fineness, product_facts
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.operations import Choosable, Chosen, allocations_of
from omnistock.domain.ledger.types import Demand, DemandLine
from omnistock.domain.sales.access import lock_sales_order, sales_order_rows
from omnistock.domain.sales.inputs import ChosenBatchInput
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations.journal import write_down
from omnistock.domain.sales.operations.reservations import OPEN_STATUSES
from omnistock.domain.sales.operations.statuses import require_status
from omnistock.domain.sales.policies import OVERRIDE, POLICIES
from omnistock.domain.sales.reserving import SALES_ORDER, demand_line, picked_of, save_lines, settle
from omnistock.kernel.errors import NotFound, PermissionMissing
from omnistock.kernel.numbers import plain
from omnistock.tenancy.access import find, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

LONGEST_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class ChoosableLine:
    """A line with the batches that it could be given. `needed` base units are open and not picked; the goods must have
    `days_needed` of life on the promised day, unless that is overridden."""

    line_id: UUID
    description: str
    sku: str
    base_unit_code: str
    needed: Decimal
    days_needed: int
    batches: Sequence[Choosable]


def choosable_line(*, actor: Actor, sales_order_id: UUID, line_id: UUID) -> ChoosableLine:
    """What may be chosen for a line of an order. Raises `NotFound`."""
    actor.require("sales:read")
    actor.require("stock:read")
    order = find(sales_order_rows(actor=actor).select_related("customer"), sales_order_id, kind="sales order")
    lines = SalesOrderLine.objects.filter(sales_order_id=order.pk).select_related("product__unit")
    line = find(lines, line_id, kind="line of the order")
    wanted = _demand(order, line, actor)
    found = ledger.choosable_batches(actor=actor, demand_id=order.pk, line=wanted, promised_on=order.promised_on)
    return ChoosableLine(
        line_id=line.pk,
        description=line.description,
        sku=line.product.sku,
        base_unit_code=line.product.unit.code,
        needed=_needed(order, line, actor),
        days_needed=wanted.minimum_shelf_life_days,
        batches=found,
    )


@operation(POLICIES)
def choose_batches(
    *,
    actor: Actor,
    sales_order_id: UUID,
    line_id: UUID,
    batches: Sequence[ChosenBatchInput],
    reason: str,
    expected_version: int | None = None,
) -> SalesOrder:
    """Reserve exactly these batches for a line, instead of what it holds and has not picked. `reason` is kept with every
    earlier batch that is passed over.

    A batch with less life left on the promised day than the rule of the customer, the product or the organization asks for
    needs the permission `shelf-life:override`; the line keeps that it was accepted, and why. Raises `NotFound`,
    `VersionConflict`, `SalesOrderStatus`, `Invalid`, `PermissionMissing`, `BatchNotUsable`, `InsufficientStock`.
    """
    order, lines = lock_sales_order(actor=actor, sales_order_id=sales_order_id, expected_version=expected_version)
    require_status(order, *OPEN_STATUSES, to=_("given other batches"))
    line = next((each for each in lines if each.pk == line_id), None)
    if line is None:
        raise NotFound(_("The order has no line {id}.").format(id=line_id))
    said = _judged(order, line, batches, reason, actor=actor)
    wanted = _demand(order, line, actor)
    _accept_less_life(order, line, wanted, batches, said, actor=actor)
    chosen = [Chosen(each.batch_id, each.quantity, f"batches/{at}") for at, each in enumerate(batches)]
    demand = Demand(SALES_ORDER, order.pk)
    ledger.reserve_chosen(
        actor=actor, demand=demand, line=wanted, chosen=chosen, promised_on=order.promised_on, reason=said
    )
    before = {"status": order.status}
    settle(order, lines, allocations_of(actor=actor, demand_id=order.pk))
    save_lines(lines)
    line.save(update_fields=["shelf_life_days", "shelf_life_reason"])
    save_change(order, actor=actor, fields=["status"])
    after = {
        "status": order.status,
        "line": line.position,
        "reason": said,
        "batches": [[str(each.batch_id), plain(each.quantity)] for each in batches],
        "shelf_life_days": line.shelf_life_days,
    }
    write_down("choose_batches", order, actor=actor, before=before, after=after)
    return order


def _demand(order: SalesOrder, line: SalesOrderLine, actor: Actor) -> DemandLine:
    return demand_line(order, line, product_facts(actor=actor, ids={line.product_id})[line.product_id], actor=actor)


def _needed(order: SalesOrder, line: SalesOrderLine, actor: Actor) -> Decimal:
    """What of the line is open and not picked."""
    found = {each.line_id: each for each in allocations_of(actor=actor, demand_id=order.pk)}
    return line.open_base - picked_of(found.get(line.pk))


def _judged(
    order: SalesOrder, line: SalesOrderLine, batches: Sequence[ChosenBatchInput], reason: str, *, actor: Actor
) -> str:
    """The reason. Raises `Invalid` with every fault."""
    check, seen, total = Checker(), set(), Decimal(0)
    for at, each in enumerate(batches):
        quantity = check.quantity(f"batches/{at}/quantity", each.quantity)
        total += quantity or Decimal(0)
        if each.batch_id in seen:
            check.add(f"batches/{at}/batch_id", _("This batch is there twice; add the quantities up."), "duplicate")
        seen.add(each.batch_id)
    places = [(check.under(f"batches/{at}"), line.product_id, each.quantity) for at, each in enumerate(batches)]
    check_fineness(actor=actor, asked=places)
    needed = _needed(order, line, actor)
    if not batches:
        check.add("batches", _("Say how much of which batch."), "missing")
    elif total > needed:
        message = _("{line} waits for {open}, not for {asked}.")
        words = {"line": line.description, "open": plain(needed), "asked": plain(total)}
        check.add("batches", message.format(**words), "more_than_open")
    said = check.text("reason", reason, longest=LONGEST_REASON, required=True)
    check.stop()
    return said


def _accept_less_life(
    order: SalesOrder,
    line: SalesOrderLine,
    wanted: DemandLine,
    batches: Sequence[ChosenBatchInput],
    reason: str,
    *,
    actor: Actor,
) -> None:
    """Note on the line the life that was accepted. Raises `PermissionMissing` for who may not accept less than the rule."""
    found = ledger.choosable_batches(actor=actor, demand_id=order.pk, line=wanted, promised_on=order.promised_on)
    chosen = {each.batch_id for each in batches}
    least = min(
        (each.days_left for each in found if each.batch_id in chosen and each.days_left is not None),
        default=wanted.minimum_shelf_life_days,
    )
    if least < 0 or least >= wanted.minimum_shelf_life_days:
        return  # expired goods are refused by the ledger, for everybody
    if not actor.may(OVERRIDE):
        message = _("{days} days of life are left, and {needed} are needed here. {name} may not accept less.")
        words = {"days": least, "needed": wanted.minimum_shelf_life_days, "name": actor.name}
        raise PermissionMissing(message.format(**words))
    line.shelf_life_days, line.shelf_life_reason = least, reason
