"""`omnistock departure`: a request to delete a workspace that came by mail (promise P14), and the link that confirms it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import click
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from omnistock.domain.departure.operations import Asked, record_departure, renew_departure_link
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary


@click.group()
def command() -> None:
    """A workspace's deletion that was asked for by mail."""


@command.command()
@click.argument("organization_id", type=click.UUID)
@click.option("--came-at", required=True, type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="In UTC.")
@click.option("--reason", default="", help="As the mail gives it.")
def record(*, organization_id: UUID, came_at: dt.datetime, reason: str) -> None:
    """The clock of ORGANIZATION_ID's deletion started when the mail came. Prints the link that an owner confirms by; nothing
    happens before."""
    with tenant_boundary(organization_id):
        actor = system_actor(organization_id=organization_id, door="cli", now=timezone.now())
        asked = record_departure(actor=actor, came_at=came_at.replace(tzinfo=dt.UTC), reason=reason)
    _print_link(asked)


@command.command()
@click.argument("organization_id", type=click.UUID)
def link(*, organization_id: UUID) -> None:
    """Print another link for ORGANIZATION_ID's deletion, for an owner who cannot sign in; an earlier one ends. Whoever holds
    it may delete the workspace: make sure who asks."""
    with tenant_boundary(organization_id):
        actor = system_actor(organization_id=organization_id, door="cli", now=timezone.now())
        _print_link(renew_departure_link(actor=actor))


def _print_link(asked: Asked) -> None:
    click.echo(f"{settings.BASE_URL}{reverse('departure-link', args=[asked.token])}")
