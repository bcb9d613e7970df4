"""`omnistock organization create`: a workspace with its owner, made by whoever runs the installation."""

from __future__ import annotations

import click
from django.utils import timezone

from omnistock.domain.identity.operations import create_workspace, register_person
from omnistock.domain.identity.operations.workspaces import NewWorkspace, judged_workspace
from omnistock.domain.identity.policies import KEEPS


@click.group()
def command() -> None:
    """Make an organization."""


@command.command()
@click.option("--name", required=True, help="The business, as it stands on its papers.")
@click.option("--owner-email", required=True, help="Who owns it; signs in with this address.")
@click.option("--owner-name", required=True)
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for where it is left out."
)
@click.option("--country", default="IN", show_default=True, help="ISO 3166-1, two letters.")
@click.option("--currency", default="", help="ISO 4217.  [default: the country's]")
@click.option("--keeps", type=click.Choice(KEEPS), default="general", show_default=True)
@click.option("--gstin", default="", help="Makes the first tax registration.")
def create(
    *,
    name: str,
    owner_email: str,
    owner_name: str,
    password: str,
    country: str,
    currency: str,
    keeps: str,
    gstin: str,
) -> None:
    """Make the workspace, with the owner where there is no such person yet. Prints its id."""
    workspace = NewWorkspace(name=name, country=country, currency=currency, keeps=keeps, gstin=gstin)
    judged_workspace(workspace)  # before the owner is made: what is refused leaves nobody behind
    owner_id = register_person(name=owner_name, email=owner_email, password=password)
    made = create_workspace(person_id=owner_id, workspace=workspace, now=timezone.now(), door="cli")
    click.echo(made)
