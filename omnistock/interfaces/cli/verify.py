"""`omnistock verify`: recompute everything that is derived, and say what differs."""

from __future__ import annotations

import sys
from uuid import UUID

import click
from django.db import connection
from django.utils import timezone

from omnistock.domain.ledger.types import Difference
from omnistock.domain.ledger.verification import verify
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.directory import organization_ids


@click.command()
@click.option("--organization", type=click.UUID, help="Only this one; else every organization.")
def command(organization: UUID | None) -> None:
    """Prove every balance, value, reservation and chain from the ledger. Ends with 1 and a list when something
    differs."""
    found = 0
    chosen = [organization] if organization else organization_ids()
    for each in chosen:
        for difference in differences(each):
            found += 1
            told = f"expected {difference.expected}, found {difference.found}"
            click.echo(f"{each} {difference.check} {difference.subject}: {told}")
    click.echo(f"{len(chosen)} organizations verified, {found} differences")
    sys.exit(1 if found else 0)


def differences(organization_id: UUID) -> list[Difference]:
    """What differs in one organization, all seen at one moment while others go on writing."""
    with tenant_boundary(organization_id):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        actor = system_actor(organization_id=organization_id, door="cli", now=timezone.now())
        return verify(actor=actor)
