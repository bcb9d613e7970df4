"""`omnistock import`: bring a file in, or say everything that is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import click
from django.utils import timezone

from omnistock.domain.exchange.operations import FileInput, check_import, import_file
from omnistock.domain.exchange.queries import ImportView, import_view
from omnistock.domain.files.storing import CHUNK_BYTES
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary

ERRORS_SHOWN = 50


@click.command()
@click.argument("kind", metavar="KIND")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organization", type=click.UUID, required=True, help="The organization's id.")
@click.option("--dry-run", is_flag=True, help="Check only, and change nothing.")
@click.option("--warehouse", default="", help="Code or name of the warehouse of rows that name none.")
@click.option("--date-order", type=click.Choice(["day_first", "month_first"]), help="Where the file does not tell.")
@click.option(
    "--column", "columns", multiple=True, metavar="HEADING=FIELD", help="What a column is; FIELD may be empty."
)
@click.option("--again", is_flag=True, help="Post opening stock once more that was posted before.")
def command(
    *,
    kind: str,
    file: Path,
    organization: UUID,
    dry_run: bool,
    warehouse: str,
    date_order: str | None,
    columns: tuple[str, ...],
    again: bool,
) -> None:
    """Bring FILE in as KIND: products, opening-stock, customers, suppliers, reorder-rules or product-suppliers. All of it,
    or nothing and every reason why."""
    options = {"warehouse": warehouse, "date_order": date_order or "", "again": again}
    mapping = dict(_pair(column) for column in columns)
    with tenant_boundary(organization):
        actor = system_actor(organization_id=organization, door="cli", now=timezone.now())
        given = FileInput(kind=kind, name=file.name, parts=_parts(file), options=options, mapping=mapping)
        row = (
            check_import(actor=actor, file=given, is_dry_run=True) if dry_run else import_file(actor=actor, file=given)
        )
        shown = import_view(actor=actor, import_id=row.id)
    _tell(shown)
    sys.exit(1 if shown.status == "refused" else 0)


def _pair(text: str) -> tuple[str, str]:
    heading, equals, field = text.rpartition("=")
    if not equals:
        raise click.BadParameter(f"{text!r}: write it as HEADING=FIELD", param_hint="--column")
    return heading, field


def _parts(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while part := opened.read(CHUNK_BYTES):
            yield part


def _tell(shown: ImportView) -> None:
    """One line with the counts, then notices, then each error with its row and column."""
    source = f", recognised as {shown.source}" if shown.source else ""
    done = {"done": "brought in", "refused": "refused, nothing changed", "checked": "checked, nothing changed"}
    click.echo(
        f"{shown.file_name}: {done.get(shown.status, shown.status)}: {shown.rows} rows, {shown.created} new, "
        f"{shown.changed} changed, {shown.unchanged} unchanged, {shown.error_count} errors{source}"
    )
    for notice in shown.notices:
        click.echo(notice)
    for made in ("units_made", "bins_made", "adjustments"):
        if names := shown.details.get(made):
            click.echo(f"{made.replace('_', ' ')}: {', '.join(names)}")
    for error in shown.errors[:ERRORS_SHOWN]:
        place = f"row {error['row']}, {error['column']}" if error["row"] else error["column"] or "file"
        click.echo(f"{place}: {error['message']}", err=True)
    if shown.error_count > ERRORS_SHOWN:
        click.echo(f"and {shown.error_count - ERRORS_SHOWN} more", err=True)
