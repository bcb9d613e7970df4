"""One press: drafts of purchase orders, one a supplier and warehouse, and of transfers, one a pair of warehouses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.purchasing.models import PurchaseOrder
from omnistock.domain.purchasing.operations import create_purchase_order
from omnistock.domain.replenishment.inputs import DraftLineInput
from omnistock.domain.replenishment.levels import USUAL_WINDOW, WINDOWS
from omnistock.domain.replenishment.models import ReplenishmentRun
from omnistock.domain.replenishment.operations import lock_products
from omnistock.domain.replenishment.policies import MOST_LINES, POLICIES, TRANSFER
from omnistock.domain.replenishment.proposing import Proposal, proposals
from omnistock.domain.stocktaking.inputs import TransferLineInput
from omnistock.domain.stocktaking.models import Transfer
from omnistock.domain.stocktaking.operations import create_transfer
from omnistock.kernel.errors import Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.operation import operation

RUN: Final = "replenishment_run"
Pair = tuple[UUID, UUID]
Key = tuple[str, UUID, UUID, UUID | None]
Chosen = dict[Pair, list[tuple[DraftLineInput, Proposal]]]


@operation(POLICIES)
def draft_replenishment(
    *,
    actor: Actor,
    lines: Sequence[DraftLineInput],
    days: int = USUAL_WINDOW,
    id: UUID | None = None,
    external_id: str | None = None,
) -> ReplenishmentRun:
    """The drafts of these lines, all or none. What is proposed at this moment decides: a line whose product is not
    lacking any more is refused, so that two who press at once do not order twice.

    Raises `Invalid` with every fault, `PermissionMissing` for transfers without `stock:write`, `IdReused`.
    """
    checker = Checker()
    wanted = [line for line in lines if line.quantity != 0]
    check_window(days, checker)
    known_as = check_free(ReplenishmentRun, id=id, external_id=external_id, checker=checker)
    if not wanted:
        checker.add("lines", _("Choose at least one proposal with a quantity."), "missing")
    if len(wanted) > MOST_LINES:
        checker.add("lines", _("At most %(most)s lines at once.") % {"most": MOST_LINES}, "too_many")
    checker.stop()
    if any(line.kind == "transfer" for line in wanted):
        actor.require(TRANSFER)
    lock_products({line.product_id for line in wanted})
    there = proposals(actor=actor, days=days)
    known: dict[Key, Proposal] = {
        (each.kind, each.product_id, each.warehouse_id, each.source_id): each for each in there
    }
    orders, transfers = _judge(wanted, known, checker)
    checker.stop()
    run = ReplenishmentRun(id=id or uuid7(), external_id=known_as, days=days, made_by=actor.name[:120])
    run.organization_id, run.created_at, run.updated_at = actor.organization_id, actor.now, actor.now
    made = [order for pair, chosen in sorted(orders.items()) if (order := _order(actor, pair, chosen, checker))]
    sent = [each for pair, chosen in sorted(transfers.items()) if (each := _transfer(actor, pair, chosen, checker))]
    checker.stop()
    run.purchase_order_ids = [str(each.pk) for each in made]
    run.transfer_ids = [str(each.pk) for each in sent]
    run.save(force_insert=True)
    numbers = [each.number for each in made] + [each.number for each in sent]
    record(
        actor=actor,
        operation="replenishment.draft_replenishment",
        subject_kind=RUN,
        subject_id=run.pk,
        subject_name=", ".join(numbers)[:200],
        after={"drafts": numbers, "days": days},
    )
    return run


def check_window(days: int, checker: Checker) -> None:
    if days not in WINDOWS:
        said = ", ".join(map(str, WINDOWS))
        checker.add("days", _("The use is averaged over one of: %(days)s days.") % {"days": said}, "unknown_choice")


def _judge(lines: Sequence[DraftLineInput], known: Mapping[Key, Proposal], checker: Checker) -> tuple[Chosen, Chosen]:
    orders: Chosen = defaultdict(list)
    transfers: Chosen = defaultdict(list)
    seen: set[Key] = set()
    for line in lines:
        key = (line.kind, line.product_id, line.warehouse_id, line.source_id)
        proposal = known.get(key)
        if proposal is None:
            checker.add(line.pointer, _("This is not lacking any more: look at the list again."), "not_wanted")
        elif key in seen:
            checker.add(line.pointer, _("This proposal is there twice."), "duplicate")
        elif line.quantity < 0:
            checker.add(line.pointer, _("The quantity must not be negative."), "negative")
        else:
            chosen = orders if line.kind == "order" else transfers
            chosen[line.source_id, line.warehouse_id].append((line, proposal))
        seen.add(key)
    return orders, transfers


def _order(
    actor: Actor, pair: Pair, chosen: Sequence[tuple[DraftLineInput, Proposal]], checker: Checker
) -> PurchaseOrder | None:
    leads = [each.lead_days for _line, each in chosen if each.lead_days is not None]
    with _told_at(chosen, checker):
        return create_purchase_order(
            actor=actor,
            supplier_id=pair[0],
            warehouse_id=pair[1],
            lines=[
                PurchaseOrderLineInput(product_id=line.product_id, quantity=line.quantity, unit=each.unit_code)
                for line, each in chosen
            ],
            expected_on=actor.today + dt.timedelta(days=max(leads)) if leads else None,
            notes=_("From the list of what runs low."),
        )
    return None


def _transfer(
    actor: Actor, pair: Pair, chosen: Sequence[tuple[DraftLineInput, Proposal]], checker: Checker
) -> Transfer | None:
    with _told_at(chosen, checker):
        return create_transfer(
            actor=actor,
            from_warehouse_id=pair[0],
            to_warehouse_id=pair[1],
            lines=[
                TransferLineInput(product_id=line.product_id, quantity=line.quantity, unit=each.unit_code)
                for line, each in chosen
            ],
            notes=_("From the list of what runs low."),
        )
    return None


@contextmanager
def _told_at(chosen: Sequence[tuple[DraftLineInput, Proposal]], checker: Checker) -> Iterator[None]:
    """What a document refuses of its third line is told of the line that asked for it."""
    try:
        yield
    except Invalid as refusal:
        for fault in refusal.faults:
            head, _slash, rest = fault.pointer.partition("/")
            at = rest.partition("/")[0]
            is_line = head == "lines" and at.isdecimal()
            pointer = chosen[int(at)][0].pointer if is_line else chosen[0][0].pointer
            checker.add(pointer, fault.message, fault.code, **fault.details)
