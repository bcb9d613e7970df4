"""The command: makes what is missing, and tells how to sign in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import click
from django.utils import timezone

from omnistock.domain.catalog.queries import has_products
from omnistock.domain.identity.operations import create_workspace, register_person
from omnistock.domain.identity.operations.workspaces import NewWorkspace
from omnistock.domain.identity.queries import person_id_of, workspaces_of
from omnistock.domain.ledger.integrity import check_integrity
from omnistock.interfaces.cli.demo import grocery, pharma
from omnistock.interfaces.cli.demo.incidents import tell_incidents
from omnistock.interfaces.cli.demo.people import ASHA, PASSWORD, STAFF
from omnistock.interfaces.cli.demo.stage import OPENED_DAYS_AGO, Stage
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import person_boundary, tenant_boundary


@dataclass(frozen=True, slots=True)
class Practice:
    """A workspace of the practice data. `play` fills it; None leaves it as a new workspace is."""

    workspace: NewWorkspace
    play: Callable[[Stage], None] | None


PRACTICES: Final = (
    Practice(pharma.WORKSPACE, pharma.play),
    Practice(grocery.WORKSPACE, grocery.play),
    Practice(NewWorkspace(name="Empty shop", is_practice=True), None),
)


@click.command()
def command() -> None:
    """Load the practice workspaces. What is there already stays as it is."""
    made = load(now=timezone.now())
    click.echo(f"Practice data loaded: {', '.join(made)}." if made else "Practice data is there.")
    click.echo(f"Sign in as {ASHA.email} with the password: {PASSWORD}")


def load(*, now: dt.datetime) -> list[str]:
    """Make the people and workspaces that are missing; the names of the workspaces that were filled.

    Each is filled in one transaction: a load that was cut off is taken up by the next.
    """
    people = {person.email: _person_id(person.name, person.email) for person in (ASHA, *STAFF)}
    with person_boundary(people[ASHA.email]):
        there = {row.name: row.id for row in workspaces_of(person_id=people[ASHA.email])}
    filled = []
    for practice in PRACTICES:
        name = practice.workspace.name
        opened = now - dt.timedelta(days=OPENED_DAYS_AGO) if practice.play else now
        is_new = name not in there
        if is_new:
            there[name] = create_workspace(
                person_id=people[ASHA.email], workspace=practice.workspace, now=opened, door="cli"
            )
        if _fill(practice, stage=Stage(organization_id=there[name], people=people, now=now)) or is_new:
            filled.append(name)
    pharma_id = there.get(pharma.WORKSPACE.name)
    if pharma_id:
        with tenant_boundary(pharma_id):
            tell_incidents(Stage(organization_id=pharma_id, people=people, now=now))
    return filled


def _fill(practice: Practice, *, stage: Stage) -> bool:
    """Whether it had to be filled."""
    if practice.play is None:
        return False
    with tenant_boundary(stage.organization_id):
        if has_products():
            return False
        stage.bring_staff()
        practice.play(stage)
        check_integrity(actor=system_actor(organization_id=stage.organization_id, door="cli", now=stage.now))
    return True


def _person_id(name: str, email: str) -> UUID:
    """Somebody who is there already is left as they are, with whatever password they chose since."""
    return person_id_of(email=email) or register_person(name=name, email=email, password=PASSWORD)
