"""Taking goods that may not be used out of the way: everything of a batch that lies among the others goes to quarantine."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.ledger.engine.flows import Flow
from omnistock.domain.ledger.engine.run import run
from omnistock.domain.ledger.policies import POLICIES
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import DocumentRef, Posted
from omnistock.domain.ledger.usability import Use
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation
from omnistock.tenancy.statements import Statement, send

_UNUSABLE: Final = read("unusable_places")


class NothingToQuarantine(Conflict):
    """Nothing of it lies outside of a quarantine place, in the warehouses that this actor may use."""

    code = "nothing_to_quarantine"


class NoQuarantinePlace(Conflict):
    """A warehouse that has unusable goods has no quarantine place."""

    code = "no_place"


@operation(POLICIES)
def quarantine_batches(
    *, actor: Actor, batch_ids: Collection[UUID] | None = None, document: DocumentRef | None = None
) -> list[Posted]:
    """Move what of these batches lies outside of quarantine into their warehouses' quarantine places; None: of every
    batch that has expired. Only what is expired, held or recalled is moved, and only in the actor's warehouses.

    Facts displace promises: what was reserved of it is released, and the orders' pages say so. Raises
    `NothingToQuarantine`, `NoQuarantinePlace`.
    """
    rows = _unusable(actor=actor, batch_ids=batch_ids)
    if homeless := sorted({row[6] for row in rows if row[5] is None}):
        message = _("{warehouse} has no quarantine place: add one, then move the goods.")
        raise NoQuarantinePlace(message.format(warehouse=", ".join(homeless)))
    if not rows:
        raise NothingToQuarantine(_("Nothing of it lies outside of a quarantine place."))
    paper = document or DocumentRef("quarantine", uuid7())
    posted = run(
        actor=actor, document=paper, reason="quarantine", effective_at=None, flows=[_flow(row) for row in rows]
    )
    _record(actor, posted)
    return posted


def _unusable(*, actor: Actor, batch_ids: Collection[UUID] | None) -> list[tuple[Any, ...]]:
    values = {
        "organization": actor.organization_id,
        "today": actor.today,
        "batches": None if batch_ids is None else list(batch_ids),
        "warehouses": None if actor.warehouse_ids is None else list(actor.warehouse_ids),
    }
    statement = Statement(_UNUSABLE, values)
    send(statement)
    return statement.rows


def _flow(row: tuple[Any, ...]) -> Flow:
    product_id, batch_id, layer_id, location_id, quantity, quarantine_id, _warehouse = row
    return Flow(
        line_id=None,
        product_id=product_id,
        use=Use.MOVE,
        origin=location_id,
        destination=quarantine_id,
        quantity=quantity,
        batch_id=batch_id,
        layer_id=layer_id,
        displaces=True,
    )


def _record(actor: Actor, posted: Collection[Posted]) -> None:
    moved: dict[UUID, tuple[str, Decimal]] = {}
    for each in posted:
        _number, so_far = moved.get(each.batch_id, ("", Decimal(0)))
        moved[each.batch_id] = (each.batch_number, so_far + each.quantity)
    for batch_id, (number, quantity) in moved.items():
        record(
            actor=actor,
            operation="ledger.quarantine_batches",
            subject_kind="batch",
            subject_id=batch_id,
            subject_name=number,
            after={"quantity": plain(quantity)},
        )
