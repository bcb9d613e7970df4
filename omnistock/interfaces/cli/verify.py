"""`omnistock verify`: recompute everything that is derived, and say what differs."""

from __future__ import annotations

import datetime as dt
import sys
from uuid import UUID

import click
from django.conf import settings
from django.db import connection
from django.utils import timezone

from omnistock.domain.audit.anchoring import broken_files
from omnistock.domain.ledger.types import Difference
from omnistock.domain.ledger.verification import anchored, verify
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.directory import organization_ids


@click.command()
@click.option("--organization", type=click.UUID, help="Only this one; else every organization.")
@click.option("--without-anchors", is_flag=True, help="The anchors are of another database, or not at hand.")
@click.option(
    "--anchors-until",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S"]),
    help="Of a backup brought back: when it was made (UTC). Anchors after it are of what it does not hold.",
)
def command(organization: UUID | None, without_anchors: bool, anchors_until: dt.datetime | None) -> None:
    """Prove every balance, value, reservation and chain from the ledger, and that the chains are those whose heads were
    written down outside the database. Ends with 1 and a list when something differs."""
    found = 0
    chosen = [organization] if organization else organization_ids()
    for problem in () if without_anchors else broken_files(settings.ANCHORS):
        found += 1
        click.echo(f"anchors: {problem}")
    for each in chosen:
        for difference in differences(each, with_anchors=not without_anchors, until=_utc(anchors_until)):
            found += 1
            told = f"expected {difference.expected}, found {difference.found}"
            click.echo(f"{each} {difference.check} {difference.subject}: {told}")
    click.echo(f"{len(chosen)} organizations verified, {found} differences")
    sys.exit(1 if found else 0)


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def differences(
    organization_id: UUID, *, with_anchors: bool = True, until: dt.datetime | None = None
) -> list[Difference]:
    """What differs in one organization, all seen at one moment while others go on writing."""
    with tenant_boundary(organization_id):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        actor = system_actor(organization_id=organization_id, door="cli", now=timezone.now())
        return [*verify(actor=actor), *(anchored(actor=actor, until=until) if with_anchors else ())]
