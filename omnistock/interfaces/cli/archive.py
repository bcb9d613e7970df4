"""`omnistock archive` and `omnistock restore-workspace`: a whole workspace into a file, and back."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click
from django.utils import timezone

from omnistock.domain.exchange.archive.restoring import restore_archive
from omnistock.domain.exchange.archive.writing import write_archive
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.statements import Statement

_ONE_MOMENT = Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", is_kept=False)


@click.command()
@click.option("--organization", type=click.UUID, required=True, help="The organization's id.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to be made.")
def archive(*, organization: UUID, out: Path) -> None:
    """Write everything of an organization into one file, as of one moment. Prints what is in it."""
    unfinished = out.with_name(f"{out.name}.part")
    try:
        with tenant_boundary(organization, _ONE_MOMENT), unfinished.open("w+b") as file:
            actor = system_actor(organization_id=organization, door="cli", now=timezone.now())
            manifest = write_archive(actor=actor, file=file)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    click.echo(f"{out}: {sum(manifest['rows'].values())} rows of {len(manifest['rows'])} tables")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organization", type=click.UUID, required=True, help="An organization with nothing in it yet.")
def restore(*, file: Path, organization: UUID) -> None:
    """Bring an archive into an empty organization: all of it, or nothing and the reason why."""
    with tenant_boundary(organization), file.open("rb") as opened:
        actor = system_actor(organization_id=organization, door="cli", now=timezone.now())
        rows = restore_archive(actor=actor, file=opened)
    click.echo(f"{file.name}: {sum(rows.values())} rows of {len(rows)} tables brought in")
