"""What is refused of a file as a whole. What is wrong in its rows is a list of `RowError`s, and refuses nothing by
itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from omnistock.kernel.errors import Conflict, Invalid


class UnreadableFile(Invalid):
    """The file is no table that can be read. The sentence says why, and what to send."""

    code = "unreadable_file"


class ImportClosed(Conflict):
    """The import is past the state in which this could be done to it."""

    code = "import_closed"


class UndoBlocked(Conflict):
    """The import cannot be undone: its faults name everything that stands in the way."""

    code = "undo_blocked"


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing that is wrong: the row as the spreadsheet counts it (1 is the first; 0: the whole file), its column's
    heading, what stands there and what would be right."""

    row: int
    column: str
    value: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
