"""What the kinds of import share: fields, parsed rows, and the report that collects everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from omnistock.domain.exchange.errors import RowError
from omnistock.domain.exchange.options import ImportOptions
from omnistock.kernel.days import DayOrder
from omnistock.kernel.errors import Fault
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.actor import Actor

MOST_ERRORS_KEPT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Field:
    """A column that the kind knows. `read` makes a value of a cell that is not blank, and raises `Invalid`; a field
    with `is_day` is read with the order of day and month that its file uses."""

    name: str
    label: str
    read: Callable[..., Any]
    is_day: bool = False


Told = Callable[[int, int], None]
TOLD_EVERY: Final = 500


def to_nobody(done: int, total: int) -> None:
    """For whoever does not wait."""


def part_of(told: Told, *, first: int, last: int, rows: int = 0) -> Told:
    """Tells of a part of longer work: from `first` to `last` per cent of it. `rows`: of how many is told, where the part
    itself counts something else."""

    def of_whole(done: int, total: int) -> None:
        whole = rows or total
        told(whole * (total * first + done * (last - first)) // (100 * max(total, 1)), whole)

    return of_whole


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """`number` is the spreadsheet's; `values` hold what its cells say, blank ones left out."""

    number: int
    values: Mapping[str, Any]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file read by the fields of a kind."""

    rows: Sequence[ParsedRow]
    headings: Mapping[str, str]
    day_order: DayOrder
    traits: Mapping[str, Any]
    told: Told = to_nobody

    def judged(self) -> Iterator[ParsedRow]:
        """The rows, to be judged one by one; `told` hears how many of how many were."""
        for at, row in enumerate(self.rows, start=1):
            yield row
            if at % TOLD_EVERY == 0:
                self.told(at, len(self.rows))


@dataclass(slots=True)
class Report:
    """Collects errors by row and column. `notices` are sentences that stop nothing."""

    headings: Mapping[str, str]
    errors: list[RowError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    _said: set[tuple[int, str]] = field(default_factory=set)

    def add(self, row: ParsedRow | None, name: str, message: str) -> None:
        """Something is wrong with the field `name` of a row, or ("" and None) with the file. A cell is told of once:
        that what cannot be read is then missing too is no second error."""
        number, heading = row.number if row else 0, self.headings.get(name, name)
        if row is None or (number, heading) not in self._said:
            value = row.cells.get(name, "") if row else ""
            self.errors.append(RowError(number, heading, excerpt(value), message))
            self._said.add((number, heading))

    def add_faults(self, row: ParsedRow, faults: Iterable[Fault], names: Mapping[str, str] | None = None) -> None:
        """The faults of the domain, whose pointers begin with a field's name; `names` says where that is another
        column's."""
        for fault in faults:
            first = fault.pointer.partition("/")[0]
            name = (names or {}).get(fault.pointer, (names or {}).get(first, first))
            self.add(row, name, fault.message)


class RowsRefused(Exception):
    """Doing it showed more that is wrong: for each fault, the row that it is about."""

    def __init__(self, faults: Sequence[tuple[ParsedRow | None, Fault]]) -> None:
        super().__init__(len(faults))
        self.faults = faults


@dataclass(slots=True)
class Outcome:
    """How many rows make, change, and change nothing; `details` says what else came of it, as JSON."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    details: dict[str, Any] = field(default_factory=dict)


class Plan(Protocol):
    """What an import will do, once every row was judged."""

    outcome: Outcome

    def apply(self, *, actor: Actor, reference: str, told: Told = to_nobody) -> None:
        """Do it, in the transaction of the import. `reference` names the import in what it makes; `told` hears how many of
        how many rows are in. Raises `RowsRefused`."""


@dataclass(frozen=True, slots=True)
class ImportKind:
    """`permission` is needed beside that of importing. Of each group of `needs` the file must have a column. `tries` :
    only trying it shows every error, so a check does it and takes it back. `once`: sending the same file again does
    nothing."""

    name: str
    label: str
    permission: str
    fields: Sequence[Field]
    plan: Callable[[Actor, Parsed, ImportOptions, Report], Plan]
    needs: Sequence[Sequence[str]]
    tries: bool = False
    once: bool = False

    def field_named(self, name: str) -> Field | None:
        return next((each for each in self.fields if each.name == name), None)
