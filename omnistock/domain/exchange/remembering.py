"""What a person said of a file's columns is so for the next file with the same headings: the mended one, next month's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from omnistock.domain.exchange.access import import_rows
from omnistock.domain.exchange.kinds.base import ImportKind
from omnistock.domain.exchange.reading.table import Row
from omnistock.domain.exchange.recognition import HEADING_SEARCH_ROWS
from omnistock.tenancy.actor import Actor

_MOST: Final = 20


def said_before(*, actor: Actor, kind: ImportKind, sha256: bytes) -> list[Mapping[str, str]]:
    """What was said of the columns of the last files of this kind, the newest first. A file that was brought in before is read
    as it was read then, whatever was said of others since: else it would be another, and be posted twice."""
    rows = import_rows(actor=actor).filter(kind=kind.name).order_by("-created_at")
    same = rows.filter(once_key__isnull=False, file__sha256=sha256).first()
    if same is not None:
        return [same.mapping]
    return list(rows.exclude(mapping={}).values_list("mapping", flat=True)[:_MOST])


def said_of_these(rows: Sequence[Row], before: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """The newest of `before` whose headings all stand in one of the first rows; {} where there is none."""
    headings = [{cell.strip() for cell in row.cells} for row in rows[:HEADING_SEARCH_ROWS]]
    for mapping in before:
        if any(mapping.values()) and any(mapping.keys() <= each for each in headings):
            return mapping
    return {}
