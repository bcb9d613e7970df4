"""`omnistock organization`: a workspace with its owner, or its plan, made by whoever runs the installation."""

from __future__ import annotations

from uuid import UUID

import click
from django.utils import timezone

from omnistock.domain.identity.operations import create_workspace, register_person
from omnistock.domain.identity.operations.plans import change_plan
from omnistock.domain.identity.operations.workspaces import NewWorkspace, judged_workspace
from omnistock.domain.identity.policies import KEEPS
from omnistock.domain.plans.catalogue import PLANS
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary


@click.group()
def command() -> None:
    """Make an organization, or give it a plan."""


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


@command.command()
@click.argument("organization_id", type=click.UUID)
@click.argument("plan", type=click.Choice(list(PLANS)))
def plan(*, organization_id: UUID, plan: str) -> None:
    """Give the workspace ORGANIZATION_ID the PLAN. Its members find it under Workspace."""
    with tenant_boundary(organization_id):
        change_plan(actor=system_actor(organization_id=organization_id, door="cli", now=timezone.now()), plan=plan)
    click.echo(plan)
