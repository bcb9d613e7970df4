"""What is held of a person, to be handed to them (DPDP Act 2023, section 11): sections of plain rows, with why each is
kept. One shape for JSON and for the page that is read and printed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Section:
    """`headings` name what each row holds, in order. `note` says why it is kept, or what is left out."""

    name: str
    title: str
    note: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Bundle:
    """`about` says whose it is, `made_at` when it was made: it is true of that moment."""

    about: str
    made_at: dt.datetime
    sections: Sequence[Section]
    notes: Sequence[str] = field(default=())

    @property
    def count(self) -> int:
        return sum(len(section.rows) for section in self.sections)

    def as_json(self) -> bytes:
        """The same for programs: a list of objects a section."""
        data: Mapping[str, Any] = {
            "about": self.about,
            "made_at": self.made_at.astimezone(dt.UTC).isoformat(),
            "notes": list(self.notes),
            "sections": {
                section.name: {
                    "title": section.title,
                    "note": section.note,
                    "records": [dict(zip(section.headings, map(_plain, row), strict=True)) for row in section.rows],
                }
                for section in self.sections
            },
        }
        return json.dumps(data, ensure_ascii=False, indent=2).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, (dt.date, Decimal, UUID)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)
