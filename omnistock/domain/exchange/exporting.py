"""Taking a list out: any list of the product, as CSV, a part at a time, or as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import IO, Any

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.exchange.exports.lists import LISTS
from omnistock.domain.exchange.exports.shape import ExportList
from omnistock.domain.exchange.exports.workbook import workbook_file
from omnistock.domain.exchange.exports.writing import csv_parts
from omnistock.domain.security.operations import record as record_security
from omnistock.kernel.errors import Invalid
from omnistock.kernel.ids import uuid7
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.actor import Actor


def export_named(name: str) -> ExportList:
    """The list with this name; "-" and "_" are the same. Raises `Invalid`."""
    found = LISTS.get(name.strip().replace("-", "_"))
    if found is None:
        message = _("“{name}” cannot be exported; there are {known}.")
        raise Invalid.at("kind", message.format(name=excerpt(name), known=", ".join(LISTS)), "unknown_choice")
    return found


def export_list(
    *, actor: Actor, name: str, asked: Mapping[str, Any] | None = None, with_mark: bool = True
) -> Iterator[str]:
    """The list as CSV, in parts to be read inside a boundary, and an audit event that it was taken out, written now.

    `asked` narrows it: the arguments of the list's query. `with_mark` begins it with the mark by which Excel knows
    UTF-8. Raises `Invalid` for a list that there is not, `PermissionMissing`, and whatever the list's own query refuses,
    before the first part.
    """
    chosen = _taken_out(actor, name, asked)
    rows = _begun(chosen.rows(actor=actor, asked=asked or {}))
    return csv_parts(chosen.headings, rows, time_zone=actor.organization.time_zone, with_mark=with_mark)


def export_workbook(*, actor: Actor, name: str, asked: Mapping[str, Any] | None = None) -> IO[bytes]:
    """The list as an XLSX file, whole and in a temporary file, so that memory does not grow with it. Raises as
    `export_list`."""
    chosen = _taken_out(actor, name, asked)
    rows = chosen.rows(actor=actor, asked=asked or {})
    return workbook_file(chosen.headings, rows, title=chosen.label, time_zone=actor.organization.time_zone)


def _begun(rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    """The same, with the first page read now: what its query refuses is refused, and breaks no file off."""
    return chain(list(islice(rows, 1)), rows)


def _taken_out(actor: Actor, name: str, asked: Mapping[str, Any] | None) -> ExportList:
    chosen = export_named(name)
    actor.require(chosen.permission)
    record(
        actor=actor,
        operation="exchange.export_list",
        subject_kind="export",
        subject_id=uuid7(),
        subject_name=chosen.label,
        after={"list": chosen.name, "asked": sorted(asked or {})},
    )
    record_security(actor=actor, kind="export", list=chosen.name)
    return chosen
