"""What ends a recall: goods out of the way, the close with what became of the rest, and the release that undoes it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.operations import Status
from omnistock.domain.ledger.types import DocumentRef
from omnistock.domain.recalls.models import Recall, RecallBatch
from omnistock.domain.recalls.operations.access import checked_text, lock_recall, require_everywhere, within, write_down
from omnistock.domain.recalls.policies import POLICIES
from omnistock.domain.recalls.queries.recalls import recall as read_recall
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.numbers import plain
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation

LONGEST_NOTES: Final = 500


class DrillOnly(Conflict):
    """A drill has frozen nothing, so there is nothing to move or to release."""

    code = "recall_is_drill"


@operation(POLICIES)
def quarantine_recall(*, actor: Actor, recall_id: UUID | str, expected_version: int | None = None) -> Recall:
    """Move what of the recall's batches lies among other goods into quarantine, picked goods at the dispatch place too.

    Raises `NotFound`, `RecallNotOpen`, `DrillOnly`, `NothingToQuarantine`, `NoQuarantinePlace`.
    """
    require_everywhere(actor)
    found = lock_recall(
        actor=actor, recall_id=recall_id, expected_version=expected_version, statuses=("open", "closed")
    )
    _refuse_drill(found)
    ledger.quarantine_batches(
        actor=within(actor, "stock:write"),
        batch_ids=_batch_ids(found),
        document=DocumentRef("recall", found.pk, found.number),
    )
    return found


@operation(POLICIES)
def close_recall(
    *, actor: Actor, recall_id: UUID | str, notes: str = "", expected_version: int | None = None
) -> Recall:
    """The work is done. Where something of what left is not accounted for, `notes` says what became of it.

    The batches stay frozen: what is left of them is destroyed or returned. Raises `NotFound`, `RecallNotOpen`,
    `VersionConflict`, `Invalid`.
    """
    require_everywhere(actor)
    found = lock_recall(actor=actor, recall_id=recall_id, expected_version=expected_version)
    said = checked_text("notes", notes, longest=LONGEST_NOTES, required=False)
    page = read_recall(actor=within(actor, "stock:read", "sales:read"), recall_id=found.pk)
    if page.unaccounted and not said:
        message = _("{quantity} of what left is not accounted for: say in words what became of it.")
        raise Invalid.at("notes", message.format(quantity=plain(page.unaccounted)), "missing")
    found.status, found.closed_at, found.closing_notes = "closed", actor.now, said
    found.unaccounted_base = page.unaccounted
    save_change(found, actor=actor, fields=["status", "closed_at", "closing_notes", "unaccounted_base"])
    after = {"status": "closed", "unaccounted": plain(page.unaccounted), "reason": said}
    write_down("close_recall", found, actor=actor, before={"status": "open"}, after=after)
    return found


@operation(POLICIES)
def release_recall(*, actor: Actor, recall_id: UUID | str, reason: str, expected_version: int | None = None) -> Recall:
    """The batches are what they were before, and can be sold again; one that was on hold is on hold again. What was
    moved to quarantine stays there until somebody puts it back.

    Raises `NotFound`, `RecallNotOpen`, `DrillOnly`, `VersionConflict`, `Invalid` without a reason.
    """
    require_everywhere(actor)
    said = checked_text("reason", reason)
    found = lock_recall(
        actor=actor, recall_id=recall_id, expected_version=expected_version, statuses=("open", "closed")
    )
    _refuse_drill(found)
    rows = RecallBatch.objects.filter(recall_id=found.pk)
    ledger.thaw_batches(actor=actor, to={row.batch_id: Status(row.status_before, row.reason_before) for row in rows})
    before, found.status = found.status, "released"
    found.released_at, found.released_reason = actor.now, said
    save_change(found, actor=actor, fields=["status", "released_at", "released_reason"])
    after = {"status": "released", "reason": said}
    write_down("release_recall", found, actor=actor, before={"status": before}, after=after)
    return found


def _batch_ids(recall: Recall) -> list[UUID]:
    return list(RecallBatch.objects.filter(recall_id=recall.pk).values_list("batch_id", flat=True))


def _refuse_drill(recall: Recall) -> None:
    if recall.is_drill:
        raise DrillOnly(_("{number} is a drill: it has frozen nothing.").format(number=recall.number))
