"""Freeze and open: the batches are frozen in every warehouse, and taken out of every open promise, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.operations import Promised, Status
from omnistock.domain.ledger.queries.batches import BatchRow, batches_by_ids
from omnistock.domain.ledger.queries.naming import standing_batches
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.recalls.models import Recall, RecallBatch, RecallOrderLine
from omnistock.domain.recalls.operations.access import LONGEST_REASON, require_everywhere, write_down
from omnistock.domain.recalls.operations.pulling import lock_orders, pull
from omnistock.domain.recalls.policies import POLICIES
from omnistock.domain.sales.models import SalesOrder
from omnistock.domain.search.operations import index
from omnistock.kernel.errors import Conflict, Fault, NotFound
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.operation import operation

MOST_BATCHES: Final = 200
_ATTEMPTS: Final = 8


class AlreadyRecalled(Conflict):
    """A batch is in a recall already. Details: batch_id."""

    code = "already_recalled"


class TooMuchGoingOn(Conflict):
    """Orders were being reserved from these batches at every look."""

    code = "busy"


class _AnotherOrder(Exception):
    """An order that was not locked has reserved of the batches meanwhile: begin again with it."""


@operation(POLICIES)
def open_recall(
    *,
    actor: Actor,
    batch_ids: Sequence[UUID],
    reason: str,
    is_drill: bool = False,
    id: UUID | None = None,
    external_id: str | None = None,
) -> Recall:
    """Freeze batches everywhere and open their recall.

    From then on they are not promised, picked, sold or given; what arrives from transit or comes back goes to quarantine.
    Open orders lose them, and get other batches where there are any. A drill does nothing of this: it is a recall on
    paper whose time is taken. Raises `PermissionMissing`, `NotFound`, `Invalid` with every fault, `AlreadyRecalled`.
    """
    require_everywhere(actor)
    recall = _judged(actor=actor, reason=reason, is_drill=is_drill, id=id, external_id=external_id)
    batches = _judged_batches(actor=actor, batch_ids=batch_ids, is_drill=is_drill)
    before, pulled = _frozen(actor=actor, recall=recall, batches=batches)
    recall.number = take_number(actor=actor, kind="recall")
    recall.save(force_insert=True)
    RecallBatch.objects.bulk_create(_batch_rows(recall, batches, before))
    RecallOrderLine.objects.bulk_create(pulled)
    index(actor=actor, kind="recall", object_id=recall.pk, texts=[recall.number, *(b.number for b in batches)])
    after = {
        "reason": recall.reason,
        "is_drill": is_drill,
        "batches": [batch.number for batch in batches],
        "order_lines_pulled": len(pulled),
    }
    write_down("open_recall", recall, actor=actor, after=after)
    return recall


def _judged(*, actor: Actor, reason: str, is_drill: bool, id: UUID | None, external_id: str | None) -> Recall:
    """The unsaved recall. Raises `Invalid` with every fault, `IdReused`."""
    check = Checker()
    wanted = check_free(Recall, id=id, external_id=external_id, checker=check)
    said = check.text("reason", reason, longest=LONGEST_REASON, required=True)
    check.stop()
    return Recall(
        organization_id=actor.organization_id,
        id=id or uuid7(),
        external_id=wanted,
        reason=said,
        is_drill=is_drill,
        opened_at=actor.now,
        opened_by=actor.name[:120],
        created_at=actor.now,
        updated_at=actor.now,
    )


def _judged_batches(*, actor: Actor, batch_ids: Sequence[UUID], is_drill: bool) -> list[BatchRow]:
    """The batches, in the order of their ids; for one that was merged, the one that has its goods. Raises `Invalid`,
    `NotFound`, `AlreadyRecalled`."""
    wanted = sorted(set(batch_ids))
    check = Checker()
    if not wanted:
        check.add("batch_ids", _("Choose the batches to recall."), "missing")
    elif len(wanted) > MOST_BATCHES:
        message = _("A recall has at most {most} batches; narrow the search.")
        check.add("batch_ids", message.format(most=MOST_BATCHES), "too_many")
    check.stop()
    merged = standing_batches(actor=actor, batch_ids=wanted)
    wanted = sorted({merged.get(each, each) for each in wanted})
    found = batches_by_ids(actor=actor, batch_ids=wanted)
    for batch_id in wanted:
        if batch_id not in found or not found[batch_id].number:
            raise NotFound(_("There is no batch with the id {id} in this workspace.").format(id=batch_id))
        if found[batch_id].status == "recalled" and not is_drill:
            message = _("Batch {batch} of {product} is recalled already.")
            said = message.format(batch=found[batch_id].number, product=found[batch_id].product_name)
            fault = Fault("batch_ids", said, AlreadyRecalled.code, {"batch_id": batch_id})
            raise AlreadyRecalled(said, faults=[fault])
    return [found[batch_id] for batch_id in wanted]


def _frozen(
    *, actor: Actor, recall: Recall, batches: Sequence[BatchRow]
) -> tuple[dict[UUID, Status], list[RecallOrderLine]]:
    """What each batch was before, and the orders' lines that lost their promise."""
    if recall.is_drill:
        return {batch.id: Status(batch.status, batch.status_reason) for batch in batches}, []
    batch_ids = [batch.id for batch in batches]
    for _attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                orders, before, promised = _locked(actor=actor, recall=recall, batch_ids=batch_ids)
                return before, pull(actor=actor, recall=recall, orders=orders, promised=promised)
        except _AnotherOrder:
            continue
        except OperationalError as error:
            if not ledger.is_not_available(error):
                raise
    raise TooMuchGoingOn(_("Orders are being reserved from these batches right now. Press it again."))


def _locked(
    *, actor: Actor, recall: Recall, batch_ids: Collection[UUID]
) -> tuple[Mapping[UUID, SalesOrder], dict[UUID, Status], list[Promised]]:
    """Orders first, then stock, then batches: the one order of locks. Whoever reserves in between is seen afterwards."""
    seen = ledger.promises_of_batches(actor=actor, batch_ids=batch_ids)
    orders = lock_orders({each.demand_id for each in seen})
    before = ledger.freeze_batches(actor=actor, batch_ids=batch_ids, reason=recall.reason)
    if any(status.status == "recalled" for status in before.values()):
        raise AlreadyRecalled(_("Somebody else has just opened a recall of one of these batches."))
    promised = ledger.promises_of_batches(actor=actor, batch_ids=batch_ids)
    if {each.demand_id for each in promised} - set(orders):
        raise _AnotherOrder
    return orders, before, promised


def _batch_rows(recall: Recall, batches: Sequence[BatchRow], before: Mapping[UUID, Status]) -> list[RecallBatch]:
    return [
        RecallBatch(
            organization_id=recall.organization_id,
            recall=recall,
            batch_id=batch.id,
            batch_number=batch.number,
            status_before=before[batch.id].status,
            reason_before=before[batch.id].reason,
        )
        for batch in batches
    ]
