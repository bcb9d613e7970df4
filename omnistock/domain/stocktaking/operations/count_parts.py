"""The differences of a count by batch, as they are posted, and the sentences about lines that stand in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from omnistock.domain.ledger.queries.counting import batches_on, newest_batches
from omnistock.domain.ledger.queries.naming import standing_batches
from omnistock.domain.stocktaking.models import StockCountLine
from omnistock.kernel.errors import Conflict, Fault
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

_ZERO: Final = Decimal(0)


class CountOvertaken(Conflict):
    """So much left the bin after it was counted that what is missing can no longer be taken out."""

    code = "count_overtaken"


@dataclass(frozen=True, slots=True)
class Part:
    """What is more or less of one batch in one bin. `line` is the count's."""

    line: StockCountLine
    batch_id: UUID
    quantity: Decimal
    id: UUID


def parts_of(lines: Sequence[StockCountLine], *, actor: Actor) -> Iterator[Part]:
    """Each difference by batch. What was counted by product is spread: what is missing over the batches that expire
    first, what is more onto the newest batch of the bin, else of the product."""
    whole = [line for line in lines if line.batch_id is None]
    there = batches_on(actor=actor, shelves=[(line.location_id, line.product_id, None) for line in whole])
    newest = newest_batches(actor=actor, product_ids={line.product_id for line in whole}) if whole else {}
    merged = standing_batches(actor=actor, batch_ids={line.batch_id for line in lines if line.batch_id})
    for line in lines:
        difference = line.difference_base or _ZERO
        if line.batch_id is not None:
            batch_id = merged.get(line.batch_id, line.batch_id)  # renamed since it was counted
            yield Part(line, batch_id, difference, uuid7())
            continue
        on_shelf = there.get((line.location_id, line.product_id), [])
        if difference > 0:
            yield Part(line, _newest(line, on_shelf, newest), difference, uuid7())
            continue
        left = -difference
        for batch_id, on_hand in on_shelf:
            taken = min(left, on_hand)
            left -= taken
            if taken > 0:
                yield Part(line, batch_id, -taken, uuid7())
        if left > 0:
            raise overtaken([line])


def _newest(line: StockCountLine, on_shelf: Sequence[tuple[UUID, Decimal]], newest: Mapping[UUID, UUID]) -> UUID:
    in_bin = {batch_id for batch_id, _on_hand in on_shelf}
    found = newest.get(line.product_id)
    if found in in_bin or not on_shelf:
        if found is None:
            message = _("{product} never came in: count what was found in {bin} with its batch number.")
            text = message.format(product=line.product.name, bin=line.location.code)
            raise CountOvertaken(text, faults=[Fault(f"lines/{line.pk}", text, "batch_required")])
        return found
    return on_shelf[-1][0]


def overtaken(lines: Sequence[StockCountLine]) -> CountOvertaken:
    message = _("{product} in {bin}: since it was counted, more has left than can be missing. Have it counted again.")
    faults = named(lines, message, CountOvertaken.code)
    return CountOvertaken(faults[0].message if faults else _("Have the count made again."), faults=faults)


def named(lines: Sequence[StockCountLine], message: str, code: str) -> list[Fault]:
    """A fault for each of the first hundred lines; `message` has places for {product} and {bin}."""
    shown = lines[:100]
    prefetch_related_objects(shown, "product", "location")
    return [
        Fault(f"lines/{line.pk}", message.format(product=line.product.name, bin=line.location.code), code)
        for line in shown
    ]
