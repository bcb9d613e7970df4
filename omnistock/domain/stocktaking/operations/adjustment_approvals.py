"""Adjustments above the workspace's limit: they wait, post nothing, and a second person approves or rejects them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.queries.costs import last_unit_costs
from omnistock.domain.ledger.queries.naming import standing_batches
from omnistock.domain.ledger.types import DocumentRef, InLine, OutLine
from omnistock.domain.stocktaking.access import adjustment_rows
from omnistock.domain.stocktaking.models import Adjustment, AdjustmentLine
from omnistock.domain.stocktaking.operations.adjustments import ADJUSTMENT
from omnistock.domain.stocktaking.policies import POLICIES
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Conflict, PermissionMissing
from omnistock.kernel.money import line_amount
from omnistock.kernel.numbers import EXACT
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation


class AdjustmentDecided(Conflict):
    """Only what awaits approval is approved or rejected, and once."""

    code = "adjustment_decided"


class ApprovesOwn(PermissionMissing):
    """Two people: whoever asked does not approve."""

    code = "approves_own"


@operation(POLICIES)
def approve_adjustment(*, actor: Actor, adjustment_id: UUID, expected_version: int | None = None) -> Adjustment:
    """Post an adjustment that awaits approval. It is dated now, unless it was asked for a day before.

    Raises `NotFound`, `VersionConflict`, `AdjustmentDecided`, `ApprovesOwn`, and what `post_adjustment` raises of the
    ledger: it stays waiting then.
    """
    adjustment = _waiting(adjustment_id, actor=actor, expected_version=expected_version)
    if adjustment.author_id == (actor.person_id or actor.api_key_id):
        message = _("You asked for %(number)s yourself; another person has to approve it.")
        raise ApprovesOwn(message % {"number": adjustment.number})
    lines = list(
        AdjustmentLine.objects.filter(adjustment_id=adjustment.pk).select_related("product").order_by("position")
    )
    # The batch may have become another one since it was asked for.
    merged = standing_batches(actor=actor, batch_ids={line.batch_id for line in lines if line.batch_id})
    for line in lines:
        line.batch_id = line.batch_id and merged.get(line.batch_id, line.batch_id)
    is_backdated = adjustment.effective_at < adjustment.created_at
    if not is_backdated:
        adjustment.effective_at = actor.now
    last = last_unit_costs(actor=actor, product_ids={line.product_id for line in lines if line.unit_cost is None})
    ledger.post_both(
        actor=actor,
        document=DocumentRef(ADJUSTMENT, adjustment.pk, adjustment.number),
        reason=adjustment.reason,
        effective_at=adjustment.effective_at if is_backdated else None,
        source="found",
        target="loss",
        ins=[_in_line(line, last, actor=actor) for line in lines if line.quantity_base > 0],
        outs=[_out_line(line) for line in lines if line.quantity_base < 0],
    )
    return _decide(adjustment, "posted", "approve_adjustment", reason="", actor=actor)


@operation(POLICIES)
def reject_adjustment(
    *, actor: Actor, adjustment_id: UUID, reason: str, expected_version: int | None = None
) -> Adjustment:
    """Turn one down, with the reason; its author may take it back so too. Nothing is posted.

    Raises `NotFound`, `VersionConflict`, `AdjustmentDecided`, `Invalid` without a reason.
    """
    checker = Checker()
    said = checker.text("reason", reason, longest=300, required=True)
    checker.stop()
    adjustment = _waiting(adjustment_id, actor=actor, expected_version=expected_version)
    return _decide(adjustment, "rejected", "reject_adjustment", reason=said, actor=actor)


def _waiting(adjustment_id: UUID, *, actor: Actor, expected_version: int | None) -> Adjustment:
    rows = adjustment_rows(actor=actor)
    found = find_for_change(rows, adjustment_id, kind="adjustment", expected_version=expected_version)
    if found.status != "awaiting_approval":
        message = _("%(number)s does not wait for approval any more.")
        raise AdjustmentDecided(message % {"number": found.number})
    return found


def _decide(adjustment: Adjustment, status: str, name: str, *, reason: str, actor: Actor) -> Adjustment:
    adjustment.status, adjustment.decided_at = status, actor.now
    adjustment.decided_by, adjustment.decision_reason = actor.name[:120], reason
    fields = ["status", "decided_at", "decided_by", "decision_reason", "effective_at"]
    save_change(adjustment, actor=actor, fields=fields)
    record(
        actor=actor,
        operation=f"stocktaking.{name}",
        subject_kind=ADJUSTMENT,
        subject_id=adjustment.pk,
        subject_name=adjustment.number,
        before={"status": "awaiting_approval"},
        after={"status": status, "reason": reason} if reason else {"status": status},
    )
    return adjustment


def _in_line(line: AdjustmentLine, last: Mapping[UUID, Decimal], *, actor: Actor) -> InLine:
    currency = currency_of(actor.organization.currency)
    factor = EXACT.divide(line.quantity_base, line.quantity)
    return InLine(
        line_id=line.pk,
        product_id=line.product_id,
        batch_id=line.batch_id,  # type: ignore[arg-type]
        location_id=line.location_id,
        quantity=line.quantity_base,
        value=line_amount(
            quantity=line.quantity_base if line.unit_cost is None else line.quantity,
            unit_price=last.get(line.product_id, Decimal(0)) if line.unit_cost is None else line.unit_cost,
            currency=currency,
        ),
        mrp=None if line.mrp is None else EXACT.divide(line.mrp, factor).quantize(Decimal("0.0001"), context=EXACT),
        pointer=f"lines/{line.position - 1}",
    )


def _out_line(line: AdjustmentLine) -> OutLine:
    return OutLine(
        line_id=line.pk,
        product_id=line.product_id,
        location_id=line.location_id,
        quantity=-line.quantity_base,
        batch_id=line.batch_id,
        pointer=f"lines/{line.position - 1}",
    )
