"""Which batch a number or an id means. One that was merged leads to the batch that has its goods, here and nowhere else: papers,
labels and other systems go on naming the old one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.kernel.batch_number import fold_batch_number
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import is_storable
from omnistock.tenancy.statements import Statement, send

# To the end of the chain: a batch may be merged into one that is merged later.
_STANDING: Final = """
WITH RECURSIVE led AS (
    SELECT t.id AS asked, t.merged_into_id AS to_id FROM batch t
    WHERE t.organization_id = %(organization)s AND t.id = ANY(%(batches)s::uuid[]) AND t.merged_into_id IS NOT NULL
    UNION
    SELECT led.asked, t.merged_into_id FROM led JOIN batch t ON t.organization_id = %(organization)s AND t.id = led.to_id
    WHERE t.merged_into_id IS NOT NULL
)
SELECT led.asked, led.to_id FROM led JOIN batch t ON t.organization_id = %(organization)s AND t.id = led.to_id
WHERE t.merged_into_id IS NULL
"""
# The one that stands under a number first, else the newest of those that had it and were merged.
_NAMED: Final = """
SELECT DISTINCT ON (wanted.product_id, wanted.key) wanted.product_id, wanted.key, t.id
FROM unnest(%(products)s::uuid[], %(keys)s::text[]) AS wanted (product_id, key)
JOIN batch t ON t.organization_id = %(organization)s AND t.product_id = wanted.product_id AND t.number_key = wanted.key
ORDER BY wanted.product_id, wanted.key, t.merged_into_id IS NOT NULL, t.id DESC
"""
_CALLED: Final = """
SELECT DISTINCT t.product_id FROM batch t WHERE t.organization_id = %(organization)s AND t.number_key = %(key)s LIMIT %(most)s
"""
_FACTS: Final = """
SELECT t.id, t.number, t.expires_on, t.expiry_precision, t.manufactured_on FROM batch t
WHERE t.organization_id = %(organization)s AND t.id = ANY(%(batches)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class NamedBatch:
    """The batch that a number means. `merged_number` is what was asked for where that batch was merged into this one, else ''."""

    id: UUID
    number: str
    expires_on: dt.date | None
    expiry_precision: str
    manufactured_on: dt.date | None
    merged_number: str = ""

    @property
    def sentence(self) -> str:
        """`B23O1 was merged into B2301: its goods are there.`; empty where nothing was merged."""
        if not self.merged_number:
            return ""
        message = _("{merged} was merged into {number}: its goods are there.")
        return message.format(merged=self.merged_number, number=self.number)


def standing_batches(*, actor: Actor, batch_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Of these, the batches that only lead to another by now, each with the one that has its goods."""
    if not batch_ids:
        return {}
    statement = Statement(_STANDING, {"organization": actor.organization_id, "batches": list(batch_ids)})
    send(statement)
    return dict(statement.rows)


def standing_batch(*, actor: Actor, batch_id: UUID) -> UUID:
    """The same for one: itself, where it leads nowhere."""
    return standing_batches(actor=actor, batch_ids=[batch_id]).get(batch_id, batch_id)


def batches_named(*, actor: Actor, named: Iterable[tuple[UUID, str]]) -> dict[tuple[UUID, str], NamedBatch]:
    """By product and number as it is typed, the batch on file; what no batch of the product is called is left out."""
    wanted = {
        (product_id, number): fold_batch_number(number[:100]) for product_id, number in named if is_storable(number)
    }
    wanted = {pair: key for pair, key in wanted.items() if key}
    if not wanted:
        return {}
    values = {
        "organization": actor.organization_id,
        "products": [product_id for product_id, _number in wanted],
        "keys": list(wanted.values()),
    }
    found = Statement(_NAMED, values)
    send(found)
    by_key = {(row[0], row[1]): row[2] for row in found.rows}
    standing = standing_batches(actor=actor, batch_ids=by_key.values())
    ids = list({standing.get(each, each) for each in by_key.values()})
    facts = Statement(_FACTS, {"organization": actor.organization_id, "batches": ids})
    send(facts)
    on_file = {row[0]: NamedBatch(*row) for row in facts.rows}
    answer = {}
    for (product_id, number), key in wanted.items():
        if (batch_id := by_key.get((product_id, key))) is not None:
            batch = on_file[standing.get(batch_id, batch_id)]
            merged = number.strip() if batch_id in standing else ""
            answer[product_id, number] = replace(batch, merged_number=merged)
    return answer


def batch_named(*, actor: Actor, product_id: UUID, number: str) -> NamedBatch | None:
    """The same for one."""
    return batches_named(actor=actor, named=[(product_id, number)]).get((product_id, number))


def batches_called(*, actor: Actor, number: str, most: int = 12) -> list[tuple[UUID, NamedBatch]]:
    """The batches of any product that this number means, each with its product."""
    key = fold_batch_number(number[:100])
    if not key or not is_storable(number):
        return []
    statement = Statement(_CALLED, {"organization": actor.organization_id, "key": key, "most": most})
    send(statement)
    found = batches_named(actor=actor, named=[(row[0], number) for row in statement.rows])
    return [(product_id, batch) for (product_id, _number), batch in found.items()]
