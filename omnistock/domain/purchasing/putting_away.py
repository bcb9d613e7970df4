"""Reading where what a receipt brought was put, and what of it is still to be put away, with a bin suggested for each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from omnistock.domain.ledger.queries.bins import PutAwayPart, ShelvedPart, put_away_parts, shelved_parts
from omnistock.domain.purchasing.access import receipt_rows
from omnistock.domain.purchasing.models import Receipt
from omnistock.domain.stocktaking.models import Move
from omnistock.domain.warehouses.queries import warehouse_facts, warehouse_page
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class Shelving:
    """Where what a receipt brought was put (`done`, with the numbers of the moves that did it by their ids), where it lies
    now, and which of that waits: in the receiving place, or where a better bin is known."""

    done: Sequence[ShelvedPart]
    numbers: Mapping[UUID, str]
    lying: Sequence[PutAwayPart]
    move_ids: Sequence[UUID]

    @property
    def waiting(self) -> list[PutAwayPart]:
        return [part for part in self.lying if part.is_waiting]


def put_away_of(*, actor: Actor, receipt_id: UUID) -> list[PutAwayPart]:
    """Where what the receipt brought lies in its warehouse now, each part with the bin that suits it (`home_code`; ''
    where it lies well). Raises `NotFound`."""
    return _lying(find(receipt_rows(actor=actor), receipt_id, kind="receipt"), actor=actor)


def shelving_of(*, actor: Actor, receipt_id: UUID) -> Shelving:
    """Where it was put, by which moves, and where it lies. `move_ids` are its put-aways, taken back ones among them. Raises
    `NotFound`."""
    receipt = find(receipt_rows(actor=actor), receipt_id, kind="receipt")
    done = shelved_parts(actor=actor, document_id=receipt.pk)
    moves = Move.objects.filter(pk__in={part.move_id for part in done}) | Move.objects.filter(receipt_id=receipt.pk)
    found = list(moves.values_list("pk", "number", "receipt_id"))
    return Shelving(
        done=done,
        numbers={pk: number for pk, number, _receipt_id in found},
        lying=_lying(receipt, actor=actor),
        move_ids=[pk for pk, _number, receipt_id in found if receipt_id],
    )


def _lying(receipt: Receipt, *, actor: Actor) -> list[PutAwayPart]:
    place = warehouse_facts(actor=actor, id=receipt.warehouse_id)
    page = warehouse_page(actor=actor, id=receipt.warehouse_id)
    quarantine = next((row.code for row in page.locations if row.pk == place.quarantine_location_id), "")
    return put_away_parts(
        actor=actor, document_id=receipt.pk, warehouse_id=receipt.warehouse_id, quarantine_code=quarantine
    )
