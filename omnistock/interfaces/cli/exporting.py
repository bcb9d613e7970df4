"""`omnistock export`: write a list as CSV."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import click
from django.utils import timezone

from omnistock.domain.exchange.exporting import export_list
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary


@click.command()
@click.argument("kind", metavar="KIND")
@click.option("--organization", type=click.UUID, required=True, help="The organization's id.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to; else the standard output.")
@click.option("--mark/--no-mark", default=False, help="Begin with the mark by which Excel knows UTF-8.")
def command(*, kind: str, organization: UUID, out: Path | None, mark: bool) -> None:
    """Write the list KIND, such as products, stock, customers, sales-orders or invoices."""
    with tenant_boundary(organization):
        actor = system_actor(organization_id=organization, door="cli", now=timezone.now())
        parts = export_list(actor=actor, name=kind, with_mark=mark)
        with _destination(out) as file:
            for part in parts:
                file.write(part)


@contextmanager
def _destination(out: Path | None) -> Iterator[IO[Any]]:
    """The file, which is there under its name only when it is whole."""
    if out is None:
        yield sys.stdout
        return
    unfinished = out.with_name(f"{out.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            yield file
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
