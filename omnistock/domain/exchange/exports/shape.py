"""What a list to be taken out is made of: its columns, and where its rows come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from omnistock.domain.exchange.exports.writing import expiry_text
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import MOST

# A heading, and the attribute of the row (or a function of it) that stands below.
Column = tuple[str, str | Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class ExportList:
    """Needs `permission`. `query` answers a page of rows for `actor`, `cursor`, `limit` and what the list's own screen
    asks (`asked`). `each` makes several rows of one: a document's lines."""

    name: str
    label: str
    permission: str
    columns: Sequence[Column]
    query: Callable[..., Any]
    asked: Mapping[str, Any]
    each: Callable[[Any], Iterator[Any]] | None = None

    @property
    def headings(self) -> list[str]:
        return [heading for heading, _value in self.columns]

    def rows(self, *, actor: Actor, asked: Mapping[str, Any]) -> Iterator[list[Any]]:
        """Every row of the list, read 500 at a time. `asked` narrows it as its screen does."""
        cursor: str | None = None
        while True:
            found = self.query(actor=actor, cursor=cursor, limit=MOST, **{**self.asked, **asked})
            for item in found.items:
                for row in self.each(item) if self.each else (item,):
                    yield [_value(row, value) for _heading, value in self.columns]
            if (cursor := found.next_cursor) is None:
                return


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document, with its document. What the line does not have, the document has."""

    document: Any
    line: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.line, name)


def _value(row: Any, value: str | Callable[[Any], Any]) -> Any:
    if callable(value):
        return value(row)
    for name in value.split("."):
        row = getattr(row, name)
    return row


def columns(text: str) -> list[Column]:
    """ "Name=name | Number=document.number" as columns."""
    pairs = (part.partition("=") for part in text.split("|"))
    return [(heading.strip(), value.strip()) for heading, _equals, value in pairs]


def lines_of(document: Any) -> Iterator[Line]:
    return (Line(document, line) for line in document.lines)


def expiry(row: Any) -> str:
    return expiry_text(row.expires_on, row.expiry_precision)
