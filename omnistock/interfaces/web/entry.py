"""The entry grid on the server: what a page sends, what comes back, how it is shown again with its mistakes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from django.http import QueryDict
from django.utils.functional import Promise

from omnistock.interfaces.web.form_state import FormState
from omnistock.kernel.errors import DomainError, Fault

CellKind = Literal["text", "figure", "cost", "batch", "expiry", "unit", "select", "still", "amount"]

# The place of the index in the <template> that the script copies for a new line.
PLACEHOLDER: Final = "__index__"
# What a line carries along so that it can be shown again without asking the catalogue.
CARRIED: Final = ("product_id", "name", "sku", "units", "note", "unasked")
_LINES_MOST: Final = 5_000
# "2 box" and "10+1", as frontend/src/entry/typed.ts reads them.
_COUNTED: Final = re.compile(r"([-+\N{MINUS SIGN}]?[\d.,]{1,40})\s*([^\W\d_]\S{0,39})")
_SCHEME: Final = re.compile(r"(\d{1,6})\s*\+\s*(\d{1,6})")


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """A cell of each line. `is_needed`: Enter stops at it while it is empty. `is_offered`: it may stay empty, and Enter
    stops at it on the way through the line. `source` names the field of a
    scan's answer that fills it (`batch_number`, `expires_on`, `price`, `mrp`), the key itself where empty.

    Kinds: `figure` a number, `cost` one that Enter passes by where it is known, `batch` a batch number (mono), `expiry` a
    date in any form people type, `unit` one of the product's units, `select` one of `options`, `still` text that is
    shown and sent but not typed, `amount` what the line comes to: the form's preview puts it there (an element with
    the id `lines-0-amount`, out of band).
    """

    key: str
    label: str | Promise
    kind: CellKind = "text"
    is_needed: bool = False
    source: str = ""
    options: Sequence[tuple[str, Any]] = ()
    is_offered: bool = False

    @property
    def is_figure(self) -> bool:
        return self.kind in ("figure", "cost", "amount")


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A line that stands ready. `values` by column key; `hidden` are sent back as they are (an order line's id);
    `unasked` are the kinds of cells that this product has no use for, which Enter passes by."""

    product_id: str = ""
    name: str = ""
    sku: str = ""
    units: Sequence[str] = ()
    note: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    hidden: Mapping[str, Any] = field(default_factory=dict)
    unasked: Sequence[CellKind] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    column: EntryColumn
    name: str
    value: Any
    options: Sequence[tuple[str, Any]]
    errors: Sequence[str]


@dataclass(frozen=True, slots=True)
class EntryRow:
    index: int | str
    line: EntryLine
    carried: Sequence[tuple[str, str]]
    cells: Sequence[Cell]
    errors: Sequence[str]


def typed_lines(sent: QueryDict, *, prefix: str = "lines") -> list[dict[str, str]]:
    """`lines-0-quantity=3` and its like as a list of plain mappings, in the order of their numbers.

    A line without a product is left out: it is an empty row that somebody passed by. The domain parses, not this; only
    `2 box` and `10+1` in the cell of a quantity are put where they belong, as the entry bar and the script do.
    """
    return [apart(line) for line in lines_of(sent, prefix=prefix) if line.get("product_id")]


def apart(line: dict[str, str]) -> dict[str, str]:
    """The line with the unit and the free goods that were typed behind its quantity in cells of their own. What is neither
    stays where it was typed, and is refused there."""
    typed = line.get("quantity", "").strip()
    counted = _COUNTED.fullmatch(typed)
    if counted and "unit" in line:
        word = counted[2].casefold()
        for unit in _units(line.get("units", "")):
            if word in (unit.casefold(), f"{unit.casefold()}s", f"{unit.casefold()}es"):
                return {**line, "quantity": counted[1], "unit": unit}
    scheme = _SCHEME.fullmatch(typed)
    if scheme and not line.get("free_quantity", "-").strip():
        return {**line, "quantity": scheme[1], "free_quantity": scheme[2]}
    return line


def lines_of(sent: Mapping[str, str], *, prefix: str) -> list[dict[str, str]]:
    """Everything that was sent as `prefix-0-key`, by its number."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,5}})-(\w+)")
    found: dict[int, dict[str, str]] = {}
    for name in sent:
        matched = pattern.fullmatch(name)
        if matched and len(found) <= _LINES_MOST:
            found.setdefault(int(matched[1]), {})[matched[2]] = str(sent[name])
    return [found[index] for index in sorted(found)]


def lines_again(sent: QueryDict, *, columns: Sequence[EntryColumn], prefix: str = "lines") -> list[EntryLine]:
    """The lines as they were typed, to show a refused form again."""
    keys = {column.key for column in columns}
    return [
        EntryLine(
            product_id=typed["product_id"],
            name=typed.get("name", ""),
            sku=typed.get("sku", ""),
            units=_units(typed.get("units", "")),
            note=typed.get("note", ""),
            values={key: value for key, value in typed.items() if key in keys},
            hidden={key: value for key, value in typed.items() if key not in keys and key not in CARRIED},
            unasked=unasked_of(typed.get("unasked", "").split()),
        )
        for typed in typed_lines(sent, prefix=prefix)
    ]


def unasked_of(words: Sequence[str]) -> tuple[CellKind, ...]:
    """The kinds among what the page carried along."""
    kinds: tuple[CellKind, ...] = ("batch", "expiry", "cost")
    return tuple(kind for kind in kinds if kind in words)


def at_rows(error: DomainError, chosen: Sequence[int], *, prefix: str = "lines") -> DomainError:
    """The refusal with its faults at the rows that the person sees: those left empty were not sent to the domain.
    `chosen` are the places of those that were."""

    def moved(fault: Fault) -> Fault:
        parts = fault.pointer.split("/")
        if len(parts) > 1 and parts[0] == prefix and parts[1].isdecimal() and int(parts[1]) < len(chosen):
            return replace(fault, pointer="/".join([prefix, str(chosen[int(parts[1])]), *parts[2:]]))
        return fault

    error.faults = tuple(moved(fault) for fault in error.faults)
    return error


def entry_rows(
    *, columns: Sequence[EntryColumn], lines: Sequence[EntryLine], form: FormState | None, prefix: str
) -> tuple[list[EntryRow], EntryRow]:
    """The rows to draw, and the empty one that the script copies."""
    rows = [_row(columns=columns, line=line, index=index, form=form, prefix=prefix) for index, line in enumerate(lines)]
    return rows, _row(columns=columns, line=EntryLine(), index=PLACEHOLDER, form=None, prefix=prefix)


def _row(
    *, columns: Sequence[EntryColumn], line: EntryLine, index: int | str, form: FormState | None, prefix: str
) -> EntryRow:
    carried = [
        (f"{prefix}-{index}-product_id", line.product_id),
        (f"{prefix}-{index}-name", line.name),
        (f"{prefix}-{index}-sku", line.sku),
        (f"{prefix}-{index}-units", json.dumps(list(line.units))),
        (f"{prefix}-{index}-note", line.note),
        (f"{prefix}-{index}-unasked", " ".join(line.unasked)),
        *((f"{prefix}-{index}-{key}", str(value)) for key, value in line.hidden.items()),
    ]
    cells = [_cell(column, line=line, name=f"{prefix}-{index}-{column.key}", form=form) for column in columns]
    whole = [*_errors(form, f"{prefix}-{index}"), *_errors(form, f"{prefix}-{index}-product_id")]
    return EntryRow(index=index, line=line, carried=carried, cells=cells, errors=whole)


def _cell(column: EntryColumn, *, line: EntryLine, name: str, form: FormState | None) -> Cell:
    value = line.values.get(column.key)
    options = [(unit, unit) for unit in line.units] if column.kind == "unit" else column.options
    return Cell(
        column=column,
        name=name,
        value="" if value is None else value,
        options=options,
        errors=_errors(form, name),
    )


def _errors(form: FormState | None, name: str) -> list[str]:
    return form.errors(name) if form else []


def _units(text: str) -> tuple[str, ...]:
    """The unit names that the page carried along; anything else that was sent in their place is no unit."""
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return ()
    return tuple(str(unit) for unit in found[:50]) if isinstance(found, list) else ()
