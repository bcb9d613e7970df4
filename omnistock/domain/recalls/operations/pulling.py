"""Taking recalled batches out of open orders, and finding others for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from omnistock.domain.audit.operations import record
from omnistock.domain.ledger.operations import Promised, allocations_of
from omnistock.domain.ledger.types import AllocatedLine
from omnistock.domain.recalls.models import Recall, RecallOrderLine
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.reserving import SALES_ORDER, reserve, save_lines, settle
from omnistock.kernel.numbers import plain
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor

_ZERO: Final = Decimal(0)


def lock_orders(order_ids: Collection[UUID]) -> dict[UUID, SalesOrder]:
    """These orders, locked one after the other by their ids."""
    rows = SalesOrder.objects.filter(pk__in=order_ids).select_related("customer").order_by("id")
    return {order.pk: order for order in rows.select_for_update(of=("self",), no_key=True)}


def pull(
    *, actor: Actor, recall: Recall, orders: Mapping[UUID, SalesOrder], promised: Sequence[Promised]
) -> list[RecallOrderLine]:
    """Give up what the locked orders hold of the frozen batches, choose other batches for those lines first expired first
    out, and say for every line what it lost and what it got. The rows are not saved yet."""
    found = []
    for order in orders.values():
        lost = [each for each in promised if each.demand_id == order.pk]
        if lost:
            found += _pull_order(order, lost, actor=actor, recall=recall)
    return found


def _pull_order(order: SalesOrder, lost: Sequence[Promised], *, actor: Actor, recall: Recall) -> list[RecallOrderLine]:
    lines = list(SalesOrderLine.objects.filter(sales_order_id=order.pk).order_by("position"))
    concerned = [line for line in lines if line.pk in {each.line_id for each in lost}]
    before = _held(allocations_of(actor=actor, demand_id=order.pk))
    # The frozen batches are unusable by now, so reserving anew gives them up before it looks for others.
    allocated = {line.line_id: line for line in reserve(order, concerned, actor=actor)}
    status = order.status
    settle(order, lines, allocations_of(actor=actor, demand_id=order.pk))
    save_lines(lines)
    save_change(order, actor=actor, fields=["status"])
    rows = [
        _row(recall, order, line, [each for each in lost if each.line_id == line.pk], allocated[line.pk], before)
        for line in concerned
    ]
    record(
        actor=actor,
        operation="recalls.pull_order",
        subject_kind=SALES_ORDER,
        subject_id=order.pk,
        subject_name=order.number,
        before={"status": status},
        after={"status": order.status, "reason": recall.reason, "pulled": [row.pulled for row in rows]},
    )
    return rows


def _row(
    recall: Recall,
    order: SalesOrder,
    line: SalesOrderLine,
    lost: Sequence[Promised],
    now: AllocatedLine,
    before: Mapping[tuple[UUID, UUID], Decimal],
) -> RecallOrderLine:
    gained = _sums((part.batch_id, part.batch_number, part.quantity) for part in now.allocated)
    replaced = {key: quantity - before.get((line.pk, key[0]), _ZERO) for key, quantity in gained.items()}
    return RecallOrderLine(
        organization_id=recall.organization_id,
        recall=recall,
        sales_order=order,
        sales_order_line=line,
        pulled=_listed(_sums((each.batch_id, each.batch_number, each.quantity) for each in lost)),
        pulled_base=sum((each.quantity for each in lost), _ZERO),
        picked_base=sum((each.quantity for each in lost if each.is_picked), _ZERO),
        replaced=_listed(replaced),
        short_base=now.short or _ZERO,
    )


def _held(allocations: Iterable[AllocatedLine]) -> dict[tuple[UUID, UUID], Decimal]:
    """What each line holds of each batch."""
    held: dict[tuple[UUID, UUID], Decimal] = defaultdict(Decimal)
    for line in allocations:
        for part in line.allocated:
            held[line.line_id, part.batch_id] += part.quantity
    return held


def _sums(parts: Iterable[tuple[UUID, str, Decimal]]) -> dict[tuple[UUID, str], Decimal]:
    sums: dict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
    for batch_id, number, quantity in parts:
        sums[batch_id, number] += quantity
    return sums


def _listed(quantities: Mapping[tuple[UUID, str], Decimal]) -> list[dict[str, Any]]:
    return [
        {"batch_id": str(batch_id), "batch_number": number, "quantity": plain(quantity)}
        for (batch_id, number), quantity in quantities.items()
        if quantity > 0
    ]
