"""`omnistock api-key create`: a key for a program, made by whoever runs the installation."""

from __future__ import annotations

import re
from uuid import UUID

import click
from django.utils import timezone

from omnistock.domain.identity.operations import create_api_key
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.roles import PERMISSIONS

EVERY_SCOPE = "all"


@click.group()
def command() -> None:
    """Make a key for the API."""


@command.command()
@click.option("--organization", "organization_id", type=click.UUID, required=True, help="The organization's id.")
@click.option("--scopes", multiple=True, required=True, help="Such as stock:read,stock:write; or all. May be repeated.")
@click.option("--name", default="API key", show_default=True, help="What will use it.")
def create(*, organization_id: UUID, scopes: tuple[str, ...], name: str) -> None:
    """Make a key. Prints it, this once."""
    asked = [scope for text in scopes for scope in re.split(r"[\s,]+", text) if scope]
    with tenant_boundary(organization_id):
        actor = system_actor(organization_id=organization_id, door="cli", now=timezone.now())
        chosen = PERMISSIONS if asked == [EVERY_SCOPE] else asked
        made = create_api_key(actor=actor, name=name, scopes=chosen)
    click.echo(made.text)
