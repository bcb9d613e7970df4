"""What a report's page is made of: filters that stand in the URL, figures, a picture, a table that is its CSV too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise

from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.asked import parse_id
from omnistock.interfaces.web.charts import Point
from omnistock.tenancy.actor import Actor

# `csv`: in the file alone, such as the unit that the page prints beside its figure.
Kind = Literal["text", "mono", "quantity", "money", "percent", "whole", "day", "life", "status", "csv"]
FIGURES: Final = frozenset({"quantity", "money", "percent", "whole"})
MOST_SHOWN: Final = 500
_LONGEST_LABEL: Final = 8
_FEW_BARS: Final = 4
_MANY_COLUMNS: Final = 10


@dataclass(frozen=True, slots=True)
class Column:
    """`on_phone`: a phone prints the figure with its heading; other columns but the first are left out there."""

    label: str | Promise
    kind: Kind = "text"
    on_phone: bool = False

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURES

    @property
    def is_shown(self) -> bool:
        return self.kind != "csv"


@dataclass(frozen=True, slots=True)
class Cell:
    value: Any
    unit: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """`options` for a choice; without them it is a day."""

    name: str
    label: str | Promise
    value: str
    options: Sequence[tuple[str, str | Promise]] = ()
    latest: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    label: str | Promise
    axis: str | Promise
    series: Sequence[str | Promise]
    points: Sequence[Point]
    is_line: bool = False


def shortened(name: str, *, bars: int) -> str:
    """A product's name as it fits under one of so many bars on a phone: under few it wraps, and stands whole."""
    if bars <= _FEW_BARS:
        return name
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Shown:
    """`foot` has a cell for each shown column."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    filters: Sequence[Filter] = ()
    stats: Sequence[tuple[str | Promise, str]] = ()
    chart: Chart | None = None
    foot: Sequence[Cell] = ()
    empty: str | Promise = ""
    is_good_when_empty: bool = False
    note: str | Promise = ""

    @property
    def heads(self) -> list[Column]:
        return [column for column in self.columns if column.is_shown]

    @property
    def is_dense(self) -> bool:
        """Many columns: they stand closer, and nought is faint beside what there is."""
        return len(self.heads) > _MANY_COLUMNS

    @property
    def body(self) -> list[list[tuple[Column, Cell]]]:
        """The first rows, the cells with their columns."""
        return [
            [(column, cell) for column, cell in zip(self.columns, row, strict=True) if column.is_shown]
            for row in self.rows[:MOST_SHOWN]
        ]

    @property
    def foot_cells(self) -> list[tuple[Column, Cell]]:
        return list(zip(self.heads, self.foot, strict=True)) if self.foot else []

    @property
    def is_cut(self) -> bool:
        return len(self.rows) > MOST_SHOWN


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a report asks for. Nonsense filters nothing."""

    actor: Actor
    query: QueryDict
    places: Sequence[Any] = field(default_factory=tuple)

    @classmethod
    def of(cls, actor: Actor, query: QueryDict) -> Asked:
        return cls(actor, query, tuple(warehouses(actor=actor)))

    def choice(self, name: str, options: Sequence[tuple[str, Any]]) -> str:
        """The first option unless another one is asked."""
        asked = self.query.get(name, "")
        return asked if asked in {value for value, _label in options} else options[0][0]

    def day(self, name: str, usual: dt.date) -> dt.date:
        try:
            found = dt.date.fromisoformat(self.query.get(name, ""))
        except ValueError:
            return usual
        return found if dt.date(1900, 1, 1) <= found <= self.actor.today else usual

    def period(self) -> tuple[dt.date, dt.date]:
        """This month until today where nothing is asked; the days in order."""
        first = self.day("first", self.actor.today.replace(day=1))
        last = self.day("last", self.actor.today)
        return min(first, last), max(first, last)

    @property
    def warehouse_id(self) -> UUID | None:
        return parse_id(self.query.get("warehouse"))


@dataclass(frozen=True, slots=True)
class Report:
    """`needs_costs`: nothing is left of it for who sees none."""

    slug: str
    label: str | Promise
    help: str | Promise
    icon: str
    build: Callable[[Asked], Shown]
    needs_costs: bool = False
