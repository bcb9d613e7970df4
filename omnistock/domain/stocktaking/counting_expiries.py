"""What a pack says of its expiry where the file says something else. A date is no quantity: whoever counts is told it at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import F

from omnistock.domain.stocktaking.counting_inputs import CountedInput
from omnistock.domain.stocktaking.models import StockCountEntry
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_BY_ID: Final = """
SELECT id, expires_on, expiry_precision FROM batch
WHERE organization_id = %(organization)s AND id = ANY(%(ids)s::uuid[]) AND expires_on IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Printed:
    """An expiry as it is printed or kept: `precision` is day or month (then `on` is its last day)."""

    on: dt.date
    precision: str

    def contradicts(self, file: Printed) -> bool:
        """A pack that names the month alone says nothing against a day in it."""
        if self.precision == "month" and (self.on.year, self.on.month) == (file.on.year, file.on.month):
            return False
        return self.on != file.on


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherExpiry:
    """A counted line whose pack says another expiry (`pack_…`) than the file does now."""

    line_id: UUID
    location_code: str
    product_id: UUID
    product_name: str
    batch_id: UUID
    batch_number: str
    expires_on: dt.date
    expiry_precision: str
    pack_expires_on: dt.date
    pack_expiry_precision: str
    counter_name: str


def packs_that_differ(*, actor: Actor, said: Sequence[tuple[CountedInput, UUID | None]]) -> list[Printed | None]:
    """Of each counted line, with the batch that it is of, what its pack says where the file says something else."""
    ids = {batch_id for line, batch_id in said if batch_id and line.expires_on}
    on_file: Mapping[UUID, Printed] = {}
    if ids:
        statement = Statement(_BY_ID, {"organization": actor.organization_id, "ids": list(ids)})
        send(statement)
        on_file = {row[0]: Printed(row[1], row[2]) for row in statement.rows}
    return [_of_pack(line, on_file.get(batch_id) if batch_id else None) for line, batch_id in said]


def _of_pack(line: CountedInput, file: Printed | None) -> Printed | None:
    if line.expires_on is None or file is None:
        return None
    pack = Printed(line.expires_on, line.expiry_precision)
    return pack if pack.contradicts(file) else None


def other_expiries(*, count_id: UUID) -> list[OtherExpiry]:
    """The lines of a count whose packs say another expiry than the file does now: the newest word of each; in one statement.
    Whoever may read the count may read this."""
    rows = StockCountEntry.objects.filter(line__count_id=count_id, pack_expires_on__isnull=False)
    rows = rows.exclude(
        pack_expires_on=F("line__batch__expires_on"), pack_expiry_precision=F("line__batch__expiry_precision")
    )
    rows = rows.select_related("line__batch", "line__product", "line__location").order_by("id")
    newest = {entry.line_id: entry for entry in rows}
    return [
        OtherExpiry(
            line_id=entry.line_id,
            location_code=entry.line.location.code,
            product_id=entry.line.product_id,
            product_name=entry.line.product.name,
            batch_id=batch.pk,
            batch_number=batch.number,
            expires_on=batch.expires_on,
            expiry_precision=batch.expiry_precision,
            pack_expires_on=entry.pack_expires_on,
            pack_expiry_precision=entry.pack_expiry_precision,
            counter_name=entry.counter_name,
        )
        for entry in newest.values()
        if (batch := entry.line.batch) is not None
        and batch.expires_on is not None
        and entry.pack_expires_on is not None
        if Printed(entry.pack_expires_on, entry.pack_expiry_precision).contradicts(
            Printed(batch.expires_on, batch.expiry_precision)
        )
    ]
