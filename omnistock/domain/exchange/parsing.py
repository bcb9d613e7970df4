"""From a file to parsed rows: recognised, mapped, each cell read, every error with its row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from omnistock.domain.exchange.errors import UnreadableFile
from omnistock.domain.exchange.kinds.base import (
    TOLD_EVERY,
    Field,
    ImportKind,
    Parsed,
    ParsedRow,
    Report,
    Told,
    to_nobody,
)
from omnistock.domain.exchange.options import ImportOptions
from omnistock.domain.exchange.reading.cells import number, percent, plain_text, whole_number
from omnistock.domain.exchange.reading.decimals import decimal_comma, undecided, with_point
from omnistock.domain.exchange.reading.table import RawTable, Row, read_table
from omnistock.domain.exchange.recognition import CUSTOM, Recognised, fold_heading, knowledge, recognise, remap
from omnistock.domain.exchange.remembering import said_of_these
from omnistock.kernel.days import DayOrder, day_order_of
from omnistock.kernel.errors import Invalid
from omnistock.kernel.numbers import excerpt, plain
from omnistock.tenancy.actor import OrganizationProfile

_MONTH_FIRST_COUNTRIES: Final = frozenset({"US", "PH", "FM", "MH", "PW"})
_NUMBERS: Final = (number, whole_number, percent)
_TOTALS: Final = frozenset({"total", "totals", "grandtotal", "subtotal", "sum"})


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as text, with what its columns were taken for; `mapping` is what a person said of them."""

    table: RawTable
    recognised: Recognised
    mapping: Mapping[str, str]


def read_file(
    content: bytes, *, kind: ImportKind, mapping: Mapping[str, str], before: Sequence[Mapping[str, str]] = ()
) -> ReadFile:
    """`before`: where nothing is said of this file's columns, what was said of others that had them. Raises
    `UnreadableFile` where there is no table, or none of the kind's columns in it."""
    table = read_table(content)
    mapping = mapping or said_of_these(table.rows, before)
    found = recognise(table.rows, kind=kind.name, named=mapping)
    if found is None:
        labels = ", ".join(field.label for field in kind.fields[:8])
        first = ", ".join(excerpt(cell, length=24) for cell in table.rows[0].cells[:8])
        message = _(
            "No row of headings for {kind} was found: the first row is “{first}”. Name the columns in the first row, "
            "such as {labels}."
        )
        raise UnreadableFile(message.format(kind=kind.label, first=first, labels=labels))
    return ReadFile(table, remap(found, mapping) if mapping else found, mapping)


def parse(
    file: ReadFile,
    *,
    kind: ImportKind,
    options: ImportOptions,
    organization: OrganizationProfile,
    report: Report,
    told: Told = to_nobody,
) -> Parsed:
    """Every row by the kind's fields; `told` hears how many of how many. Errors of cells are in `report`; a row that has one
    keeps its other values."""
    recognised = file.recognised
    body = [row for row in file.table.rows if row.number > recognised.heading.number]
    raw = [_raw(row, recognised) for row in body if not _is_total(row)]
    _fill_down(raw, recognised)
    order = _day_order(raw, kind, options, recognised, organization, report)
    readers = _readers(kind, recognised, order)
    _write_with_point(raw, kind, file.table, report)
    filled = [(row, cells) for row, cells in raw if cells]
    rows = []
    for at, (row, cells) in enumerate(filled, start=1):
        rows.append(_parsed(row, cells, readers, report))
        if at % TOLD_EVERY == 0:
            told(at, len(filled))
    if not rows and not report.errors and recognised.columns:
        report.add(None, "", _("There are headings, and no rows below them."))
    _require_columns(kind, recognised, report)
    return Parsed(rows=rows, headings=recognised.headings, day_order=order, traits=recognised.traits)


def _raw(row: Row, recognised: Recognised) -> tuple[Row, dict[str, str]]:
    cells = {name: row.cells[at] for at, name in recognised.columns.items() if at < len(row.cells)}
    return row, {name: cell for name, cell in cells.items() if cell.strip()}


def _is_total(row: Row) -> bool:
    """Reports end with a row of sums, which is no product."""
    first = next((cell for cell in row.cells if cell.strip()), "")
    return fold_heading(first) in _TOTALS


def _fill_down(raw: list[tuple[Row, dict[str, str]]], recognised: Recognised) -> None:
    """Some systems write what a group shares only in the group's first row."""
    names = recognised.traits.get("fill_down", [])
    group_at = _place(recognised, recognised.traits.get("group", ""))
    variants = [_place(recognised, heading) for heading in recognised.traits.get("variants", [])]
    above: dict[str, str] = {}
    group = ""
    for row, cells in raw:
        here = _cell(row, group_at)
        if group_at is not None and here != group:
            above, group = {}, here
        for name in names:
            if name in cells:
                above[name] = cells[name]
            elif name in above and cells:
                cells[name] = above[name]
        chosen = [value for value in (_cell(row, at) for at in variants) if value and value != "Default Title"]
        if chosen and "name" in cells:
            cells["name"] = f"{cells['name']} ({', '.join(chosen)})"


def _place(recognised: Recognised, heading: str) -> int | None:
    if not heading:
        return None
    folded = [fold_heading(cell) for cell in recognised.heading.cells]
    wanted = fold_heading(heading)
    return folded.index(wanted) if wanted in folded else None


def _cell(row: Row, at: int | None) -> str:
    return row.cells[at].strip() if at is not None and at < len(row.cells) else ""


def _day_order(
    raw: Sequence[tuple[Row, Mapping[str, str]]],
    kind: ImportKind,
    options: ImportOptions,
    recognised: Recognised,
    organization: OrganizationProfile,
    report: Report,
) -> DayOrder:
    """One order for the whole file: what its own dates prove, else what the sender says, the system's custom, the
    country's."""
    names = {field.name for field in kind.fields if field.is_day}
    try:
        proved = day_order_of(cells[name] for _row, cells in raw for name in names & cells.keys())
    except Invalid as refusal:
        report.add(None, next(iter(sorted(names & recognised.headings.keys())), ""), refusal.message)
        proved = None
    said = options.date_order or recognised.traits.get("date_order", "")
    custom = DayOrder.MONTH_FIRST if organization.country in _MONTH_FIRST_COUNTRIES else DayOrder.DAY_FIRST
    return proved or (DayOrder(said) if said else custom)


def _write_with_point(
    raw: Sequence[tuple[Row, dict[str, str]]], kind: ImportKind, table: RawTable, report: Report
) -> None:
    """Where the decimal is a comma, semicolons stand between the cells: only such a file is read so, and only where one of
    its own numbers proves it and none speaks against it. Where none proves either, what could be read in two ways is named."""
    names = {field.name for field in kind.fields if field.read in _NUMBERS}
    if table.separator != ";":
        return
    written = [cell for _row, cells in raw for name, cell in cells.items() if name in names]
    proof = decimal_comma(written)
    if not proof:
        _say_how_read(undecided(written), report)
        return
    report.notices.append(_("The decimals of this file stand behind a comma, as in {example}.").format(example=proof))
    for _row, cells in raw:
        cells.update({name: with_point(cells[name]) for name in names & cells.keys()})


def _say_how_read(text: str, report: Report) -> None:
    if text:
        small, large = plain(Decimal(text.replace(",", "."))), text.translate({ord("."): None, ord(","): None})
        read, other = (small, large) if "." in text else (large, small)
        message = _(
            "Nothing in this file says whether {text} stands for {small} or for {large}. It is read as {read}; where "
            "{other} is meant, write it so."
        )
        report.notices.append(message.format(text=text, small=small, large=large, read=read, other=other))


def _require_columns(kind: ImportKind, recognised: Recognised, report: Report) -> None:
    """A column that is not there is one error, and not one for each row."""
    for names in kind.needs:
        if not recognised.headings.keys() & set(names):
            labels = _(" or ").join(field.label for field in kind.fields if field.name in names)
            message = _(
                "There is no column {labels}; name the column so, or say which one it is. The file has {headings}."
            )
            headings = ", ".join(excerpt(cell) for cell in recognised.heading.cells[:12] if cell.strip())
            needed = kind.field_named(names[0])
            report.add(None, needed.label if needed else names[0], message.format(labels=labels, headings=headings))


def _readers(kind: ImportKind, recognised: Recognised, order: DayOrder) -> dict[str, Any]:
    readers: dict[str, Any] = {}
    for name in recognised.columns.values():
        known = kind.field_named(name)
        if known is not None:
            readers[name] = _reader(known, order)
        elif name.startswith(CUSTOM):
            readers[name] = plain_text
    return readers


def _reader(known: Field, order: DayOrder) -> Any:
    return partial(known.read, order=order) if known.is_day else known.read


def _parsed(row: Row, cells: dict[str, str], readers: Mapping[str, Any], report: Report) -> ParsedRow:
    values: dict[str, Any] = {}
    parsed = ParsedRow(row.number, values, cells)
    for name, cell in cells.items():
        if name not in readers:
            continue
        try:
            values[name] = readers[name](cell)
        except Invalid as refusal:
            report.add_faults(parsed, refusal.faults, {"": name})
    return parsed


def normal_unit(cell: str) -> str:
    """A unit's code, other systems' common names made ours."""
    code = plain_text(cell).casefold()
    return knowledge()["units"].get(code, code)
