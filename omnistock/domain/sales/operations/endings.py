"""How an order ends: cancelled, closed short, or dispatched; and how a dispatch that is reversed opens it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.ledger.operations import allocations_of
from omnistock.domain.sales.access import lock_sales_order
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations.journal import write_down
from omnistock.domain.sales.operations.reservations import OPEN_STATUSES, release_locked
from omnistock.domain.sales.operations.statuses import SalesOrderStatus, require_status
from omnistock.domain.sales.policies import POLICIES
from omnistock.domain.sales.reserving import save_lines, settle
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation


@operation(POLICIES)
def cancel_sales_order(
    *, actor: Actor, sales_order_id: UUID, reason: str = "", expected_version: int | None = None
) -> SalesOrder:
    """Nothing of it will leave; what is reserved is free again. An order of which something has left is closed instead.

    Raises `NotFound`, `VersionConflict`, `SalesOrderStatus`, `Invalid` (the reason).
    """
    order, lines = lock_sales_order(actor=actor, sales_order_id=sales_order_id, expected_version=expected_version)
    said = _reason(reason)
    if any(line.dispatched_quantity_base for line in lines):
        message = _("Goods have left for %(number)s: close it, or reverse its dispatches first.")
        raise SalesOrderStatus(message % {"number": order.number})
    require_status(order, "draft", *OPEN_STATUSES, to=_("cancelled"))
    return _end(order, lines, "cancelled", moment="cancelled_at", name="cancel_sales_order", reason=said, actor=actor)


@operation(POLICIES)
def close_sales_order(
    *, actor: Actor, sales_order_id: UUID, reason: str = "", expected_version: int | None = None
) -> SalesOrder:
    """What has not left is given up, and what is reserved of it is free again.

    Raises `NotFound`, `VersionConflict`, `SalesOrderStatus`, `Invalid` (the reason).
    """
    order, lines = lock_sales_order(actor=actor, sales_order_id=sales_order_id, expected_version=expected_version)
    said = _reason(reason)
    require_status(order, *OPEN_STATUSES, to=_("closed"))
    return _end(order, lines, "closed", moment="closed_at", name="close_sales_order", reason=said, actor=actor)


def apply_dispatch(
    *, actor: Actor, order: SalesOrder, lines: Sequence[SalesOrderLine], quantities: Mapping[UUID, Decimal]
) -> None:
    """Note that `quantities` (base units by line id) have left. A step of a dispatch, which has the order locked, has
    posted the stock, and writes the audit event.

    Raises `SalesOrderStatus` where nothing can leave for the order, or more would than it asks for.
    """
    require_status(order, *OPEN_STATUSES, to=_("dispatched"))
    changed = [line for line in lines if line.id in quantities]
    for line in changed:
        if quantities[line.id] > line.open_base:
            words = {"number": order.number, "line": line.description}
            raise SalesOrderStatus(_("%(number)s does not ask for that much of %(line)s.") % words)
        line.dispatched_quantity_base += quantities[line.id]
    _stands(order, lines, actor=actor)


def undo_dispatch(
    *, actor: Actor, order: SalesOrder, lines: Sequence[SalesOrderLine], quantities: Mapping[UUID, Decimal]
) -> None:
    """Note that `quantities` (base units by line id) are back in stock: the order waits for them again, unless it was
    closed. A step of a dispatch's reversal, which has the order locked and writes the audit event."""
    changed = [line for line in lines if line.id in quantities]
    for line in changed:
        line.dispatched_quantity_base -= quantities[line.id]
        if order.status == "closed":
            line.cancelled_quantity_base += quantities[line.id]
    _stands(order, lines, actor=actor)


def _stands(order: SalesOrder, lines: Sequence[SalesOrderLine], *, actor: Actor) -> None:
    """Save where the order and its lines stand. What was closed stays closed."""
    status = order.status
    settle(order, lines, allocations_of(actor=actor, demand_id=order.id))
    if status == "closed":
        order.status = status
    save_lines(lines)
    order.dispatched_at = actor.now if order.status == "dispatched" else None
    save_change(order, actor=actor, fields=["status", "dispatched_at"])


def _end(
    order: SalesOrder,
    lines: Sequence[SalesOrderLine],
    status: str,
    *,
    moment: str,
    name: str,
    reason: str,
    actor: Actor,
) -> SalesOrder:
    before = {"status": order.status}
    if order.status != "draft":
        release_locked(order, lines, actor=actor)
    for line in lines:
        line.cancelled_quantity_base += line.open_base
        line.picked_quantity_base = line.dispatched_quantity_base
    save_lines(lines)
    order.status = status
    setattr(order, moment, actor.now)
    save_change(order, actor=actor, fields=["status", moment])
    write_down(name, order, actor=actor, before=before, after={"status": status, "reason": reason})
    return order


def _reason(reason: str) -> str:
    checker = Checker()
    said = checker.text("reason", reason, longest=300)
    checker.stop()
    return said
