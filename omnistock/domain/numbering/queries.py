"""What the series of tax documents come to next."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from omnistock.domain.numbering.kinds import KINDS, number_text
from omnistock.domain.numbering.operations import require_registration, series_of, series_year
from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class NextNumber:
    """`next_number` is what a document of today would get."""

    document_kind: str
    prefix: str
    next_number: str


def next_numbers(*, actor: Actor, registration_id: UUID | None) -> list[NextNumber]:
    """Of each kind of tax document of a registration, in two statements. A year that has no series yet begins with the
    prefix of the year before. Raises `NotFound`."""
    actor.require("warehouses:read")
    require_registration(registration_id)
    year = series_year(actor=actor, on=actor.today)
    newest = {row.document_kind: row for row in series_of(registration_id).order_by("financial_year")}
    found = []
    for kind in (each for each in KINDS.values() if each.is_tax_document):
        row = newest.get(kind.name)
        prefix = row.prefix if row else kind.prefix
        count = row.last_number if row and row.financial_year == year else 0
        number = number_text(prefix=prefix, financial_year=year, count=count + 1)
        found.append(NextNumber(kind.name, prefix, number))
    return found
