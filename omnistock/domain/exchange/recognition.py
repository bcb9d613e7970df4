"""Which system a file comes from, and what its columns are, by their headings. What is known of them is
data/recognition.json."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from omnistock.domain.exchange.reading.table import Row

HEADING_SEARCH_ROWS: Final = 20
CUSTOM: Final = "custom:"

_BRACKETS: Final = re.compile(r"\([^)]*\)")
_NOT_WORDS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Recognised:
    """`source` is a key of the data's sources or ""; `columns` maps a column's place to a field. A column that is not
    in it means nothing here, and is left out unless the person maps it."""

    heading: Row
    source: str
    columns: Mapping[int, str]
    traits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def headings(self) -> dict[str, str]:
        """The heading of each field's column."""
        return {name: self.heading.cells[at].strip() for at, name in self.columns.items()}


@cache
def knowledge() -> dict[str, Any]:
    """The data, with every heading folded."""
    path = Path(__file__).parent / "data" / "recognition.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for source in found["sources"].values():
        for name in ("required", "any", "variants"):
            source[name] = [fold_heading(heading) for heading in source.get(name, [])]
    for kind, columns in found["columns"].items():
        found["columns"][kind] = {name: [fold_heading(each) for each in names] for name, names in columns.items()}
    return found


def fold_heading(heading: str) -> str:
    """The form in which two headings are the same: no case, spaces, punctuation, stars, or remarks in brackets."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return _NOT_WORDS.sub("", _BRACKETS.sub("", text)) or _NOT_WORDS.sub("", text)


def recognise(rows: Sequence[Row], *, kind: str, named: Collection[str] = ()) -> Recognised | None:
    """The heading row among the first twenty: the one that has most columns of `kind` and most of those that the person
    `named`, else the first with several cells, of which the person then says what they are; None for rows of one cell.
    """
    known = {each for names in knowledge()["columns"][kind].values() for each in names}
    known |= {fold_heading(each) for each in named}
    candidates = rows[:HEADING_SEARCH_ROWS]
    heading = max(candidates, key=lambda row: (_known(row, known), -row.number))
    if not _known(heading, known):
        several = (row for row in candidates if sum(1 for cell in row.cells if cell.strip()) > 1)
        first = next(several, None)
        return Recognised(first, "", {}) if first else None
    source = _source_of(heading, kind)
    columns = _columns(heading, kind)
    return Recognised(
        heading=heading,
        source=source,
        columns=columns,
        traits=knowledge()["sources"].get(source, {}),
    )


def remap(recognised: Recognised, mapping: Mapping[str, str]) -> Recognised:
    """The same with a person's own choice: heading to field, "" for none. Headings that are not named stay as
    recognised."""
    columns: dict[int, str] = {}
    for at, cell in enumerate(recognised.heading.cells):
        chosen = mapping.get(cell.strip(), recognised.columns.get(at, ""))
        if chosen and chosen not in columns.values():
            columns[at] = chosen
    return Recognised(recognised.heading, recognised.source, columns, recognised.traits)


def _known(row: Row, known: set[str]) -> int:
    return len({fold_heading(cell) for cell in row.cells} & known)


def _source_of(heading: Row, kind: str) -> str:
    """The source of which all required and most other columns are there."""
    there = {fold_heading(cell) for cell in heading.cells}
    best, most = "", 0
    for name, source in knowledge()["sources"].items():
        found = len(there.intersection(source["any"]))
        fits = kind in source["kinds"] and there.issuperset(source["required"]) and found >= source.get("at_least", 2)
        if fits and found + len(source["required"]) > most:
            best, most = name, found + len(source["required"])
    return best


def _columns(heading: Row, kind: str) -> dict[int, str]:
    """Each field once: of several columns that could be it, the one whose name stands first in the data."""
    places: dict[str, int] = {}
    for at, cell in enumerate(heading.cells):
        places.setdefault(fold_heading(cell), at)
    columns: dict[int, str] = {}
    for name, aliases in knowledge()["columns"][kind].items():
        free = (places[alias] for alias in aliases if alias in places and places[alias] not in columns)
        for first in free:
            columns[first] = name
            break
    return columns
