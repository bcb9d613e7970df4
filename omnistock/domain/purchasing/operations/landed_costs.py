"""Landed costs: freight, duty and the like, spread over the goods of a receipt after they came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import AlreadyReversed
from omnistock.domain.ledger.queries.layers import layers_of_document
from omnistock.domain.ledger.types import DocumentRef
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.purchasing.access import landed_cost_rows, receipt_rows
from omnistock.domain.purchasing.inputs import LandedCostLineInput
from omnistock.domain.purchasing.models import (
    LANDED_COST_BASES,
    LandedCost,
    LandedCostLine,
    LandedCostShare,
    Receipt,
    ReceiptLine,
)
from omnistock.domain.purchasing.operations.bearing import LandedCostStands
from omnistock.domain.purchasing.operations.checks import check_supplier
from omnistock.domain.purchasing.policies import POLICIES
from omnistock.domain.purchasing.receiving import check_total
from omnistock.domain.search.operations import index
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Conflict, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.kernel.money import spread
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.operation import operation

__all__ = ["LandedCostStands", "post_landed_cost", "preview_landed_cost_reversal", "reverse_landed_cost"]

LANDED_COST: Final = "landed_cost"
MOST_LINES: Final = 50


# What it is for, and how much.
_Amount = tuple[str, Decimal]


class ReceiptTakenBack(Conflict):
    """A receipt that was reversed has no goods that could cost more."""

    code = "receipt_reversed"


@dataclass(frozen=True, slots=True)
class _Share:
    line: ReceiptLine
    value: Decimal


@operation(POLICIES)
def post_landed_cost(
    *,
    actor: Actor,
    receipt_id: UUID,
    lines: Sequence[LandedCostLineInput],
    basis: str = "value",
    supplier_id: UUID | None = None,
    document_number: str = "",
    document_on: dt.date | None = None,
    notes: str = "",
    id: UUID | None = None,
    external_id: str | None = None,
) -> LandedCost:
    """Spread 1 to 50 amounts over the lines of a receipt by `value`, `weight` or `quantity`, dated now. Their sum is
    conserved to the currency's last decimal; what has left already becomes a cost difference of today.

    Raises `NotFound`, `Invalid` with every fault, `ReceiptTakenBack`, and `PermissionMissing` for who sees no costs.
    """
    _require_costs(actor)
    receipt = find_for_change(receipt_rows(actor=actor), receipt_id, kind="receipt")
    if receipt.reversed_at is not None:
        message = _("%(number)s was taken back; its goods cost nothing any more.")
        raise ReceiptTakenBack(message % {"number": receipt.number})
    checker = Checker()
    amounts = _amounts(lines, actor=actor, checker=checker)
    cost = LandedCost(
        id=id or uuid7(),
        external_id=check_free(LandedCost, id=id, external_id=external_id, checker=checker),
        receipt=receipt,
        supplier=check_supplier(supplier_id, order=None, checker=checker),
        document_number=checker.text("document_number", document_number, longest=60),
        document_on=checker.document_day("document_on", document_on, today=actor.today),
        basis=checker.choice("basis", basis, LANDED_COST_BASES),
        notes=checker.text("notes", notes, longest=500),
        value=sum((amount for _text, amount in amounts), Decimal(0)),
        posted_at=actor.now,
        created_at=actor.now,
        updated_at=actor.now,
    )
    shares = _shares(cost, actor=actor, checker=checker)
    _post(cost, shares, amounts, actor=actor)
    _record(cost, receipt, actor=actor)
    return cost


def _require_costs(actor: Actor) -> None:
    if not actor.sees_costs:
        raise PermissionMissing(
            _("Landed costs are for who sees costs, which %(name)s does not.") % {"name": actor.name}
        )


def _amounts(lines: Sequence[LandedCostLineInput], *, actor: Actor, checker: Checker) -> list[_Amount]:
    if not 1 <= len(lines) <= MOST_LINES:
        checker.add("lines", _("A landed cost has 1 to %(most)s amounts.") % {"most": MOST_LINES}, "line_count")
    found = []
    for at, line in enumerate(lines):
        under = checker.under(f"lines/{at}")
        text = under.text("description", line.description, longest=120, required=True)
        amount = under.amount("amount", line.amount, currency=currency_of(actor.organization.currency))
        if amount is not None and amount == 0:
            under.add("amount", _("Write an amount above 0, or leave the line out."), "out_of_range")
        found.append((text, amount or Decimal(0)))
    check_total((amount for _text, amount in found), checker=checker)
    return found


def _shares(cost: LandedCost, *, actor: Actor, checker: Checker) -> list[_Share]:
    """Of each line of the receipt, those of 0 left out. Raises `Invalid`."""
    lines = list(ReceiptLine.objects.filter(receipt_id=cost.receipt_id).select_related("product").order_by("position"))
    weights = [_weight(line, cost.basis) for line in lines]
    if cost.basis == "weight" and (
        unknown := sorted({line.product.sku for line in lines if not line.product.weight_grams})
    ):
        message = _("These products have no weight: %(products)s. Enter it, or spread by value or quantity.")
        checker.add("basis", message % {"products": ", ".join(unknown[:10])}, "weight_missing")
    elif cost.basis and not any(weights):
        message = _("All of this receipt's goods cost 0, so nothing can be spread by value. Spread by quantity.")
        checker.add("basis", message, "nothing_to_spread_by")
    checker.stop()
    values = spread(amount=cost.value, weights=weights, currency=currency_of(actor.organization.currency))
    return [_Share(line, value) for line, value in zip(lines, values, strict=True) if value]


def _weight(line: ReceiptLine, basis: str) -> Decimal:
    if basis == "weight":
        return (line.product.weight_grams or Decimal(0)) * line.quantity_base
    return line.quantity_base if basis == "quantity" else line.value


def _post(
    cost: LandedCost,
    shares: Sequence[_Share],
    amounts: Sequence[_Amount],
    *,
    actor: Actor,
) -> None:
    """Stock first, then the document with its number: the lock of the number series is the last one."""
    layers = layers_of_document(document_id=cost.receipt_id)
    revised = ledger.revise_value(
        actor=actor,
        document=DocumentRef(LANDED_COST, cost.id),
        revisions=[
            ledger.Revision(each.line.id, layers[each.line.id], cost.receipt.warehouse_id, each.value)
            for each in shares
        ],
    )
    gone = {each.line_id: each.gone for each in revised}
    cost.gone_value = sum(gone.values(), Decimal(0))
    cost.number = take_number(actor=actor, kind=LANDED_COST)
    cost.save(force_insert=True)
    LandedCostLine.objects.bulk_create(
        LandedCostLine(id=uuid7(), landed_cost=cost, position=at + 1, description=text, amount=amount)
        for at, (text, amount) in enumerate(amounts)
    )
    LandedCostShare.objects.bulk_create(
        LandedCostShare(
            id=uuid7(), landed_cost=cost, receipt_line=each.line, value=each.value, gone_value=gone[each.line.id]
        )
        for each in shares
    )


def _record(cost: LandedCost, receipt: Receipt, *, actor: Actor) -> None:
    record(
        actor=actor,
        operation="purchasing.post_landed_cost",
        subject_kind=LANDED_COST,
        subject_id=cost.id,
        subject_name=cost.number,
        after={
            "receipt_id": receipt.id,
            "basis": cost.basis,
            "value": cost.value,
            "gone_value": cost.gone_value,
            "supplier_id": cost.supplier_id,
        },
    )
    texts = [cost.number, cost.document_number, receipt.number, cost.supplier.name if cost.supplier else ""]
    index(actor=actor, kind=LANDED_COST, object_id=cost.id, texts=texts)


@operation(POLICIES)
def reverse_landed_cost(
    *, actor: Actor, landed_cost_id: UUID, reason: str = "", expected_version: int | None = None
) -> LandedCost:
    """Take a whole landed cost back, dated now: off what of the goods that bore it is still there, and off the cost of what
    is gone. What had left before it was told and came back since never bore it, and gives up nothing.

    Raises `NotFound`, `VersionConflict`, `Invalid` (the reason), `AlreadyReversed`.
    """
    _require_costs(actor)
    checker = Checker()
    said = checker.text("reason", reason, longest=300)
    checker.stop()
    rows = landed_cost_rows(actor=actor)
    cost = find_for_change(rows, landed_cost_id, kind="landed cost", expected_version=expected_version)
    if cost.reversed_at is not None:
        message = _("%(number)s was reversed before; a document is reversed once.")
        raise AlreadyReversed(message % {"number": cost.number})
    _take_back(cost, actor=actor)
    cost.reversed_at = actor.now
    save_change(cost, actor=actor, fields=["reversed_at"])
    record(
        actor=actor,
        operation="purchasing.reverse_landed_cost",
        subject_kind=LANDED_COST,
        subject_id=cost.id,
        subject_name=cost.number,
        before={"reversed_at": None},
        after={"reversed_at": cost.reversed_at, "reason": said},
    )
    return cost


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking a landed cost back takes off a line of its receipt now: off what is there, and off the cost of what
    has left by now. Both more than nothing."""

    receipt_line_id: UUID
    held: Decimal
    gone: Decimal


def preview_landed_cost_reversal(*, actor: Actor, landed_cost_id: UUID) -> list[TakenBack]:
    """What `reverse_landed_cost` would do at this moment: it is done, read, and not kept. Nothing where it was reversed
    before. Raises `NotFound`, `PermissionMissing`."""
    actor.require(POLICIES["reverse_landed_cost"])
    _require_costs(actor)
    cost = find(landed_cost_rows(actor=actor), landed_cost_id, kind="landed cost")
    if cost.reversed_at is not None:
        return []
    with transaction.atomic():
        revised = {each.line_id: each for each in _take_back(cost, actor=actor)}
        transaction.set_rollback(True)
    lines = LandedCostShare.objects.filter(landed_cost_id=cost.id).values_list("id", "receipt_line_id")
    return [TakenBack(line_id, -revised[share_id].held, -revised[share_id].gone) for share_id, line_id in lines]


def _take_back(cost: LandedCost, *, actor: Actor) -> list[ledger.Revised]:
    layers = layers_of_document(document_id=cost.receipt_id)
    shares = LandedCostShare.objects.filter(landed_cost_id=cost.id).order_by("receipt_line_id")
    warehouse_id = cost.receipt.warehouse_id
    return ledger.revise_value(
        actor=actor,
        document=DocumentRef(LANDED_COST, cost.id, cost.number),
        revisions=[
            ledger.Revision(
                share.id, layers[share.receipt_line_id], warehouse_id, -share.value, share.value - share.gone_value
            )
            for share in shares
        ],
    )
