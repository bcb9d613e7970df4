"""Freezing batches for a recall, in every warehouse at once. Steps of the room `recalls`, which checks the permission.

A recall takes batches out of open promises and has others chosen for them, in one transaction. So it locks, in the one
order of the product, all that this may touch: the balances of the batches' products, their totals, then the batches.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.audit.operations import record
from omnistock.domain.ledger.errors import BatchMerged
from omnistock.domain.ledger.models import Batch
from omnistock.domain.ledger.operations.holding import hold_goods, hold_goods_at_once
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_LOCK_TOTALS: Final = """
SELECT s.id FROM stock_total s
WHERE s.organization_id = %(organization)s AND s.product_id IN (
    SELECT product_id FROM batch WHERE organization_id = %(organization)s AND id = ANY(%(batches)s::uuid[]))
ORDER BY s.warehouse_id, s.product_id
FOR UPDATE
"""
_PROMISED: Final = """
SELECT r.demand_kind, r.demand_id, r.demand_line_id, l.batch_id, t.number, p.kind = 'dispatch', sum(r.quantity)
FROM layer l
JOIN reservation r ON r.organization_id = l.organization_id AND r.layer_id = l.id
JOIN batch t ON t.organization_id = l.organization_id AND t.id = l.batch_id
JOIN location p ON p.organization_id = r.organization_id AND p.id = r.location_id
WHERE l.organization_id = %(organization)s AND l.batch_id = ANY(%(batches)s::uuid[])
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 2, 3, 4, 6
"""


@dataclass(frozen=True, slots=True)
class Promised:
    """What of a batch is reserved for a line of a demand; `is_picked`: it lies at the dispatch place already."""

    demand_kind: str
    demand_id: UUID
    line_id: UUID
    batch_id: UUID
    batch_number: str
    is_picked: bool
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Status:
    """A batch's status and the reason that was given for it."""

    status: str
    reason: str


def promises_of_batches(*, actor: Actor, batch_ids: Collection[UUID]) -> list[Promised]:
    """Every reservation that stands on one of the batches, in one statement."""
    statement = Statement(_PROMISED, {"organization": actor.organization_id, "batches": list(batch_ids)})
    send(statement)
    return [Promised(*row) for row in statement.rows]


def freeze_batches(*, actor: Actor, batch_ids: Collection[UUID], reason: str) -> dict[UUID, Status]:
    """Mark the batches recalled, and answer what each was before. Documents must be locked already; whoever wants to
    reserve or take of these batches waits, and then sees that they are recalled. In the caller's savepoint, as
    `hold_goods_at_once` says. Raises `BatchMerged`."""
    hold_goods_at_once(actor=actor, meant="products", ids=batch_ids)
    _lock_totals(actor, batch_ids)
    before = {}
    for batch in _locked_batches(batch_ids):
        if batch.merged_into_id is not None:  # its goods are of another batch, which would stay free
            raise BatchMerged.of(batch.number)
        before[batch.pk] = Status(batch.status, batch.status_reason)
        _change(batch, Status("recalled", reason), actor=actor, name="recall_batch")
    return before


def thaw_batches(*, actor: Actor, to: Mapping[UUID, Status]) -> None:
    """Give each recalled batch the status `to` names: the recall was released. Others are left as they are. Raises
    `GoodsBusy`."""
    hold_goods(actor=actor, meant="products", ids=list(to))
    _lock_totals(actor, list(to))
    for batch in _locked_batches(list(to)):
        if batch.status == "recalled":
            _change(batch, to[batch.pk], actor=actor, name="end_recall_of_batch")


def _lock_totals(actor: Actor, batch_ids: Collection[UUID]) -> None:
    send(Statement(_LOCK_TOTALS, {"organization": actor.organization_id, "batches": list(batch_ids)}))


def _locked_batches(batch_ids: Collection[UUID]) -> list[Batch]:
    # NO KEY: a receipt that adds a layer to one of them checks its foreign key, and must not wait for this row.
    return list(Batch.objects.filter(pk__in=batch_ids).order_by("id").select_for_update(of=("self",), no_key=True))


def _change(batch: Batch, to: Status, *, actor: Actor, name: str) -> None:
    before = {"status": batch.status, "reason": batch.status_reason}
    batch.status, batch.status_reason = to.status, to.reason
    save_change(batch, actor=actor, fields=["status", "status_reason"])
    record(
        actor=actor,
        operation=f"ledger.{name}",
        subject_kind="batch",
        subject_id=batch.pk,
        subject_name=batch.number,
        before=before,
        after={"status": to.status, "reason": to.reason},
    )
