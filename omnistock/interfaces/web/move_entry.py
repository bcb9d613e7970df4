"""What the forms that move goods between bins share: the bins that can be typed, and where a refusal is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from omnistock.domain.warehouses.queries import WarehousePage
from omnistock.interfaces.web.choices import word_of
from omnistock.kernel.errors import DomainError

_TYPED_KINDS = frozenset({"receiving", "storage", "picking", "quarantine"})


def bins_of(page: WarehousePage, *, but: UUID | None = None) -> list[tuple[str, str]]:
    """The codes that a field of bins offers, each with its kind and zone in words."""
    return [
        (row.code, " · ".join(part for part in (word_of(row.kind), row.zone, row.name) if part))
        for row in page.locations
        if row.archived_at is None and row.kind in _TYPED_KINDS and row.pk != but
    ]


def at_cells(error: DomainError, cells: Mapping[str, str]) -> DomainError:
    """The refusal with its faults at the form's own fields: a name in `cells` stands once in the form, whatever the
    line; other names of a line stay where they are."""

    def cell(pointer: str) -> str:
        name = pointer.rpartition("/")[2]
        return cells.get(name, pointer)

    seen, faults = set(), []
    for fault in error.faults:
        moved = replace(fault, pointer=cell(fault.pointer))
        if (moved.pointer, moved.message) not in seen:
            seen.add((moved.pointer, moved.message))
            faults.append(moved)
    error.faults = tuple(faults)
    return error
