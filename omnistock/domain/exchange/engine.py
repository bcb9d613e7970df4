"""Judging a file and bringing it in: the one way in, for the screen, the command and the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omnistock.domain.exchange.kinds.base import (
    MOST_ERRORS_KEPT,
    ImportKind,
    Plan,
    Report,
    RowsRefused,
    Told,
    part_of,
    to_nobody,
)
from omnistock.domain.exchange.models import Import
from omnistock.domain.exchange.options import ImportOptions, read_options
from omnistock.domain.exchange.parsing import ReadFile, parse, read_file
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.actor import Actor

SAMPLE_ROWS: Final = 5
# How much of judging a file is reading it, in per cent of the time.
_READ: Final = 40


@dataclass(frozen=True, slots=True)
class Judged:
    """A file with what is wrong in it, and the plan that would bring it in (None when there is no row to plan)."""

    file: ReadFile
    report: Report
    plan: Plan | None
    rows: int
    day_order: str

    @property
    def is_clean(self) -> bool:
        return not self.report.errors and self.plan is not None


def judge(
    *,
    actor: Actor,
    kind: ImportKind,
    content: bytes,
    options: ImportOptions,
    mapping: dict[str, str],
    before: Sequence[Mapping[str, str]] = (),
    told: Told = to_nobody,
) -> Judged:
    """Read and judge every row; `told` hears how far that is, in rows; `before` as `read_file` has it. Raises
    `UnreadableFile` when it is no table of this kind."""
    file = read_file(content, kind=kind, mapping=mapping, before=before)
    report = Report(headings=file.recognised.headings)
    parsed = parse(
        file,
        kind=kind,
        options=options,
        organization=actor.organization,
        report=report,
        told=part_of(told, first=0, last=_READ),
    )
    parsed = replace(parsed, told=part_of(told, first=_READ, last=100))
    lacks_column = any(error.row == 0 for error in report.errors)
    plan = kind.plan(actor, parsed, options, report) if parsed.rows and not lacks_column else None
    return Judged(file, report, plan, len(parsed.rows), parsed.day_order.value)


def bring_in(judged: Judged, *, actor: Actor, reference: str, told: Told = to_nobody) -> bool:
    """Do what was planned: all of it, or nothing and the reasons in the report."""
    if not judged.is_clean or judged.plan is None:
        return False
    try:
        with transaction.atomic():
            judged.plan.apply(actor=actor, reference=reference, told=told)
    except RowsRefused as refused:
        for row, fault in refused.faults:
            judged.report.add(row, fault.pointer, fault.message)
        return False
    except IntegrityError:
        judged.report.add(None, "", _("Somebody else changed the same records meanwhile; check the file again."))
        return False
    return True


def try_out(judged: Judged, *, actor: Actor, reference: str, told: Told = to_nobody) -> None:
    """Do it and take it back, for what only doing it shows."""
    with transaction.atomic():
        bring_in(judged, actor=actor, reference=reference, told=told)
        transaction.set_rollback(True)


def options_of(row: Import) -> ImportOptions:
    return read_options(row.options)


def write_down(row: Import, judged: Judged) -> None:
    """What the judgement found, into the import's row (not saved)."""
    recognised, report = judged.file.recognised, judged.report
    row.recognised_as = recognised.source
    row.encoding, row.separator = judged.file.table.encoding, judged.file.table.separator
    row.rows = judged.rows
    row.errors = [error.as_json() for error in sorted(report.errors, key=lambda error: error.row)[:MOST_ERRORS_KEPT]]
    row.error_count = len(report.errors)
    outcome = judged.plan.outcome if judged.plan else None
    row.created = outcome.created if outcome else 0
    row.changed = outcome.changed if outcome else 0
    row.unchanged = outcome.unchanged if outcome else 0
    row.result = {
        "source": recognised.traits.get("label", ""),
        "heading_row": recognised.heading.number,
        "columns": _columns(judged),
        "date_order": judged.day_order,
        "notices": _notices(judged),
        "sample": _sample(judged),
        **(outcome.details if outcome else {}),
    }


def _columns(judged: Judged) -> list[dict[str, Any]]:
    """Every column of the file, with the field that it was taken for ("" for none)."""
    recognised = judged.file.recognised
    cells = recognised.heading.cells
    return [
        {"at": at, "heading": excerpt(cell.strip(), length=80), "field": recognised.columns.get(at, "")}
        for at, cell in enumerate(cells)
        if cell.strip()
    ]


def _notices(judged: Judged) -> list[str]:
    notices = list(judged.report.notices)
    if left_out := _left_out(judged):
        message = _("These columns are left out: {columns}.")
        notices.append(message.format(columns=", ".join(left_out[:30])))
    return notices


def _left_out(judged: Judged) -> list[str]:
    """The headings of columns that hold something and mean nothing here."""
    recognised = judged.file.recognised
    filled = {
        at
        for row in judged.file.table.rows
        if row.number > recognised.heading.number
        for at, cell in enumerate(row.cells)
        if cell.strip()
    }
    cells = enumerate(recognised.heading.cells)
    return [excerpt(cell.strip()) for at, cell in cells if cell.strip() and at in filled - recognised.columns.keys()]


def _sample(judged: Judged) -> list[list[str]]:
    first = judged.file.recognised.heading.number
    body = [row for row in judged.file.table.rows if row.number > first][:SAMPLE_ROWS]
    return [[excerpt(cell, length=60) for cell in row.cells] for row in body]
