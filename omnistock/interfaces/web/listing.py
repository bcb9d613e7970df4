"""The state of a list page: it stands in the URL, so a list can be shared, kept, gone back to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. `key` stands in the URL; the first column of a list is its row's name and is always shown."""

    key: str
    label: str | Promise
    is_sortable: bool = False
    is_figure: bool = False
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """A column as the table head draws it. `direction`: ascending, descending, or empty: not sorted by it."""

    column: Column
    href: str
    direction: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of rows and what the page needs around them. `total` None: not counted (too many to be worth it). `sums`: amounts
    by column, of everything that was asked for and not of this page."""

    rows: Sequence[Any]
    columns: Sequence[Column]
    query: QueryDict
    sort: str = ""
    next_cursor: str = ""
    total: int | None = None
    filter_names: Sequence[str] = ("q",)
    sums: Mapping[str, Decimal] | None = None

    @property
    def shows(self) -> dict[str, bool]:
        """Which columns are on, by key: `{% if listing.shows.sku %}`."""
        chosen = self.query.getlist("columns")
        if not chosen:
            return {column.key: column.is_shown for column in self.columns}
        return {column.key: column.key in chosen or index == 0 for index, column in enumerate(self.columns)}

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns if self.shows[column.key]]

    @property
    def foot(self) -> list[tuple[Column, Decimal | None]]:
        """The columns shown, each with what all that the list was asked for comes to; empty where nothing adds up."""
        sums = self.sums or {}
        found = [(head.column, sums.get(head.column.key)) for head in self.heads]
        return found if any(amount is not None for _column, amount in found) else []

    @property
    def is_filtered(self) -> bool:
        return any(self.query.get(name) for name in self.filter_names)

    @property
    def is_empty(self) -> bool:
        """There is nothing of its kind: the page says what would be here, and has the one button that makes the first."""
        return not (self.rows or self.is_filtered)

    @property
    def next_href(self) -> str:
        return self._href(cursor=self.next_cursor) if self.next_cursor else ""

    @property
    def first_href(self) -> str:
        """The way back to the first page, empty on it."""
        return self._href(cursor="") if self.query.get("cursor") else ""

    @property
    def cleared_href(self) -> str:
        return self._href(**dict.fromkeys([*self.filter_names, "cursor"], ""))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters that the filter form carries along: everything but its own fields and the cursor."""
        own = {*self.filter_names, "cursor"}
        return [(name, value) for name, values in self.query.lists() if name not in own for value in values]

    @property
    def kept_by_columns(self) -> list[tuple[str, str]]:
        return [
            (name, value)
            for name, values in self.query.lists()
            if name not in {"columns", "cursor"}
            for value in values
        ]

    def _head(self, column: Column) -> Head:
        directions = {column.key: "ascending", f"-{column.key}": "descending"}
        direction = directions.get(self.sort, "")
        turned = f"-{column.key}" if direction == "ascending" else column.key
        return Head(
            column=column, href=self._href(sort=turned, cursor="") if column.is_sortable else "", direction=direction
        )

    def _href(self, **changes: str) -> str:
        changed = self.query.copy()
        for name, value in changes.items():
            if value:
                changed[name] = value
            else:
                changed.pop(name, None)
        return f"?{changed.urlencode()}"
