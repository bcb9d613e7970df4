"""Rows of counts, written and locked in the same number of statements whatever there is of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.stocktaking.access import stock_count_rows
from omnistock.domain.stocktaking.counting_expiries import Printed
from omnistock.domain.stocktaking.models import StockCount, StockCountCounter
from omnistock.domain.stocktaking.sql import read
from omnistock.kernel.errors import Conflict, PermissionMissing, VersionConflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find, find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

STOCK_COUNT: Final = "stock_count"
Shelf = tuple[UUID, UUID, UUID | None]  # location, product, batch

_MAKE_LINES: Final = """
INSERT INTO stock_count_line (organization_id, id, count_id, location_id, product_id, batch_id, is_expected, is_open, state, round,
    needs_another, is_disputed, unit_value, is_out_of_tolerance, cause)
SELECT %(organization)s, made.id, %(count)s, made.location_id, made.product_id, made.batch_id, %(expected)s, true, 'waiting', 1,
    false, false, 0, false, ''
FROM unnest(%(ids)s::uuid[], %(locations)s::uuid[], %(products)s::uuid[], %(batches)s::uuid[])
    AS made (id, location_id, product_id, batch_id)
ORDER BY made.location_id, made.product_id, made.batch_id
ON CONFLICT (organization_id, location_id, product_id, batch_id) WHERE is_open DO NOTHING
"""
_LOCK_LINES: Final = """
SELECT n.id, n.count_id, n.location_id, n.product_id, n.batch_id, n.state, n.round, n.needs_another, c.number
FROM stock_count_line n
JOIN stock_count c ON c.organization_id = n.organization_id AND c.id = n.count_id
WHERE n.organization_id = %(organization)s AND n.is_open
    AND (n.location_id, n.product_id) IN (SELECT * FROM unnest(%(locations)s::uuid[], %(products)s::uuid[]))
ORDER BY n.id FOR NO KEY UPDATE OF n
"""
_RECORD_ENTRIES: Final = read("record_entries")
_COUNT_LINES: Final = read("count_lines")


class CountNotAtThatPoint(Conflict):
    """A count is counted, then approved or counted again; what is over stays as it is."""

    code = "wrong_status"


@dataclass(frozen=True, slots=True)
class LockedLine:
    id: UUID
    count_id: UUID
    location_id: UUID
    product_id: UUID
    batch_id: UUID | None
    state: str
    round: int
    needs_another: bool
    count_number: str

    @property
    def shelf(self) -> Shelf:
        return self.location_id, self.product_id, self.batch_id


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is written of one counted line. `is_out`: the difference is more than the count tolerates. `pack`: what the pack
    says of its expiry, where the file says something else."""

    line: LockedLine
    typed: str
    counted: Decimal
    book: Decimal
    unit_value: Decimal
    is_out: bool
    pack: Printed | None = None


def insert_count(count: StockCount, *, bins: Sequence[UUID], lines: Sequence[Shelf], counters: Sequence[UUID]) -> None:
    """The head, its bins in the order given, its lines, and whom it is given to."""
    count.save(force_insert=True)
    StockCountCounter.objects.bulk_create(
        StockCountCounter(organization_id=count.organization_id, count=count, membership_id=each) for each in counters
    )
    values = {
        "organization": count.organization_id,
        "count": count.pk,
        "ids": [uuid7() for _bin in bins],
        "locations": list(bins),
    }
    make_bins = """
    INSERT INTO stock_count_bin (organization_id, id, count_id, location_id, position, state, finished_by_name)
    SELECT %(organization)s, made.id, %(count)s, made.location_id, made.position, 'waiting', ''
    FROM unnest(%(ids)s::uuid[], %(locations)s::uuid[]) WITH ORDINALITY AS made (id, location_id, position)
    """
    send(Statement(make_bins, values))
    make_lines(count, lines, is_expected=True)


def make_lines(count: StockCount, shelves: Sequence[Shelf], *, is_expected: bool) -> None:
    """Lines for these shelves. A shelf that is being counted already is left as it is."""
    if not shelves:
        return
    values = {
        "organization": count.organization_id,
        "count": count.pk,
        "expected": is_expected,
        "ids": [uuid7() for _shelf in shelves],
        "locations": [shelf[0] for shelf in shelves],
        "products": [shelf[1] for shelf in shelves],
        "batches": [shelf[2] for shelf in shelves],
    }
    send(Statement(_MAKE_LINES, values))


def lock_lines(*, actor: Actor, shelves: Sequence[Shelf]) -> dict[Shelf, LockedLine]:
    """Every open line of these bins' products, locked by id: another counter of the same line waits, and then sees."""
    values = {
        "organization": actor.organization_id,
        "locations": [shelf[0] for shelf in shelves],
        "products": [shelf[1] for shelf in shelves],
    }
    statement = Statement(_LOCK_LINES, values)
    send(statement)
    lines = (LockedLine(*row) for row in statement.rows)
    return {line.shelf: line for line in lines}


def write_entries(*, actor: Actor, entries: Sequence[NewEntry], source: str) -> None:
    """Append the entries; each becomes the one that counts for its line, which is disputed where somebody else found
    another difference in the same round. One round trip."""
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "now": actor.now,
        "source": source,
        "person": actor.person_id,
        "who": actor.who,
        "name": actor.name[:120],
        "ids": [uuid7() for _entry in entries],
        "lines": [entry.line.id for entry in entries],
        "rounds": [entry.line.round for entry in entries],
        "typed": [entry.typed for entry in entries],
        "counted": [entry.counted for entry in entries],
        "books": [entry.book for entry in entries],
        "unit_values": [entry.unit_value for entry in entries],
        "out": [entry.is_out for entry in entries],
        "pack_expiries": [entry.pack.on if entry.pack else None for entry in entries],
        "pack_precisions": [entry.pack.precision if entry.pack else "day" for entry in entries],
    }
    send(Statement(_RECORD_ENTRIES, values), Statement(_COUNT_LINES, values))


def count_for_counting(count_id: UUID, *, actor: Actor, expected_version: int | None = None) -> StockCount:
    """The count, held so that nobody approves or cancels it meanwhile; other counters go on. Raises `NotFound`,
    `VersionConflict`, `CountNotAtThatPoint`, `PermissionMissing` where it was given to others."""
    count = find(stock_count_rows(actor=actor), count_id, kind="stock count")
    held = Statement(
        "SELECT status, version FROM stock_count WHERE organization_id = %(organization)s AND id = %(id)s FOR SHARE",
        {"organization": actor.organization_id, "id": count.pk},
    )
    send(held)
    count.status, count.version = held.rows[0]
    if expected_version not in (None, count.version):
        raise VersionConflict(_("{number} was changed by somebody else; read it again.").format(number=count.number))
    require_status(count, "counting")
    require_counter(count, actor=actor)
    return count


def count_for_change(
    count_id: UUID, *, actor: Actor, status: tuple[str, ...], expected_version: int | None = None
) -> StockCount:
    rows = stock_count_rows(actor=actor)
    count = find_for_change(rows, count_id, kind="stock count", expected_version=expected_version)
    require_status(count, *status)
    return count


def require_status(count: StockCount, *allowed: str) -> None:
    if count.status not in allowed:
        message = _("{number} is {status}; this can be done while it is {allowed}.")
        words = " or ".join(each.replace("_", " ") for each in allowed)
        raise CountNotAtThatPoint(
            message.format(number=count.number, status=count.status.replace("_", " "), allowed=words)
        )


def require_counter(count: StockCount, *, actor: Actor) -> None:
    """Who plans counts may count each of them; others count what is given to them, or to nobody."""
    if actor.may("counts:approve"):
        return
    given = set(StockCountCounter.objects.filter(count_id=count.pk).values_list("membership_id", flat=True))
    if given and actor.membership_id not in given:
        raise PermissionMissing(_("{number} was given to somebody else to count.").format(number=count.number))


def record_count_event(
    count: StockCount, name: str, *, actor: Actor, before: dict[str, Any] | None = None, after: dict[str, Any]
) -> None:
    record(
        actor=actor,
        operation=f"stocktaking.{name}",
        subject_kind=STOCK_COUNT,
        subject_id=count.pk,
        subject_name=count.number,
        before=before,
        after=after,
    )
